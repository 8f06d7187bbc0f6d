import DetectorCore
import Journal
import Recording

/// An induction chain on the heap, where its large state stays.
final class InductionEngine {
  private var pipeline: InductionPipeline

  /// Makes a chain that has seen nothing.
  init(settings: InductionSettings) { pipeline = InductionPipeline(settings: settings) }

  /// What the chain was derived to do.
  var settings: InductionSettings { pipeline.settings }

  /// Takes a block of whole frames.
  func process<Sink: EventSink & ~Copyable>(
    _ frames: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
    try pipeline.process(frames, header: header, into: &sink)
  }

  /// Takes a point of the track.
  func take<Sink: EventSink & ~Copyable>(
    _ point: TrackPoint, timeMicroseconds: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    try pipeline.take(point, timeMicroseconds: timeMicroseconds, into: &sink)
  }

  /// Takes what the front end says of itself.
  func take<Sink: EventSink & ~Copyable>(
    _ sample: HousekeepingSample, into sink: inout Sink
  ) throws(Sink.Failure) {
    try pipeline.take(sample, into: &sink)
  }

  /// Does what the operator asked of the ground balance; answers how one ended.
  func carryOut(_ orders: BalanceOrders) -> GroundOutcome? {
    let verdict = orders.ends ? GroundOutcome.ratios(pipeline.endGroundBalance()) : nil
    if orders.begins { pipeline.beginGroundBalance() }
    return verdict
  }

  /// Takes the end of the stream.
  func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure) {
    try pipeline.finish(into: &sink)
  }
}

/// The run of an induction recording through its chains: all streams merged by device time.
struct InductionReplay {
  /// Frames in a block at the most; the result does not depend on it.
  var blockFrames = Replay.defaultBlockTraces

  /// What goes by on the way to the chains, for an edge that keeps a clock, a bar or a picture.
  enum Arrival {
    /// Whole frames.
    case frames(BlockHeader)
    /// Whole traces.
    case traces(BlockHeader)
    /// A point of the track.
    case point(TrackPoint, timeMicroseconds: Int64)
    /// A ground balance that the operator ended came out so, before the frames of this header.
    case balance(GroundOutcome, BlockHeader)
  }

  /// Feeds the chains to the end of every stream, and gives what leaves them to `sink`.
  func run<Sink: EventSink & ~Copyable>(
    _ recording: InductionRecording, chains: ReplayChains, into sink: inout Sink,
    arrived: (Arrival, Span<Int32>) -> Void
  ) throws(RecordingError) where Sink.Failure == RecordingError {
    var run = MergedRun(recording, chains: chains, blockFrames: blockFrames)
    while try run.step(into: &sink, arrived: arrived) {}
    try chains.coil.finish(into: &sink)
    try chains.radar?.finish(into: &sink)
  }
}

/// The chains that a replay feeds.
struct ReplayChains {
  /// The coil's.
  let coil: CoilEngine
  /// The radar's, of a dual sensor.
  let radar: (any RadarEngine)?

  /// Derives both.
  init(
    _ recording: InductionRecording, _ configuration: LoadedConfiguration
  ) throws(RecordingError) {
    coil =
      recording.induction.isBalance
      ? .balance(BalanceEngine(settings: try recording.settings(configuration.balance)))
      : .pulse(InductionEngine(settings: try recording.settings(configuration.induction)))
    guard let opened = recording.radar else {
      radar = nil
      return
    }
    radar = RadarEngines.engine(for: try opened.settings(configuration.radar))
  }

  /// Chains that run at once.
  var count: Int { radar == nil ? 1 : 2 }
}
