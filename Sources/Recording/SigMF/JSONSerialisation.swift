import Journal

/// Text that grows, for a laptop.
struct GrowingText: TextSink {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ byte: UInt8) { bytes.append(byte) }
}

extension String {
  /// The text as a JSON string in quotes, as every line of the project has it.
  package var jsonQuoted: String {
    var text = GrowingText()
    text.append(jsonString: utf8.span)
    return String(decoding: text.bytes, as: UTF8.self)
  }
}

extension JSONValue {
  /// The value as a description is written: the root and its members a line each, what is deeper in one.
  ///
  /// What `DescriptionText` and `CollectionText` wrote comes out with the same bytes.
  package var descriptionBytes: [UInt8] {
    var text = GrowingText()
    write(depth: 0, into: &text)
    text.append("\n")
    return text.bytes
  }

  private func write(depth: Int, into text: inout GrowingText) {
    switch self {
    case .null: text.append("null")
    case .bool(let value): text.append(value ? "true" : "false")
    case .number(let number): text.append(number.text.utf8.span)
    case .string(let string): text.append(jsonString: string.utf8.span)
    case .array(let values):
      text.append("[")
      for (place, value) in values.enumerated() {
        Self.separate(place: place, depth: depth, into: &text)
        value.write(depth: depth + 1, into: &text)
      }
      Self.close("]", isEmpty: values.isEmpty, depth: depth, into: &text)
    case .object(let members):
      text.append("{")
      for (place, member) in members.enumerated() {
        Self.separate(place: place, depth: depth, into: &text)
        text.append(jsonString: member.key.utf8.span)
        text.append(": ")
        member.value.write(depth: depth + 1, into: &text)
      }
      Self.close("}", isEmpty: members.isEmpty, depth: depth, into: &text)
    }
  }

  private static func separate(place: Int, depth: Int, into text: inout GrowingText) {
    if place > 0 { text.append(",") }
    if depth < 2 {
      text.append(depth == 0 ? "\n  " : "\n    ")
    } else if place > 0 {
      text.append(" ")
    }
  }

  private static func close(
    _ end: StaticString, isEmpty: Bool, depth: Int, into text: inout GrowingText
  ) {
    if depth < 2 && !isEmpty { text.append(depth == 0 ? "\n" : "\n  ") }
    text.append(end)
  }
}
