/// The radar chain: whole traces in, a level a trace and events out.
///
/// `capacity` is the longest trace it can take; instantiate at 512 or 4,096.
public struct RadarPipeline<let capacity: Int>: ~Copyable {
  /// What the chain was derived to do.
  public let settings: RadarSettings

  /// Makes a chain that has seen nothing.
  public init(settings: RadarSettings) {
    self.settings = settings
  }

  /// Takes a block of whole traces; gives a level for each and events as they arise.
  public mutating func process<Sink: EventSink & ~Copyable>(
    _ traces: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
  }

  /// Takes the end of the stream: what is still open is emitted, then the `end` event.
  public mutating func finish<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
  }
}
