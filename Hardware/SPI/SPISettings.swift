/// How an SPI device is spoken to.
public struct SPISettings: Sendable, Equatable, BitwiseCopyable {
  /// Clock at rest and sampling edge, as data sheets number them.
  public enum Mode: UInt8, Sendable, BitwiseCopyable {
    /// Rest low, sample on the first edge (rising).
    case mode0
    /// Rest low, sample on the second edge (falling).
    case mode1
    /// Rest high, sample on the first edge (falling).
    case mode2
    /// Rest high, sample on the second edge (rising).
    case mode3
  }

  /// Clock at rest and sampling edge.
  public var mode: Mode
  /// Bits in a word of the bus; 8 unless the device needs otherwise.
  public var bitsPerWord: UInt8
  /// The highest clock, hertz; the controller takes the next one it can make below.
  public var hertz: UInt32
  /// Whether chip select is active high.
  public var isSelectHigh = false
  /// Whether the least significant bit goes first.
  public var isLeastSignificantFirst = false

  /// Makes settings.
  public init(mode: Mode = .mode0, bitsPerWord: UInt8 = 8, hertz: UInt32) {
    self.mode = mode
    self.bitsPerWord = bitsPerWord
    self.hertz = hertz
  }

  /// The mode as the kernel's bits (SPI_CPHA 1, SPI_CPOL 2, SPI_CS_HIGH 4, SPI_LSB_FIRST 8).
  var modeBits: UInt32 {
    UInt32(mode.rawValue) | (isSelectHigh ? 4 : 0) | (isLeastSignificantFirst ? 8 : 0)
  }
}
