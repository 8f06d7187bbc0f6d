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
/// what follows a section's bracket; here each of these is either an error or plainly a line.
enum INIParser {
  /// Bytes in a configuration at the most.
  static let maximumBytes = 65_536

  /// The entries of `bytes` in order; `name` is what the person calls the file.
  static func entries(of bytes: [UInt8], name: String) throws(RecordingError) -> [INIEntry] {
    let lines = try checkedLines(of: bytes, name: name)
    let text = INIText(lines: lines)
    // SAFETY: the object lives until after the call, which is the only user of the pointer; both
    // callbacks run inside it, on this thread.
    let context = Unmanaged.passUnretained(text).toOpaque()
    let badLine = withExtendedLifetime(text) {
      ini_parse_stream(readLine, context, takeEntry, context)
    }
    if let overlong = text.overlong {
      throw refusal(
        name, overlong.line, "line", found: "\(overlong.count) bytes",
        expected: "at most \(overlong.limit)", advice: "a shorter comment, or one on its own line")
    }
    guard badLine == 0 else {
      let line = Int(badLine)
      let found = line >= 1 && line <= lines.count ? quoted(lines[line - 1]) : "no memory"
      throw refusal(
        name, line, "line", found: found, expected: "[section], key = value, or ; comment")
    }
    return text.entries
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

  /// The lines without their ends, blanks before them, and the mark some editors put first.
  private static func checkedLines(
    of bytes: [UInt8], name: String
  ) throws(RecordingError) -> [[UInt8]] {
    guard bytes.count <= maximumBytes else {
      throw RecordingError(
        .refused, file: name, field: "size", found: "\(bytes.count) bytes",
        expected: "a configuration of at most \(maximumBytes)")
    }
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
    var lines: [[UInt8]] = []
    for slice in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      guard !slice.contains(0) else {
        throw refusal(
          name, lines.count + 1, "line", found: "a NUL byte", expected: "text in UTF-8",
          advice: "saving it as plain text")
      }
      let line = Array(slice.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
      if line.first == UInt8(ascii: "[") {
        try checkSection(line, name: name, number: lines.count + 1)
      }
      lines.append(line)
    }
    return lines
  }

  /// Nothing but a comment may follow a section's bracket.
  private static func checkSection(
    _ line: [UInt8], name: String, number: Int
  ) throws(RecordingError) {
    guard let end = line.firstIndex(of: UInt8(ascii: "]")) else { return }
    let rest = line[(end + 1)...].drop(while: isBlank)
    guard rest.isEmpty || rest.first == UInt8(ascii: ";") else {
      throw refusal(
        name, number, "line", found: quoted(line), expected: "[section] alone on its line")
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}

/// What libinih reads from and writes to while it runs.
private final class INIText {
  /// A line that does not fit libinih's buffer.
  struct Overlong {
    /// The line, from 1.
    var line: Int
    /// Its bytes.
    var count: Int
    /// Bytes that fit.
    var limit: Int
  }

  let lines: [[UInt8]]
  var linesRead = 0
  var overlong: Overlong?
  var entries: [INIEntry] = []

  init(lines: [[UInt8]]) { self.lines = lines }
}

/// Gives libinih the next line, as `fgets` would.
private func readLine(
  _ buffer: UnsafeMutablePointer<CChar>?, _ size: CInt, _ context: UnsafeMutableRawPointer?
) -> UnsafeMutablePointer<CChar>? {
  guard let buffer, let context else { return nil }
  // SAFETY: the context is the `INIText` that `entries(of:name:)` keeps alive during the call.
  let text = Unmanaged<INIText>.fromOpaque(context).takeUnretainedValue()
  guard text.overlong == nil, text.linesRead < text.lines.count else { return nil }
  let line = text.lines[text.linesRead]
  text.linesRead += 1
  // One byte for the newline, one for the end, one so that a full buffer is never met.
  let limit = Int(size) - 3
  guard line.count <= limit else {
    text.overlong = INIText.Overlong(line: text.linesRead, count: line.count, limit: limit)
    return nil
  }
  // SAFETY: `line.count + 2` is below `size`, the bytes that libinih owns behind `buffer`.
  for index in 0..<line.count { buffer[index] = CChar(bitPattern: line[index]) }
  buffer[line.count] = CChar(bitPattern: UInt8(ascii: "\n"))
  buffer[line.count + 1] = 0
  return buffer
}

/// Takes an entry from libinih; it stands on the line that was read last.
private func takeEntry(
  _ context: UnsafeMutableRawPointer?, _ section: UnsafePointer<CChar>?,
  _ name: UnsafePointer<CChar>?, _ value: UnsafePointer<CChar>?
) -> CInt {
  guard let context, let section, let name, let value else { return 0 }
  // SAFETY: as in `readLine`; the three texts are NUL-terminated and are copied before returning.
  let text = Unmanaged<INIText>.fromOpaque(context).takeUnretainedValue()
  text.entries.append(
    INIEntry(
      section: String(cString: section), name: String(cString: name),
      value: String(cString: value), line: text.linesRead))
  return 1
}
