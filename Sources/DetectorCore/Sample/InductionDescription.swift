/// What a pulse-induction front end says of itself. Zero means "not said" except for gates and LSB.
public struct InductionDescription: BitwiseCopyable, Sendable {
  /// When one gate is open, after switch-off.
  public struct Gate: BitwiseCopyable, Sendable, Equatable {
    /// Opens, nanoseconds.
    public var startNanoseconds: Int64
    /// Closes, nanoseconds.
    public var endNanoseconds: Int64

    /// Makes a gate.
    public init(startNanoseconds: Int64, endNanoseconds: Int64) {
      self.startNanoseconds = startNanoseconds
      self.endNanoseconds = endNanoseconds
    }
  }

  /// Gates at the most, the earth-field gate included.
  public static let maximumGates = 32
  /// The gates in channel order, the first `gateCount` of them valid; the last is the earth-field gate.
  public private(set) var gates = InlineArray<32, Gate>(
    repeating: Gate(startNanoseconds: 0, endNanoseconds: 0))
  /// Gates that are valid.
  public private(set) var gateCount = 0
  /// Volts at the coil per count, femtovolts.
  public var lsbFemtovolts: Int64
  /// Length of the pulse, nanoseconds.
  public var pulseNanoseconds: Int64 = 0
  /// Time the current takes to fall, nanoseconds.
  public var turnOffNanoseconds: Int64 = 0
  /// Pulses a second, thousandths.
  public var pulseRateMillihertz: Int64 = 0
  /// Pulses that one frame sums.
  public var pulsesPerFrame: Int32 = 0
  /// Radius of the coil, micrometres.
  public var coilRadiusMicrometres: Int64 = 0
  /// Turns of the coil.
  public var coilTurns: Int32 = 0
  /// Current in the coil, milliamperes.
  public var coilCurrentMilliamperes: Int64 = 0

  /// Makes a description without gates.
  public init(lsbFemtovolts: Int64) { self.lsbFemtovolts = lsbFemtovolts }

  /// Adds the next gate; when the list is full it is dropped and the answer is `false`.
  @discardableResult
  public mutating func append(_ gate: Gate) -> Bool {
    guard gateCount < Self.maximumGates else { return false }
    gates[gateCount] = gate
    gateCount += 1
    return true
  }
}
