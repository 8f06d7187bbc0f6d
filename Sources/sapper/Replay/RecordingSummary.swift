import DetectorCore
import Recording

/// What a recording is and what will be looked at, before the first detection.
struct RecordingSummary {
  private let lines: [(String, String)]
  private let title: String
  private let lookedAt: LookedAt?

  /// Reads it off an opened recording.
  init(recording: OpenedRecording, lookedAt: LookedAt?) {
    let radar = recording.radar
    let description = recording.description
    title = "\(Self.name(of: radar)): \(radar.formatName), \(Self.shape(radar))"
    self.lookedAt = lookedAt
    var lines: [(String, String)] = []
    lines.append(("line", Self.line(description, traces: radar.traceCount)))
    lines.append(("window", Self.window(description)))
    if description.centreFrequencyKilohertz > 0 {
      let frequency = Text.trimmed(description.centreFrequencyKilohertz, decimals: 3)
      lines.append(("frequency", "\(frequency) MHz"))
    }
    lines += Self.lookedAtLines(lookedAt)
    lines += recording.warnings.map { ("warning", Self.words($0, in: radar.path)) }
    self.lines = lines
  }

  /// The lines above the table.
  var text: String {
    let width = (lines.map { $0.0.count }.max() ?? 0) + 2
    let rows = lines.map { "  " + Text.left($0.0, width) + $0.1 }
    return ([title] + rows).joined(separator: "\n") + "\n"
  }

  /// The lines below the table.
  func closing(_ totals: Totals) -> String {
    var text =
      "\n\(Text.count(totals.samples, "trace")): \(Text.count(totals.detections, "detection")), "
      + "\(Text.count(totals.objects, "object")), \(Text.count(totals.gaps, "gap")), "
      + "\(Text.count(totals.faults, "fault"))\n"
    if totals.detections == 0 {
      text += "Nothing found. That says nothing of what lies outside the depths looked at.\n"
    }
    if totals.faults > 0 {
      text += "Where a fault lasted, silence proves nothing.\n"
    }
    return text
  }

  /// What a person calls the recording.
  static func name(of radar: any RadarFile) -> String {
    radar.path == "-" ? "standard input" : Text.line(radar.path)
  }

  /// A warning on one line; the file is named only where it is another one than the title's.
  static func words(_ warning: RecordingWarning, in path: String) -> String {
    let words = "\(warning.field): found \(warning.found); \(warning.assumed)"
    return Text.line(warning.file == path ? words : "\(warning.file): \(words)")
  }

  /// `863 traces of 256 samples, channel 0 of 2`.
  static func shape(_ radar: any RadarFile) -> String {
    let samples = Text.count(Int64(radar.description.samplesPerTrace), "sample")
    let traces = radar.traceCount.map { Text.count($0, "trace") } ?? "a stream of traces"
    let channel =
      radar.channelCount > 1 ? ", channel \(radar.channel) of \(radar.channelCount)" : ""
    return "\(traces) of \(samples)\(channel)"
  }

  /// `1.08 m, a trace each 1.25 mm`.
  static func line(_ description: RadarDescription, traces: Int64?) -> String {
    let spacing = description.traceSpacingMicrometres
    guard spacing > 0 else {
      guard description.traceRateMillihertz > 0 else { return "spacing not said" }
      let rate = Text.trimmed(description.traceRateMillihertz, decimals: 3)
      return "\(rate) traces a second, spacing not said"
    }
    let each = "a trace each \(Text.trimmed(spacing, decimals: 3)) mm"
    guard let traces else { return each }
    let length = traces.multipliedReportingOverflow(by: spacing)
    guard !length.overflow else { return each }
    return Text.fixed(length.partialValue, decimals: 6, shown: 2) + " m, " + each
  }

  /// `5.00 ns, a sample each 19.531 ps`.
  static func window(_ description: RadarDescription) -> String {
    let interval = description.sampleIntervalFemtoseconds
    let length = interval.multipliedReportingOverflow(by: Int64(description.samplesPerTrace))
    let each = "a sample each \(Text.trimmed(interval, decimals: 3)) ps"
    guard !length.overflow else { return each }
    return Text.fixed(length.partialValue, decimals: 6, shown: 2) + " ns, " + each
  }

  /// What is looked at, and the honest word where the antenna is too coarse.
  static func lookedAtLines(_ lookedAt: LookedAt?) -> [(String, String)] {
    guard let lookedAt else { return [] }
    let shallowest = metres(lookedAt.shallowestMillimetres)
    let deepest = metres(lookedAt.deepestMillimetres)
    var lines = [
      ("looked at", "\(shallowest) to \(deepest) m deep; above that the ground bounce hides it"),
      ("casings", "two echoes part from \(metres(lookedAt.smallestCasingMillimetres)) m on"),
    ]
    if lookedAt.isTooCoarse {
      lines.append(("note", "this antenna is too coarse to be a mine detector"))
    }
    return lines
  }

  private static func metres(_ millimetres: Int64) -> String {
    Text.fixed(millimetres, decimals: 3, shown: 3)
  }
}
