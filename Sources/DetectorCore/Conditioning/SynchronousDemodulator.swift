/// Lock-in: what a signal has of one frequency, in phase and in quadrature.
///
/// Formula: I = (2/N) Σ x[n] cos(2πn/P), Q = −(2/N) Σ x[n] sin(2πn/P) over N = P · periods samples, P
/// samples a period. With P = 4 the references are 0 and ±1. A constant and every harmonic below P − 1
/// cancel exactly, but for the rounding of the references.
/// Source: Scofield 1994, Am. J. Phys. 62, 129. Q-format: x in 32 bits, references Q15 (1 is 32,768),
/// accumulators 64 bits: N ≤ 2¹⁶ leaves 1 bit of headroom. Rounding: to nearest, once an output.
/// Rails: an output is at most √2 · 2³¹ + 1. State: any block cuts give the same bits.
/// Cost: two multiplications a sample.
public struct SynchronousDemodulator: BitwiseCopyable, Sendable {
  /// Samples a period.
  public static let periodSamples: ClosedRange<Int> = 3...64
  /// Samples an output.
  public static let maximumSamples = 1 << 16

  private var cosine = InlineArray<64, Int64>(repeating: 0)
  private var sine = InlineArray<64, Int64>(repeating: 0)
  private var inPhase: Int64 = 0
  private var quadrature: Int64 = 0
  private var place = 0
  private var taken = 0
  private let period: Int
  private let count: Int

  /// Makes a lock-in of P samples a period and so many periods an output.
  public init(samplesPerPeriod: Int, periods: Int) {
    precondition(Self.periodSamples.contains(samplesPerPeriod), "3 to 64 samples a period")
    precondition(
      periods > 0 && periods <= Self.maximumSamples / samplesPerPeriod, "65,536 samples an output")
    period = samplesPerPeriod
    count = samplesPerPeriod * periods
    for n in 0..<period {
      let turns = (UInt64(n) << 32) / UInt64(period)
      let (c, s) = Sine.pair(ofTurnsQ32: UInt32(turns))
      cosine[n] = c.shiftedRightToNearest(by: 15)
      sine[n] = s.shiftedRightToNearest(by: 15)
    }
  }

  /// Takes a sample; answers a phasor after every N of them.
  public mutating func push(_ sample: Int32) -> Phasor? {
    inPhase += Int64(sample) * cosine[place]
    quadrature -= Int64(sample) * sine[place]
    place += 1
    if place == period { place = 0 }
    taken += 1
    guard taken == count else { return nil }
    // Twice the mean, Q15: the sum over N · 2¹⁴.
    let divisor = Int64(count) << 14
    let result = Phasor(
      inPhase: inPhase.dividedToNearest(by: divisor),
      quadrature: quadrature.dividedToNearest(by: divisor))
    reset()
    return result
  }

  /// Begins an output anew.
  public mutating func reset() {
    inPhase = 0
    quadrature = 0
    place = 0
    taken = 0
  }
}
