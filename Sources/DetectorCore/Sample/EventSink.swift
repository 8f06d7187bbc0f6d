/// The seam on the way out: whatever takes levels and events.
public protocol EventSink: ~Copyable {
  /// What can go wrong in the world outside.
  associatedtype Failure: Error

  /// Takes the level of one frame or trace; there is one for every frame or trace that arrived.
  mutating func level(_ level: OperatorLevel) throws(Failure)

  /// Takes an event, in order of device time of emission.
  mutating func emit(_ event: DetectionEvent) throws(Failure)

  /// Takes how a ground balance ended that was ended before the frame of a number.
  mutating func balanced(_ outcome: GroundOutcome, before sequence: Int64) throws(Failure)
}

extension EventSink where Self: ~Copyable {
  /// Leaves it aside.
  public mutating func balanced(
    _ outcome: GroundOutcome, before sequence: Int64
  ) throws(Failure) {}
}
