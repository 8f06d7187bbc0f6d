import CUnit
import DetectorCore
import Devices
import Journal

/// Words to a person at start and end; the loop itself never waits for a terminal.
enum Console {
  /// Writes to standard output; what is lost is said, and answered with `false`.
  @inline(never)
  static func write<let capacity: Int>(_ text: TextBuffer<capacity>) -> Bool {
    let outcome = write(text, to: 1)
    guard outcome < 0 else { return true }
    say(LostOutput(descriptor: 1, error: ErrorNumber(-outcome), lines: 0))
    return false
  }

  /// Writes to standard error.
  static func say<let capacity: Int>(_ text: TextBuffer<capacity>) {
    // A failure has nowhere to be told.
    _ = write(text, to: 2)
  }

  /// Says why something failed.
  static func say<Failure: ErrorText>(_ error: Failure) {
    var text = TextBuffer<1024>()
    text.append("sapper-unit: ")
    error.write(to: &text)
    text.append("\n")
    say(text)
  }

  /// Says why the chain refuses an instrument.
  static func say(_ error: InductionSettingsError) {
    var text = TextBuffer<1024>()
    text.append("sapper-unit: [instrument] ")
    switch error {
    case .gateCount(let count):
      text.append("gates_us: found ")
      text.append(integer: Int64(count))
      text.append(" gates; expected 3 to 8, the last of them the earth-field gate")
    case .rate(let microhertz):
      text.append("rate_hz: found ")
      text.append(number: microhertz, decimals: 6)
      text.append("; expected 20 to 8000 frames a second")
    case .lsb(let femtovolts):
      text.append("lsb_nv: found ")
      text.append(number: femtovolts, decimals: 6)
      text.append("; expected more than 0, at most 1000000 nV at the coil per count")
    case .gate(let gate):
      text.append("gates_us: gate ")
      text.append(integer: Int64(gate + 1))
      text.append(": expected a start after switch-off and an end after the start, within 100 ms")
    }
    text.append("\n")
    say(text)
  }

  /// Says that the loop runs at ordinary priority.
  static func warnOfPriority(_ error: ErrorNumber) {
    var text = TextBuffer<1024>()
    text.append("sapper-unit: real_time_priority: ")
    text.append(error)
    text.append(". It goes on without. Try: LimitRTPRIO and LimitMEMLOCK in the unit's service\n")
    say(text)
  }

  /// The time of day: as it is written in a recording, or as part of a file's name.
  static func time(isCompact: Bool) -> DeviceName {
    var text = InlineArray<40, CChar>(repeating: 0)
    var span = text.mutableSpan
    // SAFETY: the buffer holds as many bytes as it says; the answer ends with a zero.
    return unsafe span.withUnsafeMutableBufferPointer { buffer in
      _ = unsafe cunit_time_text(buffer.baseAddress, buffer.count, isCompact)
      guard let start = buffer.baseAddress else { return DeviceName() }
      return unsafe DeviceName(cText: start, limit: buffer.count)
    }
  }

  @inline(never)
  private static func write<let capacity: Int>(
    _ text: TextBuffer<capacity>, to descriptor: Int32
  ) -> Int32 {
    text.withBytes { bytes in
      // SAFETY: the bytes outlive the call.
      unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe cunit_write_all(descriptor, buffer.baseAddress, buffer.count)
      }
    }
  }
}
