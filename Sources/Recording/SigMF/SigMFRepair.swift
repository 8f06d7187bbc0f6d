import DetectorCore
import Journal

/// Completes the descriptions of a recording that was cut off, and its collection.
///
/// It takes nothing away: bytes of a part sample stay in the data file and are counted in the
/// description, and a line of events that was cut off stays in its file.
public enum SigMFRepair {
  /// Repairs a recording and says what was done, a sentence each; nothing for one that is whole.
  public static func repair(_ path: String) throws(RecordingError) -> [String] {
    let collectionPath = try collectionPath(of: path)
    let stems = SigMFCollection.streamStems(byName: collectionPath)
    guard !stems.isEmpty else {
      throw RecordingError(
        .unreadable, file: path, field: "open", found: "no description of this name",
        expected: "\(collectionPath)-radar\(SigMFPath.meta) or another stream",
        advice: "look at the path")
    }
    let events = SigMFEvents(of: collectionPath)
    var actions = events.warnings.map(\.description)
    var recordings: [SigMFRecording] = []
    for stem in stems { recordings.append(try SigMFRecording(opening: stem)) }
    let hasInduction = recordings.contains { $0.global.stream.contents.sensor == .induction }
    for recording in recordings {
      actions += try complete(recording, events: events, hasInduction: hasInduction)
    }
    actions += try completeCollection(collectionPath, stems: stems)
    return actions
  }

  private static func collectionPath(of path: String) throws(RecordingError) -> String {
    let stem = SigMFPath.stem(path)
    guard Storage.exists(stem + SigMFPath.meta) else { return stem }
    return try SigMFRecording(opening: stem).collectionPath
  }

  private static func complete(
    _ recording: SigMFRecording, events: SigMFEvents, hasInduction: Bool
  ) throws(RecordingError) -> [String] {
    var actions: [String] = []
    let stream = recording.global.stream
    let whole = recording.joiningGaps(events.gaps(of: stream.contents.sensor))
    var edit = try SigMFEdit(recording.metaPath)
    if whole.captures != recording.captures {
      edit.setCaptures(whole.captures)
      actions.append("\(recording.metaPath): captures: gaps taken in from the events")
    }
    if recording.leftoverByteCount > 0 && recording.global.trailingBytes == 0 {
      let count = recording.leftoverByteCount
      edit.setGlobal("core:trailing_bytes", .number(JSONNumber(text: "\(count)")))
      actions.append(
        "\(recording.metaPath): core:trailing_bytes: \(count) bytes of a part sample left aside")
    }
    let hash = try SigMFFinish.hash(of: recording.dataPath)
    if recording.global.sha512 != hash {
      edit.setGlobal("core:sha512", .string(hash))
      let before = recording.global.sha512.map { "was \($0.prefix(12))… and is" } ?? "is"
      actions.append("\(recording.metaPath): core:sha512: \(before) \(hash.prefix(12))… now")
    }
    let before = edit
    edit.add(
      try events.annotations(
        of: SigMFFinish.sensors(of: stream, hasInduction: hasInduction), in: stream,
        sampleCount: recording.sampleCount))
    if edit.bytes != before.bytes {
      actions.append("\(recording.metaPath): annotations: events taken in")
    }
    if edit.isChanged { try Storage.replace(recording.metaPath, with: edit.bytes) }
    return actions
  }

  /// Writes the collection anew unless it holds every stream with its hash.
  private static func completeCollection(
    _ collectionPath: String, stems: [String]
  ) throws(RecordingError) -> [String] {
    let path = collectionPath + SigMFPath.collection
    let fresh = try SigMFFinish.collectionBytes(stems: stems)
    guard Storage.exists(path) else {
      try Storage.replace(path, with: fresh)
      return ["\(path): written"]
    }
    let streams = try collectionMembers(fresh, path: path)["core:streams"]
    let old = try Storage.contents(of: path, maximum: SigMFGlobal.maximumByteCount)
    do throws(RecordingError) {
      var members = try collectionMembers(old, path: path)
      guard !sameStreams(members["core:streams"], streams) else { return [] }
      members["core:streams"] = streams
      let root = JSONValue.object([JSONMember(key: "collection", value: .object(members))])
      try Storage.replace(path, with: root.descriptionBytes)
      return ["\(path): core:streams: names and hashes as they are now"]
    } catch {
      guard error.kind == .refused else { throw error }
      try Storage.replace(path, with: fresh)
      return ["\(path): \(error.field): found \(error.found); written anew"]
    }
  }

  private static func collectionMembers(
    _ bytes: [UInt8], path: String
  ) throws(RecordingError) -> [JSONMember] {
    let root = try JSONFields(try JSONScanner.parse(bytes, file: path), file: path, place: "")
    return try JSONFields(root.members["collection"], file: path, place: "collection").members
  }

  /// Whether two lists hold the same streams with the same hashes, in any order.
  private static func sameStreams(_ old: JSONValue?, _ new: JSONValue?) -> Bool {
    guard case .array(let old)? = old, case .array(let new)? = new else { return false }
    return old.count == new.count && old.allSatisfy { new.contains($0) }
  }
}
