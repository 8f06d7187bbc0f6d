import DetectorCore
import Glibc

/// Holds a replay to the speed at which the traces were taken.
///
/// The clock stays here; the chain sees the same blocks and gives the same bytes at any speed.
struct Pacer {
  /// What the pace rests on, for a person.
  let origin: String
  private let nanosecondsPerTrace: Int64
  private let started = ContinuousClock.now

  /// Traces that were lost are waited for too, this long at the most.
  static let longestWaitSeconds: Int64 = 5

  private var longestWaitTraces: Int64 {
    Self.longestWaitSeconds * 1_000_000_000 / max(1, nanosecondsPerTrace)
  }

  /// How often a paced replay looks up.
  static let blockMilliseconds: Int64 = 50

  /// Paces by the rate that the chain gives events their time by.
  init(_ settings: RadarSettings) {
    let rate = settings.traceRateMillihertz
    nanosecondsPerTrace = 1_000_000_000_000 / max(rate.value, 1)
    origin =
      rate.origin == .assumed
      ? "a sweep of 0.5 m/s, since the recording has no trace rate" : "the recording's trace rate"
  }

  /// Paces by the frame rate of a coil.
  init(rateMicrohertz: Int64) {
    nanosecondsPerTrace = max(1, 1_000_000_000_000_000 / max(rateMicrohertz, 1))
    origin = "the recording's frame rate"
  }

  /// Traces that fit between two looks.
  var blockTraces: Int {
    Int(max(1, Self.blockMilliseconds * 1_000_000 / max(1, nanosecondsPerTrace)))
  }

  /// Waits until the last trace of this block would have been taken, and a while for lost ones.
  func wait(for header: BlockHeader) {
    let lost = min(max(header.sequence - header.index, 0), longestWaitTraces)
    let traces = header.index + Int64(header.count) + lost
    let due = Duration.nanoseconds(nanosecondsPerTrace) * traces
    while true {
      let left = due - (ContinuousClock.now - started)
      guard left > .zero else { return }
      let slice = min(left, .milliseconds(500))
      usleep(UInt32(clamping: slice.components.attoseconds / 1_000_000_000_000 + 1))
    }
  }
}
