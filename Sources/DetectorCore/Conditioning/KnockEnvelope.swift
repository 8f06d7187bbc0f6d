/// What knocks against the coil may still stand for in a decay: the envelope of jumps in the earth-field gate.
///
/// A knock turns the wire in the earth's field: every gate jumps at once, and the jump dies away with 50 to
/// 200 ms. The earth-field gate takes it out of the others as far as gates are alike.
/// Nothing that lies in the ground jumps: a sweep passes it within tenths of a second.
///
/// Formula: j = |x[n] − 3 x[n−3] + 3 x[n−6] − x[n−9]|, which a field that turns with the sweep leaves near 0. A
/// step of height K, spread over three outputs by the decimator, makes j up to 2 K. Where j is above eight
/// times its running mean, the envelope rises to j / 2; it falls with 200 ms.
/// Unit: that of its input, Q8 nV. Range: inputs to ±2³⁸. Cost: ten additions an output.
package struct KnockEnvelope: BitwiseCopyable, Sendable {
  /// Means of j from which on a jump is no noise: 6.4 deviations of white noise.
  package static let jumpMeans: Int64 = 8
  /// Time in which the envelope falls to a third, microseconds: that of the slowest knock.
  package static let fallMicroseconds: Int64 = 200_000
  /// Values of j in the running mean at the most: four seconds.
  private static let memory: Int64 = 512
  /// Values of j before any can be told from noise.
  private static let fewest: Int64 = 8
  /// Outputs that a difference reaches back.
  private static let span: Int64 = 9

  private var ring = InlineArray<16, Int64>(repeating: 0)
  private var taken: Int64 = 0
  private var mean: Int64 = 0
  private var learnt: Int64 = 0
  private let fall: Int64
  /// What a knock may still stand for, never negative.
  package private(set) var value: Int64 = 0

  /// Makes an envelope for outputs so far apart.
  package init(outputMicroseconds: Int64) {
    fall = max(Self.fallMicroseconds / max(outputMicroseconds, 1), 1)
  }

  /// Outputs are missing: what comes next is no jump.
  package mutating func skip() { taken = 0 }

  /// Takes the earth-field gate of the next output.
  package mutating func take(_ field: Int64) {
    ring[Int(taken & 15)] = field
    taken += 1
    value -= value / fall
    guard taken > Self.span else { return }
    let jump = abs(at(0) - 3 * at(3) + 3 * at(6) - at(9))
    if learnt >= Self.fewest, jump > Self.jumpMeans * mean { value = max(value, jump / 2) }
    learnt = min(learnt + 1, Self.memory)
    let held = learnt > Self.fewest ? min(jump, 4 * mean + 256) : jump
    mean += (held - mean) / learnt
  }

  private func at(_ back: Int64) -> Int64 { ring[Int((taken - 1 - back) & 15)] }
}
