import DetectorCore
import Journal

/// One opened stream: its description, checked against itself and against the size of its data file.
public struct SigMFRecording: Sendable {
  /// The description file as the caller named it.
  public let metaPath: String
  /// The data file beside it.
  public let dataPath: String
  /// What the global object says.
  public let global: SigMFGlobal
  /// Segments without a gap, in order; the first starts at sample 0.
  public let captures: [SigMFCapture]
  /// Truth, detections, faults and marks.
  public let annotations: [RecordingAnnotation]
  /// Whole samples in the data file.
  public let sampleCount: Int64
  /// Bytes behind the last whole sample.
  public let leftoverByteCount: Int64
  /// What a person should know before trusting the rest.
  public let warnings: [RecordingWarning]

  /// Name of the stream's files without an extension, e.g. `dual1-radar`.
  public var name: String { Storage.name(of: SigMFPath.stem(metaPath)) }

  /// Path of the whole recording without the stream's name, e.g. `…/dual1`.
  public var collectionPath: String {
    let stem = SigMFPath.stem(metaPath)
    let suffix = "-\(global.stream.contents.streamName)"
    return stem.hasSuffix(suffix) ? String(stem.dropLast(suffix.count)) : stem
  }

  /// Opens a stream by its description, its data file or the name of both without the extension.
  public init(opening path: String) throws(RecordingError) {
    let stem = SigMFPath.stem(path)
    metaPath = stem + SigMFPath.meta
    dataPath = stem + SigMFPath.data
    let json = try Self.json(metaPath)
    var warnings: [RecordingWarning] = []
    let root = try JSONFields(json, file: metaPath, place: "")
    for member in root.members
    where !["global", "captures", "annotations"].contains(member.key) {
      throw root.refusal(
        member.key, found: "a key that SigMF does not have",
        expected: "only global, captures and annotations")
    }
    global = try SigMFGlobal(
      try JSONFields(root.members["global"], file: metaPath, place: "global"),
      warnings: &warnings)
    let size = try Self.dataByteCount(dataPath, of: metaPath)
    let sampleByteCount = Int64(global.stream.byteCountPerSample)
    sampleCount = size / sampleByteCount
    leftoverByteCount = size % sampleByteCount
    try Self.checkTail(leftoverByteCount, global, metaPath, dataPath, &warnings)
    let described = try SigMFCaptures.read(
      try root.required("captures", try root.array("captures"), expected: "an array"),
      file: metaPath, sampleCount: sampleCount, warnings: &warnings)
    annotations = try SigMFAnnotations.read(
      try root.required("annotations", try root.array("annotations"), expected: "an array"),
      file: metaPath, sampleCount: sampleCount, warnings: &warnings)
    captures = described
    self.warnings = warnings
  }

  /// The recording with the gaps in it that were written as events but not yet into its description.
  func joiningGaps(
    _ gaps: [SigMFGap], warnings added: [RecordingWarning] = []
  ) -> SigMFRecording {
    var warnings = warnings + added
    let joined = SigMFCaptures.joining(
      gaps, to: captures, sampleCount: sampleCount, file: metaPath, warnings: &warnings)
    return SigMFRecording(self, captures: joined, warnings: warnings)
  }

  /// The recording with other captures.
  func joining(_ captures: [SigMFCapture]) -> SigMFRecording {
    SigMFRecording(self, captures: captures, warnings: warnings)
  }

  private init(
    _ other: SigMFRecording, captures: [SigMFCapture], warnings: [RecordingWarning]
  ) {
    metaPath = other.metaPath
    dataPath = other.dataPath
    global = other.global
    self.captures = captures
    annotations = other.annotations
    sampleCount = other.sampleCount
    leftoverByteCount = other.leftoverByteCount
    self.warnings = warnings
  }

  /// The description as JSON.
  static func json(_ metaPath: String) throws(RecordingError) -> JSONValue {
    let bytes = try Storage.contents(of: metaPath, maximum: SigMFGlobal.maximumByteCount)
    return try JSONScanner.parse(bytes, file: metaPath)
  }

  private static func dataByteCount(
    _ dataPath: String, of metaPath: String
  ) throws(RecordingError) -> Int64 {
    guard Storage.exists(dataPath) else {
      throw RecordingError(
        .unreadable, file: metaPath, field: "data file", found: "no \(dataPath)",
        expected: "the samples beside their description",
        advice: "copy the .sigmf-data file as well")
    }
    return try StorageFile(reading: dataPath).byteCount()
  }

  private static func checkTail(
    _ leftover: Int64, _ global: SigMFGlobal, _ metaPath: String, _ dataPath: String,
    _ warnings: inout [RecordingWarning]
  ) throws(RecordingError) {
    guard global.trailingBytes == 0 || global.trailingBytes == leftover else {
      throw RecordingError(
        .refused, file: metaPath, field: "global core:trailing_bytes",
        found: "\(global.trailingBytes)",
        expected: "\(leftover), the bytes behind the last whole sample")
    }
    guard leftover > 0 else { return }
    let whole = global.stream.byteCountPerSample
    warnings.append(
      RecordingWarning(
        file: dataPath, field: "end of the data",
        found: "\(leftover) bytes of a part sample, which has \(whole)",
        assumed: "the whole samples are used"))
  }
}

/// Names of the files of a recording.
enum SigMFPath {
  static let meta = ".sigmf-meta"
  static let data = ".sigmf-data"
  static let collection = ".sigmf-collection"

  /// The path without the extension of a description, of data or of a collection.
  static func stem(_ path: String) -> String {
    for suffix in [meta, data, collection] where path.hasSuffix(suffix) {
      return String(path.dropLast(suffix.count))
    }
    return path
  }

  static func events(_ collectionPath: String) -> String { collectionPath + ".events.jsonl" }
  static func fixes(_ collectionPath: String) -> String { collectionPath + ".gnss.jsonl" }
}
