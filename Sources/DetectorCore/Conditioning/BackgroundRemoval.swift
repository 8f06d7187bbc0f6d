/// Takes out what is the same from trace to trace: the direct wave, the mean bounce, flat layers.
///
/// b += (x − b) / min(k, C), then y = x − b: the mean of all traces until there are C of them, then
/// an exponential mean with constant C. While held (an alarm is on), b stands still, so that a long
/// object does not become background. b carries 6 fractional bits of x, which it takes saturated at
/// ±2²⁴. The step is a product with a reciprocal of 24 bits, rounding to nearest; its dead band is
/// C/2 of the finest bits, C/128 counts.
public struct BackgroundRemoval<let capacity: Int>: ~Copyable {
  private var mean = InlineArray<capacity, Int32>(repeating: 0)
  /// Traces that the mean rests on, at most the constant.
  public private(set) var taken = 0
  private let constant: Int

  /// Makes a background of constant `steps`.
  public init(steps: Int) { constant = max(steps, 1) }

  /// Whether half of the constant has gone by, so that silence begins to mean something.
  public private(set) var isSettled = false

  /// Writes the trace without its background into `y`; learns unless `held`.
  public mutating func process(
    _ x: Span<Int32>, holding: Bool, into y: inout MutableSpan<Int32>
  ) {
    precondition(x.count == y.count && x.count <= capacity, "a background is as long as its trace")
    var state = mean.mutableSpan
    // Until half its constant has gone by the mean learns on: it is too young to be held.
    if holding && taken >= constant / 2 {
      subtractMean(x, state.span, into: &y)
      return
    }
    taken = min(taken + 1, constant)
    isSettled = taken >= min(constant / 2, 16)
    learnMean(x, &state, parts: Int64(taken))
    subtractMean(x, state.span, into: &y)
  }

  /// Forgets the background.
  public mutating func reset() {
    taken = 0
    isSettled = false
  }
}

private func subtractMean(
  _ x: Span<Int32>, _ mean: Span<Int32>, into y: inout MutableSpan<Int32>
) {
  for n in 0..<x.count { y[n] = x[n] &- (mean[n] &+ 32) &>> 6 }
}

/// |x| ≤ 2²⁵ and the mean's magnitude ≤ 2³¹: their difference times 2²⁴ stays below 2⁵⁷.
private func learnMean(_ x: Span<Int32>, _ mean: inout MutableSpan<Int32>, parts: Int64) {
  let reciprocal = ((1 << 24) + parts / 2) / parts
  for n in 0..<x.count {
    let held = max(-Int64(1) << 24, min(Int64(1) << 24, Int64(x[n])))
    let difference = held &<< 6 &- Int64(mean[n])
    let step = (difference &* reciprocal &+ 1 << 23) &>> 24
    mean[n] = mean[n] &+ Int32(truncatingIfNeeded: step)
  }
}
