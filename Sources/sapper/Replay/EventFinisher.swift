import DetectorCore

/// What an event gets at the edge before it is written: its number, and its place on the track.
///
/// Chains number their own events. Where several run at once, their events are numbered anew in the
/// order in which they came, members of objects with them, and their ends are one end with the
/// totals of all.
struct EventFinisher {
  private var lastID: UInt32 = 0
  private var endsToCome: Int
  private var totals = Totals()
  private var end: DetectionEvent?
  /// The written ids of detections that no object has taken up yet, by sensor and the chain's own id.
  private var written: [Key: UInt32] = [:]
  private let track: (any PositionTrack)?

  private struct Key: Hashable {
    var sensor: UInt8
    var id: UInt32
  }

  /// Detections that wait for their object at the most.
  private static let maximumWaiting = 65_536

  /// Finishes the events of one run of so many chains.
  init(track: (any PositionTrack)?, chains: Int = 1) {
    self.track = track
    endsToCome = chains
  }

  /// The event as it is written; ids are 1, 2, 3 … in order of emission. None for the end of a chain
  /// while another one still runs.
  mutating func finished(_ event: DetectionEvent) -> DetectionEvent? {
    guard var result = joined(event) else { return nil }
    lastID += 1
    if let sensor = event.sensor, event.id != 0 { renumber(&result, sensor: sensor.rawValue) }
    result.id = lastID
    if var finding = result.finding, finding.position == nil,
      let position = track?.position(atMicroseconds: result.timeMicroseconds)
    {
      finding.position = position
      result.finding = finding
    }
    return result
  }

  /// The event itself, or of the last end the end of all.
  private mutating func joined(_ event: DetectionEvent) -> DetectionEvent? {
    guard case .end(let own) = event.body else { return event }
    endsToCome -= 1
    totals = totals + own
    var latest = event
    if let end, end.timeMicroseconds > event.timeMicroseconds { latest = end }
    end = latest
    guard endsToCome <= 0 else { return nil }
    latest.body = .end(totals)
    return latest
  }

  private mutating func renumber(_ event: inout DetectionEvent, sensor: UInt8) {
    if event.kind == .detection, written.count < Self.maximumWaiting {
      written[Key(sensor: sensor, id: event.id)] = lastID
    }
    guard case .object(let finding, let members) = event.body else { return }
    var renumbered = Members()
    for index in 0..<members.count {
      let id = members.ids[index]
      renumbered.append(written.removeValue(forKey: Key(sensor: sensor, id: id)) ?? id)
    }
    event.body = .object(finding, renumbered)
  }
}

/// Where the instrument was at a device time.
protocol PositionTrack {
  /// The place, or nothing where the track does not reach.
  func position(atMicroseconds: Int64) -> Position?
  /// Its height above the ground, or nothing where the track does not say it.
  func heightMillimetres(atMicroseconds: Int64) -> Int32?
}

extension PositionTrack {
  func heightMillimetres(atMicroseconds time: Int64) -> Int32? { nil }
}
