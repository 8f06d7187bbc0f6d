/// Averages blocks of samples on the fast-time axis and blocks of traces along the track.
///
/// y[m] = 1 / (d · k) · Σ over k traces, Σ over d samples of x[m·d + j] · 2^scale.
///
/// Q-format: `scale` bits are added (or taken, rounding to nearest) so that the first trace's peak
/// lies in 2¹⁹ … 2²⁰; values saturate at ±2²⁴, which is 24 dB above it. The sum of 64 · 64 such is
/// below 2³⁶, exact in 64 bits; the division is a product with a reciprocal of 24 bits, whose error
/// is below one count in 2²⁰. A boxcar of d samples has its zeros at the multiples of the new rate,
/// where aliases of the kept band would come from.
public struct TraceStack<let capacity: Int>: ~Copyable {
  private var sums = InlineArray<capacity, Int64>(repeating: 0)
  /// Traces in the sum.
  public private(set) var count = 0
  private let decimation: Int
  private let samples: Int
  /// Bits added to the recording's counts.
  package let scale: Int32

  /// The rail of the chain's numbers.
  public static var limit: Int32 { 1 << 24 }

  /// Makes a stack of traces that average `decimation` samples into each of `samples`.
  public init(decimation: Int, samples: Int, peak: Int32) {
    precondition(samples >= 1 && samples <= capacity && decimation >= 1)
    self.decimation = decimation
    self.samples = samples
    // The peak has 31 − lz bits; 20 of them are wanted.
    scale = 20 - Int32(32 - max(peak, 1).leadingZeroBitCount)
  }

  /// Adds a trace, shifted by `lag`; returns whether a sample met the rail.
  public mutating func add(_ trace: Span<Int32>, lag: Int) -> Bool {
    count += 1
    var target = sums.mutableSpan
    return addBoxcars(
      trace, lag: lag, decimation: decimation, samples: samples, scale: scale, into: &target)
  }

  /// Writes the mean and forgets the traces. Without any it writes zeros.
  public mutating func take(into y: inout MutableSpan<Int32>) {
    precondition(y.count >= samples)
    var source = sums.mutableSpan
    let parts = Int64(max(count, 1) * decimation)
    let reciprocal = ((1 << 24) + parts / 2) / parts
    for m in 0..<samples {
      // |sum| < 2³⁶ and the reciprocal ≤ 2²⁴: the product is below 2⁶⁰.
      let mean = (source[m] &* reciprocal &+ 1 << 23) &>> 24
      y[m] = Int32(truncatingIfNeeded: mean)
      source[m] = 0
    }
    count = 0
  }
}

/// The loop of `TraceStack.add`, compiled once for every capacity.
private func addBoxcars(
  _ trace: Span<Int32>, lag: Int, decimation: Int, samples: Int, scale: Int32,
  into sums: inout MutableSpan<Int64>
) -> Bool {
  let limit: Int64 = 1 << 24
  let up = Int64(max(scale, 0))
  let down = Int64(max(-scale, 0))
  let half: Int64 = down > 0 ? 1 << (down - 1) : 0
  let last = trace.count - 1
  var saturated = false
  for m in 0..<samples {
    var sum: Int64 = 0
    let base = m &* decimation &+ lag
    for j in 0..<decimation {
      let index = min(max(base &+ j, 0), last)
      let value = (Int64(trace[index]) &<< up &+ half) &>> down
      let held = max(-limit, min(limit, value))
      saturated = saturated || held != value
      sum &+= held
    }
    sums[m] &+= sum
  }
  return saturated
}
