/// The 3,200 bytes of text in front of a SEG-Y file and their extensions, EBCDIC or ASCII.
package struct SEGYText: Equatable {
  /// Bytes of one text header: 40 lines of 80.
  package static let byteCount = 3_200
  /// Bytes of a line.
  static let lineByteCount = 80

  /// Whether it is EBCDIC.
  package let isEBCDIC: Bool
  /// Lines in upper case without blanks at their end; zero bytes count as blanks.
  package let lines: [String]
  /// Zero bytes in it.
  package let zeroCount: Int

  /// Decodes text headers that follow one another in `bytes`.
  package init(_ bytes: [UInt8]) {
    let ebcdicBlanks = bytes.count { $0 == 0x40 }
    let isEBCDIC = ebcdicBlanks > bytes.count { $0 == 0x20 }
    self.isEBCDIC = isEBCDIC
    zeroCount = bytes.count { $0 == 0 }
    lines = stride(from: 0, to: bytes.count, by: Self.lineByteCount).map { first in
      let line = bytes[first..<min(bytes.count, first + Self.lineByteCount)]
      let ascii = line.map { isEBCDIC ? Self.ascii[Int($0)] : (32...126).contains($0) ? $0 : 32 }
      let kept = ascii.reversed().drop { $0 == 32 }.reversed()
      return String(decoding: kept, as: UTF8.self).uppercased()
    }
  }

  /// What stands behind `SAMPLE INTERVAL` as a number with a unit, in picoseconds.
  package var exactIntervalPicoseconds: Double? {
    figure(behind: "SAMPLE INTERVAL", units: [("FS", 1e-3), ("PS", 1), ("NS", 1_000)])
  }

  /// What stands behind `TRACE SPACING` as a number with a unit, in metres.
  package var exactSpacingMetres: Double? {
    figure(behind: "TRACE SPACING", units: [("MM", 1e-3), ("M", 1)])
  }

  private func figure(behind words: String, units: [(name: String, factor: Double)]) -> Double? {
    for line in lines {
      guard let place = Self.range(of: words, in: line) else { continue }
      let words = line.utf8[place...].split { $0 == 32 || $0 == 61 || $0 == 58 }
      for (word, unit) in zip(words, words.dropFirst()) {
        let name = String(decoding: unit, as: UTF8.self)
        guard let number = DecimalParser.parse(Array(word)[...])?.double, number > 0,
          let unit = units.first(where: { $0.name == name })
        else { continue }
        return number * unit.factor
      }
    }
    return nil
  }

  /// Whether the text says that intervals are picoseconds.
  package var saysPicoseconds: Bool {
    lines.contains { Self.range(of: "PICOSECOND", in: $0) != nil }
      || exactIntervalPicoseconds != nil
  }

  /// The index behind the first occurrence of `word`.
  private static func range(of word: String, in line: String) -> String.Index? {
    var start = line.startIndex
    while start < line.endIndex {
      if line[start...].hasPrefix(word) { return line.index(start, offsetBy: word.count) }
      start = line.index(after: start)
    }
    return nil
  }

  /// EBCDIC (code page 037) to ASCII; blanks for what has no place in ASCII.
  private static let ascii: [UInt8] = {
    var table = [UInt8](repeating: 32, count: 256)
    func put(_ text: String, from first: Int) {
      for (index, byte) in text.utf8.enumerated() { table[first + index] = byte }
    }
    put("abcdefghi", from: 0x81)
    put("jklmnopqr", from: 0x91)
    put("stuvwxyz", from: 0xA2)
    put("ABCDEFGHI", from: 0xC1)
    put("JKLMNOPQR", from: 0xD1)
    put("STUVWXYZ", from: 0xE2)
    put("0123456789", from: 0xF0)
    put(".<(+|&", from: 0x4B)
    put("!$*);", from: 0x5A)
    put("-/", from: 0x60)
    put(",%_>?", from: 0x6B)
    put(":#@'=\"", from: 0x7A)
    return table
  }()
}
