import Crypto
import Journal

/// One opened sweep: the streams that belong together.
public struct SigMFCollection: Sendable {
  /// Path of the recording without any extension, e.g. `…/dual1`.
  public let path: String
  /// The streams in the order of the collection file.
  public let streams: [SigMFRecording]
  /// What a person should know: of the collection file first, then of each stream.
  public let warnings: [RecordingWarning]

  private static let coreKeys: Set<String> = [
    "version", "description", "author", "collection_doi", "license", "extensions", "streams",
  ]
  /// Streams at the most.
  private static let maximumStreams = 16

  /// The first stream whose description says it is of this sensor, e.g. `ground_radar`.
  public func stream(sensor name: String) -> SigMFRecording? {
    streams.first { $0.global.stream.contents.sensorName.description == name }
  }

  /// The radar stream.
  public var radar: SigMFRecording? { stream(sensor: "ground_radar") }
  /// The pulse-induction stream.
  public var induction: SigMFRecording? { stream(sensor: "pulse_induction") }
  /// The induction-balance stream.
  public var balance: SigMFRecording? { stream(sensor: "induction_balance") }
  /// The track.
  public var track: SigMFRecording? { stream(sensor: "track") }
  /// The event lines that were written while it ran; `nil` without any.
  public var eventsPath: String? {
    let events = SigMFPath.events(path)
    return Storage.exists(events) ? events : nil
  }

  /// Opens a sweep by its collection file, by its bare name, or by one of its streams, which then is all.
  ///
  /// Without a collection file, as after a power failure, the streams are found by their names.
  public init(opening path: String) throws(RecordingError) {
    let stem = SigMFPath.stem(path)
    let file = stem + SigMFPath.collection
    var warnings: [RecordingWarning] = []
    if path.hasSuffix(SigMFPath.meta) || path.hasSuffix(SigMFPath.data) {
      streams = [try SigMFRecording.open(path)]
      self.path = streams[0].collectionPath
    } else if Storage.exists(file) {
      streams = try Self.listed(in: file, warnings: &warnings)
      self.path = stem
    } else if Storage.exists(stem + SigMFPath.meta) {
      streams = [try SigMFRecording.open(stem)]
      self.path = streams[0].collectionPath
    } else {
      streams = try Self.found(byName: stem, warnings: &warnings)
      self.path = stem
    }
    Self.checkSensors(streams, file: file, warnings: &warnings)
    for stream in streams { warnings += stream.warnings }
    self.warnings = warnings
  }

