/// The mean of the last N traces, sample by sample (boxcar along the track), from running sums.
///
/// Formula: y[k] = (x[k] + x′[k] + x″[k] + …) / N; before N traces have come, the mean of those
/// that have.
///
/// `width` is the longest trace, `depth` the most traces. Q-format: that of x; the sums are exact
/// in 64 bits, so nothing drifts and nothing saturates. Rounding: to nearest, ties away from zero.
/// Memory: `width` · (4 · `depth` + 8) bytes. Cost: one 64-bit division a sample.
public struct TraceAverage<let width: Int, let depth: Int>: ~Copyable {
  private var rows = InlineArray<depth, TraceRow<width>>(repeating: TraceRow())
  private var sums = InlineArray<width, Int64>(repeating: 0)
  private let length: Int
  private var next = 0

  /// Traces that the mean now rests on, at most the length.
  public private(set) var count = 0

  /// Makes a mean over `length` traces, 1 … `depth`.
  public init(length: Int) {
    precondition(length >= 1 && length <= depth, "a trace average holds 1 … depth traces")
    self.length = length
  }

  /// Takes a trace and writes the mean that now holds into `mean`, which is as long.
  ///
  /// Every trace has the same count, at most `width`.
  public mutating func process(_ trace: Span<Int32>, into mean: inout MutableSpan<Int32>) {
    precondition(trace.count <= width, "a trace is no longer than the width of its average")
    precondition(trace.count == mean.count, "a trace average is as long as its traces")
    let full = count == length
    if !full { count += 1 }
    var sumSpan = sums.mutableSpan
    rows[next].exchange(trace, sums: &sumSpan, dropping: full)
    next = next + 1 == length ? 0 : next + 1
    divide(sumSpan.span, by: Int64(count), into: &mean)
  }

  /// Forgets every trace.
  public mutating func reset() {
    count = 0
    next = 0
    for k in 0..<width { sums[k] = 0 }
  }
}

/// One stored trace of a ring of traces.
struct TraceRow<let width: Int>: BitwiseCopyable, Sendable {
  private var samples = InlineArray<width, Int32>(repeating: 0)

  /// Stores a trace and adds it to running sums, taking out the one it replaces when `dropping`.
  mutating func exchange(
    _ trace: Span<Int32>, sums: inout MutableSpan<Int64>, dropping: Bool
  ) {
    var row = samples.mutableSpan
    exchangeRow(&row, trace, sums: &sums, dropping: dropping)
  }
}

/// The loop of `TraceRow.exchange`, compiled once for every width.
///
/// A sum of n numbers of 32 bits is below 2³¹ · n: it does not wrap, and `&+` lets it vectorise.
private func exchangeRow(
  _ row: inout MutableSpan<Int32>, _ trace: Span<Int32>, sums: inout MutableSpan<Int64>,
  dropping: Bool
) {
  let keep: Int64 = dropping ? 1 : 0
  for k in 0..<trace.count {
    sums[k] = sums[k] &+ Int64(trace[k]) &- keep &* Int64(row[k])
    row[k] = trace[k]
  }
}

/// Writes sums over `count`, rounded to nearest; the mean of 32-bit numbers is one.
private func divide(_ sums: Span<Int64>, by count: Int64, into mean: inout MutableSpan<Int32>) {
  for k in 0..<mean.count {
    mean[k] = Int32(truncatingIfNeeded: sums[k].dividedToNearest(by: count))
  }
}
