import Glibc
import Recording

/// The line to the person at the terminal, beside the data on standard output.
enum StandardError {
  /// Whether a person is likely to be watching.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Says why something was refused.
  static func say(_ text: String) { write("sapper: " + text + "\n") }

  /// Says what a person should know before trusting the rest.
  static func warn(_ warnings: [RecordingWarning]) {
    for warning in warnings { write("sapper: warning: \(warning)\n") }
  }

  /// Says something that is neither.
  static func note(_ text: String) { write(text + "\n") }

  /// Writes text as it is, control bytes of its own included; a failure has nowhere to be told.
  static func writeRaw(_ text: String) {
    var output = ByteOutput(descriptor: STDERR_FILENO, name: "standard error", heldBytes: 0)
    do throws(RecordingError) { try output.write(text) } catch {}
  }

  private static func write(_ text: String) { writeRaw(Text.printable(text)) }
}
