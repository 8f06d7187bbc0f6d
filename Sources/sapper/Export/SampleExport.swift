import DetectorCore
import Recording

/// Writes the raw counts or the processed section of a recording as samples.
struct SampleExport {
  /// Numbers in one block at the most.
  private static let blockCount = 1 << 16

  private let output: String
  private let format: RadarExportFormat
  private let kind: RadarSampleForm.Kind
  private let scale: String?
  private let isProcessed: Bool
  private let settings: RadarSettings?
  private var recording: OpenedRecording
  private var notes: [String] = []

  /// Takes an order; refuses nothing yet.
  init(
    output: String, format: RadarExportFormat, sample: RadarSampleForm.Kind?, scale: String?,
    opened: ExportInput, isProcessed: Bool
  ) throws(RecordingError) {
    self.output = output
    self.format = format
    self.scale = scale
    self.isProcessed = isProcessed
    recording = opened.recording
    settings = opened.settings
    var written = recording.description
    if isProcessed { (written.railLow, written.railHigh) = (.min, .max) }
    kind = sample ?? format.kind(for: written)
  }

  /// Writes it.
  mutating func run() throws(RecordingError) -> ExportTold {
    let form = RadarSampleForm(kind, factor: try factor())
    var result: RadarExportResult
    let counts: (traces: Int64, samples: Int)
    if let settings, isProcessed {
      (result, counts) = try writeSection(settings, form: form)
    } else {
      (result, counts) = try writeCounts(form: form)
    }
    if form.factor != 1 { notes.append("samples are multiplied by \(form.factor)") }
    result.notes = notes + result.notes
    let content = isProcessed ? "the processed section" : "raw counts"
    return ExportTold(
      paths: result.paths,
      summary: "\(format.title) of \(content): \(Text.count(counts.traces, "trace")) of "
        + "\(Text.count(Int64(counts.samples), "sample")), \(kind)",
      notes: result.notes)
  }

  private mutating func writeCounts(
    form: RadarSampleForm
  ) throws(RecordingError) -> (RadarExportResult, (Int64, Int)) {
    let description = recording.radar.description
    let line = RadarLine(
      description: description, origin: origin, treatment: ["raw counts of the instrument"])
    var export = try RadarExport(path: output, as: format, line: line, form: form)
    var bar = ProgressBar(total: recording.radar.traceCount, noun: "traces")
    defer { bar.clear() }
    try eachBlock { block, header throws(RecordingError) in
      try export.append(block, header: header)
      bar.update(done: export.traceCount)
    }
    noteLosses(description)
    let result = try finish(&export) { export, index in export.place(ofIndex: index) }
    return (result, (export.traceCount, Int(description.samplesPerTrace)))
  }

  private mutating func writeSection(
    _ settings: RadarSettings, form: RadarSampleForm
  ) throws(RecordingError) -> (RadarExportResult, (Int64, Int)) {
    var reader = SectionReader(settings: settings)
    var export: RadarExport?
    var first: Int64 = 0
    let (path, format, origin) = (output, self.format, self.origin)
    var bar = ProgressBar(total: recording.radar.traceCount, noun: "traces")
    defer { bar.clear() }
    try reader.run(&recording.radar) { reader, row, header throws(RecordingError) in
      if export == nil {
        var line = RadarLine(
          description: reader.description, origin: origin, treatment: reader.treatment)
        line.stack = settings.stack
        export = try RadarExport(path: path, as: format, line: line, form: form)
        first = header.sequence
      }
      try export?.append(row, header: header)
      bar.update(done: header.sequence * Int64(settings.stack))
    }
    guard var export else {
      throw RecordingError(
        .refused, file: recording.radar.path, field: "traces", found: "none with a ground bounce",
        expected: "at least one", advice: "--raw")
    }
    notes += reader.treatment
    if reader.reacquisitions > 0 {
      notes.append(
        "the ground bounce was lost and found anew \(reader.reacquisitions) times: depths before "
          + "and after may differ")
    }
    let (places, stack) = (reader.steps, Int64(settings.stack))
    let result = try finish(&export) { export, index in
      guard let sequence = places.place(of: index) else { return nil }
      let step = sequence / stack - first
      return (0..<export.traceCount).contains(step) ? step : nil
    }
    return (result, (export.traceCount, settings.samplesPerStep))
  }

  private func finish(
    _ export: inout RadarExport, place: (RadarExport, Int64) -> Int64?
  ) throws(RecordingError) -> RadarExportResult {
    let held = export
    let marks = recording.radar.marks.compactMap { mark in
      place(held, mark.trace).map { TraceMark(trace: $0, label: mark.label) }
    }
    let positions = recording.radar.positions.compactMap { position in
      place(held, position.trace).map { written in
        var moved = position
        moved.trace = written
        return moved
      }
    }
    return try export.finish(marks: marks, positions: positions)
  }

  private var origin: String {
    "\(Storage.name(of: recording.radar.path)) (\(recording.radar.formatName))"
  }

  /// What no format here has room for.
  private mutating func noteLosses(_ description: RadarDescription) {
    if description.leadingNonSignalSamples > 0 {
      notes.append(
        "the first \(description.leadingNonSignalSamples) samples of every trace are counters or "
          + "marks, not signal")
    }
    if !recording.radar.annotations.isEmpty {
      notes.append(
        "\(recording.radar.annotations.count) annotations are left out; sapper import keeps them")
    }
    if recording.track != nil { notes.append("the track is left out; sapper import keeps it") }
  }

  private mutating func factor() throws(RecordingError) -> Double {
    guard let scale else { return 1 }
    guard scale == "auto" else { return Double(scale) ?? 1 }
    guard kind != .float32 else { return 1 }
    var largest: Int64 = 0
    if let settings, isProcessed {
      var reader = SectionReader(settings: settings)
      try reader.run(&recording.radar) { _, row, _ throws(RecordingError) in
        largest = max(largest, Self.largest(of: row))
      }
    } else {
      try eachBlock { block, _ throws(RecordingError) in
        largest = max(largest, Self.largest(of: block))
      }
    }
    try recording.radar.rewind()
    return RadarSampleForm.factor(for: largest, in: kind)
  }

  private static func largest(of samples: Span<Int32>) -> Int64 {
    var largest: UInt32 = 0
    for index in 0..<samples.count { largest = max(largest, samples[index].magnitude) }
    return Int64(largest)
  }

  private mutating func eachBlock(
    _ take: (Span<Int32>, BlockHeader) throws(RecordingError) -> Void
  ) throws(RecordingError) {
    let samples = Int(recording.radar.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: max(Self.blockCount / samples, 1) * samples)
    while true {
      var span = block.mutableSpan
      let header = try recording.radar.read(into: &span)
      guard header.count > 0 else { return }
      try take(block.span.extracting(0..<header.count * samples), header)
    }
  }
}
