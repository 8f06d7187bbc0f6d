/// Takes the slow drift of the electronics out of a trace: a sample less the mean around it.
///
/// y[n] = x[n] − 1/N · Σ x[n + k], |k| ≤ N/2, N odd, about two periods of the centre frequency (a
/// zero-phase high-pass). Beyond the ends the trace's end value stands. Exact sums in 64 bits;
/// the mean is a product with a reciprocal of 24 bits; x within ±2²⁴ gives y within ±2²⁵. Cost: one
/// product a sample.
public struct Dewow: BitwiseCopyable, Sendable {
  /// Samples in the mean, odd.
  public let length: Int

  /// Makes a dewow of two periods.
  public init(periodQ8: Int32) {
    length = max((Int(periodQ8) + 64) / 128, 3) | 1
  }

  /// Writes the trace without its drift into `y`, which is as long.
  public func process(_ x: Span<Int32>, into y: inout MutableSpan<Int32>) {
    meanAround(x, length: length, into: &y)
    for n in 0..<x.count { y[n] = x[n] &- y[n] }
  }
}

/// Takes out what is faster than the wavelet: two means of a quarter period, one behind the other.
///
/// Behind a dewow it makes a zero-phase band-pass of about ⅓ f₀ … 2 f₀. Exact like the dewow.
public struct LowPass: BitwiseCopyable, Sendable {
  /// Samples in each mean, odd.
  public let length: Int

  /// Makes a low-pass of two quarter periods.
  public init(periodQ8: Int32) {
    length = max((Int(periodQ8) + 512) / 1_024, 3) | 1
  }

  /// Smooths `y` in place, by way of `scratch`, which is as long.
  public func process(_ y: inout MutableSpan<Int32>, scratch: inout MutableSpan<Int32>) {
    meanAround(y.span, length: length, into: &scratch)
    meanAround(scratch.span, length: length, into: &y)
  }
}

/// The mean of `length` samples around each; beyond the ends the end's value stands.
private func meanAround(
  _ x: Span<Int32>, length: Int, into y: inout MutableSpan<Int32>
) {
  precondition(x.count == y.count && x.count > 0, "a mean gives a sample for a sample")
  let half = length / 2
  let last = x.count - 1
  let reciprocal = ((1 << 24) + Int64(length) / 2) / Int64(length)
  var sum: Int64 = 0
  for k in -half...half { sum += Int64(x[min(max(k, 0), last)]) }
  for n in 0..<x.count {
    y[n] = Int32(truncatingIfNeeded: (sum &* reciprocal &+ 1 << 23) &>> 24)
    let entering = Int64(x[min(n &+ half &+ 1, last)])
    sum = sum &+ entering &- Int64(x[max(n &- half, 0)])
  }
}
