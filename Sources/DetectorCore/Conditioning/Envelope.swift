/// The analytic envelope of a whole trace: the length of the vector of the signal and its Hilbert
/// transform.
///
/// Formula, with D the spacing and k odd, 1 … 11:
///
///     q[n] = Σ h[k] (x[n − kD] − x[n + kD])        y[n] = ⌊√(x[n]² + q[n]²)⌋
///
/// h is a type III equiripple Hilbert transformer of 23 taps (half of them zero), stretched by D:
/// `scipy.signal.remez(23, [0.05, 0.45], [1], type="hilbert")` in Q15.
///
/// Range of frequencies: |H| = 1 ± 0.0112 from 0.05/D to 0.45/D cycles per sample, where y is
/// within 1.2 % of the true envelope. Towards 0 and 0.5/D q falls to nothing and y to |x|; above
/// 0.5/D the stretched response repeats with the opposite sign. A radar wavelet of period T samples
/// is covered from 0.3 to 2.7 times its centre frequency by D = T/6, which `spacing(periodQ8:)`
/// gives.
///
/// Q-format: x Q31 (or any scale: the result has the scale of x), h Q15, accumulator Q46 in 64
/// bits: |Σ| ≤ 2³² · Σ|h| = 2³² · 33,243 < 2⁴⁸·¹, 14 bits of headroom. q rounds to nearest and
/// saturates; the root is exact and rounds down; a length above 2³¹ − 1 saturates. Nothing wraps.
///
/// Samples beyond either end repeat the end sample, so a constant trace has the envelope |x|.
/// Traces do not touch each other; there is no state.
public struct Envelope: BitwiseCopyable, Sendable {
  /// Distance between taps, samples.
  public let spacing: Int

  /// Spacing at the most.
  public static let maximumSpacing = 64
  /// Distance of the outermost tap in spacings.
  static let outermost = 11

  /// Makes an envelope detector with `spacing` samples between taps, 1 … `maximumSpacing`.
  public init(spacing: Int = 1) {
    precondition(
      spacing >= 1 && spacing <= Self.maximumSpacing, "the spacing of an envelope is 1 … 64")
    self.spacing = spacing
  }

  /// The spacing for a wavelet whose period is `periodQ8` / 256 samples: T/6 rounded to nearest,
  /// 1 … `maximumSpacing`.
  public static func spacing(periodQ8: Int32) -> Int {
    let sixths = (Int64(max(periodQ8, 0)) + 3 * 256) / (6 * 256)
    return Int(min(max(sixths, 1), Int64(maximumSpacing)))
  }

  /// Writes the envelope of the trace `x` into `y`, which is as long.
  ///
  /// Cost: about 7 ns a sample on a laptop.
  public func process(_ x: Span<Int32>, into y: inout MutableSpan<Int32>) {
    precondition(x.count == y.count, "an envelope is as long as its trace")
    let reach = min(Self.outermost * spacing, x.count)
    let end = max(reach, x.count - reach)
    for n in 0..<reach { y[n] = quadratureAtEnd(x, n) }
    quadrature(x, reach..<end, into: &y)
    for n in end..<x.count { y[n] = quadratureAtEnd(x, n) }
    for n in 0..<x.count { y[n] = Self.length(x[n], y[n]) }
  }

  /// Writes q where every tap lies inside the trace: `range` keeps 11 spacings from both ends.
  private func quadrature(
    _ x: Span<Int32>, _ range: Range<Int>, into y: inout MutableSpan<Int32>
  ) {
    let d = spacing
    let reach = Self.outermost * d
    guard !range.isEmpty else { return }
    precondition(range.lowerBound >= reach && range.upperBound <= x.count - reach)
    for n in range {
      // SAFETY: every index lies within 11 spacings of the range, which the precondition keeps
      // inside x, and y is as long as x.
      unsafe y[unchecked: n] = Self.scaled(
        Self.pair(x, n, d, 20_644) &+ Self.pair(x, n, 3 &* d, 6_323)
          &+ Self.pair(x, n, 5 &* d, 3_186) &+ Self.pair(x, n, 7 &* d, 1_724)
          &+ Self.pair(x, n, 9 &* d, 893) &+ Self.pair(x, n, 11 &* d, 473))
    }
  }

  /// h (x[n − k] − x[n + k]): at most 2³² · 20,644, far inside 64 bits.
  @inline(__always)
  private static func pair(_ x: Span<Int32>, _ n: Int, _ k: Int, _ tap: Int64) -> Int64 {
    // SAFETY: the caller keeps n at least k from both ends.
    let (early, late) = unsafe (x[unchecked: n &- k], x[unchecked: n &+ k])
    return (Int64(early) &- Int64(late)) &* tap
  }

  /// q near an end, the end samples repeated beyond it.
  private func quadratureAtEnd(_ x: Span<Int32>, _ n: Int) -> Int32 {
    let taps: InlineArray<6, Int64> = [20_644, 6_323, 3_186, 1_724, 893, 473]
    var sum: Int64 = 0
    for k in 0..<taps.count {
      let distance = (2 * k + 1) * spacing
      let early = x[max(n - distance, 0)]
      let late = x[min(n + distance, x.count - 1)]
      sum &+= (Int64(early) &- Int64(late)) &* taps[k]
    }
    return Self.scaled(sum)
  }

  /// q from its sum in Q15: rounded to nearest and saturated.
  @inline(__always)
  private static func scaled(_ sum: Int64) -> Int32 {
    let q = (sum &+ 1 &<< 14) &>> 15
    return Int32(truncatingIfNeeded: max(Int64(Int32.min), min(Int64(Int32.max), q)))
  }

  /// ⌊√(x² + q²)⌋, saturated.
  @inline(__always)
  private static func length(_ x: Int32, _ q: Int32) -> Int32 {
    Int32(truncatingIfNeeded: min(SquareRoot.ofSquares(x, q), UInt32(Int32.max)))
  }
}
