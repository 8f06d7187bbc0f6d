/// What a front end says of its own state with one frame.
public struct HousekeepingSample: BitwiseCopyable, Sendable, Equatable {
  /// Transmit current, microamperes.
  public var currentMicroamperes: Int32
  /// Temperature of the coil, thousandths of a degree Celsius.
  public var temperatureMillidegrees: Int32
  /// Battery, millivolts.
  public var batteryMillivolts: Int32
  /// What the front end found wrong.
  public var flags: FrontEndFlags

  /// Makes a sample.
  public init(
    currentMicroamperes: Int32, temperatureMillidegrees: Int32, batteryMillivolts: Int32,
    flags: FrontEndFlags
  ) {
    self.currentMicroamperes = currentMicroamperes
    self.temperatureMillidegrees = temperatureMillidegrees
    self.batteryMillivolts = batteryMillivolts
    self.flags = flags
  }
}

/// The bits of the flags word of a front-end frame and of the housekeeping stream's fourth column.
public struct FrontEndFlags: OptionSet, BitwiseCopyable, Sendable {
  /// The bits.
  public let rawValue: UInt32

  /// Takes the bits as they are.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Takes the union of flags.
  ///
  /// A literal builds an array: the core, which must not allocate, writes `.clear` and `.union`. It
  /// is spelled out because the standard library's own does not build where nothing may allocate.
  public init(arrayLiteral flags: FrontEndFlags...) {
    var bits: UInt32 = 0
    for flag in flags { bits |= flag.rawValue }
    self.init(rawValue: bits)
  }

  /// No flag at all.
  public static var clear: FrontEndFlags { FrontEndFlags(rawValue: 0) }

  /// A gate stood at a rail of the converter.
  public static let saturated = FrontEndFlags(rawValue: 1)
  /// The transmit current is not what it should be.
  public static let currentFault = FrontEndFlags(rawValue: 2)
  /// The coil is open.
  public static let coilOpen = FrontEndFlags(rawValue: 4)
  /// The coil is shorted.
  public static let coilShort = FrontEndFlags(rawValue: 8)
  /// The converter repeats itself.
  public static let converterStuck = FrontEndFlags(rawValue: 16)
  /// The battery is low.
  public static let batteryLow = FrontEndFlags(rawValue: 32)
  /// The earth-field gate is saturated, as by a magnet.
  public static let earthFieldSaturated = FrontEndFlags(rawValue: 64)
  /// The self-test's reference is injected.
  public static let referenceInjected = FrontEndFlags(rawValue: 128)
  /// The frame's position is valid.
  public static let positionValid = FrontEndFlags(rawValue: 256)
  /// The frame's height is valid.
  public static let heightValid = FrontEndFlags(rawValue: 512)
  /// A button changed its state.
  public static let buttonsChanged = FrontEndFlags(rawValue: 1024)
}
