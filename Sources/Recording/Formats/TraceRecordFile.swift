public import DetectorCore

/// A radar file of records of one length: DT1, RD3, RD7, IPRB, SEG-Y and IDS share it.
///
/// Each format has an opening of its own, which settles shape and figures; from there on all of them
/// stream alike. Bytes in front of the samples of every trace that were the same when the file was
/// opened are watched while it is read: the first that differ are warned of.
public struct TraceRecordFile: RadarFile {
  /// Bytes that are read and decoded at a time, a single trace aside.
  static let bufferByteCount = 262_144

  /// Short name of the format.
  public let formatName: String
  /// The file as the caller named it.
  public var path: String { source.name }
  /// Shape, timing and geometry, in integers.
  public let description: RadarDescription
  /// What the headers say, field by field.
  public let facts: [RecordingFact]
  /// What a person should know before trusting the rest; grows where a trace header differs.
  public private(set) var warnings: [RecordingWarning]
  /// One.
  public let channelCount = 1
  /// 0.
  public let channel = 0
  /// Whole traces; `nil` for a pipe.
  public let traceCount: Int64?
  /// Marks in order of trace.
  public let marks: [TraceMark]
  /// Positions from a side file.
  public let positions: [TracePosition]
  /// None of these formats carries any.
  public let annotations: [RecordingAnnotation] = []

  /// Power of two by which samples with fractions were multiplied.
  package var scaleShift: Int { scale.shift }

  private let source: ByteSource
  private let records: TraceRecords
  private let scale: SampleScale
  private let constants: [TraceConstant]
  private let hasTail: Bool
  private var buffer: [UInt8] = []
  private var next: Int64 = 0
  private var hasComplained = false

  /// Streams what an opening has settled.
  package init(_ opening: TraceRecordOpening) {
    formatName = opening.formatName
    source = opening.source
    records = opening.records
    scale = opening.scale
    constants = opening.constants
    description = opening.description
    facts = opening.notes.facts
    warnings = opening.notes.warnings
    marks = opening.marks
    positions = opening.positions
    traceCount = opening.traceCount
    hasTail = source.byteCount.map { opening.records.tail(fileByteCount: $0) > 0 } ?? false
  }

  /// Fills `block` with whole traces.
  public mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    precondition(block.count >= records.samples, "a block holds at least one whole trace")
    let byteCount = records.byteCount
    let room = min(block.count / records.samples, max(1, Self.bufferByteCount / byteCount))
    let wanted = Int(min(Int64(room), (traceCount ?? records.limit ?? .max) - next))
    guard wanted > 0 else { return end(hasTail: hasTail) }
    let offset = records.offset(trace: next)
    source.discard(before: offset)
    let got = try fillBuffer(from: offset, count: wanted * byteCount)
    let whole = got / byteCount
    if traceCount != nil && whole < wanted {
      throw RecordingError(
        .unreadable, file: path, field: "read at byte \(offset)", found: "\(got) bytes",
        expected: "\(wanted * byteCount), as there were when the file was opened",
        advice: "reading again when nothing writes to the file")
    }
    guard whole > 0 else { return end(hasTail: got > 0) }
    var header = BlockHeader(count: whole, index: next, sequence: next)
    for trace in 0..<whole {
      watch(trace)
      if decode(trace, into: &block) { header.flags.insert(.clipped) }
    }
    next += Int64(whole)
    return header
  }

  /// The first trace of the next block is the first trace of the file again.
  public mutating func rewind() throws(RecordingError) {
    guard !source.isStream else {
      throw RecordingError(
        .refused, file: path, field: "rewind", found: "a pipe", expected: "a file",
        advice: "saving the stream to a file first")
    }
    next = 0
  }

  private func end(hasTail: Bool) -> BlockHeader {
    BlockHeader(count: 0, index: next, sequence: next, flags: hasTail ? .shortTail : [])
  }

  private mutating func fillBuffer(
    from offset: Int64, count: Int
  ) throws(RecordingError) -> Int {
    if buffer.count < count { buffer = [UInt8](repeating: 0, count: count) }
    let (source, minimum) = (source, records.byteCount)
    var span = buffer.mutableSpan
    return try source.read(at: offset, count: count, into: &span, minimum: minimum)
  }

  /// Decodes a record of the buffer; says whether a sample stood at a rail.
  private func decode(_ trace: Int, into block: inout MutableSpan<Int32>) -> Bool {
    let first = trace * records.byteCount + records.leadByteCount
    return Self.decode(
      buffer.span, from: first, records: records, scale: scale, into: &block,
      at: trace * records.samples)
  }

  /// Decodes the samples of one record from byte `first` of `bytes` on.
  static func decode(
    _ bytes: Span<UInt8>, from first: Int, records: TraceRecords, scale: SampleScale,
    into target: inout MutableSpan<Int32>, at index: Int
  ) -> Bool {
    let (coding, width) = (records.coding, records.coding.byteCount)
    var isClipped = false
    var offset = first
    if coding.isReal {
      for sample in index..<(index + records.samples) {
        let scaled = scale.apply(coding.real(bytes, at: offset))
        target[sample] = scaled.value
        if scaled.isClipped { isClipped = true }
        offset += width
      }
      return isClipped
    }
    let rails = coding.rails
    for sample in index..<(index + records.samples) {
      let value = coding.integer(bytes, at: offset)
      target[sample] = value
      if value <= rails.low || value >= rails.high { isClipped = true }
      offset += width
    }
    return isClipped
  }

  /// Compares a record's header in the buffer with what all of them said when the file was opened.
  private mutating func watch(_ trace: Int) {
    guard !hasComplained else { return }
    let base = trace * records.byteCount
    for constant in constants where !constant.holds(in: buffer, at: base) {
      hasComplained = true
      warnings.append(
        RecordingWarning(
          file: path, field: constant.field,
          found: "other bytes in the header of trace \(next + Int64(trace))",
          assumed: "all traces have the same shape; further ones are not reported"))
      return
    }
  }
}

/// Bytes that the headers of all traces have in common.
package struct TraceConstant: Equatable, Sendable {
  /// How a message names them.
  package var field: String
  /// Where they lie in the header of a trace.
  package var offset: Int
  /// What stands there.
  package var bytes: [UInt8]

  /// Whether they stand in the record that starts at `base`.
  func holds(in buffer: [UInt8], at base: Int) -> Bool {
    for index in bytes.indices where buffer[base + offset + index] != bytes[index] { return false }
    return true
  }
}
