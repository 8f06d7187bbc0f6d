/// The centre frequency that the free text on an antenna names: a number before `MHz` or `GHz`.
package enum AntennaFrequency {
  /// Megahertz; nil where the text names none, or several that differ.
  package static func megahertz(in text: String) -> Double? {
    let bytes = [UInt8](text.utf8)
    var found: Double?
    for index in bytes.indices.dropLast(2) {
      let unit = bytes[index..<(index + 3)].map { $0 | 32 }
      guard unit[1] == 104, unit[2] == 122, unit[0] == 109 || unit[0] == 103,
        let number = number(before: index, in: bytes)
      else { continue }
      let value = number * (unit[0] == 103 ? 1_000 : 1)
      if let found, found != value { return nil }
      found = value
    }
    return found
  }

  /// The number that ends before `end`, blanks between.
  private static func number(before end: Int, in bytes: [UInt8]) -> Double? {
    var last = end
    while last > 0, bytes[last - 1] == 32 { last -= 1 }
    var first = last
    while first > 0, (48...57).contains(bytes[first - 1]) || bytes[first - 1] == 46 { first -= 1 }
    return DecimalParser.parse(bytes[first..<last])?.double
  }
}
