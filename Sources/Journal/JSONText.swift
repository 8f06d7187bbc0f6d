/// JSON strings and keys, written in the embedded subset.
extension TextSink where Self: ~Copyable {
  /// Writes a JSON string in quotes.
  ///
  /// Control characters, the quote and the backslash are escaped, other characters stand as they are.
  /// A byte that is not part of well-formed UTF-8 becomes U+FFFD, so that the line stays JSON.
  public mutating func append(jsonString bytes: Span<UInt8>) {
    append(UInt8(ascii: "\""))
    var index = 0
    while index < bytes.count {
      let length = utf8Length(bytes, at: index)
      if length == 0 {
        append("\u{FFFD}")
      } else if length == 1 {
        append(escaped: bytes[index])
      } else {
        append(bytes.extracting(index..<index + length))
      }
      index += max(length, 1)
    }
    append(UInt8(ascii: "\""))
  }

  /// Writes one ASCII character of a JSON string.
  private mutating func append(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x08: append("\\b")
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0C: append("\\f")
    case 0x0D: append("\\r")
    case 0..<0x20, 0x7F:
      append("\\u00")
      append(hexadecimal: byte)
    default: append(byte)
    }
  }

  /// Writes a byte as two hexadecimal digits in lower case.
  public mutating func append(hexadecimal byte: UInt8) {
    append(hexadecimalDigit(byte >> 4))
    append(hexadecimalDigit(byte & 15))
  }
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// Length in bytes of the well-formed UTF-8 character at `index`; 0 where there is none.
///
/// Source: The Unicode Standard, table 3-7.
private func utf8Length(_ bytes: Span<UInt8>, at index: Int) -> Int {
  let lead = bytes[index]
  let length: Int
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch lead {
  case 0x00...0x7F: return 1
  case 0xC2...0xDF: length = 2
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: length = 3
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  case 0xF1...0xF3: length = 4
  default: return 0
  }
  guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
  for offset in 2..<max(length, 2) {
    guard (0x80...0xBF).contains(bytes[index + offset]) else { return 0 }
  }
  return length
}

/// The members of one JSON object as they are written: it puts the commas.
struct JSONMembers {
  /// How a member is set off from the next.
  enum Layout {
    /// `"a":1,"b":2`, for lines that machines read.
    case compact
    /// `"a": 1, "b": 2`, for a small object in a description.
    case spaced
    /// One member a line, indented by four, for the global object of a description.
    case lines
  }

  let layout: Layout
  private(set) var isEmpty = true

  init(_ layout: Layout) { self.layout = layout }

  /// Writes what stands before a value: comma, key, colon.
  mutating func key<Text: TextSink & ~Copyable>(_ name: StaticString, into text: inout Text) {
    if !isEmpty { text.append(UInt8(ascii: ",")) }
    switch layout {
    case .compact: break
    case .spaced: if !isEmpty { text.append(UInt8(ascii: " ")) }
    case .lines: text.append("\n    ")
    }
    isEmpty = false
    text.append(UInt8(ascii: "\""))
    text.append(name)
    text.append(layout == .compact ? "\":" : "\": ")
  }

  /// Writes a member whose value is a name that needs no escape.
  mutating func member<Text: TextSink & ~Copyable>(
    _ name: StaticString, name value: StaticString, into text: inout Text
  ) {
    key(name, into: &text)
    text.append(UInt8(ascii: "\""))
    text.append(value)
    text.append(UInt8(ascii: "\""))
  }

  /// Writes a member whose value is free text; nothing for an empty one.
  mutating func member<Text: TextSink & ~Copyable>(
    _ name: StaticString, text value: Span<UInt8>, into text: inout Text
  ) {
    guard value.count > 0 else { return }
    key(name, into: &text)
    text.append(jsonString: value)
  }

  /// Writes a member with a fixed count of decimals.
  mutating func member<Text: TextSink & ~Copyable>(
    _ name: StaticString, fixed value: Int64, decimals: Int = 0, into text: inout Text
  ) {
    key(name, into: &text)
    text.append(fixed: value, decimals: decimals)
  }

  /// Writes a member in its shortest exact form.
  mutating func member<Text: TextSink & ~Copyable>(
    _ name: StaticString, number value: Int64, decimals: Int = 0, into text: inout Text
  ) {
    key(name, into: &text)
    text.append(number: value, decimals: decimals)
  }
}
