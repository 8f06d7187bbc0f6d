/// What a repair of one trace found.
public struct TraceCondition: BitwiseCopyable, Sendable, Equatable {
  /// Single samples that stood far from both neighbours and were replaced by their mean.
  public var spikes: Int32 = 0
  /// Samples in runs of three and more at a rail of the converter.
  public var clipped: Int32 = 0
  /// Last of the clipped samples; −1 without any.
  public var lastClipped: Int32 = -1
  /// Every sample is the same: the trace says nothing.
  public var flat = false
  /// Largest absolute value.
  public var peak: Int32 = 0

  /// The condition of a sound trace.
  public init() {}
}

/// Repairs what can be repaired of a raw trace and says what cannot.
///
/// Leading samples that hold no signal take the value of the first that does. A sample is a spike
/// when it exceeds both neighbours and |2x[n] − x[n−1] − x[n+1]| exceeds the largest |x[n−1] + x[n+1]|
/// of the trace. With at least 8 samples to a period the sharpest wavelet in use, a Ricker pulse of
/// amplitude A, gives 0.81 A against 1.19 A, so that no signal is taken for a spike; a spike above
/// the trace's own peak is found. Integers in and out; cost: two passes.
public struct TraceRepair: BitwiseCopyable, Sendable {
  let leading: Int
  let railLow: Int32
  let railHigh: Int32
  let looksForSpikes: Bool

  /// Samples at a rail that make a clip, and not a peak that just touches it.
  public static let clipRun: Int32 = 3

  /// Makes a repair for a stream.
  public init(description: RadarDescription, periodQ8: Int32) {
    leading = Int(
      min(max(description.leadingNonSignalSamples, 0), description.samplesPerTrace - 1))
    railLow = description.railLow
    railHigh = description.railHigh
    looksForSpikes = periodQ8 >= 8 * 256
  }

  /// Writes the repaired trace into `y`, which is as long.
  public func process(_ x: Span<Int32>, into y: inout MutableSpan<Int32>) -> TraceCondition {
    precondition(x.count == y.count && x.count > leading, "a repaired trace is as long as the raw")
    var condition = TraceCondition()
    for n in 0..<leading { y[n] = x[leading] }
    var low = x[leading]
    var high = low
    for n in leading..<x.count {
      let value = x[n]
      y[n] = value
      low = min(low, value)
      high = max(high, value)
    }
    condition.flat = low == high
    if low <= railLow || high >= railHigh { findClips(x, &condition) }
    condition.peak = Self.magnitude(low, high)
    if looksForSpikes { removeSpikes(&y, &condition) }
    return condition
  }

  private static func magnitude(_ low: Int32, _ high: Int32) -> Int32 {
    Int32(clamping: max(-Int64(low), Int64(high)))
  }

  private func findClips(_ x: Span<Int32>, _ condition: inout TraceCondition) {
    var run: Int32 = 0
    for n in leading..<x.count {
      guard x[n] <= railLow || x[n] >= railHigh else {
        run = 0
        continue
      }
      run += 1
      guard run >= Self.clipRun else { continue }
      condition.clipped += run == Self.clipRun ? Self.clipRun : 1
      condition.lastClipped = Int32(n)
    }
  }

  private func removeSpikes(_ y: inout MutableSpan<Int32>, _ condition: inout TraceCondition) {
    guard y.count >= 3 else { return }
    var smooth: Int64 = 0
    var worst: Int64 = 0
    for n in 1..<(y.count - 1) {
      let sides = Int64(y[n &- 1]) &+ Int64(y[n &+ 1])
      let bend = 2 &* Int64(y[n]) &- sides
      smooth = max(smooth, max(sides, 0 &- sides))
      worst = max(worst, max(bend, 0 &- bend))
    }
    guard worst > smooth else { return }
    var peak: Int32 = 0
    for n in 1..<(y.count - 1) {
      let sides = Int64(y[n - 1]) + Int64(y[n + 1])
      let bend = 2 * Int64(y[n]) - sides
      let stands = y[n].magnitude > max(y[n - 1].magnitude, y[n + 1].magnitude)
      if stands && abs(bend) > smooth {
        y[n] = Int32(clamping: sides / 2)
        condition.spikes += 1
      }
      peak = max(peak, Self.magnitude(y[n], y[n]))
    }
    condition.peak = peak
  }
}
