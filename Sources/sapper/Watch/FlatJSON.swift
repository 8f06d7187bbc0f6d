/// One JSON object whose values are texts, numbers, or arrays of them: what an event line is.
///
/// Numbers stay decimal text until they are scaled, so that nothing is rounded through a binary
/// fraction.
enum FlatJSON {
  /// A value.
  enum Value: Equatable {
    case text(String)
    case number(String)
    case array([Value])
    case other

    /// The text, if it is one.
    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The texts of an array.
    var texts: [String] {
      if case .array(let values) = self { values.compactMap(\.text) } else { [] }
    }

    /// The number × 10^`digits`, further digits cut off; `nil` when it is no plain decimal that
    /// fits.
    func scaled(_ digits: Int) -> Int64? {
      guard case .number(let text) = self else { return nil }
      let isNegative = text.utf8.first == UInt8(ascii: "-")
      let parts = text.dropFirst(isNegative ? 1 : 0).split(
        separator: ".", omittingEmptySubsequences: false)
      guard let whole = parts.first, parts.count <= 2 else { return nil }
      let fraction = (parts.count == 2 ? parts[1] : "").prefix(digits)
      let zeros = String(repeating: "0", count: digits - fraction.count)
      return Int64((isNegative ? "-" : "") + whole + fraction + zeros)
    }
  }

  /// The fields of an object; `nil` when the line is not one object.
  static func fields(_ bytes: [UInt8]) -> [String: Value]? {
    var reader = Reader(bytes: bytes)
    guard reader.take("{") else { return nil }
    var fields: [String: Value] = [:]
    if !reader.take("}") {
      repeat {
        guard let name = reader.string(), reader.take(":"), let value = reader.value(depth: 0)
        else { return nil }
        fields[name] = value
      } while reader.take(",")
      guard reader.take("}") else { return nil }
    }
    return reader.isAtEnd ? fields : nil
  }

  /// Reads the bytes one after the other.
  private struct Reader {
    /// Arrays inside each other at the most.
    static let depthMax = 4

    let bytes: [UInt8]
    var index = 0

    var isAtEnd: Bool {
      mutating get {
        skipBlanks()
        return index == bytes.count
      }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      skipBlanks()
      guard index < bytes.count, bytes[index] == UInt8(character.value) else { return false }
      index += 1
      return true
    }

    mutating func value(depth: Int) -> Value? {
      skipBlanks()
      guard index < bytes.count, depth <= Self.depthMax else { return nil }
      switch bytes[index] {
      case UInt8(ascii: "\""): return string().map(Value.text)
      case UInt8(ascii: "["): return array(depth: depth)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
      default: return word()
      }
    }

    mutating func string() -> String? {
      guard take("\"") else { return nil }
      var text: [UInt8] = []
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
        case UInt8(ascii: "\\"):
          guard let scalar = escape() else { return nil }
          text.append(contentsOf: String(scalar).utf8)
        case 0x00..<0x20: return nil
        default: text.append(byte)
        }
      }
      return nil
    }

    /// The character after a backslash; half of a pair stands for a character that is missing.
    private mutating func escape() -> Unicode.Scalar? {
      guard index < bytes.count else { return nil }
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{C}"
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
      case UInt8(ascii: "u"):
        guard index + 4 <= bytes.count else { return nil }
        let digits = String(decoding: bytes[index..<index + 4], as: UTF8.self)
        guard let value = UInt32(digits, radix: 16) else { return nil }
        index += 4
        return Unicode.Scalar(value) ?? "\u{FFFD}"
      default: return nil
      }
    }

    private mutating func array(depth: Int) -> Value? {
      guard take("[") else { return nil }
      var values: [Value] = []
      if take("]") { return .array(values) }
      repeat {
        guard let value = value(depth: depth + 1) else { return nil }
        values.append(value)
      } while take(",")
      return take("]") ? .array(values) : nil
    }

    private mutating func number() -> Value {
      let start = index
      while index < bytes.count, Self.isNumeral(bytes[index]) { index += 1 }
      return .number(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func word() -> Value? {
      for word in ["true", "false", "null"] where bytes[index...].starts(with: word.utf8) {
        index += word.utf8.count
        return .other
      }
      return nil
    }

    private mutating func skipBlanks() {
      while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private static func isNumeral(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
  }
}
