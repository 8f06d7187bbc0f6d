import DetectorCore
import Journal

/// The events that were written while a recording ran.
struct SigMFEvents {
  /// Detections, objects and faults in the order of the file: what annotations tell.
  private(set) var events: [DetectionEvent] = []
  /// Gaps in the order of the file.
  private var gaps: [DetectionEvent] = []
  /// What a person should know about the file.
  private(set) var warnings: [RecordingWarning] = []

  /// Events that a description takes in at the most; what comes after them stays in the file.
  static let maximumCount = 30_000
  /// Gaps at the most.
  private static let maximumGaps = 1_000_000
  /// Samples that one gap may say were lost.
  private static let maximumLost: Int64 = 1 << 40

  /// Reads `NAME.events.jsonl`; nothing where there is no such file.
  ///
  /// A file that cannot be read is a warning here, since the samples do not depend on it.
  init(of collectionPath: String) {
    let path = SigMFPath.events(collectionPath)
    guard Storage.exists(path) else { return }
    do throws(RecordingError) {
      var dropped = 0
      var reader = try EventLineReader(path: path)
      while let event = try reader.next() { dropped += keep(event) ? 0 : 1 }
      if reader.cutByteCount > 0 {
        warn(path, "end", "\(reader.cutByteCount) bytes of a line that was cut off", "left aside")
      }
      if dropped > 0 {
        warn(path, "events", "\(dropped) more than a description takes in", "they stay there")
      }
    } catch {
      warn(path, error.field, error.found, "events from there on left aside")
    }
  }

  private mutating func keep(_ event: DetectionEvent) -> Bool {
    switch event.kind {
    case .end: return true
    case .gap:
      guard gaps.count < Self.maximumGaps else { return false }
      gaps.append(event)
    case .detection, .object, .fault:
      guard events.count < Self.maximumCount else { return false }
      events.append(event)
    }
    return true
  }

  /// The gaps of the streams of one sensor, by sample.
  ///
  /// A gap that the writer told itself has no number; a numbered one at the same sample is the same gap, and
  /// the larger of the two counts frames that were damaged, too.
  func gaps(of sensor: Sensor?) -> [SigMFGap] {
    var lost: [Int64: (numbered: Int64, own: Int64)] = [:]
    for event in gaps {
      guard let sensor, event.sensor == sensor, let sample = event.sample,
        let count = event.lost, (1...Self.maximumLost).contains(count)
      else { continue }
      let before = lost[sample] ?? (0, 0)
      let isOwn = event.id == 0
      lost[sample] = (before.numbered + (isOwn ? 0 : count), before.own + (isOwn ? count : 0))
    }
    return lost.map { sample, count in
      SigMFGap(sample: sample, lost: max(count.numbered, count.own))
    }.sorted { $0.sample < $1.sample }
  }

  private mutating func warn(_ path: String, _ field: String, _ found: String, _ assumed: String) {
    warnings.append(
      RecordingWarning(file: path, field: field, found: found, assumed: assumed))
  }
}

extension SigMFRecording {
  /// Opens a stream, and joins to it the gaps that were written as events before it was cut off.
  ///
  /// A description with a hash was closed or repaired, so it knows its gaps.
  public static func open(_ path: String) throws(RecordingError) -> SigMFRecording {
    let recording = try SigMFRecording(opening: path)
    guard recording.global.sha512 == nil else { return recording }
    let events = SigMFEvents(of: recording.collectionPath)
    guard recording.global.stream.contents.sensor != nil else {
      return recording.joiningFrames(of: recording.collectionPath, events: events)
    }
    return recording.joiningGaps(
      events.gaps(of: recording.global.stream.contents.sensor), warnings: events.warnings)
  }
}
