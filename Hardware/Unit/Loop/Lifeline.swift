import CUnit
import Devices
import Journal

/// What systemd is told: that the loop is up, that it lives, what it does.
struct Lifeline: Sendable, BitwiseCopyable {
  private var intervalNanoseconds: Int64 = 0
  private var lastBeat: Int64 = 0
  private var told: Phase?

  /// The loop begins.
  mutating func begin() {
    // A third of the time, so that one late beat is no reason to be ended.
    let wanted = cunit_watchdog_microseconds()
    intervalNanoseconds = Int64(clamping: wanted) * 1_000 / 3
    lastBeat = monotonicNanoseconds()
    Self.notify("READY=1\nSTATUS=waits for the self-test")
  }

  /// The loop went round once more.
  mutating func beat(phase: Phase) {
    if told != phase {
      told = phase
      switch phase {
      case .testing: Self.notify("STATUS=waits for the self-test")
      case .searching: Self.notify("STATUS=searches")
      case .refusing: Self.notify("STATUS=refuses to search: the self-test failed")
      }
    }
    guard intervalNanoseconds > 0 else { return }
    let now = monotonicNanoseconds()
    guard now - lastBeat >= intervalNanoseconds else { return }
    lastBeat = now
    Self.notify("WATCHDOG=1")
  }

  /// The loop has ended and files are being closed.
  func end() { Self.notify("STOPPING=1\nSTATUS=writes the recording out") }

  private static func notify(_ text: StaticString) {
    // SAFETY: the literal lives for ever. Nobody listening is no error.
    text.withUTF8Buffer { bytes in _ = unsafe cunit_notify(bytes.baseAddress, bytes.count) }
  }
}