  /// The streams of a collection file; a hash that does not hold any more is a warning.
  private static func listed(
    in file: String, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> [SigMFRecording] {
    let bytes = try Storage.contents(of: file, maximum: SigMFGlobal.maximumByteCount)
    let root = try JSONFields(try JSONScanner.parse(bytes, file: file), file: file, place: "")
    let fields = try JSONFields(root.members["collection"], file: file, place: "collection")
    try fields.checkKeys(core: coreKeys, sapper: [], warnings: &warnings)
    try SigMFVersion.check(fields, warnings: &warnings)
    let items = try fields.required(
      "core:streams", try fields.array("core:streams"), expected: "an array of streams")
    guard (1...maximumStreams).contains(items.count) else {
      throw fields.refusal(
        "core:streams", found: "\(items.count)", expected: "1 to \(maximumStreams) streams")
    }
    var streams: [SigMFRecording] = []
    var names: Set<String> = []
    for (place, value) in items.enumerated() {
      let item = try JSONFields(
        value, file: file, place: "collection core:streams[\(place)]")
      let name = try item.required("name", try item.text("name"), expected: "a stream's name")
      guard isPlainName(name), names.insert(name).inserted else {
        throw item.refusal(
          "name", found: "\"\(name.prefix(60))\"",
          expected: "the name of a file beside the collection, each once")
      }
      let stem = inFolder(of: file, name)
      try checkHash(item, stem: stem, warnings: &warnings)
      streams.append(try SigMFRecording.open(stem))
    }
    warnOfOthers(names, stem: SigMFPath.stem(file), file: file, warnings: &warnings)
    return streams
  }

  private static func checkHash(
    _ item: JSONFields, stem: String, warnings: inout [RecordingWarning]
  ) throws(RecordingError) {
    guard let hash = try SigMFGlobal.hash(item, "hash") else {
      warnings.append(item.warning("hash", found: "nothing", assumed: "not compared"))
      return
    }
    let meta = stem + SigMFPath.meta
    let bytes = try Storage.contents(of: meta, maximum: SigMFGlobal.maximumByteCount)
    guard hexadecimal(SHA512.hash(data: bytes)) != hash else { return }
    warnings.append(
      item.warning(
        "hash", found: "not that of \(meta)",
        assumed: "the description as it is now; repair mends the collection"))
  }

  private static func warnOfOthers(
    _ names: Set<String>, stem: String, file: String, warnings: inout [RecordingWarning]
  ) {
    for other in streamStems(byName: stem) where !names.contains(Storage.name(of: other)) {
      warnings.append(
        RecordingWarning(
          file: file, field: "collection core:streams", found: "no \(Storage.name(of: other))",
          assumed: "that stream left aside; repair takes it in"))
    }
  }

  private static func found(
    byName stem: String, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> [SigMFRecording] {
    let stems = streamStems(byName: stem)
    guard !stems.isEmpty else {
      throw RecordingError(
        .unreadable, file: stem, field: "open", found: "no recording of this name",
        expected: "\(stem)\(SigMFPath.collection) or \(stem)-radar\(SigMFPath.meta)",
        advice: "look at the path")
    }
    warnings.append(
      RecordingWarning(
        file: stem + SigMFPath.collection, field: "open", found: "nothing",
        assumed: "the streams by their names; repair writes the collection"))
    var streams: [SigMFRecording] = []
    for stem in stems { streams.append(try SigMFRecording.open(stem)) }
    return streams
  }

  /// Paths without extension of the descriptions that stand beside each other as `NAME-*`, in the
  /// order of the streams; `NAME-b-radar` belongs to `NAME-b`.
  static func streamStems(byName stem: String) -> [String] {
    let prefix = Storage.name(of: stem) + "-"
    let streamNames = ["induction", "balance", "radar", "housekeeping", "track"]
    let others = Storage.names(inFolder: Storage.folder(of: stem)).filter { name in
      name.hasPrefix(prefix) && name.hasSuffix(SigMFPath.meta)
    }.map { String($0.dropFirst(prefix.count).dropLast(SigMFPath.meta.count)) }
    let found =
      streamNames.filter { others.contains($0) }
      + others.filter { !streamNames.contains($0) && !$0.contains("-") }
    return found.map { inFolder(of: stem, prefix + $0) }
  }

  private static func checkSensors(
    _ streams: [SigMFRecording], file: String, warnings: inout [RecordingWarning]
  ) {
    var sensors: Set<String> = []
    for stream in streams {
      let sensor = stream.global.stream.contents.sensorName.description
      guard !sensors.insert(sensor).inserted else { continue }
      warnings.append(
        RecordingWarning(
          file: stream.metaPath, field: "global sapper:sensor", found: "\(sensor) again",
          assumed: "the first stream of that sensor is used"))
    }
  }

  private static func inFolder(of path: String, _ name: String) -> String {
    path.contains("/") ? Storage.folder(of: path) + "/" + name : name
  }

  /// Whether a name stays in its folder.
  static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 200
      && name.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "/") && $0 != 0x7F }
  }
}

/// Bytes in hexadecimal, lower case.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  var text = GrowingText()
  for byte in bytes { text.append(hexadecimal: byte) }
  return String(decoding: text.bytes, as: UTF8.self)
}
