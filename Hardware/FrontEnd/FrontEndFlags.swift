/// What a front end says of itself with every frame.
public struct FrontEndFlags: OptionSet, Sendable, BitwiseCopyable {
  /// The bits, as they lie in the frame.
  public let rawValue: UInt32

  /// Takes the bits as they are.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Takes the union of flags; spelled out because the standard library's own needs a heap.
  public init(arrayLiteral flags: FrontEndFlags...) {
    var bits: UInt32 = 0
    for flag in flags { bits |= flag.rawValue }
    self.init(rawValue: bits)
  }

  /// No flag at all.
  public static var clear: FrontEndFlags { FrontEndFlags(rawValue: 0) }

  /// At least one number stood at a rail of the converter.
  public static let saturated = FrontEndFlags(rawValue: 1 << 0)
  /// The current through the transmit coil is not what it should be.
  public static let transmitFault = FrontEndFlags(rawValue: 1 << 1)
  /// The coil is open.
  public static let coilOpen = FrontEndFlags(rawValue: 1 << 2)
  /// The coil is shorted.
  public static let coilShort = FrontEndFlags(rawValue: 1 << 3)
  /// The converter gives the same value again and again.
  public static let converterStuck = FrontEndFlags(rawValue: 1 << 4)
  /// The battery is low.
  public static let batteryLow = FrontEndFlags(rawValue: 1 << 5)
  /// The earth-field gate stood at a rail.
  public static let earthFieldSaturated = FrontEndFlags(rawValue: 1 << 6)
  /// The reference of the self-test is injected.
  public static let referenceInjected = FrontEndFlags(rawValue: 1 << 7)
  /// The encoder's x and y are valid.
  public static let positionValid = FrontEndFlags(rawValue: 1 << 8)
  /// The height is valid.
  public static let heightValid = FrontEndFlags(rawValue: 1 << 9)
  /// A button was pressed or let go.
  public static let buttonsChanged = FrontEndFlags(rawValue: 1 << 10)

  /// The state of the eight buttons, a bit each, 1 for pressed.
  public var buttons: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 16) }
}
