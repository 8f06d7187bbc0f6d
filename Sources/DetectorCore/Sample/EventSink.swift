/// The seam on the way out: whatever takes levels and events.
public protocol EventSink: ~Copyable {
  /// What can go wrong in the world outside.
  associatedtype Failure: Error

  /// Takes the level of one frame or trace; there is one for every frame or trace that arrived.
  mutating func level(_ level: OperatorLevel) throws(Failure)

  /// Takes an event, in order of device time of emission.
  mutating func emit(_ event: DetectionEvent) throws(Failure)
}
