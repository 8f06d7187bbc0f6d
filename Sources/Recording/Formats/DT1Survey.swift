import DetectorCore

/// The trace headers of a DT1 file, held against each other and against the HD: they settle the shape.
struct DT1Survey {
  /// How messages name the samples in a trace header.
  static let samplesField = "samples (byte 8 of a trace header)"
  /// How messages name the width in a trace header.
  static let widthField = "bytes per sample (byte 20 of a trace header)"
  /// Comments that are kept as marks.
  static let maximumComments = 1_024

  /// Where the traces lie.
  private(set) var records: TraceRecords
  /// The header that speaks for all: of the second trace where there is one.
  private(set) var typical: DT1TraceHeader
  /// Bytes that all headers share.
  private(set) var constants: [TraceConstant] = []
  /// Units from trace to trace by the positions in their headers; nil where they are not even.
  private(set) var positionStep: Double?
  /// Comments of the traces that were looked at.
  private(set) var comments: [TraceMark] = []

  /// Settles the shape; `points` is that of the HD, `field` names its keys.
  init(
    _ source: ByteSource, points: Int64?, field: (String) -> String, notes: inout ReaderNotes
  ) throws(RecordingError) {
    let bytes = try source.bytes(at: 0, count: DT1TraceHeader.byteCount)
    try notes.require(
      bytes.count == DT1TraceHeader.byteCount, field: "size", found: "\(bytes.count) bytes",
      expected: "at least a trace header of \(DT1TraceHeader.byteCount)",
      advice: "a whole copy of the file")
    let first = DT1TraceHeader(bytes)
    typical = first
    let candidates = try Self.candidates(first, points: points, notes: notes)
    var chosen: TraceRecords?
    for candidate in candidates where try Self.fits(candidate, in: source) {
      chosen = candidate
      break
    }
    let pointsField = field("NUMBER OF PTS/TRC")
    guard let chosen else {
      throw Self.refusal(first, points: points, field: pointsField, notes: notes)
    }
    records = chosen
    try chosen.judge(fileByteCount: source.byteCount, field: pointsField, notes: &notes)
    Self.note(first, points: points, field: pointsField, records: chosen, notes: &notes)
    try walk(source)
  }

  /// Shapes to try: the trace header's, then those of the HD's points and of either width.
  private static func candidates(
    _ first: DT1TraceHeader, points: Int64?, notes: ReaderNotes
  ) throws(RecordingError) -> [TraceRecords] {
    let header = first.samples
    let isCount = header >= 2 && header <= 65_536 && header == header.rounded()
    var counts = isCount ? [Int64(header)] : []
    if let points, points >= 2, points <= 65_536, !counts.contains(points) { counts.append(points) }
    let widths = first.width == 4 ? [4, 2] : [2, 4]
    try notes.require(
      !counts.isEmpty, field: samplesField, found: "\(header)",
      expected: "a whole number of samples", advice: "a whole copy of the file")
    return counts.flatMap { count in
      widths.map { width in
        TraceRecords(
          start: 0, leadByteCount: DT1TraceHeader.byteCount, samples: Int(count),
          coding: width == 4 ? .float32Little : .int16Little)
      }
    }
  }

  /// Whether every further header that is looked at says this very shape.
  ///
  /// A width of 0 is that of writers older than the field; a single trace is held against the size.
  private static func fits(
    _ records: TraceRecords, in source: ByteSource
  ) throws(RecordingError) -> Bool {
    guard records.samples <= Int(RadarDescription.maximumSamplesPerTrace) else {
      return false
    }
    let visible = try TraceRecordOpening.visibleTraces(records, in: source)
    guard visible > 1 else {
      guard visible == 1, records.tail(fileByteCount: source.byteCount ?? 0) == 0 else {
        return false
      }
      return try says(records, trace: 0, in: source)
    }
    for trace in TraceRecords.sampled(of: visible).dropFirst() {
      guard try says(records, trace: trace, in: source) else { return false }
    }
    return true
  }

  private static func says(
    _ records: TraceRecords, trace: Int64, in source: ByteSource
  ) throws(RecordingError) -> Bool {
    let offset = records.offset(trace: trace)
    let bytes = try source.bytes(at: offset, count: DT1TraceHeader.byteCount)
    guard bytes.count == DT1TraceHeader.byteCount else { return false }
    let header = DT1TraceHeader(bytes)
    let isWidth =
      header.width == Float(records.coding.byteCount)
      || (header.width == 0 && records.coding == .int16Little)
    return header.samples == Float(records.samples) && isWidth
  }

  private static func refusal(
    _ first: DT1TraceHeader, points: Int64?, field: String, notes: ReaderNotes
  ) -> RecordingError {
    notes.refusal(
      field: samplesField,
      found:
        "\(first.samples) samples of \(first.width) bytes in the first, where the further trace "
        + "headers do not follow",
      expected: "trace headers that agree"
        + (points.map { ", or \($0) samples as \(field) says" } ?? "")
        + ", at most \(RadarDescription.maximumSamplesPerTrace) samples",
      advice: "the DT1 and the HD of the same line, copied in binary mode")
  }

  private static func note(
    _ first: DT1TraceHeader, points: Int64?, field: String, records: TraceRecords,
    notes: inout ReaderNotes
  ) {
    if let points {
      if points != Int64(records.samples) {
        notes.warn(
          field: field, found: "\(points), where the trace headers say \(records.samples)",
          assumed: "the trace headers are believed, whose distances fit")
      }
    } else {
      notes.warn(
        field: field, found: "none", assumed: "the trace headers say \(records.samples) samples")
    }
    if first.samples != Float(records.samples) {
      notes.warn(
        field: samplesField, found: "\(first.samples) in the first",
        assumed: "the further ones are believed: \(records.samples)")
    }
    if first.width != Float(records.coding.byteCount) {
      notes.warn(
        field: widthField, found: "\(first.width) in the first",
        assumed: "\(records.coding.byteCount), which fits the distances of the trace headers")
    }
  }

  /// Goes through the headers that are looked at for what they share and where they lie.
  private mutating func walk(_ source: ByteSource) throws(RecordingError) {
    let visible = try TraceRecordOpening.visibleTraces(records, in: source)
    var places: [(trace: Int64, position: Double)] = []
    for trace in TraceRecords.sampled(of: visible) {
      let offset = records.offset(trace: trace)
      let bytes = try source.bytes(at: offset, count: DT1TraceHeader.byteCount)
      let header = DT1TraceHeader(bytes)
      if trace == 1 || (trace == 0 && visible == 1) {
        typical = header
        constants = [
          TraceConstant(field: Self.samplesField, offset: 8, bytes: Array(bytes[8..<12])),
          TraceConstant(field: Self.widthField, offset: 20, bytes: Array(bytes[20..<24])),
        ]
      }
      if trace > 0 { places.append((trace, Double(header.position))) }
      if !header.comment.isEmpty && comments.count < Self.maximumComments {
        comments.append(TraceMark(trace: trace, label: header.comment))
      }
    }
    takeStep(places)
  }

  /// The mean step, where every position lies within half of it of an even line.
  private mutating func takeStep(_ places: [(trace: Int64, position: Double)]) {
    guard let first = places.first, let last = places.last, last.trace > first.trace else { return }
    let step = (last.position - first.position) / Double(last.trace - first.trace)
    let isEven = places.allSatisfy { place in
      let even = first.position + step * Double(place.trace - first.trace)
      return abs(place.position - even) <= abs(step) / 2
    }
    positionStep = step.isFinite && step != 0 && isEven ? abs(step) : nil
  }
}
