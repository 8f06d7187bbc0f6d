import DetectorCore
import Recording

/// Draws the raw counts or the processed section of a recording.
struct PictureExport {
  private let output: String
  private let palette: SectionPicture.Palette
  private let isProcessed: Bool
  private let settings: RadarSettings?
  private var recording: OpenedRecording

  /// Takes an order; refuses nothing yet.
  init(
    output: String, palette: SectionPicture.Palette, opened: ExportInput, isProcessed: Bool
  ) throws(RecordingError) {
    self.output = output
    self.palette = palette
    self.isProcessed = isProcessed
    recording = opened.recording
    settings = opened.settings
  }

  /// Draws it.
  mutating func run() throws(RecordingError) -> ExportTold {
    var notes: [String] = []
    var builder: RadarPictureBuilder
    var axes: SectionPicture.Axes
    if let settings, isProcessed {
      var reader = SectionReader(settings: settings)
      builder = RadarPictureBuilder(samplesPerTrace: settings.samplesPerStep)
      var expected: Int64?
      var dead = Dead(samples: settings.samplesPerStep)
      try reader.run(&recording.radar) { _, row, header throws(RecordingError) in
        try dead.fill(&builder, before: header, expected: &expected)
        builder.take(row)
      }
      axes = Self.axes(reader)
      notes = reader.treatment
      if dead.count > 0 { notes.append("\(dead.count) lost steps are drawn as zeros") }
    } else {
      let description = recording.radar.description
      builder = RadarPictureBuilder(
        samplesPerTrace: Int(description.samplesPerTrace),
        leadingNonSignalSamples: Int(description.leadingNonSignalSamples))
      let dead = try takeCounts(&builder)
      axes = Self.axes(description)
      if dead > 0 { notes.append("\(dead) lost traces are drawn as zeros") }
    }
    let picture = builder.finished()
    guard picture.columns > 0 else {
      throw RecordingError(
        .refused, file: recording.radar.path, field: "traces", found: "none to draw",
        expected: "at least one")
    }
    return try write(picture, axes: axes, notes: notes)
  }

  private func write(
    _ picture: RadarPicture, axes: SectionPicture.Axes, notes: [String]
  ) throws(RecordingError) -> ExportTold {
    var notes = notes
    if picture.isReduced {
      notes.append(
        "a column is \(Text.count(picture.tracesPerColumn, "trace")), a row "
          + "\(Text.count(Int64(picture.samplesPerRow), "sample")): the strongest of each is drawn")
    }
    var drawing = SectionPicture(picture, axes: axes)
    let content = isProcessed ? "the processed section" : "raw counts"
    let name = Storage.name(of: recording.radar.path)
    let bytes = drawing.bytes(palette: palette, description: "\(content) of \(name)")
    notes.append("the ends of the colours stand for ±\(drawing.span), which 1 % of it exceeds")
    let draft = try StorageDraft(output)
    try draft.append(bytes)
    try draft.commit()
    return ExportTold(
      paths: [output],
      summary: "PNG of \(content): \(Text.count(picture.traceCount, "trace")) of "
        + "\(Text.count(Int64(picture.samplesPerTrace), "sample")), \(bytes.count / 1_024) KiB",
      notes: notes)
  }

  private mutating func takeCounts(
    _ builder: inout RadarPictureBuilder
  ) throws(RecordingError) -> Int64 {
    let samples = Int(recording.radar.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: samples * 64)
    var dead = Dead(samples: samples)
    var expected: Int64?
    var bar = ProgressBar(total: recording.radar.traceCount, noun: "traces")
    defer { bar.clear() }
    while true {
      var span = block.mutableSpan
      let header = try recording.radar.read(into: &span)
      guard header.count > 0 else { return dead.count }
      try dead.fill(&builder, before: header, expected: &expected)
      for trace in 0..<header.count {
        builder.take(block.span.extracting(trace * samples..<(trace + 1) * samples))
      }
      bar.update(done: header.index + Int64(header.count))
    }
  }

  private static func axes(_ reader: SectionReader) -> SectionPicture.Axes {
    let settings = reader.settings
    var axes = SectionPicture.Axes(intervalFemtoseconds: settings.stepIntervalFemtoseconds)
    axes.spacingMicrometres = reader.description.traceSpacingMicrometres
    if let geometry = reader.geometry {
      axes.timeZeroQ8 = geometry.timeZeroQ8
      axes.surface = (
        Int64(geometry.bounce), settings.waveSpeedMicrometresPerNanosecond.value
      )
    }
    return axes
  }

  private static func axes(_ description: RadarDescription) -> SectionPicture.Axes {
    var axes = SectionPicture.Axes(intervalFemtoseconds: description.sampleIntervalFemtoseconds)
    axes.spacingMicrometres = description.traceSpacingMicrometres
    axes.timeZeroQ8 = Int64(description.timeZeroSampleQ8 ?? 0)
    return axes
  }
}

/// Traces of zeros in the place of lost ones.
private struct Dead {
  private let zeros: [Int32]
  private(set) var count: Int64 = 0

  init(samples: Int) { zeros = [Int32](repeating: 0, count: samples) }

  /// Draws what is missing before a block.
  mutating func fill(
    _ builder: inout RadarPictureBuilder, before header: BlockHeader, expected: inout Int64?
  ) throws(RecordingError) {
    let lost = max(0, header.sequence - (expected ?? header.sequence))
    guard lost <= RadarExport.maximumDeadTraces - count else {
      throw RecordingError(
        .refused, file: "picture", field: "trace \(header.index)",
        found: "a gap of \(lost) traces",
        expected: "at most \(RadarExport.maximumDeadTraces) lost traces in a line",
        advice: "sapper report, which leaves gaps out")
    }
    for _ in 0..<lost { builder.take(zeros.span) }
    count += lost
    expected = header.sequence + Int64(header.count)
  }
}
