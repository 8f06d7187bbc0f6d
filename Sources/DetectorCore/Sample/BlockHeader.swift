/// What stands over a block of whole frames or traces: how many, which, when, and what was wrong.
///
/// A block never spans a gap. Lost samples show as a jump of `sequence` against `index`, so that a
/// pipeline sees them as a gap and never as a silent splice.
public struct BlockHeader: BitwiseCopyable, Sendable, Equatable {
  /// Whole frames or traces in the block; 0 says that the stream has ended.
  public var count: Int
  /// Index of the first one in the stream as it lies in the file, from 0.
  public var index: Int64
  /// The device's sequence number of the first one, from 0; it counts the lost ones too.
  public var sequence: Int64
  /// What the source already knows to be wrong with the block.
  public var flags: BlockFlags

  /// Frames right before the block whose checksum failed, where the source counts them; they are among
  /// the lost ones of the jump of `sequence`.
  public var damaged: Int32

  /// The sensor whose samples they are; `nil` where there is but one.
  public var sensor: Sensor?

  /// Makes a header.
  public init(
    count: Int, index: Int64, sequence: Int64, flags: BlockFlags = .clear, damaged: Int32 = 0
  ) {
    self.damaged = damaged
    self.count = count
    self.index = index
    self.sequence = sequence
    self.flags = flags
  }

  /// The header of a stream that has ended before sample `index`.
  public static func end(index: Int64, sequence: Int64) -> BlockHeader {
    BlockHeader(count: 0, index: index, sequence: sequence)
  }
}

/// Faults that a source saw while it filled a block.
public struct BlockFlags: OptionSet, BitwiseCopyable, Sendable {
  /// The bits.
  public let rawValue: UInt8

  /// Takes the bits as they are.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Takes the union of flags.
  ///
  /// A literal builds an array: the core, which must not allocate, writes `.clear` and `.union`. It
  /// is spelled out because the standard library's own does not build where nothing may allocate.
  public init(arrayLiteral flags: BlockFlags...) {
    var bits: UInt8 = 0
    for flag in flags { bits |= flag.rawValue }
    self.init(rawValue: bits)
  }

  /// No flag at all.
  public static var clear: BlockFlags { BlockFlags(rawValue: 0) }

  /// At least one sample stood at a rail of the converter.
  public static let clipped = BlockFlags(rawValue: 1)
  /// A checksum failed and the frame was dropped before this block.
  public static let checksum = BlockFlags(rawValue: 2)
  /// Bytes of a part sample were left over at the end of the stream.
  public static let shortTail = BlockFlags(rawValue: 4)
  /// The front end injected its reference into every frame of the block: none of them can be searched.
  public static let reference = BlockFlags(rawValue: 8)
}
