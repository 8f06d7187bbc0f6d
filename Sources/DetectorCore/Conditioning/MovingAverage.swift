/// The mean of the last N samples (boxcar), from a running sum.
///
/// Formula: y[n] = (x[n] + x[n−1] + … + x[n−N+1]) / N; before N samples have come, the mean of
/// those that have.
///
/// Q-format: that of x; the sum is exact in 64 bits (2³¹ · N, 32 bits of headroom over any length),
/// so nothing drifts and nothing saturates. Rounding: to nearest, ties away from zero, so that the
/// mean of a negated signal is the negated mean. Cost: one 64-bit division a sample.
///
///     var mean = MovingAverage<8>(length: 2)
///     mean.push(4)  // 4
///     mean.push(7)  // 6, which is 5.5 rounded away from zero
public struct MovingAverage<let capacity: Int>: BitwiseCopyable, Sendable {
  private var held = InlineArray<capacity, Int32>(repeating: 0)
  private var boxcar: Boxcar

  /// Makes a mean over `length` samples, 1 … `capacity`.
  public init(length: Int) {
    precondition(length >= 1 && length <= capacity, "a moving average holds 1 … capacity samples")
    boxcar = Boxcar(length: length)
  }

  /// Takes a sample and gives the mean that now holds.
  @discardableResult
  public mutating func push(_ x: Int32) -> Int32 {
    var ring = held.mutableSpan
    return boxcar.push(x, ring: &ring)
  }

  /// Takes a block of any length and gives the mean after each of its samples.
  public mutating func process(_ x: Span<Int32>, into y: inout MutableSpan<Int32>) {
    precondition(x.count == y.count, "a moving average gives a sample for a sample")
    var ring = held.mutableSpan
    boxcar.process(x, into: &y, ring: &ring)
  }

  /// The mean that now holds; 0 before the first sample.
  public var value: Int32 { boxcar.mean }

  /// Samples that the mean now rests on, at most the length.
  public var count: Int { boxcar.count }

  /// Forgets every sample.
  public mutating func reset() { boxcar = Boxcar(length: boxcar.length) }
}

/// The arithmetic of a moving average, apart from the capacity of its ring so that it is compiled
/// once.
struct Boxcar: BitwiseCopyable, Sendable {
  let length: Int
  private(set) var count = 0
  private var next = 0
  private var sum: Int64 = 0

  init(length: Int) { self.length = length }

  var mean: Int32 {
    guard count > 0 else { return 0 }
    // A mean of 32-bit numbers is one.
    return Int32(truncatingIfNeeded: sum.dividedToNearest(by: Int64(count)))
  }

  mutating func push(_ x: Int32, ring: inout MutableSpan<Int32>) -> Int32 {
    if count == length {
      sum -= Int64(ring[next])
    } else {
      count += 1
    }
    sum += Int64(x)
    ring[next] = x
    next = next + 1 == length ? 0 : next + 1
    return mean
  }

  mutating func process(
    _ x: Span<Int32>, into y: inout MutableSpan<Int32>, ring: inout MutableSpan<Int32>
  ) {
    for n in 0..<x.count { y[n] = push(x[n], ring: &ring) }
  }
}
