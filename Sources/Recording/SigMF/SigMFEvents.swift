import DetectorCore
import Journal

/// The events that were written while a recording ran.
struct SigMFEvents {
  /// All of them, in the order of the file.
  var events: [DetectionEvent] = []
  /// What a person should know about the file.
  var warnings: [RecordingWarning] = []

  /// Events of one recording at the most; what comes after them is left in the file.
  static let maximumCount = 100_000
  /// Samples that one gap may say were lost.
  private static let maximumLost: Int64 = 1 << 40

  /// Reads `NAME.events.jsonl`; nothing where there is no such file.
  ///
  /// A file that cannot be read is a warning here, since the samples do not depend on it.
  init(of collectionPath: String) {
    let path = SigMFPath.events(collectionPath)
    guard Storage.exists(path) else { return }
    do throws(RecordingError) {
      var reader = try EventLineReader(path: path)
      while events.count < Self.maximumCount, let event = try reader.next() {
        events.append(event)
      }
      if reader.cutByteCount > 0 {
        warn(path, "end", "\(reader.cutByteCount) bytes of a line that was cut off", "left aside")
      }
      if events.count == Self.maximumCount {
        warn(path, "events", "\(events.count) and more", "what comes after them stays there")
      }
    } catch {
      warn(path, error.field, error.found, "events from there on left aside")
    }
  }

  /// The gaps of the streams of one sensor.
  func gaps(of sensor: Sensor?) -> [SigMFGap] {
    events.compactMap { event in
      guard event.kind == .gap, let sensor, event.sensor == sensor, let sample = event.sample,
        let lost = event.lost, (1...Self.maximumLost).contains(lost)
      else { return nil }
      return SigMFGap(sample: sample, lost: lost)
    }
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
    guard recording.global.sha512 == nil, recording.global.stream.contents.sensor != nil else {
      return recording
    }
    let events = SigMFEvents(of: recording.collectionPath)
    return recording.joiningGaps(
      events.gaps(of: recording.global.stream.contents.sensor), warnings: events.warnings)
  }
}
