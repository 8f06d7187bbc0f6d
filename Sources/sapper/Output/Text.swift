import Recording

/// How figures and foreign text are set for a person to read.
enum Text {
  /// Text whose control characters, as a damaged header may hold, are spelled out.
  ///
  /// Newlines stay, since messages of several lines are made here; nothing else reaches the terminal.
  static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count < 2 ? "0" : "") + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The same on one line: a newline is spelled out too.
  static func line(_ text: String) -> String {
    printable(text).split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\\x0a")
  }

  /// `value / 10^decimals` with exactly `shown` places, rounded half away from zero.
  static func fixed(_ value: Int64, decimals: Int, shown: Int) -> String {
    var divisor: UInt64 = 1
    for _ in 0..<max(0, decimals - shown) { divisor *= 10 }
    var rounded = (value.magnitude + divisor / 2) / divisor
    for _ in 0..<max(0, shown - decimals) { rounded *= 10 }
    var digits = String(rounded)
    while digits.count <= shown { digits = "0" + digits }
    let sign = value < 0 && rounded > 0 ? "-" : ""
    guard shown > 0 else { return sign + digits }
    return sign + digits.dropLast(shown) + "." + digits.suffix(shown)
  }

  /// The same with as many places as count, and none that are zeros.
  static func trimmed(_ value: Int64, decimals: Int) -> String {
    DecimalText.text(value, places: max(0, decimals))
  }

  /// Filled up with blanks on the right.
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Filled up with blanks on the left.
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// At most `bytes` bytes: the end of the text, which tells more of a path than its start.
  static func tail(_ text: String, bytes: Int) -> String {
    guard text.utf8.count > bytes else { return text }
    var rest = Substring(text)
    while rest.utf8.count > bytes - 3 { rest.removeFirst() }
    return "…" + rest
  }

  /// `1 trace`, `2 traces`.
  static func count(_ number: Int64, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// Words in lines of at most `width` characters, each behind `indent`.
  static func wrapped(_ text: String, indent: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty && indent.count + line.count + 1 + word.count > width {
        lines.append(indent + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { lines.append(indent + line) }
    return lines
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\n") || (scalar.value >= 0x7f && scalar.value < 0xa0)
      || (scalar.value >= 0x202a && scalar.value <= 0x202e)
      || (scalar.value >= 0x2066 && scalar.value <= 0x2069)
  }
}
