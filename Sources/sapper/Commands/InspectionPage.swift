import DetectorCore
import Recording

/// What a recording is: as text for a person, as JSON for a program.
struct InspectionPage {
  /// The recording.
  let recording: OpenedRecording
  /// The depths that would be looked at.
  let lookedAt: LookedAt?
  /// What the chain would derive.
  let derived: [DerivedFigure]
  /// Checksums that were compared, if asked.
  let verified: [RecordingFact]

  private var radar: any RadarFile { recording.radar }

  /// For a person.
  var text: String {
    var lines = ["\(RecordingSummary.name(of: radar)): \(radar.formatName)"]
    lines += table(summaryRows)
    lines += section("header", radar.facts.map(Self.row))
    lines += section("derived", derived.map { [$0.name, $0.text, $0.origin] })
    lines += section("streams", recording.streams.map(Self.row))
    lines += section("checksums", verified.map(Self.row))
    if !recording.warnings.isEmpty {
      lines += ["", "warnings"]
      lines += recording.warnings.map { "  " + RecordingSummary.words($0, in: radar.path) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// For a program; keys keep their names and their order, and figures are integers.
  var json: JSONPage {
    let description = recording.description
    return .object([
      ("path", .string(radar.path)),
      ("format", .string(radar.formatName)),
      ("traces", .optional(radar.traceCount)),
      ("samples_per_trace", .integer(Int64(description.samplesPerTrace))),
      ("channels", .integer(Int64(radar.channelCount))),
      ("channel", .integer(Int64(radar.channel))),
      ("sample_interval_fs", .integer(description.sampleIntervalFemtoseconds)),
      ("trace_spacing_um", Self.said(description.traceSpacingMicrometres)),
      ("trace_rate_millihertz", Self.said(description.traceRateMillihertz)),
      ("centre_frequency_khz", Self.said(description.centreFrequencyKilohertz)),
      ("time_zero_sample_q8", .optional(description.timeZeroSampleQ8.map(Int64.init))),
      ("permittivity_hundredths", Self.said(Int64(description.permittivityHundredths))),
      ("antenna_separation_um", Self.said(description.antennaSeparationMicrometres)),
      ("antenna_height_um", .optional(description.antennaHeightMicrometres)),
      ("looked_at", lookedAtJSON),
      ("marks", .integer(Int64(radar.marks.count))),
      ("positions", .integer(Int64(radar.positions.count))),
      ("annotations", .object(Self.kinds.map { ($0.rawValue, .integer(count($0))) })),
      ("facts", .array(radar.facts.map(Self.json))),
      ("derived", .array(derived.map(Self.json))),
      ("streams", .array(recording.streams.map(Self.json))),
      ("checksums", .array(verified.map(Self.json))),
      ("warnings", .array(recording.warnings.map(Self.json))),
    ])
  }

  private static let kinds: [RecordingAnnotation.Kind] = [.truth, .detection, .fault, .mark]

  private var summaryRows: [[String]] {
    let description = recording.description
    var rows = [
      ["shape", RecordingSummary.shape(radar)],
      ["line", RecordingSummary.line(description, traces: radar.traceCount)],
      ["window", RecordingSummary.window(description)],
    ]
    rows += RecordingSummary.lookedAtLines(lookedAt).map { [$0.0, $0.1] }
    if radar.channelCount > 1 { rows.append(["channels", "\(radar.channelCount)"]) }
    rows.append(["marks", "\(radar.marks.count)"])
    rows.append(["positions", "\(radar.positions.count)"])
    let counts = Self.kinds.filter { count($0) > 0 }.map { "\(count($0)) \($0.rawValue)" }
    rows.append(["annotations", counts.isEmpty ? "none" : counts.joined(separator: ", ")])
    return rows
  }

  private var lookedAtJSON: JSONPage {
    guard let lookedAt else { return .null }
    return .object([
      ("shallowest_mm", .integer(lookedAt.shallowestMillimetres)),
      ("deepest_mm", .integer(lookedAt.deepestMillimetres)),
      ("smallest_casing_mm", .integer(lookedAt.smallestCasingMillimetres)),
    ])
  }

  private func count(_ kind: RecordingAnnotation.Kind) -> Int64 {
    Int64(radar.annotations.count { $0.kind == kind })
  }

  private func section(_ title: String, _ rows: [[String]]) -> [String] {
    rows.isEmpty ? [] : ["", title] + table(rows)
  }

  /// Columns as wide as their widest entry, up to a width that one long value cannot break.
  private func table(_ rows: [[String]]) -> [String] {
    let rows = rows.map { $0.map(Text.line) }
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      min(Self.widestColumn, rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
    }
    return rows.map { row in
      let cells = row.enumerated().map { index, cell in
        index == row.count - 1 ? cell : Text.left(cell, widths[index])
      }
      return "  " + cells.joined(separator: "  ")
    }
  }

  private static let widestColumn = 32

  private static func row(_ fact: RecordingFact) -> [String] {
    [fact.name, fact.unit.isEmpty ? fact.value : "\(fact.value) \(fact.unit)", fact.origin]
  }

  private static func said(_ value: Int64) -> JSONPage { value == 0 ? .null : .integer(value) }

  private static func json(_ fact: RecordingFact) -> JSONPage {
    .object([
      ("name", .string(fact.name)), ("value", .string(fact.value)),
      ("unit", .string(fact.unit)), ("origin", .string(fact.origin)),
    ])
  }

  private static func json(_ figure: DerivedFigure) -> JSONPage {
    .object([
      ("name", .string(figure.name)), ("value", .string(figure.text)),
      ("origin", .string(figure.origin)),
    ])
  }

  private static func json(_ warning: RecordingWarning) -> JSONPage {
    .object([
      ("file", .string(warning.file)), ("field", .string(warning.field)),
      ("found", .string(warning.found)), ("assumed", .string(warning.assumed)),
    ])
  }
}
