public import DetectorCore

/// An event as it is scored: where a person would be sent.
public struct Alarm: Equatable, Sendable {
  /// The number of the event.
  public var id: UInt32
  /// Where it is; an alarm without a place can only be false.
  public var point: GroundPoint?
  /// Peak over threshold, hundredths, if it is known.
  public var strengthHundredths: Int32?

  /// Makes an alarm.
  public init(id: UInt32, point: GroundPoint?, strengthHundredths: Int32? = nil) {
    self.id = id
    self.point = point
    self.strengthHundredths = strengthHundredths
  }

  /// What is scored of a run: objects by position where a track exists, else detections by distance.
  public static func scored(in events: [DetectionEvent], hasTrack: Bool) -> [Alarm] {
    events.filter { $0.kind == (hasTrack ? .object : .detection) }.map { event in
      Alarm(
        id: event.id, point: hasTrack ? place(event) : distance(event),
        strengthHundredths: event.strengthHundredths)
    }
  }

  private static func place(_ event: DetectionEvent) -> GroundPoint? {
    event.position.map {
      GroundPoint(
        east: Double($0.eastMillimetres) / 1_000, north: Double($0.northMillimetres) / 1_000)
    }
  }

  private static func distance(_ event: DetectionEvent) -> GroundPoint? {
    event.distanceMillimetres.map { GroundPoint(along: Double($0) / 1_000) }
  }
}
