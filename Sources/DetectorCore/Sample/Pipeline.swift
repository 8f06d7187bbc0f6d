/// A chain from samples to levels and events: what stands between the two seams.
///
/// `run` feeds it; nothing else does. A pipeline of one stream does not look at which sensor a header
/// names. What it has no use for it leaves aside: that is what the defaults do.
public protocol Pipeline: ~Copyable {
  /// Takes a block of whole frames or traces; gives a level for each and events as they arise.
  ///
  /// A count of 0 is the end of a stream that carries what was wrong there.
  mutating func process<Sink: EventSink & ~Copyable>(
    _ samples: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure)

  /// Takes a point of the track.
  mutating func take<Sink: EventSink & ~Copyable>(
    _ point: TrackPoint, timeMicroseconds: Int64, into sink: inout Sink
  ) throws(Sink.Failure)

  /// Takes what the front end says of itself with the frame it was sent with.
  mutating func take<Sink: EventSink & ~Copyable>(
    _ state: HousekeepingSample, into sink: inout Sink
  ) throws(Sink.Failure)

  /// Does what the operator asked of the ground balance before the frame of a number; how one ended goes
  /// to the sink.
  mutating func carryOut<Sink: EventSink & ~Copyable>(
    _ orders: BalanceOrders, before sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure)

  /// Takes the end of everything: what is still open is emitted, then the `end` event.
  mutating func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure)
}

extension Pipeline where Self: ~Copyable {
  /// Leaves the track aside.
  public mutating func take<Sink: EventSink & ~Copyable>(
    _ point: TrackPoint, timeMicroseconds: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {}

  /// Leaves the front end's state aside.
  public mutating func take<Sink: EventSink & ~Copyable>(
    _ state: HousekeepingSample, into sink: inout Sink
  ) throws(Sink.Failure) {}

  /// Has no ground to balance.
  public mutating func carryOut<Sink: EventSink & ~Copyable>(
    _ orders: BalanceOrders, before sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {}
}
