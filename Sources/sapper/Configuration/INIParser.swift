import CInih
import Recording

/// One `key = value` of an INI file, and where it stands.
struct INIEntry: Equatable {
  /// The section it stands in; empty above the first one.
  var section: String
  /// The key.
  var name: String
  /// The value, without blanks around it and without its comment.
  var value: String
  /// The line, from 1.
  var line: Int
}

/// INI text into entries, by libinih, with its silences made into refusals.
///
/// libinih cuts long lines, takes an indented line as a continuation of the one before, and ignores
/// what follows a section's bracket; in `CInih`, which the unit shares, each of these is either an
/// error or plainly a line.
enum INIParser {
  /// Bytes in a configuration at the most.
  static let maximumBytes = CINIH_BYTES

  /// The entries of `bytes` in order; `name` is what the person calls the file.
  static func entries(of bytes: [UInt8], name: String) throws(RecordingError) -> [INIEntry] {
    guard bytes.count <= maximumBytes else {
      throw RecordingError(
        .refused, file: name, field: "size", found: "\(bytes.count) bytes",
        expected: "a configuration of at most \(maximumBytes)")
    }
    // SAFETY: the bytes outlive the call, which keeps copies.
    guard let parsed = cinih_parse(bytes, bytes.count) else {
      throw RecordingError(
        .refused, file: name, field: "size", found: "no memory", expected: "more of it")
    }
    // SAFETY: given back once, after the last use.
    defer { cinih_free(parsed) }
    let problem = cinih_problem(parsed)
    guard problem.fault == CINIH_NONE else {
      throw refusal(of: problem, in: bytes, name: name)
    }
    // SAFETY: the index is below the count; the texts end with a zero and are copied.
    return (0..<cinih_count(parsed)).map { index in
      INIEntry(
        section: String(cString: cinih_section(parsed, index)),
        name: String(cString: cinih_name(parsed, index)),
        value: String(cString: cinih_value(parsed, index)), line: Int(cinih_line(parsed, index)))
    }
  }

  /// Text of a value or line as it stands in a message: in quotes, never longer than a line.
  static func quoted(_ bytes: some Sequence<UInt8>) -> String {
    let kept = Array(bytes.prefix(40))
    return "\"" + Text.line(String(decoding: kept, as: UTF8.self)) + (kept.count == 40 ? "…" : "")
      + "\""
  }

  /// An error at a line.
  static func refusal(
    _ name: String, _ line: Int, _ field: String, found: String, expected: String,
    advice: String = ""
  ) -> RecordingError {
    RecordingError(
      .refused, file: "\(name):\(line)", field: field, found: found, expected: expected,
      advice: advice)
  }

  /// Why a line is refused, in words.
  private static func refusal(
    of problem: cinih_problem, in bytes: [UInt8], name: String
  ) -> RecordingError {
    let line = Int(problem.line)
    var found = quoted(text(ofLine: line, in: bytes))
    let expected: String
    var advice = ""
    switch Int(problem.fault) {
    case CINIH_LONG:
      found = "\(problem.found) bytes"
      expected = "at most \(problem.limit)"
      advice = "a shorter comment, or one on its own line"
    case CINIH_NO_TEXT:
      if problem.found == 0 { found = "a NUL byte" }
      expected = problem.found == 0 ? "text in UTF-8" : "text in UTF-8 without control characters"
      advice = "saving it as plain text"
    case CINIH_RETURN:
      expected = "lines that end in LF or CR LF, not in CR alone"
      advice = "saving it as plain text"
    case CINIH_BEHIND_SECTION: expected = "[section] alone on its line"
    case CINIH_FULL:
      found = "more entries"
      expected = "at most \(CINIH_ENTRIES)"
    default: expected = "[section], key = value, or ; comment"
    }
    return refusal(name, line, "line", found: found, expected: expected, advice: advice)
  }

  /// A line without the blanks around it.
  private static func text(ofLine line: Int, in bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard line >= 1, line <= lines.count else { return [] }
    return Array(lines[line - 1].drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
