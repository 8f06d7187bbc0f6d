/// The CRC-16 of polynomial 0x1021, most significant bit first, neither reflected nor inverted at the end.
///
/// It starts at 0xFFFF ("CCITT-FALSE" in catalogues of CRCs): the bytes of `123456789` give 0x29B1. Cost
/// about 8 shifts a byte; a frame of 72 bytes is read at a few kilohertz at the most, so no table is kept.
public struct CRC16: Sendable, BitwiseCopyable {
  /// The remainder so far.
  public private(set) var value: UInt16
  private let polynomial: UInt16

  /// The CRC of CCITT.
  public init() { self.init(polynomial: 0x1021) }

  /// The same with another polynomial, such as 0x8005 (ANSI).
  public init(polynomial: UInt16, initial: UInt16 = 0xFFFF) {
    self.polynomial = polynomial
    value = initial
  }

  /// Takes one byte.
  public mutating func add(_ byte: UInt8) {
    value ^= UInt16(byte) << 8
    for _ in 0..<8 {
      let carries = value & 0x8000 != 0
      value <<= 1
      if carries { value ^= polynomial }
    }
  }

  /// The CRC of bytes.
  public static func ccitt(of bytes: Span<UInt8>) -> UInt16 {
    var crc = CRC16()
    for index in 0..<bytes.count { crc.add(bytes[index]) }
    return crc.value
  }
}
