import DetectorCore

/// The 3,600 bytes in front of a SEG-Y file that is written here: text in EBCDIC, then the binary header.
struct SEGYHeadings {
  /// What the first line of the text begins with, by which an earlier export is known.
  static let marker = "C 1 SAPPER EXPORT"
  /// Units of a coordinate in a metre, which the standard's scalar −10,000 says.
  static let unitsPerMetre: Int64 = 10_000

  /// The interval word: picoseconds, rounded.
  let interval: UInt16
  private let line: RadarLine
  private let form: RadarSampleForm

  /// Refuses what the headers cannot hold.
  init(path: String, line: RadarLine, form: RadarSampleForm) throws(RecordingError) {
    self.line = line
    self.form = form
    let description = line.description
    guard (1...Int32(Int16.max)).contains(description.samplesPerTrace) else {
      throw RecordingError(
        .unwritable, file: path, field: "samples in a trace",
        found: "\(description.samplesPerTrace)", expected: "1 to 32767, which SEG-Y's word holds")
    }
    let picoseconds = (description.sampleIntervalFemtoseconds + 500) / 1_000
    guard (1...65_535).contains(picoseconds) else {
      throw RecordingError(
        .unwritable, file: path, field: "interval",
        found: DecimalText.text(description.sampleIntervalFemtoseconds, places: 3) + " ps",
        expected: "0.5 to 65535 ps, which SEG-Y's word holds as ground radar writes it",
        advice: "a DT1 or SigMF, which have room for it")
    }
    interval = UInt16(picoseconds)
  }

  /// The bytes.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for text in textLines {
      let line = text.utf8.prefix(80).map(EBCDIC.byte)
      bytes += line + [UInt8](repeating: EBCDIC.blank, count: 80 - line.count)
    }
    var binary = [UInt8](repeating: 0, count: 400)
    let samples = UInt16(line.description.samplesPerTrace)
    binary.put(big: Int32(1), at: 8)
    let words: [(place: Int, word: UInt16)] = [
      (12, 1), (16, interval), (18, interval), (20, samples), (22, samples), (24, code),
      (26, 1), (54, 1), (300, 0x0100), (302, 1),
    ]
    for each in words { binary.put(big: each.word, at: each.place) }
    return bytes + binary
  }

  /// What is true of every line of this kind, for a person.
  var note: String {
    let exact = DecimalText.text(line.description.sampleIntervalFemtoseconds, places: 3)
    return exact == "\(interval)"
      ? "the interval word \(interval) is picoseconds, as ground radar writes it; a seismic program "
        + "reads microseconds"
      : "the interval \(exact) ps is rounded to the word \(interval), picoseconds as ground radar "
        + "writes it; the text header has it exactly"
  }

  private var code: UInt16 {
    switch form.kind {
    case .int32: 2
    case .int16: 3
    case .float32: 5
    }
  }

  /// 40 lines; a frequency stands before the name of the source, which may hold another one.
  private var textLines: [String] {
    let description = line.description
    var lines = [
      "SAPPER EXPORT, SEG-Y REVISION 1, BIG-ENDIAN, GROUND RADAR",
      "SAMPLE INTERVAL \(DecimalText.text(description.sampleIntervalFemtoseconds, places: 3)) PS",
      "INTERVAL WORDS ARE PICOSECONDS, ROUNDED",
    ]
    if description.centreFrequencyKilohertz > 0 {
      let megahertz = DecimalText.text(description.centreFrequencyKilohertz, places: 3)
      lines.append("CENTRE FREQUENCY \(megahertz) MHZ")
    }
    if description.traceSpacingMicrometres > 0 {
      let spacing = DecimalText.text(description.traceSpacingMicrometres, places: 3)
      lines.append("TRACE SPACING \(spacing) MM")
      lines.append("COORDINATES ARE ALONG THE LINE IN X OF SOURCE AND GROUP, METRES / 10000")
    } else {
      lines.append("TRACE SPACING NOT KNOWN, COORDINATES ARE 0")
    }
    if let zero = description.timeZeroSampleQ8 {
      lines.append("TIME ZERO AT SAMPLE \(DecimalText.text(Double(zero) / 256))")
    }
    if description.antennaSeparationMicrometres > 0 {
      let separation = DecimalText.text(description.antennaSeparationMicrometres, places: 3)
      lines.append("ANTENNA SEPARATION \(separation) MM")
    }
    if form.factor != 1 { lines.append("SAMPLES ARE MULTIPLIED BY \(form.factor)") }
    lines += line.treatment
    lines.append("DEAD TRACES (CODE 2 IN BYTE 29) STAND FOR LOST ONES")
    lines.append("FROM \(Self.withoutFrequency(line.origin))")
    lines = Array(lines.prefix(38))
    lines +=
      [String](repeating: "", count: 38 - lines.count) + ["SEG Y REV1", "END TEXTUAL HEADER"]
    return lines.enumerated().map { index, text in
      "C\(index < 9 ? " " : "")\(index + 1) \(text.uppercased())"
    }
  }

  /// A name such as `400MHz.DZT` must not be taken for the antenna's frequency.
  private static func withoutFrequency(_ text: String) -> String {
    var result = ""
    for character in text {
      if (character == "z" || character == "Z"), result.last == "h" || result.last == "H" {
        result += "-"
      }
      result.append(character)
    }
    return result
  }
}

/// ASCII to EBCDIC, code page 037; a blank for what has no place there.
enum EBCDIC {
  /// A blank.
  static let blank: UInt8 = 0x40

  /// The byte of an ASCII character.
  static func byte(_ ascii: UInt8) -> UInt8 {
    switch ascii {
    case 48...57: return ascii - 48 + 0xF0
    case 65...73: return ascii - 65 + 0xC1
    case 74...82: return ascii - 74 + 0xD1
    case 83...90: return ascii - 83 + 0xE2
    case 97...105: return ascii - 97 + 0x81
    case 106...114: return ascii - 106 + 0x91
    case 115...122: return ascii - 115 + 0xA2
    default:
      let place = signs.firstIndex { $0.ascii == ascii }
      return place.map { signs[$0].ebcdic } ?? blank
    }
  }

  private static let signs: [(ascii: UInt8, ebcdic: UInt8)] = {
    let runs: [(text: String, first: UInt8)] = [
      (".<(+|&", 0x4B), ("!$*);", 0x5A), ("-/", 0x60), (",%_>?", 0x6B), (":#@'=\"", 0x7A),
    ]
    return runs.flatMap { run in
      run.text.utf8.enumerated().map { ($0.element, run.first + UInt8($0.offset)) }
    }
  }()
}

extension [UInt8] {
  /// Writes two bytes at `offset`, the high one first.
  mutating func put(big word: UInt16, at offset: Int) {
    self[offset] = UInt8(word >> 8)
    self[offset + 1] = UInt8(word & 0xFF)
  }

  /// Writes four bytes at `offset`, the highest first.
  mutating func put(big word: Int32, at offset: Int) {
    let bits = UInt32(bitPattern: word)
    put(big: UInt16(bits >> 16), at: offset)
    put(big: UInt16(bits & 0xFFFF), at: offset + 2)
  }

  /// Writes an IEEE single at `offset`, the lowest byte first.
  mutating func put(little value: Float, at offset: Int) {
    for place in 0..<4 {
      self[offset + place] = UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32(place)))
    }
  }
}
