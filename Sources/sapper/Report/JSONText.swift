import Recording

/// JSON as it is written, safe inside a `script` element: nothing in it can end one.
struct JSONText {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// Writes `{…}`.
  mutating func object(_ fields: (inout JSONText) -> Void) {
    raw("{")
    needsComma = false
    fields(&self)
    raw("}")
    needsComma = true
  }

  /// Writes a number, or nothing when there is none.
  mutating func field(_ name: StaticString, _ value: Int64?) {
    guard let value else { return }
    begin(name)
    raw(String(value))
  }

  /// Writes a string, or nothing when there is none.
  mutating func field(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    begin(name)
    string(value)
  }

  /// Writes `[…]`, each element with `write`.
  mutating func array<Elements: Collection>(
    _ name: StaticString, _ elements: Elements,
    _ write: (inout JSONText, Elements.Element) -> Void
  ) {
    begin(name)
    raw("[")
    needsComma = false
    for element in elements {
      if needsComma { raw(",") }
      write(&self, element)
      needsComma = true
    }
    raw("]")
    needsComma = true
  }

  /// Writes an element that is a number.
  mutating func number(_ value: Int64) { raw(String(value)) }

  /// Writes an element that is two numbers.
  mutating func pair(_ first: Int64, _ second: Int64) { raw("[\(first),\(second)]") }

  private mutating func begin(_ name: StaticString) {
    if needsComma { raw(",") }
    raw("\"\(name)\":")
    needsComma = true
  }

  private mutating func string(_ value: String) {
    for scalar in value.jsonQuoted.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "'": escape(scalar)
      case _ where Markup.isInvisible(scalar) && scalar.value <= 0xFFFF: escape(scalar)
      default: raw(String(scalar))
      }
    }
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    let digits = String(scalar.value, radix: 16)
    raw("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
  }

  private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
