/// Numbers frames by their times, and says how many come a second.
///
/// The interval is the median of the first steps; from frame to frame a step counts as the nearest whole
/// number of intervals, so that a clock that drifts never adds up. A step of two and more is a gap.
struct FrameClock {
  /// Frames that are looked at first.
  static let lookCount = 1_024
  /// Frames that may be lost at once: beyond it a time is damaged.
  static let maximumStep: Int64 = 1 << 40

  /// Frames a second, millionths.
  let rateMicrohertz: Int64
  /// Steps of the look that are off by more than a quarter of the interval.
  let unevenCount: Int
  private let interval: Double

  /// Settles rate and interval by times in nanoseconds, or by a rate that was given.
  init?(times: [Int64], givenRateMicrohertz: Int64) {
    let steps = zip(times, times.dropFirst()).map { $1 - $0 }
    if givenRateMicrohertz > 0 {
      rateMicrohertz = givenRateMicrohertz
      interval = 1e15 / Double(givenRateMicrohertz)
    } else {
      guard let first = times.first, let last = times.last, last > first else { return nil }
      let median = Double(steps.sorted()[steps.count / 2])
      guard median > 0 else { return nil }
      let frames = steps.reduce(0.0) { $0 + max(1, (Double($1) / median).rounded()) }
      interval = Double(last - first) / frames
      let rate = (frames * 1e15 / Double(last - first)).rounded()
      guard rate >= 1, rate <= 1e15 else { return nil }
      rateMicrohertz = Int64(rate)
    }
    let interval = self.interval
    unevenCount = steps.count { step in
      let count = max(1, (Double(step) / interval).rounded())
      return abs(Double(step) - count * interval) > interval / 4
    }
  }

  /// Intervals from one time to the next, at least one; nil where no clock steps so far.
  func step(from earlier: Int64, to later: Int64) -> Int64? {
    let count = (Double(later - earlier) / interval).rounded()
    guard count <= Double(Self.maximumStep) else { return nil }
    return max(1, Int64(count))
  }
}
