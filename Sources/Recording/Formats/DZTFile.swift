public import DetectorCore

/// A GSSI DZT file or pipe: 8, 16 or 32 bit, one channel of any number, with its DZG and DZX.
///
/// What the reader promises: shape, sample interval and spacing are each either confirmed by a second
/// witness in the file, or a warning names the field, or the file is refused. The scan counter is the
/// witness of the shape, depth and permittivity that of the interval, marks, further channel headers,
/// coordinates or a DZX file those of the spacing.
///
/// What stays undecidable: a file cut exactly between two scans (the header has no count); two fields
/// changed so that they still agree with each other; a position or top that moves time zero while the
/// signal still arrives between half a cycle before it and 1.5 cycles after; a position set to 0, which
/// says nothing; the sample interval's 1/n against 1/(n − 1).
public struct DZTFile: RadarFile {
  /// Bytes that are read and decoded at a time, a single scan aside.
  static let bufferByteCount = 262_144
  /// Marks that are kept.
  static let maximumMarks = 65_536

  /// `DZT`.
  public let formatName = "DZT"
  /// The file as the caller named it.
  public var path: String { source.name }
  /// Shape, timing and geometry, in integers.
  public let description: RadarDescription
  /// What the header says, field by field.
  public let facts: [RecordingFact]
  /// What a person should know before trusting the rest; grows where the scan counter runs back.
  public private(set) var warnings: [RecordingWarning]
  /// Channels in the file.
  public var channelCount: Int { shape.channels }
  /// The channel that `read` gives.
  public let channel: Int
  /// Whole traces; `nil` for a pipe.
  public let traceCount: Int64?
  /// Marks in order of trace: those of the first 65,536 scans and of the DZX file at once, the rest
  /// as they are read. A pipe's come as they are read.
  public private(set) var marks: [TraceMark]
  /// Positions from the DZG file.
  public let positions: [TracePosition]
  /// A DZT file carries none.
  public let annotations: [RecordingAnnotation] = []

  private let source: ByteSource
  private let shape: DZTShape
  private let isCounting: Bool
  private let hasTrustedMarks: Bool
  private let hasTail: Bool
  private var buffer: [UInt8] = []
  private var next: Int64 = 0
  private var sequence: Int64 = 0
  private var lastCounter: UInt32?
  private var hasRunBack = false
  private var markedUntil: Int64

  /// Opens a file or `-`, and the DZG and DZX beside it.
  public init(
    path: String, options: RadarFileOptions = RadarFileOptions()
  ) throws(RecordingError) {
    let source = try ByteSource(path: path)
    try self.init(source: source, options: options, sides: DZTSideFiles(beside: source))
  }

  /// Reads from any bytes; side files only where they are given.
  public init(
    source: ByteSource, options: RadarFileOptions = RadarFileOptions(),
    sides: DZTSideFiles = DZTSideFiles()
  ) throws(RecordingError) {
    let opening = try DZTOpening(source: source, options: options, sides: sides)
    self.source = source
    shape = opening.shape
    description = opening.description
    facts = opening.notes.facts
    warnings = opening.notes.warnings
    channel = opening.channel
    traceCount = opening.traceCount
    positions = opening.positions
    marks = opening.marks
    isCounting = opening.survey.verdict == .counting
    hasTrustedMarks = opening.survey.hasTrustedMarks
    markedUntil = source.isStream ? 0 : opening.survey.scans
    hasTail = opening.shape.hasTail(byteCount: source.byteCount)
  }

  /// Fills `block` with whole traces; a block ends where the scan counter says that scans are missing.
  public mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    precondition(block.count >= shape.samples, "a block holds at least one whole trace")
    let scanByteCount = shape.scanByteCount
    let room = min(block.count / shape.samples, max(1, Self.bufferByteCount / scanByteCount))
    let wanted = Int(min(Int64(room), (traceCount ?? .max) - next))
    guard wanted > 0 else { return endHeader(hasTail: hasTail) }
    let offset = shape.offset(scan: next)
    source.discard(before: offset)
    let got = try fillBuffer(from: offset, count: wanted * scanByteCount)
    let whole = got / scanByteCount
    if traceCount != nil && whole < wanted {
      throw RecordingError(
        .unreadable, file: path, field: "read at byte \(offset)", found: "\(got) bytes",
        expected: "\(wanted * scanByteCount), as there were when the file was opened",
        advice: "reading again when nothing writes to the file")
    }
    return take(whole, tail: got % scanByteCount, into: &block)
  }

  /// The first trace of the next block is the first trace of the file again.
  public mutating func rewind() throws(RecordingError) {
    guard !source.isStream else {
      throw RecordingError(
        .refused, file: path, field: "rewind", found: "a pipe", expected: "a file",
        advice: "saving the stream to a file first")
    }
    (next, sequence, lastCounter) = (0, 0, nil)
  }

  private func endHeader(hasTail: Bool) -> BlockHeader {
    BlockHeader(count: 0, index: next, sequence: sequence, flags: hasTail ? .shortTail : [])
  }

  private mutating func fillBuffer(
    from offset: Int64, count: Int
  ) throws(RecordingError) -> Int {
    if buffer.count < count { buffer = [UInt8](repeating: 0, count: count) }
    let (source, minimum) = (source, shape.scanByteCount)
    var span = buffer.mutableSpan
    return try source.read(at: offset, count: count, into: &span, minimum: minimum)
  }

  /// Decodes up to `whole` scans of the buffer, as far as none is missing between them.
  private mutating func take(
    _ whole: Int, tail: Int, into block: inout MutableSpan<Int32>
  ) -> BlockHeader {
    guard whole > 0 else { return endHeader(hasTail: tail > 0) }
    var header = BlockHeader(count: 0, index: next, sequence: sequence)
    for scan in 0..<whole {
      let base = scan * shape.scanByteCount
      let lost = follow(buffer.littleWord(at: base, width: shape.width))
      if lost > 0 {
        sequence += lost
        if header.count > 0 {
          // The counter is followed again by the next block, which starts behind the gap.
          return header
        }
        header.sequence = sequence
      }
      noteMark(buffer.littleWord(at: base + shape.width, width: shape.width))
      let isClipped = DZTSamples.decode(
        buffer.span, at: base + channel * shape.samples * shape.width, samples: shape.samples,
        width: shape.width, into: &block, at: header.count * shape.samples)
      if isClipped { header.flags.insert(.clipped) }
      header.count += 1
      next += 1
      sequence += 1
    }
    return header
  }

  /// Follows the scan counter; says how many scans are missing before this one.
  private mutating func follow(_ value: UInt32) -> Int64 {
    defer { lastCounter = value }
    guard isCounting, let last = lastCounter, last != value else { return 0 }
    let counter = DZTCounter(width: shape.width)
    if counter.step(from: last, to: value) == 1 { return 0 }
    let lost = counter.missing(from: last, to: value)
    if lost == 0 && !hasRunBack {
      hasRunBack = true
      warnings.append(
        RecordingWarning(
          file: path, field: "scan counter (sample 0)",
          found: "\(value) after \(last) at trace \(next)",
          assumed: "a restart, not a loss; further ones are not reported"))
    }
    return lost
  }

  private mutating func noteMark(_ word: UInt32) {
    guard next >= markedUntil else { return }
    markedUntil = next + 1
    guard hasTrustedMarks, word != 0, marks.count < Self.maximumMarks else { return }
    marks.append(TraceMark(trace: next, label: ""))
  }
}
