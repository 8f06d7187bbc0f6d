/// How much a second-order section can amplify, proven in integers.
///
/// With A1, A2 the feedback and g its impulse response (g[n] = A1 g[n−1] + A2 g[n−2], g[0] = 1),
/// the response from any state (u, v) is u g[n+1] + A2 v g[n]. Hence, after N samples, what is
/// still to come of Σ|g| is at most ρ Σ|g| with ρ = |g[N−1]| + |A2 g[N−2]|, and
///
///     G = Σ|g| ≤ Σ(n<N) |g| / (1 − ρ)        H = Σ|h| ≤ Σ(n<N) |h| + (|h[N−1]| + |A2 h[N−2]|) G
///
/// for the response h of the whole section. An input within X gives an output within X H + G:
/// rounding down injects less than one count a sample into the feedback, which G multiplies.
///
/// Arithmetic: Q48, rounded down, so each g is fed an error below δ = 2⁻⁴⁷ and is off by at most δ
/// G. N ≤ 2¹² and G ≤ 2¹² keep the errors of Σ|g| below 2⁻²³, of ρ below 2⁻³⁴, and of H, with B =
/// |b0| + |b1| + |b2|, below (B + 1) 2⁻²⁰; each is added in full.
struct BiquadGain: BitwiseCopyable, Sendable {
  /// Σ|h|, Q16, rounded up.
  let signalQ16: Int64
  /// Σ|g|, Q16, rounded up.
  let roundingQ16: Int64

  /// Samples of the response that are summed at the most.
  static let longest = 4_096
  /// The largest Σ|g| or coefficient sum that is followed, Q48.
  private static let largest: Int64 = 1 << 60
  private static let one: Int64 = 1 << 48
  /// What may still be to come when the sums end, 2⁻²⁰ in Q48.
  private static let small: Int64 = 1 << 28

  /// Sums the responses; `nil` when the rest of the response is not proven small.
  init?<Sample: FilterSample>(_ section: BiquadSection<Sample>, postShift: Int) {
    // Whatever the sample, the coefficients become Q31 and take the post-shift in.
    let scale = Int64(31 - Sample.fractionBits + postShift)
    func q31(_ coefficient: Sample) -> Int64 { Int64(truncatingIfNeeded: coefficient) << scale }
    let (b0, b1, b2) = (q31(section.b0), q31(section.b1), q31(section.b2))
    let (a1, a2) = (q31(section.a1), q31(section.a2))
    guard a2.magnitude < 1 << 31 else { return nil }
    var (g0, g1, g2) = (Self.one, 0 as Int64, 0 as Int64)
    var (h0, h1) = (0 as Int64, 0 as Int64)
    var (sumOfG, sumOfH) = (0 as Int64, 0 as Int64)
    for n in 0..<Self.longest {
      h1 = h0
      h0 = Self.times(b0, g0).saturatingAdding(Self.times(b1, g1))
        .saturatingAdding(Self.times(b2, g2))
      sumOfG = sumOfG.saturatingAdding(Int64(clamping: g0.magnitude))
      sumOfH = sumOfH.saturatingAdding(Int64(clamping: h0.magnitude))
      guard sumOfG < Self.largest && sumOfH < Self.largest else { return nil }
      let next = Self.times(a1, g0).saturatingAdding(Self.times(a2, g1))
      // The state after this sample is (g0, g1): ρ, with |A2| < 1.
      let rest = Int64(clamping: g0.magnitude) + Int64(clamping: g1.magnitude) + (Self.one >> 34)
      let tail = Int64(clamping: h0.magnitude).saturatingAdding(Int64(clamping: h1.magnitude))
      if n >= 2 && rest < Self.small && tail < Self.small {
        let spread = Int64(b0.magnitude + b1.magnitude + b2.magnitude)
        self.init(
          sumOfG: sumOfG, restQ48: rest, sumOfH: sumOfH, tailQ48: tail, spreadQ31: spread)
        return
      }
      (g2, g1, g0) = (g1, g0, next)
      guard g0.magnitude < Self.largest.magnitude else { return nil }
    }
    return nil
  }

  /// The closing formulas, every quotient rounded up.
  private init(sumOfG: Int64, restQ48: Int64, sumOfH: Int64, tailQ48: Int64, spreadQ31: Int64) {
    let wholeQ16 = ((sumOfG + (Self.one >> 20)) >> 32) + 1
    // 1 / (1 − ρ) ≤ 1 + 2ρ for ρ ≤ 1/2, and here 2ρ < 2⁻¹⁹.
    roundingQ16 = wholeQ16 + ((wholeQ16 * ((restQ48 >> 31) + 1)) >> 16) + 1
    // Below 2²⁸ · 2²⁹.
    let tailQ16 = ((tailQ48 * roundingQ16) >> 48) + 1
    signalQ16 = (sumOfH >> 32) + 1 + tailQ16 + (spreadQ31 >> 35) + 2
  }

  /// The largest magnitude that inputs of at most `bound` can give, at the rails of 64 bits if
  /// more.
  func outputBound(inputWithin bound: Int64) -> Int64 {
    let (product, overflow) = signalQ16.multipliedReportingOverflow(by: bound)
    guard !overflow else { return .max }
    return ((product >> 16) + 1).saturatingAdding((roundingQ16 >> 16) + 1)
  }

  /// The product of a Q31 and a Q48 number in Q48, rounded down, held at the rails.
  private static func times(_ coefficient: Int64, _ value: Int64) -> Int64 {
    let (high, low) = coefficient.multipliedFullWidth(by: value)
    guard high >= -1 << 30 && high < 1 << 30 else { return high < 0 ? .min : .max }
    return high << 33 | Int64(truncatingIfNeeded: low >> 31)
  }
}
