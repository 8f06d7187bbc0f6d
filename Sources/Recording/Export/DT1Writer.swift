import DetectorCore

/// Writes Sensors & Software DT1 and HD, and a GPS file where there are positions.
///
/// Lines of the HD stand in the order in which the instruments write them, since some programs read them
/// by their number. Marks become comments of their traces, of at most 28 characters.
package struct DT1Writer: RadarWriter {
  /// Characters of a comment.
  static let commentByteCount = 28

  private let draft: StorageDraft
  private let line: RadarLine
  private let form: RadarSampleForm
  private var encoder: SampleEncoder
  private var count: Int64 = 0
  private var record: [UInt8] = []

  /// Begins the file.
  package init(
    path: String, line: RadarLine, form: RadarSampleForm
  ) throws(RecordingError) {
    self.line = line
    self.form = form
    encoder = SampleEncoder(form, order: .little, file: path)
    draft = try StorageDraft(path)
  }

  /// The HD or GPS file beside a DT1, its ending in the same case.
  package static func beside(_ path: String, ending: String) -> String {
    let isLower = path.hasSuffix("1") && path.dropLast().hasSuffix("t")
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else {
      return "\(path).\(ending)"
    }
    return "\(path[..<dot]).\(isLower ? ending.lowercased() : ending.uppercased())"
  }

  /// Adds the next trace.
  package mutating func append(
    _ trace: Span<Int32>, isDead: Bool
  ) throws(RecordingError) {
    guard count < 1 << 24 else {
      throw RecordingError(
        .unwritable, file: draft.path, field: "trace \(count)", found: "more traces",
        expected: "at most 16777216, which DT1 counts in a single")
    }
    record.removeAll(keepingCapacity: true)
    record.append(contentsOf: repeatElement(0, count: DT1TraceHeader.byteCount))
    let figures: [(offset: Int, value: Double)] = [
      (0, Double(count + 1)), (4, position(of: count)), (8, Double(trace.count)),
      (20, Double(form.kind.byteCount)), (24, windowNanoseconds), (28, Double(line.stack)),
    ]
    for each in figures { record.put(little: Float(each.value), at: each.offset) }
    try encoder.append(trace, number: count, to: &record)
    try draft.append(record)
    count += 1
  }

  /// Puts the files in their places, the HD last.
  package mutating func finish(
    marks: [TraceMark], positions: [TracePosition]
  ) throws(RecordingError) -> RadarExportResult {
    var result = RadarExportResult()
    try putComments(marks, notes: &result.notes)
    let gps = Self.beside(draft.path, ending: "GPS")
    let hd = try StorageDraft(Self.beside(draft.path, ending: "HD"))
    try hd.append(Array(hdText.utf8))
    if positions.isEmpty {
      try draft.commit()
      // An earlier export's positions must not stand beside these traces.
      if Storage.exists(gps) { try Storage.remove(gps) }
    } else {
      let file = try StorageDraft(gps)
      for each in positions { try file.append(Array(gpsLines(each).utf8)) }
      try draft.commit()
      try file.commit()
    }
    try hd.commit()
    result.paths = [draft.path, hd.path] + (positions.isEmpty ? [] : [gps])
    if let note = encoder.note { result.notes.append(note) }
    if line.description.timeZeroSampleQ8 == nil {
      result.notes.append(
        "time zero is not known, so the HD has no TIMEZERO AT POINT; programs that read it by line "
          + "number need one")
    }
    return result
  }

  private var windowNanoseconds: Double {
    Double(line.description.sampleIntervalFemtoseconds) * Double(line.description.samplesPerTrace)
      / 1e6
  }

  private func position(of trace: Int64) -> Double {
    Double(trace) * Double(line.description.traceSpacingMicrometres) / 1e6
  }

  private func putComments(
    _ marks: [TraceMark], notes: inout [String]
  ) throws(RecordingError) {
    let pitch = Int64(
      DT1TraceHeader.byteCount + Int(line.description.samplesPerTrace) * form.kind.byteCount)
    var cutCount = 0
    for mark in marks where mark.trace >= 0 && mark.trace < count {
      let label = mark.label.isEmpty ? "mark" : mark.label
      let text = label.utf8.map { (32...126).contains($0) ? $0 : 63 }.prefix(Self.commentByteCount)
      if !text.elementsEqual(label.utf8) { cutCount += 1 }
      var bytes = [UInt8](repeating: 0, count: 4 + Self.commentByteCount)
      bytes.put(little: 1, at: 0)
      bytes.replaceSubrange(4..<(4 + text.count), with: text)
      try draft.replace(at: mark.trace * pitch + 96, with: bytes)
    }
    if cutCount > 0 {
      notes.append("\(cutCount) marks are cut to the 28 ASCII characters of a DT1 comment")
    }
  }

  private var hdText: String {
    let description = line.description
    let spacing = DecimalText.text(description.traceSpacingMicrometres, places: 6)
    let last = DecimalText.text(
      max(count - 1, 0) * description.traceSpacingMicrometres, places: 6)
    let window = DecimalText.text(
      description.sampleIntervalFemtoseconds * Int64(description.samplesPerTrace), places: 6)
    var entries = [
      ("NUMBER OF TRACES", "\(count)"), ("NUMBER OF PTS/TRC", "\(description.samplesPerTrace)"),
    ]
    if let zero = description.timeZeroSampleQ8 {
      let places = Int64(zero) * 100_000_000 / 256
      entries.append(("TIMEZERO AT POINT", DecimalText.text(places, places: 8)))
    }
    entries += [
      ("TOTAL TIME WINDOW", window), ("STARTING POSITION", "0"), ("FINAL POSITION", last),
      ("STEP SIZE USED", spacing), ("POSITION UNITS", "m"),
      (
        "NOMINAL FREQUENCY",
        DecimalText.text(description.centreFrequencyKilohertz, places: 3)
      ),
      (
        "ANTENNA SEPARATION",
        DecimalText.text(description.antennaSeparationMicrometres, places: 6)
      ),
      ("PULSER VOLTAGE (V)", "0"), ("NUMBER OF STACKS", "\(line.stack)"),
      ("SURVEY MODE", "Reflection"),
    ]
    var lines = ["1234", "\(Self.marker) from \(line.origin)", "date not known"]
    lines += entries.map { key, value in
      key + String(repeating: " ", count: max(0, 18 - key.count)) + " = " + value
    }
    if form.factor != 1 { lines.append("SAMPLES MULTIPLIED BY = \(form.factor)") }
    lines += line.treatment.map { "TREATMENT          = \($0)" }.prefix(1)
    return lines.map { $0.filter { !$0.isNewline } + "\r\n" }.joined()
  }

  /// What the second line of an HD that is written here begins with.
  static let marker = "Written by sapper"

  /// A trace line and a sentence that says the position to 1e-7 degrees.
  private func gpsLines(_ position: TracePosition) -> String {
    let latitude = Self.minutes(position.latitudeE7, digits: 2)
    let longitude = Self.minutes(position.longitudeE7, digits: 3)
    let height = position.heightMillimetres.map { DecimalText.text($0, places: 3) } ?? ""
    let body =
      "GPGGA,,\(latitude),\(position.latitudeE7 < 0 ? "S" : "N"),\(longitude),"
      + "\(position.longitudeE7 < 0 ? "W" : "E"),1,,,\(height),M,,M,,"
    let sum = String(body.utf8.reduce(0, ^), radix: 16, uppercase: true)
    let along = DecimalText.text(
      position.trace * line.description.traceSpacingMicrometres, places: 6)
    return "Trace #\(position.trace + 1) at position \(along)\r\n"
      + "$\(body)*\(sum.count < 2 ? "0" : "")\(sum)\r\n"
  }

  /// Degrees, and minutes with six decimals: 1e-7 degrees are 0.000006 minutes, exactly.
  private static func minutes(_ degreesE7: Int64, digits: Int) -> String {
    let magnitude = Int64(degreesE7.magnitude)
    let micro = magnitude % 10_000_000 * 6
    func filled(_ value: Int64, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return filled(magnitude / 10_000_000, digits) + filled(micro / 1_000_000, 2) + "."
      + filled(micro % 1_000_000, 6)
  }
}
