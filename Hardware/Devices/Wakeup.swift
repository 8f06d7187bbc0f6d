import CLinux

/// Why a wait for a descriptor ended.
public enum Wakeup: Sendable, Equatable, BitwiseCopyable {
  /// There is something to read.
  case ready
  /// The time was over.
  case timedOut
  /// A signal came: look at what it asks for, then wait again.
  case interrupted
  /// The device went away.
  case hungUp

  /// Waits until a descriptor can be read, `milliseconds` at the most; for ever when negative.
  public static func wait(
    for descriptor: Int32, milliseconds: Int32
  ) throws(ErrorNumber) -> Wakeup {
    let answer = clinux_wait(descriptor, milliseconds)
    if answer == 0 { return .timedOut }
    if answer == -ErrorNumber.interrupted.rawValue { return .interrupted }
    if answer < 0 { throw ErrorNumber(-answer) }
    // Bytes that still wait are read before a device is given up.
    return answer & Int32(CLINUX_READY) != 0 ? .ready : .hungUp
  }
}

/// Nanoseconds of the clock that the kernel stamps edges with.
public func monotonicNanoseconds() -> Int64 { clinux_monotonic_nanoseconds() }
