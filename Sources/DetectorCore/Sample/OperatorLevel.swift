/// What the operator hears for one frame or trace, from the first sign of an object on.
///
/// `levelQ8` is the strongest statistic over its threshold, Q8.8: 256 is at threshold, 65,535 is the
/// rail (256 times threshold and more). It is never lowered by a classification.
public struct OperatorLevel: BitwiseCopyable, Sendable, Equatable {
  /// Which stream it belongs to.
  public var sensor: Sensor
  /// Index of the frame or trace in its stream as it lies in the file.
  public var index: Int64
  /// The device's sequence number of that frame or trace.
  public var sequence: Int64
  /// Statistic over threshold, Q8.8.
  public var levelQ8: UInt16
  /// What the level rests on.
  public var flags: LevelFlags
  /// How far from the coil's plane a detonator cap of 6 × 7 mm reaches the threshold just now; nothing of a
  /// radar, of an induction balance, and where the coil is not described.
  public var reachMillimetres: UInt16?

  /// Makes a level.
  public init(
    sensor: Sensor, index: Int64, sequence: Int64, levelQ8: UInt16, flags: LevelFlags = .clear,
    reachMillimetres: UInt16? = nil
  ) {
    self.sensor = sensor
    self.index = index
    self.sequence = sequence
    self.levelQ8 = levelQ8
    self.flags = flags
    self.reachMillimetres = reachMillimetres
  }

  /// The level at which an alarm begins: a statistic equal to its threshold.
  public static let thresholdQ8: UInt16 = 256
}

/// What a level rests on.
public struct LevelFlags: OptionSet, BitwiseCopyable, Sendable {
  /// The bits.
  public let rawValue: UInt8

  /// Takes the bits as they are.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Takes the union of flags.
  ///
  /// A literal builds an array: the core, which must not allocate, writes `.clear` and `.union`. It
  /// is spelled out because the standard library's own does not build where nothing may allocate.
  public init(arrayLiteral flags: LevelFlags...) {
    var bits: UInt8 = 0
    for flag in flags { bits |= flag.rawValue }
    self.init(rawValue: bits)
  }

  /// No flag at all.
  public static var clear: LevelFlags { LevelFlags(rawValue: 0) }

  /// An alarm is on.
  public static let alarm = LevelFlags(rawValue: 1)
  /// The frame or trace stood at a rail of the converter; an overload is an alarm.
  public static let saturated = LevelFlags(rawValue: 2)
  /// The value is held over a gap or a bad trace.
  public static let held = LevelFlags(rawValue: 4)
  /// The chain has not settled yet: silence proves nothing.
  public static let settling = LevelFlags(rawValue: 8)
  /// No object at the depths looked at could be seen here: silence proves nothing.
  public static let blind = LevelFlags(rawValue: 16)
  /// The coil or antenna moves too fast.
  public static let tooFast = LevelFlags(rawValue: 32)
  /// The coil or antenna is too high.
  public static let tooHigh = LevelFlags(rawValue: 64)
  /// The coil is swept too slowly to see what the chain could see.
  public static let tooSlow = LevelFlags(rawValue: 128)
}
