import DetectorCore

/// The trace headers of a SEG-Y file, held against each other and against the binary header.
struct SEGYSurvey {
  /// How messages name the samples.
  static let samplesField = "samples (byte 3221)"
  /// How messages name the sample type.
  static let formatField = "format code (byte 3225)"

  /// Where the traces lie.
  private(set) var records: TraceRecords
  /// Headers of the traces that were looked at, by trace.
  private(set) var headers: [(trace: Int64, header: SEGYTraceHeader)] = []
  /// Bytes that all headers share.
  private(set) var constants: [TraceConstant] = []

  /// Settles the shape.
  init(
    _ source: ByteSource, header: SEGYHeader, coding: SampleCoding, notes: inout ReaderNotes
  ) throws(RecordingError) {
    let start = Int64(SEGYHeader.byteCount + Int(header.extensions) * SEGYText.byteCount)
    let bytes = try source.bytes(at: start, count: SEGYHeader.traceByteCount)
    try notes.require(
      bytes.count == SEGYHeader.traceByteCount, field: "size",
      found: "\(bytes.count) bytes from byte \(start) on",
      expected: "at least a trace header of \(SEGYHeader.traceByteCount)",
      advice: "a whole copy of the file")
    let first = SEGYTraceHeader(bytes)
    var counts = [Int(header.samples)]
    if first.samples != header.samples { counts.append(Int(first.samples)) }
    var fitting: TraceRecords?
    for count in counts where count >= 2 && count <= Int(RadarDescription.maximumSamplesPerTrace) {
      let candidate = TraceRecords(
        start: start, leadByteCount: SEGYHeader.traceByteCount, samples: count, coding: coding)
      if try Self.fits(candidate, in: source, blank: first.samples == 0) {
        fitting = candidate
        break
      }
    }
    guard let fitting else {
      throw notes.refusal(
        field: Self.samplesField,
        found:
          "\(header.samples) of \(coding.title), and \(first.samples) in the first trace header",
        expected: "2 to 4096, with which each trace header follows the one before it",
        advice: "a whole copy of the file; traces of different lengths are not read")
    }
    records = fitting
    try records.judge(fileByteCount: source.byteCount, field: Self.samplesField, notes: &notes)
    judge(header, first: first, notes: &notes)
    try walk(source)
  }

  /// Whether every header that is looked at says this number of samples; blank ones leave it to the size.
  private static func fits(
    _ records: TraceRecords, in source: ByteSource, blank: Bool
  ) throws(RecordingError) -> Bool {
    let visible = try TraceRecordOpening.visibleTraces(records, in: source)
    let isWhole = source.byteCount.map { records.tail(fileByteCount: $0) == 0 } ?? true
    guard visible > 0, isWhole || (visible > 1 && !blank) else { return false }
    for trace in TraceRecords.sampled(of: visible).dropFirst(visible > 1 ? 1 : 0) {
      let bytes = try source.bytes(
        at: records.offset(trace: trace), count: SEGYHeader.traceByteCount)
      let header = SEGYTraceHeader(bytes)
      guard header.samples == (blank ? 0 : UInt16(records.samples)) else { return false }
    }
    return true
  }

  private func judge(
    _ header: SEGYHeader, first: SEGYTraceHeader, notes: inout ReaderNotes
  ) {
    if Int(header.samples) != records.samples {
      notes.warn(
        field: Self.samplesField, found: "\(header.samples)",
        assumed: "the trace headers are believed, whose distances fit: \(records.samples)")
    } else if first.samples == 0 {
      notes.warn(
        field: Self.samplesField, found: "\(header.samples), and none in the trace headers",
        assumed: "it is believed, and the size of the file fits")
    } else if Int(first.samples) != records.samples {
      notes.warn(
        field: "samples (byte 115 of a trace header)", found: "\(first.samples) in the first",
        assumed: "\(records.samples), as all others and the binary header say")
    }
  }

  private mutating func walk(_ source: ByteSource) throws(RecordingError) {
    let visible = try TraceRecordOpening.visibleTraces(records, in: source)
    for trace in TraceRecords.sampled(of: visible) {
      let bytes = try source.bytes(
        at: records.offset(trace: trace), count: SEGYHeader.traceByteCount)
      headers.append((trace, SEGYTraceHeader(bytes)))
      if trace == min(1, visible - 1) {
        constants = [
          TraceConstant(
            field: "samples (byte 115 of a trace header)", offset: 114,
            bytes: Array(bytes[114..<116])),
          TraceConstant(
            field: "interval (byte 117 of a trace header)", offset: 116,
            bytes: Array(bytes[116..<118])),
        ]
      }
    }
  }

  /// The header that speaks for all: of the second trace where there is one.
  var typical: SEGYTraceHeader { headers[min(1, headers.count - 1)].header }

  /// Traces between the first and the last whose coordinates make a step.
  var steps: Int64 {
    let places = headers.dropFirst(headers.count > 2 ? 1 : 0)
    return max((places.last?.trace ?? 0) - (places.first?.trace ?? 0), 1)
  }

  /// Units from trace to trace by one pair of coordinates; nil where they stand still or are uneven.
  func step(_ pair: (SEGYTraceHeader) -> (x: Int32, y: Int32)) -> Double? {
    let places = headers.dropFirst(headers.count > 2 ? 1 : 0)
    guard let scale = typical.scale, let first = places.first, let last = places.last,
      last.trace > first.trace
    else { return nil }
    let origin = pair(first.header)
    func distance(_ header: SEGYTraceHeader) -> Double {
      let point = pair(header)
      let (x, y) = (Double(point.x) - Double(origin.x), Double(point.y) - Double(origin.y))
      return (x * x + y * y).squareRoot() * scale
    }
    let step = distance(last.header) / Double(last.trace - first.trace)
    let isEven = places.allSatisfy { place in
      abs(distance(place.header) - step * Double(place.trace - first.trace)) <= max(step, scale) / 2
    }
    return step > 0 && isEven ? step : nil
  }
}
