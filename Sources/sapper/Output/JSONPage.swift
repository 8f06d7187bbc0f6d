import Recording

/// A JSON value whose keys keep the order they were given in.
indirect enum JSONPage {
  /// Text.
  case string(String)
  /// A whole number.
  case integer(Int64)
  /// True or false.
  case boolean(Bool)
  /// Nothing.
  case null
  /// Values in order.
  case array([JSONPage])
  /// Keys and values in order.
  case object([(String, JSONPage)])

  /// A number that may be absent.
  static func optional(_ value: Int64?) -> JSONPage { value.map { .integer($0) } ?? .null }

  /// The text, one key or element a line.
  func text(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .string(let value): return value.jsonQuoted
    case .integer(let value): return String(value)
    case .boolean(let value): return value ? "true" : "false"
    case .null: return "null"
    case .array(let values):
      guard !values.isEmpty else { return "[]" }
      let lines = values.map { inner + $0.text(indent: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let lines = members.map { inner + $0.0.jsonQuoted + ": " + $0.1.text(indent: inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
    }
  }
}
