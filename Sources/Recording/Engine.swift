public import DetectorCore

/// A pipeline on the heap, where its large state stays: the one box in which the host holds one.
///
/// It is a pipeline itself, so that `run` takes it, and can be held as `any Pipeline`.
public final class Engine<Chain: Pipeline & ~Copyable>: Pipeline {
  /// The pipeline.
  public var pipeline: Chain

  /// Boxes a pipeline.
  public init(_ pipeline: consuming Chain) { self.pipeline = pipeline }

  /// Takes a block of whole frames or traces.
  public func process<Sink: EventSink & ~Copyable>(
    _ samples: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
    try pipeline.process(samples, header: header, into: &sink)
  }

  /// Takes a point of the track.
  public func take<Sink: EventSink & ~Copyable>(
    _ point: TrackPoint, timeMicroseconds: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    try pipeline.take(point, timeMicroseconds: timeMicroseconds, into: &sink)
  }

  /// Takes what the front end says of itself.
  public func take<Sink: EventSink & ~Copyable>(
    _ state: HousekeepingSample, into sink: inout Sink
  ) throws(Sink.Failure) {
    try pipeline.take(state, into: &sink)
  }

  /// Does what the operator asked of the ground balance.
  public func carryOut<Sink: EventSink & ~Copyable>(
    _ orders: BalanceOrders, before sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    try pipeline.carryOut(orders, before: sequence, into: &sink)
  }

  /// Takes the end of everything.
  public func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure) {
    try pipeline.finish(into: &sink)
  }
}
