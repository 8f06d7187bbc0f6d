import DetectorCore

/// The records in front of the traces of an IDS `.dt` file: tags of up to four letters, little-endian.
package struct IDSHeader: Equatable {
  /// Shortest and longest record, bytes.
  static let recordBounds = 256...65_536
  /// Most records before the traces.
  static let maximumRecords = 256
  /// Whole numbers of the record `H`.
  static let integerCount = 11
  /// Figures of the record `H`, 16 characters each.
  static let figureCount = 10
  /// Tags that records in front of the traces may have.
  static let tags: Set<String> = [
    "I", "C", "AH", "FZ", "FX", "FQ", "FM", "AC1", "AM", "ATX", "ARX", "AA", "S", "H",
  ]

  /// Version (byte 1).
  package let version: UInt8
  /// Bytes of a record (byte 4).
  package let recordByteCount: Int
  /// Byte at which the traces start: that of the record `R`.
  package let start: Int64
  /// Byte at which the record `H` starts.
  package let base: Int64
  /// Whole numbers of the record `H`.
  package let integers: [Int32]
  /// Figures of the record `H`; nil for what is no number.
  package let figures: [DecimalParser.Parts?]
  /// Tags in order that no list knows.
  package let unknownTags: [String]

  /// Traces as the header counts them.
  package var traces: Int64 { Int64(integers[3]) }
  /// Samples in a trace.
  package var samples: Int64 { Int64(integers[4]) }

  /// Whether the first bytes of a file are those of an IDS file.
  static func isPlausible(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8, bytes[0] == 86 else { return false }
    let length = Int(bytes.littleUInt16(at: 4))
    guard recordBounds.contains(length), bytes.count > length + 4 else { return false }
    return tags.contains(tag(bytes[length..<(length + 4)]))
  }

  /// Walks the records of `source` up to the traces.
  init(_ source: ByteSource, notes: ReaderNotes) throws(RecordingError) {
    let first = try source.bytes(at: 0, count: 8)
    try notes.require(
      first.count == 8 && first[0] == 86, field: "byte 0",
      found: first.isEmpty ? "nothing" : "\(first[0])", expected: "86, the letter V",
      advice: "a whole copy of the file")
    version = first[1]
    let length = Int(first.littleUInt16(at: 4))
    recordByteCount = length
    try notes.require(
      Self.recordBounds.contains(length), field: "record length (byte 4)", found: "\(length)",
      expected: "\(Self.recordBounds.lowerBound) to \(Self.recordBounds.upperBound)")
    var body: [UInt8] = []
    var place: Int64 = 0
    var strange: [String] = []
    var record = 1
    while true {
      let offset = Int64(record * length)
      let bytes = try source.bytes(at: offset, count: length)
      try notes.require(
        bytes.count >= 4 && record <= Self.maximumRecords, field: "record \(record)",
        found: bytes.count < 4 ? "the end of the file" : "no record R",
        expected:
          "records of \(length) bytes up to one with the tag R",
        advice: "a whole copy of the file, or another record length (byte 4)")
      let tag = Self.tag(bytes[..<4])
      if bytes[0] == 82 && (bytes[1] == 0 || bytes[1] == 32) { break }
      if tag == "H" && body.isEmpty { (body, place) = (bytes, offset) }
      if !Self.tags.contains(tag) { strange.append(tag.isEmpty ? "record \(record)" : tag) }
      record += 1
    }
    start = Int64(record * length)
    base = place
    unknownTags = strange
    let needed = 48 + Self.figureCount * 16
    try notes.require(
      body.count >= needed, field: "record H", found: body.isEmpty ? "none" : "\(body.count) bytes",
      expected: "one of at least \(needed) bytes before the traces",
      advice: "a whole copy of the file")
    integers = (0..<Self.integerCount).map {
      Int32(bitPattern: body.littleUInt32(at: 4 + 4 * $0))
    }
    figures = (0..<Self.figureCount).map { index in
      let field = body[(48 + 16 * index)..<(64 + 16 * index)]
      let text = field.filter { $0 > 32 }
      return DecimalParser.parse(text[...]) ?? DecimalParser.parse(text[...], point: 44)
    }
  }

  /// Letters and digits of a tag, up to the first other byte.
  private static func tag(_ bytes: ArraySlice<UInt8>) -> String {
    let letters = bytes.prefix { (65...90).contains($0) || (48...57).contains($0) }
    return String(decoding: letters, as: UTF8.self)
  }
}
