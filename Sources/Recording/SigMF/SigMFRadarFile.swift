public import DetectorCore
import Journal

/// The radar stream of a SigMF recording, as every reader of radar files gives it.
public struct SigMFRadarFile: RadarFile {
  /// The file as the caller named it.
  public let path: String
  /// Shape, timing and geometry, in integers.
  public let description: RadarDescription
  /// What a person should know before trusting the rest.
  public let warnings: [RecordingWarning]
  /// Marks an operator set, in order.
  public let marks: [TraceMark]
  /// Satellite fixes of the traces.
  public let positions: [TracePosition]
  private var samples: SigMFSamples

  /// Whether a path names a SigMF recording: by what stands in the file first, then by its name.
  public static func recognises(_ path: String) -> Bool {
    if let start = try? StorageFile(reading: path).start(byteCount: 4_096) {
      let text = String(decoding: start, as: UTF8.self)
      if text.first(where: { !$0.isWhitespace }) == "{", text.contains("\"core:") { return true }
      return path.hasSuffix(SigMFPath.data)
        && Storage.exists(SigMFPath.stem(path) + SigMFPath.meta)
    }
    return Storage.exists(path + SigMFPath.collection) || Storage.exists(path + SigMFPath.meta)
      || !SigMFCollection.streamStems(byName: path).isEmpty
  }

  /// Opens the radar stream of a collection, or one stream by its name.
  public init(opening path: String) throws(RecordingError) {
    let collection = try SigMFCollection(opening: path)
    guard let stream = collection.radar else {
      throw .missing(stream: "ground_radar", in: collection)
    }
    let own = Set(stream.warnings.map(\.description))
    let others = collection.warnings.filter { !own.contains($0.description) }
    try self.init(stream, path: path, warnings: others)
  }

  /// Reads the traces of an opened recording.
  public init(_ recording: SigMFRecording) throws(RecordingError) {
    try self.init(recording, path: recording.metaPath, warnings: [])
  }

  private init(
    _ recording: SigMFRecording, path: String, warnings others: [RecordingWarning]
  ) throws(RecordingError) {
    guard case .groundRadar(let radar) = recording.global.stream.contents else {
      throw .sensor(of: recording, expected: "ground_radar")
    }
    self.path = path
    description = radar
    samples = try SigMFSamples(recording)
    var warnings = others + recording.warnings
    if radar.traceSpacingMicrometres == 0 {
      warnings.append(
        RecordingWarning(
          file: recording.metaPath, field: "global sapper:trace_spacing_m", found: "nothing",
          assumed: "traces are triggered by time"))
    }
    marks = recording.annotations.filter { $0.kind == .mark }
      .sorted { $0.sampleStart < $1.sampleStart }
      .map { TraceMark(trace: $0.sampleStart, label: $0.label) }
    positions = try Self.positions(of: recording, warnings: &warnings)
    self.warnings = warnings
  }

  /// Short name of the format.
  public var formatName: String { "SigMF" }
  /// What the description says, field by field.
  public var facts: [RecordingFact] { SigMFFacts.facts(of: recording) }
  /// The recording that is read.
  public var recording: SigMFRecording { samples.recording }
  /// A SigMF stream is one radar channel.
  public var channelCount: Int { 1 }
  /// The only channel.
  public var channel: Int { 0 }
  /// Whole traces in the file.
  public var traceCount: Int64? { recording.sampleCount }
  /// Truth, detections and faults that the recording carries.
  public var annotations: [RecordingAnnotation] {
    recording.annotations.filter { $0.kind != .mark }
  }

  /// Fills `block` with whole traces; the block never spans a gap.
  public mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    try samples.read(into: &block)
  }

  /// The next block starts at the first trace again.
  public mutating func rewind() throws(RecordingError) { samples.rewind() }

  /// The fixes by trace. Beside a coil they are keyed by its frames, so that the time ties them.
  private static func positions(
    of recording: SigMFRecording, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> [TracePosition] {
    let path = SigMFPath.fixes(recording.collectionPath)
    guard Storage.exists(path) else { return [] }
    let rate = Int128(recording.global.stream.rateMicrohertz)
    let coil = recording.collectionPath + "-induction" + SigMFPath.meta
    let isKeyedByTime = rate > 0 && Storage.exists(coil)
    var positions: [TracePosition] = []
    var lost = 0
    for fix in try FixLineReader.fixes(path, warnings: &warnings) {
      var sequence = fix.frame
      if isKeyedByTime, let time = fix.timeMicroseconds {
        let product = Int128(time) * rate + 500_000_000_000
        sequence = Int64(clamping: product / 1_000_000_000_000)
      }
      guard let trace = recording.index(ofSequence: sequence) else {
        lost += 1
        continue
      }
      positions.append(
        TracePosition(
          trace: trace, latitudeE7: fix.latitudeE7, longitudeE7: fix.longitudeE7,
          heightMillimetres: fix.heightMillimetres))
    }
    if lost > 0 {
      warnings.append(
        RecordingWarning(
          file: path, field: "frame", found: "\(lost) fixes of traces that are not in the file",
          assumed: "left aside"))
    }
    return positions.sorted { $0.trace < $1.trace }
  }
}

extension SigMFRecording {
  /// The sample with this number of the device; `nil` where it was lost.
  func index(ofSequence sequence: Int64) -> Int64? {
    for (place, capture) in captures.enumerated() {
      let end = place + 1 < captures.count ? captures[place + 1].sampleStart : sampleCount
      let offset = sequence.subtractingReportingOverflow(capture.globalIndex)
      if !offset.overflow, (0..<end - capture.sampleStart).contains(offset.partialValue) {
        return capture.sampleStart + offset.partialValue
      }
    }
    return nil
  }
}

extension StorageFile {
  /// The first bytes of the file.
  func start(byteCount: Int) throws(RecordingError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var span = bytes.mutableSpan
    let count = try read(into: &span, at: 0)
    bytes.removeLast(byteCount - count)
    return bytes
  }
}
