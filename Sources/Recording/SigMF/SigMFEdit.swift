import Crypto
import DetectorCore
import Journal

/// Changes a description without losing anything that it does not know.
struct SigMFEdit {
  private let metaPath: String
  private var root: [JSONMember]
  private let original: JSONValue

  /// Takes up the description of a stream.
  init(_ metaPath: String) throws(RecordingError) {
    self.metaPath = metaPath
    original = try SigMFRecording.json(metaPath)
    root = try JSONFields(original, file: metaPath, place: "").members
  }

  /// Whether anything was changed.
  var isChanged: Bool { JSONValue.object(root) != original }

  /// The description as it is written.
  var bytes: [UInt8] { JSONValue.object(root).descriptionBytes }

  /// Puts a field into the global object: in its old place, or behind the number of channels.
  mutating func setGlobal(_ key: String, _ value: JSONValue) {
    guard case .object(var members)? = root["global"] else { return }
    if members[key] != nil {
      members[key] = value
    } else {
      let place = members.firstIndex { $0.key == "core:num_channels" } ?? members.count - 1
      members.insert(JSONMember(key: key, value: value), at: place + 1)
    }
    root["global"] = .object(members)
  }

  /// Puts the captures in; one that is there already keeps its other fields.
  mutating func setCaptures(_ captures: [SigMFCapture]) {
    guard case .array(let old)? = root["captures"] else { return }
    let known = old.compactMap { value -> [JSONMember]? in
      guard case .object(let members) = value else { return nil }
      return members
    }
    root["captures"] = .array(
      captures.map { capture in
        let start = JSONValue.number(JSONNumber(text: "\(capture.sampleStart)"))
        let index = JSONValue.number(JSONNumber(text: "\(capture.globalIndex)"))
        var members =
          known.first { $0.integer("core:sample_start") == capture.sampleStart }
          ?? [JSONMember(key: "core:sample_start", value: start)]
        let isKnown = members.integer("core:global_index") == capture.globalIndex
        if !isKnown { members["core:global_index"] = index }
        return .object(members)
      })
  }

  /// Adds annotations that are not there yet, and keeps all in order of their first sample.
  mutating func add(_ annotations: [JSONValue]) {
    guard case .array(var values)? = root["annotations"] else { return }
    var known = Set(values.map(\.descriptionBytes))
    let added = annotations.filter { known.insert($0.descriptionBytes).inserted }
    guard !added.isEmpty else { return }
    values += added
    let starts = values.map { value -> Int64 in
      guard case .object(let members) = value else { return 0 }
      return members.integer("core:sample_start") ?? 0
    }
    let order = values.indices.sorted { (starts[$0], $0) < (starts[$1], $1) }
    root["annotations"] = .array(order.map { values[$0] })
  }
}

extension [JSONMember] {
  /// The whole number of a key, where it is one.
  fileprivate func integer(_ key: String) -> Int64? {
    guard case .number(let number)? = self[key], let scaled = number.scaled(decimals: 0),
      scaled.isExact
    else { return nil }
    return scaled.value
  }
}

extension AnnotationFields {
  /// The annotation as JSON.
  func json(
    label: String, comment: String = "", object: String = ""
  ) throws(RecordingError) -> JSONValue {
    var text = GrowingText()
    write(
      label: label.utf8.span, comment: comment.utf8.span, object: object.utf8.span, into: &text)
    return try JSONScanner.parse(text.bytes, file: "annotation")
  }
}

extension SigMFEvents {
  /// What the events of some sensors leave in a description of `sampleCount` samples.
  func annotations(
    of sensors: Set<Sensor>, in stream: StreamDescription, sampleCount: Int64
  ) throws(RecordingError) -> [JSONValue] {
    var spacing: Int64 = 0
    if case .groundRadar(let radar) = stream.contents { spacing = radar.traceSpacingMicrometres }
    var values: [JSONValue] = []
    for event in events {
      guard let sensor = event.sensor, sensors.contains(sensor),
        var fields = AnnotationFields(event: event, spacingMicrometres: spacing),
        fields.sampleStart < sampleCount
      else { continue }
      fields.sampleCount = min(fields.sampleCount, sampleCount - fields.sampleStart)
      let label = event.fault?.name ?? event.targetClass?.name ?? event.kind.name
      values.append(try fields.json(label: label.description, comment: Self.comment(on: event)))
    }
    return values
  }

  private static func comment(on event: DetectionEvent) -> String {
    var words = "\(event.kind.name) \(event.id)"
    if let action = event.action { words += ", \(action.name)" }
    if let rule = event.rule { words += ", \(rule.name)" }
    if let strength = event.strengthHundredths {
      words += ", strength \(decimalText(Int64(strength), decimals: 2))"
    }
    return words
  }
}

/// Hashes and the collection file, as closing and repairing write them.
enum SigMFFinish {
  /// SHA-512 of a data file, read in pieces.
  static func hash(of path: String) throws(RecordingError) -> String {
    let file = try StorageFile(reading: path)
    var hash = SHA512()
    var offset: Int64 = 0
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      var span = bytes.mutableSpan
      let count = try file.read(into: &span, at: offset)
      if count == 0 { break }
      hash.update(data: bytes[..<count])
      offset += Int64(count)
    }
    return hexadecimal(hash.finalize())
  }

  /// The sensors whose events a stream takes in; what several sensors saw goes to the coil's stream.
  static func sensors(of stream: StreamDescription, hasInduction: Bool) -> Set<Sensor> {
    switch stream.contents.sensor {
    case .induction: [.induction, .fused]
    case .radar: hasInduction ? [.radar] : [.radar, .fused]
    default: []
    }
  }

  /// The collection file of some streams, which are given by their paths without extension.
  static func collectionBytes(stems: [String]) throws(RecordingError) -> [UInt8] {
    var text = GrowingText()
    var writer = CollectionText()
    writer.begin(into: &text)
    for stem in stems {
      let meta = try Storage.contents(
        of: stem + SigMFPath.meta, maximum: SigMFGlobal.maximumByteCount)
      writer.stream(
        name: Storage.name(of: stem).utf8.span, sha512: Array(SHA512.hash(data: meta)).span,
        into: &text)
    }
    writer.end(into: &text)
    return text.bytes
  }
}
