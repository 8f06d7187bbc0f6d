import Devices

/// Device time between frames: it goes on with the monotonic clock from the last frame on.
struct DeviceClock: Sendable, BitwiseCopyable {
  /// Device time of the last frame, microseconds.
  private(set) var frameTime: Int64 = 0
  private var frameNanoseconds: Int64
  private let startNanoseconds: Int64

  /// Starts at 0 now.
  init() {
    startNanoseconds = monotonicNanoseconds()
    frameNanoseconds = startNanoseconds
  }

  /// Takes a frame's time, which is now.
  mutating func take(_ time: Int64) {
    frameTime = time
    frameNanoseconds = monotonicNanoseconds()
  }

  /// Device time now.
  var now: Int64 { time(atNanoseconds: monotonicNanoseconds()) }
  /// Microseconds since the unit started.
  var sinceStart: Int64 { (monotonicNanoseconds() - startNanoseconds) / 1_000 }

  /// Device time at a time of the monotonic clock.
  func time(atNanoseconds nanoseconds: Int64) -> Int64 {
    frameTime + max(0, nanoseconds - frameNanoseconds) / 1_000
  }

  /// The monotonic clock at a device time.
  func nanoseconds(at time: Int64) -> Int64 {
    let ahead = min(max(0, time - frameTime), 3_600_000_000)
    return frameNanoseconds + ahead * 1_000
  }
}
