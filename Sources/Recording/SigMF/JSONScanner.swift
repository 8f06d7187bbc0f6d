/// Reads JSON strictly: one value, no duplicate keys, no control characters, no depth without a bound.
///
/// Foundation's reader takes the last of two equal keys without a word and gives numbers as binary
/// fractions; a description must do neither.
package struct JSONScanner {
  /// Objects and arrays inside each other at the most.
  package static let maximumDepth = 32
  /// Values at the most.
  package static let maximumValues = 1_000_000
  /// Characters of one number at the most.
  package static let maximumNumberLength = 64

  private let file: String
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0
  private var valueCount = 0

  /// Reads the one value that `bytes` hold.
  package static func parse(_ bytes: [UInt8], file: String) throws(RecordingError) -> JSONValue {
    var scanner = JSONScanner(file: file, bytes: bytes)
    let value = try scanner.value()
    scanner.skipSpace()
    guard scanner.index == bytes.count else {
      throw scanner.refusal(expected: "the end of the file")
    }
    return value
  }

  private init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  private mutating func value() throws(RecordingError) -> JSONValue {
    skipSpace()
    valueCount += 1
    guard valueCount <= Self.maximumValues else {
      throw refusal(found: "more values", expected: "at most \(Self.maximumValues) values")
    }
    guard let byte = peek else { throw refusal(expected: "a JSON value") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "N"), UInt8(ascii: "I"):
      throw refusal(found: "NaN or Infinity", expected: "a number, which JSON writes in digits")
    default: throw refusal(expected: "a JSON value")
    }
  }

  private mutating func object() throws(RecordingError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var members: [JSONMember] = []
    var keys: Set<String> = []
    while try !leave(UInt8(ascii: "}"), isFirst: members.isEmpty) {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw refusal(expected: "a key in quotes") }
      let start = index
      let key = try string()
      guard keys.insert(key).inserted else {
        index = start
        throw refusal(found: "the key \"\(key.prefix(60))\" again", expected: "every key once")
      }
      skipSpace()
      guard peek == UInt8(ascii: ":") else { throw refusal(expected: "a colon") }
      index += 1
      members.append(JSONMember(key: key, value: try value()))
    }
    return .object(members)
  }

  private mutating func array() throws(RecordingError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var values: [JSONValue] = []
    while try !leave(UInt8(ascii: "]"), isFirst: values.isEmpty) { values.append(try value()) }
    return .array(values)
  }

  private mutating func enter() throws(RecordingError) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw refusal(found: "deeper nesting", expected: "at most \(Self.maximumDepth) levels")
    }
    index += 1
  }

  /// Whether the object or array ends here; if not, the comma before the next member is taken.
  private mutating func leave(_ end: UInt8, isFirst: Bool) throws(RecordingError) -> Bool {
    skipSpace()
    if peek == end {
      index += 1
      return true
    }
    if isFirst { return false }
    guard peek == UInt8(ascii: ",") else {
      throw refusal(expected: "a comma or \"\(Character(Unicode.Scalar(end)))\"")
    }
    index += 1
    return false
  }

  private mutating func word(
    _ word: String, _ value: JSONValue
  ) throws(RecordingError) -> JSONValue {
    guard bytes[index...].starts(with: word.utf8) else { throw refusal(expected: word) }
    index += word.utf8.count
    return value
  }

  private mutating func number() throws(RecordingError) -> JSONValue {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    let leading = peek
    let whole = skipDigits()
    guard whole > 0 else { throw refusal(expected: "a digit") }
    guard whole == 1 || leading != UInt8(ascii: "0") else {
      throw refusal(found: "a zero in front of a number", expected: "a number without it")
    }
    if peek == UInt8(ascii: ".") {
      index += 1
      guard skipDigits() > 0 else { throw refusal(expected: "a digit behind the point") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      guard skipDigits() > 0 else { throw refusal(expected: "a digit of the exponent") }
    }
    guard index - start <= Self.maximumNumberLength else {
      throw refusal(
        found: "a number of \(index - start) characters",
        expected: "at most \(Self.maximumNumberLength)")
    }
    return .number(JSONNumber(text: String(decoding: bytes[start..<index], as: UTF8.self)))
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func string() throws(RecordingError) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        try appendEscape(to: &text)
      } else if byte < 0x20 {
        throw refusal(expected: "no control character in a text")
      } else {
        text.append(byte)
        index += 1
      }
    }
    guard peek != nil else { throw refusal(expected: "the closing quote of a text") }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw refusal(found: "a text that is not UTF-8", expected: "UTF-8")
    }
    index += 1
    return string
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(RecordingError) {
    index += 1
    let escaped = peek
    switch escaped {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped ?? 0)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try escapedScalar()
      text.append(contentsOf: String(Character(scalar)).utf8)
      return
    default: throw refusal(expected: "one of \" \\ / b f n r t u behind a backslash")
    }
    index += 1
  }

  /// The scalar of `uXXXX`, or of a pair of surrogates.
  private mutating func escapedScalar() throws(RecordingError) -> Unicode.Scalar {
    let first = try hexadecimal()
    var code = UInt32(first)
    if (0xD800...0xDBFF).contains(first), peek == UInt8(ascii: "\\"),
      index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u")
    {
      index += 1
      let second = try hexadecimal()
      if (0xDC00...0xDFFF).contains(second) {
        code = 0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
      }
    }
    guard let scalar = Unicode.Scalar(code), code != 0 else {
      throw refusal(
        found: code == 0 ? "a NUL" : "half a surrogate pair", expected: "a character")
    }
    return scalar
  }

  private mutating func hexadecimal() throws(RecordingError) -> UInt16 {
    let start = index + 1
    guard start + 4 <= bytes.count,
      bytes[start..<start + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt16(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
    else { throw refusal(expected: "four hexadecimal digits behind \\u") }
    index = start + 4
    return value
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      index += 1
    }
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func refusal(found: String? = nil, expected: String) -> RecordingError {
    let before = bytes[..<min(index, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = index - (before.lastIndex(of: 0x0A) ?? -1)
    return RecordingError(
      .refused, file: file, field: "line \(line), column \(column)", found: found ?? foundHere,
      expected: expected)
  }

  private var foundHere: String {
    guard let byte = peek else { return "the end of the file" }
    guard (0x20..<0x7F).contains(byte) else { return "byte 0x" + String(byte, radix: 16) }
    return "\"\(Character(Unicode.Scalar(byte)))\""
  }
}
