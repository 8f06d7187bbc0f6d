/// Names the phase of a target as a number 0 … 99, as hand-held detectors do: 0 is ferrite, 99 a perfect
/// conductor. It describes and never silences: a large steel case has the number of aluminium, and a gram
/// of steel that of soil.
///
/// Formula: ID = ⌊100 φ / 180°⌋, φ the lag behind ferrite. A number that is shown changes only when the
/// phase has left it by a whole number.
public struct TargetID: BitwiseCopyable, Sendable, Equatable {
  /// The number; nil before a phase was given.
  public private(set) var number: UInt8?

  /// Makes one that shows nothing.
  public init() {}

  /// The number of a phase, without hysteresis.
  public static func number(of phase: BinaryAngle) -> UInt8 {
    let lag = -Int32(phase.signedBits)
    // Ahead of ferrite by less than a quarter is ferrite and noise; by more, it has come round.
    if lag < -16_384 { return 99 }
    return UInt8(max(0, min(99, lag * 100 / 32_768)))
  }

  /// Takes a phase.
  public mutating func take(_ phase: BinaryAngle) {
    let fresh = Self.number(of: phase)
    if let number, abs(Int(number) - Int(fresh)) <= 1 { return }
    number = fresh
  }

  /// Shows nothing.
  public mutating func reset() { number = nil }
}
