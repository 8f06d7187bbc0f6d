/// The fields of one 1,024-byte header block of a GSSI DZT file, as they stand there, unjudged.
///
/// Source: GSSI's published DZT layout (June 2016); all little endian. Channel n has its own block at
/// byte 1,024·n.
package struct DZTHeader: Equatable {
  /// Bytes of one block.
  package static let byteCount = 1_024

  /// Byte 0: 0x00FF, 0x0700, 0x07FF … no reason to refuse a file.
  package var tag: UInt16
  /// Byte 2: where the data start, in blocks if below 1,024.
  package var data: UInt16
  /// Byte 4: samples in a scan of one channel.
  package var samples: UInt16
  /// Byte 6: 8, 16 or 32.
  package var bits: UInt16
  /// Byte 8: mid-scale, or repeats per sample on newer units.
  package var zero: UInt16
  /// Byte 10.
  package var scansPerSecond: Float
  /// Byte 14; 0 when time triggers the scans.
  package var scansPerMetre: Float
  /// Byte 18: named metres per mark; real files hold marks per metre.
  package var markField: Float
  /// Byte 22: start of the window, ns.
  package var position: Float
  /// Byte 26: length of the window, ns.
  package var range: Float
  /// Byte 32: packed date.
  package var created: UInt32
  /// Byte 36: packed date.
  package var modified: UInt32
  /// Bytes 40, 44, 48: offsets and sizes of range gain, text and processing history.
  package var areas: [Area]
  /// Byte 52.
  package var channels: UInt16
  /// Byte 54: relative permittivity.
  package var permittivity: Float
  /// Byte 58: metres from the surface to the top of the window, negative above it.
  package var top: Float
  /// Byte 62: depth of the window, m.
  package var depth: Float
  /// Byte 66.
  package var xStart: Float
  /// Byte 70.
  package var xEnd: Float
  /// Byte 98: antenna, decoded leniently.
  package var antenna: String
  /// Byte 113, high five bits: the instrument.
  package var system: UInt8
  /// Byte 113, low three bits: 2 with a satellite receiver.
  package var version: UInt8

  /// One variable area inside the header.
  package struct Area: Equatable {
    /// What it holds.
    package var name: String
    /// Where it starts.
    package var offset: Int
    /// Its bytes; 0 when there is none.
    package var size: Int
  }

  /// Takes the block at `base` of `bytes`, which must hold all of it.
  package init(_ bytes: [UInt8], at base: Int = 0) {
    tag = bytes.littleUInt16(at: base)
    data = bytes.littleUInt16(at: base + 2)
    samples = bytes.littleUInt16(at: base + 4)
    bits = bytes.littleUInt16(at: base + 6)
    zero = bytes.littleUInt16(at: base + 8)
    scansPerSecond = bytes.littleFloat(at: base + 10)
    scansPerMetre = bytes.littleFloat(at: base + 14)
    markField = bytes.littleFloat(at: base + 18)
    position = bytes.littleFloat(at: base + 22)
    range = bytes.littleFloat(at: base + 26)
    created = bytes.littleUInt32(at: base + 32)
    modified = bytes.littleUInt32(at: base + 36)
    areas = [("range gain", 40), ("text", 44), ("processing history", 48)].map { name, at in
      Area(
        name: name, offset: Int(bytes.littleUInt16(at: base + at)),
        size: Int(bytes.littleUInt16(at: base + at + 2)))
    }
    channels = bytes.littleUInt16(at: base + 52)
    permittivity = bytes.littleFloat(at: base + 54)
    top = bytes.littleFloat(at: base + 58)
    depth = bytes.littleFloat(at: base + 62)
    xStart = bytes.littleFloat(at: base + 66)
    xEnd = bytes.littleFloat(at: base + 70)
    antenna = Self.lenientText(bytes[(base + 98)..<(base + 112)])
    version = bytes[base + 113] & 7
    system = bytes[base + 113] >> 3
  }

  /// Printable ASCII up to the first NUL; anything else is `?`, so that no byte can be refused.
  private static func lenientText(_ bytes: ArraySlice<UInt8>) -> String {
    let text = bytes.prefix { $0 != 0 }.map { byte in
      byte == 10 || byte == 13 || byte == 9
        ? " " : (32...126).contains(byte) ? Character(Unicode.Scalar(byte)) : "?"
    }
    return String(text).trimmingBlanks
  }

  /// Whether the numbers may be a DZT header at all; used to recognise the format by content.
  package static func isPlausible(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 128 else { return false }
    let header = DZTHeader(bytes)
    return [8, 16, 32].contains(header.bits)
      && (DZTShape.minimumSamples...DZTShape.maximumSamples).contains(Int(header.samples))
      && header.channels <= UInt16(DZTShape.maximumChannels) && header.data >= 1
      && header.range > 0 && header.range < 1e6
      && header.scansPerMetre >= 0 && header.scansPerMetre < 1e6
  }

  /// The instrument's name, `nil` when unknown.
  package var systemName: String? {
    switch system {
    case 2: "SIR 2000"
    case 3: "SIR 3000"
    case 4: "TerraVision"
    case 6: "SIR 20"
    case 7: "StructureScan Mini"
    case 8: "SIR 4000"
    case 9, 10: "SIR 30"
    case 12: "UtilityScan DF"
    case 13: "HS"
    case 14: "StructureScan Mini XT"
    default: nil
    }
  }
}

extension String {
  /// Without blanks at either end.
  package var trimmingBlanks: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

/// A packed date of a DZT header: seconds/2, minute, hour, day, month, years from 1980.
package struct DZTDate: Equatable, CustomStringConvertible {
  /// The packed word.
  package let word: UInt32

  /// Takes the word as it is.
  package init(_ word: UInt32) { self.word = word }

  private func field(_ shift: UInt32, _ width: UInt32) -> Int {
    Int(word >> shift & (1 << width - 1))
  }

  /// Whether no date was written.
  package var isAbsent: Bool { word == 0 }
  /// Whether a calendar has it.
  package var isValid: Bool {
    (1...12).contains(field(21, 4)) && (1...31).contains(field(16, 5)) && field(11, 5) < 24
      && field(5, 6) < 60 && field(0, 5) < 30
  }
  /// ISO 8601 without a zone, which the file does not give.
  package var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(1980 + field(25, 7))-\(two(field(21, 4)))-\(two(field(16, 5)))"
    return "\(day)T\(two(field(11, 5))):\(two(field(5, 6))):\(two(field(0, 5) * 2))"
  }
}
