/// Where a probability or an expected count lies, two-sided 95 %, from exact sums.
///
/// Proportion: Clopper and Pearson 1934. P(X ≥ hits | lower) = P(X ≤ hits | upper) = 0.025 for X binomial.
/// Count: Garwood 1936, the same for X Poisson. The sums run from the mode outward in ratios of
/// neighbouring terms, so that nothing underflows that matters; the bound is found by bisection.
public struct ExactBounds: Equatable, Sendable {
  /// Lower bound.
  public var lower: Double
  /// Upper bound.
  public var upper: Double

  /// Probability left on either side.
  public static let tail = 0.025
  /// Halvings of the interval: 2⁻⁶⁰ of it is below what a Double tells apart.
  private static let halvings = 60

  /// Makes bounds.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Bounds of the probability of which `hits` of `count` trials is the outcome; 0 … 1 of no trials.
  public static func proportion(hits: Int, of count: Int) -> ExactBounds {
    precondition(hits >= 0 && hits <= count, "there are no more hits than trials")
    let lower =
      hits == 0 ? 0 : root(in: 0...1, at: tail) { 1 - binomial(below: hits, of: count, at: $0) }
    let upper =
      hits == count
      ? 1 : root(in: 0...1, at: 1 - tail) { 1 - binomial(below: hits + 1, of: count, at: $0) }
    return ExactBounds(lower: lower, upper: upper)
  }

  /// Bounds of the expectation of which `count` is the outcome.
  public static func count(_ count: Int) -> ExactBounds {
    precondition(count >= 0, "a count is not below 0")
    // The upper bound lies below count + 4·√(count + 1) + 4 for every count.
    let reach = Double(count) + 4 * Double(count + 1).squareRoot() + 4
    let lower = count == 0 ? 0 : root(in: 0...reach, at: tail) { 1 - poisson(below: count, at: $0) }
    let upper = root(in: 0...reach, at: 1 - tail) { 1 - poisson(below: count + 1, at: $0) }
    return ExactBounds(lower: lower, upper: upper)
  }

  /// Where a rising function reaches `height`.
  private static func root(
    in range: ClosedRange<Double>, at height: Double, of rising: (Double) -> Double
  ) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    for _ in 0..<halvings {
      let middle = (low + high) / 2
      if rising(middle) < height { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// P(X < bound) for X binomial.
  private static func binomial(below bound: Int, of count: Int, at p: Double) -> Double {
    guard p > 0 else { return 1 }
    guard p < 1 else { return bound > count ? 1 : 0 }
    let odds = p / (1 - p)
    return share(below: bound, mode: min(count, Int(Double(count + 1) * p)), last: count) { k in
      Double(count - k) / Double(k + 1) * odds
    }
  }

  /// P(X < bound) for X Poisson. Terms beyond 40 + 20 deviations are nothing to a Double.
  private static func poisson(below bound: Int, at mean: Double) -> Double {
    guard mean > 0 else { return 1 }
    let last = Int(mean + 20 * mean.squareRoot()) + 40 + bound
    return share(below: bound, mode: Int(mean), last: last) { k in mean / Double(k + 1) }
  }

  /// The share of terms 0 …< bound among terms 0 … last; `ratio(k)` is term k + 1 over term k.
  private static func share(
    below bound: Int, mode: Int, last: Int, ratio: (Int) -> Double
  ) -> Double {
    var (below, all) = (0.0, 0.0)
    var term = 1.0
    for k in mode...last {
      all += term
      if k < bound { below += term }
      term *= ratio(k)
    }
    term = 1
    for k in stride(from: mode - 1, through: 0, by: -1) {
      term /= ratio(k)
      all += term
      if k < bound { below += term }
    }
    return below / all
  }
}
