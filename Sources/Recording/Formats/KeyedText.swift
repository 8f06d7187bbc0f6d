/// A small text header of keys and values, in any order, read leniently and said aloud.
///
/// Zero bytes are dropped, bytes that are no UTF-8 are taken as Latin-1, a decimal comma is taken for a
/// point: each with a warning. Of a key that comes twice the first stands.
package struct KeyedText {
  /// Lines that are read.
  static let maximumLines = 1_024
  /// Longest line, bytes.
  static let lineLimit = 4_096

  /// A line of the header.
  package struct Entry {
    /// The key in upper case, blanks inside it reduced to one.
    package var key: String
    /// The value without blanks at its ends.
    package var value: String
    /// Its line, from 1.
    package var line: Int
  }

  /// The file the header stands in.
  package let file: String
  /// Every line with a separator, in order.
  package private(set) var entries: [Entry] = []

  /// Reads `source`: on each line a key, the first `separator`, and a value.
  package init(
    _ source: ByteSource, separator: UInt8, notes: inout ReaderNotes
  ) throws(RecordingError) {
    file = Storage.name(of: source.name)
    var lines = ByteLines(source, lineLimit: Self.lineLimit)
    var (zeros, foreign) = (0, 0)
    while let raw = try lines.next() {
      guard lines.number <= Self.maximumLines else {
        throw notes.refusal(
          field: "text header \(file)", found: "more than \(Self.maximumLines) lines",
          expected: "a short list of keys and values", advice: "the header of this recording")
      }
      let line = raw.filter { $0 != 0 }
      zeros += raw.count - line.count
      guard let split = line.firstIndex(of: separator) else { continue }
      let key = Self.decode(line[..<split], foreign: &foreign).uppercased()
        .split { $0 == " " || $0 == "\t" }.joined(separator: " ")
      let value = Self.trim(Self.decode(line[(split + 1)...], foreign: &foreign))
      take(Entry(key: key, value: value, line: lines.number), notes: &notes)
    }
    if zeros > 0 {
      notes.warn(
        field: "text header \(file)", found: "\(zeros) zero bytes", assumed: "they are left out")
    }
    if foreign > 0 {
      notes.warn(
        field: "text header \(file)", found: "\(foreign) texts that are no UTF-8",
        assumed: "they are taken as Latin-1")
    }
  }

  /// How a message names a key of this header.
  package func field(_ key: String) -> String {
    guard let line = entries.first(where: { $0.key == key })?.line else {
      return "\(key) (\(file))"
    }
    return "\(key) (line \(line) of \(file))"
  }

  /// The value of a key; nil where it is absent or empty.
  package func text(_ key: String) -> String? {
    guard let value = entries.first(where: { $0.key == key })?.value, !value.isEmpty else {
      return nil
    }
    return value
  }

  /// The number of a key; nil, with a warning where it is no number, and nil where it is absent.
  package func number(_ key: String, notes: inout ReaderNotes) -> DecimalParser.Parts? {
    guard let value = text(key) else { return nil }
    let bytes = [UInt8](value.utf8)[...]
    if let parts = DecimalParser.parse(bytes) { return parts }
    if let parts = DecimalParser.parse(bytes, point: 44) {
      notes.warn(
        field: field(key), found: "\"\(value)\" with a decimal comma",
        assumed: "it is \(DecimalText.text(parts.double))")
      return parts
    }
    notes.warn(
      field: field(key), found: "\"\(value.prefix(32))\", no number",
      assumed: "it counts as not said")
    return nil
  }

  /// The number of a key as a double that is finite.
  package func double(_ key: String, notes: inout ReaderNotes) -> Double? {
    guard let value = number(key, notes: &notes)?.double, value.isFinite else { return nil }
    return value
  }

  /// A number that must be whole; nil, with a warning where it is not.
  package func count(_ key: String, notes: inout ReaderNotes) -> Int64? {
    guard let parts = number(key, notes: &notes) else { return nil }
    guard let whole = parts.scaled(places: 0), Double(whole) == parts.double else {
      notes.warn(
        field: field(key), found: "\(DecimalText.text(parts.double)), no whole number",
        assumed: "it counts as not said")
      return nil
    }
    return whole
  }

  private mutating func take(_ entry: Entry, notes: inout ReaderNotes) {
    if let first = entries.first(where: { $0.key == entry.key }), first.value != entry.value {
      notes.warn(
        field: field(entry.key),
        found: "\"\(first.value)\", and \"\(entry.value)\" on line "
          + "\(entry.line)", assumed: "the first stands")
    }
    entries.append(entry)
  }

  private static func decode(_ bytes: ArraySlice<UInt8>, foreign: inout Int) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    foreign += 1
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private static func trim(_ text: String) -> String {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  /// Whether the first bytes of a file hold each of `keys` at the start of a line before `separator`.
  static func isPlausible(_ bytes: [UInt8], keys: [String], separator: UInt8) -> Bool {
    let lines = bytes.filter { $0 != 0 }.split { $0 == 10 || $0 == 13 }
    return keys.allSatisfy { key in
      lines.contains { line in
        guard line.starts(with: key.utf8) else { return false }
        return line.dropFirst(key.utf8.count).first { $0 != 32 } == separator
      }
    }
  }
}
