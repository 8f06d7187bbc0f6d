import DetectorCore

/// What an event gets at the edge before it is written: its number, and its place on the track.
struct EventFinisher {
  private var lastID: UInt32 = 0
  private let track: (any PositionTrack)?

  /// Finishes the events of one run.
  init(track: (any PositionTrack)?) { self.track = track }

  /// The event as it is written; ids are 1, 2, 3 … in order of emission.
  mutating func finished(_ event: DetectionEvent) -> DetectionEvent {
    var result = event
    if result.id == 0 { result.id = lastID + 1 }
    lastID = result.id
    let isPlaced = result.kind == .detection || result.kind == .object
    if isPlaced && result.position == nil,
      let position = track?.position(atMicroseconds: result.timeMicroseconds)
    {
      result.position = position
    }
    return result
  }
}

/// Where the instrument was at a device time.
protocol PositionTrack {
  /// The place, or nothing where the track does not reach.
  func position(atMicroseconds: Int64) -> Position?
}
