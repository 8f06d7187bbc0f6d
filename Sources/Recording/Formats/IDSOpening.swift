import DetectorCore

/// Everything that is settled while an IDS file is opened.
struct IDSOpening {
  private static let samplesField = "samples (record H, number 4)"
  private static let tracesField = "traces (record H, number 3)"
  private static let typeField = "sample type"
  /// Bytes of the two marker words in front of the samples of a trace.
  private static let markerByteCount = 4

  private(set) var opening: TraceRecordOpening
  private let header: IDSHeader

  init(_ source: ByteSource, options: RadarFileOptions) throws(RecordingError) {
    var notes = ReaderNotes(file: source.name)
    header = try IDSHeader(source, notes: notes)
    try TraceRecords.check(samples: header.samples, field: Self.samplesField, notes: notes)
    let records = TraceRecords(
      start: header.start, leadByteCount: Self.markerByteCount, samples: Int(header.samples),
      coding: .int16Little)
    try records.judge(fileByteCount: source.byteCount, field: Self.samplesField, notes: &notes)
    try Self.judge(header, records: records, byteCount: source.byteCount, notes: &notes)
    opening = try TraceRecordOpening(
      formatName: "IDS", source: source, records: records, typeField: Self.typeField, notes: notes)
    try describe(options: options)
    noteFacts()
  }

  /// Holds traces times samples against the size of the file, in which they have to make it exactly.
  private static func judge(
    _ header: IDSHeader, records: TraceRecords, byteCount: Int64?, notes: inout ReaderNotes
  ) throws(RecordingError) {
    if Int(header.integers[0]) != header.recordByteCount {
      notes.warn(
        field: "record length (byte 4)",
        found: "\(header.recordByteCount), where record H says \(header.integers[0])",
        assumed: "byte 4 is believed: records with tags stand there")
    }
    if !header.unknownTags.isEmpty {
      notes.warn(
        field: "records",
        found: "unknown tags " + header.unknownTags.prefix(8).joined(separator: ", "),
        assumed: "they are passed over")
    }
    guard let byteCount else {
      notes.warn(
        field: samplesField, found: "\(header.samples), and a pipe, whose size confirms nothing",
        assumed: "it is believed")
      return
    }
    let count = records.traceCount(fileByteCount: byteCount)
    let hasTail = records.tail(fileByteCount: byteCount) > 0
    guard header.traces != count || hasTail else { return }
    let body = byteCount - header.start
    if header.traces > 0, body % header.traces == 0 {
      let fitting = (body / header.traces - Int64(markerByteCount)) / 2
      let isExact = header.traces * (Int64(markerByteCount) + 2 * fitting) == body
      try notes.require(
        !isExact || fitting < 2 || !hasTail, field: samplesField, found: "\(header.samples)",
        expected: "\(fitting), which the \(header.traces) traces and the size of the file make",
        advice: "a whole copy of the file")
    }
    notes.warn(
      field: tracesField, found: "\(header.traces) of \(header.samples) samples",
      assumed: "the size of the file makes \(count)")
  }

  private mutating func describe(options: RadarFileOptions) throws(RecordingError) {
    var notes = opening.notes
    var figures = try HeaderFigures(options: options, notes: notes)
    let sweep = figure(3)
    try figures.takeInterval(
      HeaderFigures.Claim(
        field: "total sweep time (record H, figure 3)",
        found: sweep.map { "\($0) s" } ?? "no number",
        value: sweep.map { $0 * 1e9 / Double(opening.records.samples) }), notes: &notes)
    let spacing = figure(6)
    figures.takeSpacing(
      HeaderFigures.Claim(
        field: "sweep dx (record H, figure 6)",
        found: spacing.map { $0 == 0 ? "0, traces triggered by time" : "\(DecimalText.text($0)) m" }
          ?? "no number", value: spacing == 0 ? nil : spacing.map { abs($0) }), notes: &notes)
    figures.takeFrequency(
      HeaderFigures.Claim(
        field: "radar frequency (record H, figure 0)",
        found: figure(0).map { "\(DecimalText.text($0))" } ?? "no number",
        value: figure(0).map { $0 >= 1e6 ? $0 / 1e6 : $0 }), notes: &notes)
    figures.judge(by: opening.look, typeField: Self.typeField, notes: &notes)
    opening.description = figures.description(of: opening.records)
    opening.notes = notes
  }

  private func figure(_ index: Int) -> Double? { header.figures[index]?.double }

  private mutating func noteFacts() {
    opening.notes.fact("version", "\(header.version)", origin: "byte 1")
    opening.notes.fact(
      "record length", "\(header.recordByteCount)", unit: "byte", origin: "byte 4")
    let names = [
      "radar frequency", "velocity", "sweep time", "total sweep time", "scan frequency",
      "scan time", "sweep dx", "wheel dx", "x cell", "y cell",
    ]
    for (index, name) in names.enumerated() {
      opening.notes.fact(
        name, figure(index).map { "\($0)" } ?? "no number", origin: "record H, figure \(index)")
    }
  }
}
