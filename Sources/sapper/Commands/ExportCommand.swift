import ArgumentParser
import DetectorCore
import Recording

/// Writes a line in a format that other programs read, or as a picture.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a line of a radar as SEG-Y, DT1, CSV or PNG, frames of a coil as CSV.",
    discussion: """
      SEG-Y, DT1 and CSV hold the raw counts unless --processed is given; PNG shows the processed \
      section unless --raw is given. Processed is what the detector decides on: ground bounce \
      aligned, averaged to its steps, drift and background removed. Of a coil the raw frames are \
      written, which sapper import reads back; of a dual sensor the radar's line, unless --sensor says \
      otherwise.
      """)

  /// What is written.
  enum Content: String, EnumerableFlag {
    /// As the instrument gave it.
    case raw
    /// As the chain decides on it.
    case processed

    static func help(for value: Content) -> ArgumentHelp? {
      value == .raw
        ? "The counts of the instrument (default for SEG-Y, DT1, CSV)."
        : "The section that the detector decides on (default for PNG)."
    }
  }

  @OptionGroup var input: InputOptions

  @Option(name: .shortAndLong, help: "The file to write; its ending names the format.")
  var output: String

  @Option(help: "Format to write, where the ending does not say: segy, dt1, csv, png.")
  var to: String?

  @Flag(exclusivity: .exclusive) var content: Content?

  @Option(help: "Type of a sample: int16, int32, float32 (default: the one that holds the counts).")
  var sample: String?

  @Option(
    help: "Multiply every sample by this, or auto: by the largest power of two that fits the type.")
  var scale: ExactDecimal?

  @Option(help: "Colours of a PNG: grey or seismic.")
  var palette: String = SectionPicture.Palette.grey.rawValue

  @Option(help: "Sensor to export, where a recording holds several.")
  var sensor = SensorChoice.all

  @OptionGroup var configurationOptions: ConfigurationOptions

  func validate() throws {
    guard let kind else {
      throw ValidationError(
        "-o: found '\(to ?? output)', expected an ending or --to of \(ExportKind.listed).")
    }
    guard SectionPicture.Palette(rawValue: palette) != nil else {
      throw ValidationError("--palette: found '\(palette)', expected grey or seismic.")
    }
    guard case .samples(let format) = kind else {
      guard sample == nil, scale == nil else {
        throw ValidationError("--sample and --scale: a PNG has neither; its colours span the line.")
      }
      return
    }
    if let sample {
      let kinds = format.kinds.map(\.rawValue)
      guard kinds.contains(sample) else {
        throw ValidationError(
          "--sample: found '\(sample)', expected \(kinds.joined(separator: " or ")) for "
            + "\(format.title).")
      }
    }
    if let scale, scale.text != "auto" {
      guard let factor = Double(scale.text), factor.isFinite, factor > 1e-12, factor < 1e12 else {
        throw ValidationError("--scale: found '\(scale.text)', expected auto or a factor above 0.")
      }
    }
    guard scale?.text != "auto" || input.file != "-" else {
      throw ValidationError("--scale auto reads the line twice, which standard input cannot be.")
    }
  }

  func run() throws(RecordingError) {
    guard let kind else { return }
    try ExportTarget.check(output, kind: kind, input: input.file)
    if let recording = try coil() { return try tell(export(recording, as: kind)) }
    switch kind {
    case .samples(let format):
      let isProcessed = content == .processed
      var job = try SampleExport(
        output: output, format: format, sample: sample.flatMap(RadarSampleForm.Kind.init),
        scale: scale?.text, opened: open(isProcessed: isProcessed), isProcessed: isProcessed)
      try tell(job.run())
    case .picture:
      let isProcessed = content != .raw
      var job = try PictureExport(
        output: output, palette: SectionPicture.Palette(rawValue: palette) ?? .grey,
        opened: open(isProcessed: isProcessed), isProcessed: isProcessed)
      try tell(job.run())
    }
  }

  /// The recording of a coil, where its frames are asked for; nil for a radar's line.
  private func coil() throws(RecordingError) -> InductionRecording? {
    guard
      let (recording, _) = try configurationOptions.openInduction(input.input, sensor: sensor),
      sensor != .all || recording.radar == nil
    else { return nil }
    return recording
  }

  private func export(
    _ recording: InductionRecording, as kind: ExportKind
  ) throws(RecordingError) -> ExportTold {
    guard kind == .samples(.csv), content != .processed, sample == nil, scale == nil else {
      throw RecordingError(
        .refused, file: recording.path, field: "-o",
        found: kind == .samples(.csv) ? "frames of a coil, processed or scaled" : kind.title,
        expected: "raw frames of a coil as CSV",
        advice: "sapper report, which draws a coil's sweep")
    }
    StandardError.warn(recording.warnings)
    return try CoilExport(recording: recording, output: output).run()
  }

  private var kind: ExportKind? {
    if let to { return ExportKind(name: to) }
    return ExportKind(path: output)
  }

  /// The recording, its warnings told; settings only where the chain runs.
  private func open(isProcessed: Bool) throws(RecordingError) -> ExportInput {
    guard isProcessed else {
      let recording = try Joining.open(input.input)
      StandardError.warn(recording.warnings)
      return ExportInput(recording: recording, settings: nil)
    }
    let (recording, loaded) = try configurationOptions.open(input.input)
    StandardError.warn(recording.warnings)
    return ExportInput(recording: recording, settings: try recording.settings(loaded.radar))
  }

  /// Paths go to standard output, what a person should know beside them to standard error.
  private func tell(_ told: ExportTold) throws(RecordingError) {
    StandardError.note(told.summary)
    for note in told.notes { StandardError.note("  " + Text.line(note)) }
    try ByteOutput.print(told.paths.map { Text.line($0) + "\n" }.joined())
  }
}

extension ExportKind {
  /// The names of all kinds.
  static var listed: String { names.joined(separator: ", ") }
}

/// A recording to export, and what the chain would do with it.
struct ExportInput {
  /// The recording.
  var recording: OpenedRecording
  /// The chain's settings; nil for raw counts.
  var settings: RadarSettings?
}

/// What is told of an export.
struct ExportTold {
  /// Files that were written.
  var paths: [String]
  /// What they hold, in a line.
  var summary: String
  /// What a person should know.
  var notes: [String]
}
