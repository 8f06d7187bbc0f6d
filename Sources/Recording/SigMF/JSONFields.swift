import Journal

/// The members of one JSON object as a reader takes them: typed, within a range, or refused in words.
struct JSONFields {
  /// The file they stand in.
  let file: String
  /// Where in the file, e.g. `global` or `captures[3]`.
  let place: String
  /// The members in their order.
  let members: [JSONMember]

  /// Takes a value that has to be an object.
  init(_ value: JSONValue?, file: String, place: String) throws(RecordingError) {
    self.file = file
    self.place = place
    guard case .object(let members)? = value else {
      throw RecordingError(
        .refused, file: file, field: place, found: value?.kindName ?? "nothing",
        expected: "an object")
    }
    self.members = members
  }

  /// A text; `nil` where the key is absent.
  func text(_ key: String) throws(RecordingError) -> String? {
    guard let value = members[key] else { return nil }
    guard case .string(let text) = value else {
      throw refusal(key, found: value.kindName, expected: "a text")
    }
    return text
  }

  /// A truth value; `nil` where the key is absent.
  func flag(_ key: String) throws(RecordingError) -> Bool? {
    guard let value = members[key] else { return nil }
    guard case .bool(let flag) = value else {
      throw refusal(key, found: value.kindName, expected: "true or false")
    }
    return flag
  }

  /// An array; `nil` where the key is absent.
  func array(_ key: String) throws(RecordingError) -> [JSONValue]? {
    guard let value = members[key] else { return nil }
    guard case .array(let values) = value else {
      throw refusal(key, found: value.kindName, expected: "an array")
    }
    return values
  }

  /// A whole number in a range; `nil` where the key is absent.
  func integer(
    _ key: String, in range: ClosedRange<Int64>
  ) throws(RecordingError) -> Int64? {
    guard let value = members[key] else { return nil }
    return try integer(value, key, in: range)
  }

  /// A whole number in a range, from a value that belongs to `key`.
  func integer(
    _ value: JSONValue, _ key: String, in range: ClosedRange<Int64>
  ) throws(RecordingError) -> Int64 {
    guard case .number(let number) = value, let scaled = number.scaled(decimals: 0),
      scaled.isExact, range.contains(scaled.value)
    else {
      throw refusal(
        key, found: value.kindName,
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return scaled.value
  }

  /// A number times `10^decimals`, rounded to the nearest; `nil` where the key is absent.
  func scaled(
    _ key: String, decimals: Int, in range: ClosedRange<Int64>, unit: String
  ) throws(RecordingError) -> Int64? {
    guard let value = members[key] else { return nil }
    return try scaled(value, key, decimals: decimals, in: range, unit: unit)
  }

  /// A number times `10^decimals`, rounded to the nearest, from a value that belongs to `key`.
  func scaled(
    _ value: JSONValue, _ key: String, decimals: Int, in range: ClosedRange<Int64>, unit: String
  ) throws(RecordingError) -> Int64 {
    guard case .number(let number) = value, let scaled = number.scaled(decimals: decimals),
      range.contains(scaled.value), scaled.value != 0 || scaled.isExact || range.contains(-1)
    else {
      // What is not 0 but rounds to it would turn into "not said" without a word.
      let least = range.lowerBound == 0 ? 1 : range.lowerBound
      let low = scaledText(least, decimals: decimals)
      let high = scaledText(range.upperBound, decimals: decimals)
      let zero = range.lowerBound == 0 ? "0 or " : ""
      throw refusal(
        key, found: value.kindName, expected: "\(zero)a number from \(low) to \(high) \(unit)")
    }
    return scaled.value
  }

  /// What a reader cannot do without.
  func required<Value>(
    _ key: String, _ value: Value?, expected: String
  ) throws(RecordingError) -> Value {
    guard let value else { throw refusal(key, found: "nothing", expected: expected) }
    return value
  }

  /// Refuses `core:` keys that SigMF does not know, and keys without a namespace; says which of our own
  /// are new. Keys of other namespaces are theirs.
  func checkKeys(
    core: Set<String>, sapper: Set<String>, warnings: inout [RecordingWarning]
  ) throws(RecordingError) {
    for member in members {
      let parts = member.key.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.count == 2 ? String(parts[1]) : ""
      switch (parts.first, parts.count) {
      case ("core", 2) where !core.contains(name):
        throw refusal(
          member.key, found: "a field that SigMF 1.2 does not have here",
          expected: "only \(core.sorted().joined(separator: ", ")) in core")
      case (_, 1):
        throw refusal(
          member.key, found: "a key without a namespace", expected: "namespace:name")
      case ("sapper", 2) where !sapper.contains(name):
        warnings.append(
          RecordingWarning(
            file: file, field: field(member.key), found: "a field that is not known here",
            assumed: "left aside"))
      default: break
      }
    }
  }

  /// A refusal of one field.
  func refusal(
    _ key: String, found: String, expected: String, advice: String = ""
  ) -> RecordingError {
    RecordingError(
      .refused, file: file, field: field(key), found: found, expected: expected, advice: advice)
  }

  /// A warning about one field.
  func warning(_ key: String, found: String, assumed: String) -> RecordingWarning {
    RecordingWarning(file: file, field: field(key), found: found, assumed: assumed)
  }

  private func field(_ key: String) -> String { place.isEmpty ? key : "\(place) \(key)" }
}

/// `value / 10^decimals` for a person, exact; `decimals` may be below 0.
private func scaledText(_ value: Int64, decimals: Int) -> String {
  decimals >= 0
    ? decimalText(value, decimals: decimals)
    : "\(value)" + String(repeating: "0", count: -decimals)
}

/// `value / 10^decimals` for a person, exact.
func decimalText(_ value: Int64, decimals: Int) -> String {
  var text = GrowingText()
  text.append(number: value, decimals: decimals)
  return String(decoding: text.bytes, as: UTF8.self)
}
