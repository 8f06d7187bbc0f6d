/// A JSON value that keeps what a description says: the order of its members and the text of its numbers.
package enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// What it is, for a person.
  package var kindName: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let number): "the number \(number.text)"
    case .string(let text): "the text \"\(text.prefix(40))\""
    case .array(let values): "an array of \(values.count)"
    case .object: "an object"
    }
  }
}

/// One member of a JSON object.
package struct JSONMember: Equatable {
  package var key: String
  package var value: JSONValue
}

extension [JSONMember] {
  /// The value of a key; `nil` where there is none.
  package subscript(key: String) -> JSONValue? {
    get { first { $0.key == key }?.value }
    set {
      let place = firstIndex { $0.key == key }
      switch (place, newValue) {
      case (let place?, let value?): self[place].value = value
      case (let place?, nil): remove(at: place)
      case (nil, let value?): append(JSONMember(key: key, value: value))
      case (nil, nil): break
      }
    }
  }
}

/// A JSON number as it is written, which no binary fraction has rounded yet.
package struct JSONNumber: Equatable {
  /// The text, which keeps to the grammar of JSON.
  package let text: String

  /// Takes a text that keeps to the grammar of JSON.
  package init(text: String) { self.text = text }

  /// `value · 10^decimals`, rounded to the nearest integer and half away from zero; `nil` when it does
  /// not fit 64 bits. `isExact` says that nothing was rounded off.
  package func scaled(decimals: Int) -> (value: Int64, isExact: Bool)? {
    var digits: [UInt8] = []
    var point = 0
    var exponent = 0
    var isNegative = false
    var isFraction = false
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        // An exponent beyond what Int holds is beyond every range as well, on the side of its sign.
        let sign = rest.first == UInt8(ascii: "-")
        let parsed = Int(String(decoding: rest, as: UTF8.self)) ?? (sign ? -10_000 : 10_000)
        exponent = max(min(parsed, 10_000), -10_000)
        rest = []
      default:
        digits.append(byte - UInt8(ascii: "0"))
        if isFraction { point += 1 }
      }
    }
    return Self.rounded(
      digits, shift: exponent - point + decimals, isNegative: isNegative)
  }

  /// `digits · 10^shift` as an integer.
  private static func rounded(
    _ digits: [UInt8], shift: Int, isNegative: Bool
  ) -> (value: Int64, isExact: Bool)? {
    let significant = digits.drop { $0 == 0 }
    guard !significant.isEmpty else { return (0, true) }
    let kept = significant.count + shift
    guard kept <= 19 else { return nil }
    var magnitude: UInt64 = 0
    for place in 0..<max(kept, 0) {
      let index = significant.startIndex + place
      let digit = index < significant.endIndex ? significant[index] : 0
      magnitude = magnitude * 10 + UInt64(digit)
    }
    let dropped = kept < 0 ? significant : significant.dropFirst(kept)
    let roundsUp = kept >= 0 && (dropped.first ?? 0) >= 5
    magnitude += roundsUp ? 1 : 0
    let isExact = dropped.allSatisfy { $0 == 0 }
    if isNegative {
      guard magnitude <= Int64.min.magnitude else { return nil }
      return (Int64(truncatingIfNeeded: 0 &- magnitude), isExact)
    }
    guard let value = Int64(exactly: magnitude) else { return nil }
    return (value, isExact)
  }
}
