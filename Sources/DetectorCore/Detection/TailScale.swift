/// How heavy the tail of a statistic is over quiet ground: what the threshold is multiplied by.
///
/// Formula: a running 98 % quantile, q ← q + δ (0.98 if s > q, else −0.02), with δ = 0.05 standard
/// deviations (Robbins and Monro 1951), which forgets within about 10 m. The matched filter in white noise
/// has q ≈ 2.6; ground whose decay changes in patches has more. The factor is q / 3, from 1 to 2: never
/// below the factory's threshold, and never so high that sensitivity goes unnoticed.
package struct TailScale: BitwiseCopyable, Sendable {
  /// Quantile that leaves the threshold as it is, Q8.
  package static let ordinaryQ8: Int64 = 768
  /// The largest factor, Q8.
  package static let ceilingQ8: Int64 = 512

  private var quantileQ16: Int64 = 3 << 16

  package init() {}

  /// Takes a statistic, Q8.
  package mutating func take(_ statisticQ8: Int64) {
    // δ = 0.05: up 3,211 and down 66 in Q16.
    quantileQ16 += statisticQ8 * 256 > quantileQ16 ? 3_211 : -66
    quantileQ16 = max(2 << 16, min(12 << 16, quantileQ16))
  }

  /// What the threshold is multiplied by, Q8.
  package var factorQ8: Int64 {
    max(256, min(Self.ceilingQ8, quantileQ16 / Self.ordinaryQ8))
  }
}
