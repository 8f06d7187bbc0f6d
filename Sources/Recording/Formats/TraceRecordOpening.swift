package import DetectorCore

/// What an opening of any format with records of one length has settled, and what they settle alike.
package struct TraceRecordOpening {
  /// Short name of the format.
  package let formatName: String
  /// The file with the traces.
  package let source: ByteSource
  /// Where the traces lie.
  package let records: TraceRecords
  /// Warnings and facts.
  package var notes: ReaderNotes
  /// Shape, timing and geometry.
  package var description: RadarDescription
  /// How samples with fractions become whole ones.
  package private(set) var scale = SampleScale()
  /// What the signal of the first traces looks like.
  package private(set) var look = RadarFirstLook(traces: [], leading: 0)
  /// Bytes that the headers of all traces share.
  package var constants: [TraceConstant] = []
  /// Marks in order of trace.
  package var marks: [TraceMark] = []
  /// Positions from a side file.
  package var positions: [TracePosition] = []

  /// Whole traces; nil for a pipe.
  package var traceCount: Int64? {
    source.byteCount.map { records.traceCount(fileByteCount: $0) }
  }

  /// Looks at the samples; `typeField` is what the sample type was taken from.
  package init(
    formatName: String, source: ByteSource, records: TraceRecords, typeField: String,
    notes: ReaderNotes
  ) throws(RecordingError) {
    self.formatName = formatName
    self.source = source
    self.records = records
    self.notes = notes
    description = RadarDescription(
      samplesPerTrace: Int32(records.samples), sampleIntervalFemtoseconds: 0)
    if records.coding.isReal {
      try takeScale()
      try scale.note(records.coding.title, field: typeField, notes: &self.notes)
    }
    try takeLook()
    noteShape(typeField: typeField)
  }

  /// The bytes of one record; fewer where the file ends.
  package static func record(
    _ trace: Int64, of records: TraceRecords, in source: ByteSource
  ) throws(RecordingError) -> [UInt8] {
    try source.bytes(at: records.offset(trace: trace), count: records.byteCount)
  }

  /// Traces that may be looked at before the first is read: a pipe shows no more than 1 MiB ahead.
  package static func visibleTraces(
    _ records: TraceRecords, in source: ByteSource
  ) throws(RecordingError) -> Int64 {
    if let byteCount = source.byteCount { return records.traceCount(fileByteCount: byteCount) }
    let most = min(Int64(RadarFirstLook.traceCount), 1_048_576 / Int64(records.byteCount))
    for trace in 0..<most {
      let bytes = try record(trace, of: records, in: source)
      if bytes.count < records.byteCount { return trace }
    }
    return most
  }

  private mutating func takeScale() throws(RecordingError) {
    let visible = try Self.visibleTraces(records, in: source)
    let budget = max(16, SampleScale.lookByteCount / Int64(records.byteCount))
    scale.sawAll = visible <= budget && !source.isStream
    let step = max(1, (visible + budget - 1) / budget)
    for trace in stride(from: 0, to: visible, by: Int(step)) {
      let bytes = try Self.record(trace, of: records, in: source)
      guard bytes.count == records.byteCount else { break }
      scale.look(at: bytes.span, from: records.leadByteCount, records: records)
    }
    scale.settle()
  }

  private mutating func takeLook() throws(RecordingError) {
    let visible = try Self.visibleTraces(records, in: source)
    var traces: [[Int32]] = []
    for index in 0..<min(visible, Int64(RadarFirstLook.traceCount)) {
      let bytes = try Self.record(index, of: records, in: source)
      guard bytes.count == records.byteCount else { break }
      var trace = [Int32](repeating: 0, count: records.samples)
      var span = trace.mutableSpan
      _ = TraceRecordFile.decode(
        bytes.span, from: records.leadByteCount, records: records, scale: scale, into: &span,
        at: 0)
      traces.append(trace)
    }
    look = RadarFirstLook(traces: traces, leading: 0)
  }

  private mutating func noteShape(typeField: String) {
    notes.fact("samples per trace", "\(records.samples)", origin: "headers")
    notes.fact("sample type", records.coding.title, origin: typeField)
    notes.fact("data start", "\(records.start)", unit: "byte", origin: "format")
    notes.fact(
      "traces", traceCount.map { "\($0)" } ?? "not known",
      origin: traceCount == nil ? "a pipe" : "file size")
  }
}
