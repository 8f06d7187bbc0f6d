public import DetectorCore

/// Writes a line into files of another format, block after block, in bounded memory.
///
/// A gap becomes dead traces of zeros, so that the distance along the line stays true. A line that is
/// not finished leaves nothing behind.
public struct RadarExport {
  /// Dead traces at the most; more are refused.
  public static let maximumDeadTraces: Int64 = 100_000

  private var writer: any RadarWriter
  private let path: String
  private let samples: Int
  private let zeros: [Int32]
  private var expected: Int64?
  private var places = TracePlaces()
  /// Traces written so far, dead ones included.
  public private(set) var traceCount: Int64 = 0
  /// Dead traces among them.
  public private(set) var deadCount: Int64 = 0

  /// Begins the files; refuses what the format cannot hold.
  public init(
    path: String, as format: RadarExportFormat, line: RadarLine, form: RadarSampleForm
  ) throws(RecordingError) {
    self.path = path
    samples = Int(line.description.samplesPerTrace)
    zeros = [Int32](repeating: 0, count: samples)
    switch format {
    case .segy: writer = try SEGYWriter(path: path, line: line, form: form)
    case .dt1: writer = try DT1Writer(path: path, line: line, form: form)
    case .csv: writer = try RadarCSVWriter(path: path, line: line, form: form)
    }
  }

  /// Adds whole traces; what is missing before them is written as dead.
  public mutating func append(
    _ traces: Span<Int32>, header: BlockHeader
  ) throws(RecordingError) {
    guard header.count > 0 else { return }
    if let expected, header.sequence > expected { try bury(header.sequence - expected) }
    places.note(from: header.index, to: traceCount)
    for trace in 0..<header.count {
      try writer.append(
        traces.extracting(trace * samples..<(trace + 1) * samples), isDead: false)
      traceCount += 1
    }
    expected = header.sequence + Int64(header.count)
  }

  /// The written trace that holds a trace of the source, by its index.
  public func place(ofIndex index: Int64) -> Int64? {
    places.place(of: index).flatMap { (0..<traceCount).contains($0) ? $0 : nil }
  }

  /// Puts the files in their places; marks and positions name written traces.
  public mutating func finish(
    marks: [TraceMark], positions: [TracePosition]
  ) throws(RecordingError) -> RadarExportResult {
    guard traceCount > 0 else {
      throw RecordingError(
        .unwritable, file: path, field: "traces", found: "none", expected: "at least one")
    }
    var result = try writer.finish(
      marks: marks, positions: positions.sorted { $0.trace < $1.trace })
    if deadCount > 0 {
      result.notes.append(
        "\(deadCount) lost traces are written as dead ones of zeros, so that the line keeps its length"
      )
    }
    return result
  }

  private mutating func bury(_ lost: Int64) throws(RecordingError) {
    guard lost <= Self.maximumDeadTraces - deadCount else {
      throw RecordingError(
        .unwritable, file: path, field: "trace \(traceCount)", found: "a gap of \(lost) traces",
        expected: "at most \(Self.maximumDeadTraces) lost traces in a line",
        advice: "sapper import, whose recordings hold gaps of any length")
    }
    let dead = zeros
    for _ in 0..<lost { try writer.append(dead.span, isDead: true) }
    traceCount += lost
    deadCount += lost
  }
}
