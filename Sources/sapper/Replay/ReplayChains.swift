import DetectorCore
import Journal
import Recording

/// The chains of a recording as one pipeline: a coil's, a radar's, or both side by side.
struct ReplayChains: Pipeline {
  /// What a pulse induction's chain was derived to do.
  private(set) var pulse: InductionSettings?
  /// What an induction balance's chain was derived to do.
  private(set) var balance: BalanceSettings?
  /// What the radar's chain was derived to do.
  private(set) var echo: RadarSettings?
  private var coil: (any Pipeline)?
  private var radar: (any RadarChain)?

  /// Derives the chain of a coil, and that of the radar beside it.
  init(
    _ recording: InductionRecording, _ configuration: LoadedConfiguration
  ) throws(RecordingError) {
    if recording.induction.isBalance {
      let settings = try recording.settings(configuration.balance)
      balance = settings
      coil = Engine(BalancePipeline(settings: settings))
    } else {
      let settings = try recording.settings(configuration.induction)
      pulse = settings
      coil = Engine(InductionPipeline(settings: settings))
    }
    guard let opened = recording.radar else { return }
    take(try opened.settings(configuration.radar))
  }

  /// The chain of a radar alone.
  init(_ settings: RadarSettings) { take(settings) }

  private mutating func take(_ settings: RadarSettings) {
    echo = settings
    radar = RadarChains.chain(for: settings)
  }

  /// Chains that run at once.
  var count: Int { (coil == nil ? 0 : 1) + (radar == nil ? 0 : 1) }

  /// Where the radar's chain looks, once the ground bounce has been found.
  var geometry: RadarGeometry? { radar?.geometry }

  /// Gives whole frames to the coil's chain and whole traces to the radar's.
  mutating func process<Sink: EventSink & ~Copyable>(
    _ samples: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
    if coil == nil || header.sensor == .radar {
      try radar?.process(samples, header: header, into: &sink)
    } else {
      try coil?.process(samples, header: header, into: &sink)
    }
  }

  /// Gives a point of the track to the coil's chain; the radar's events are placed behind it.
  mutating func take<Sink: EventSink & ~Copyable>(
    _ point: TrackPoint, timeMicroseconds: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    try coil?.take(point, timeMicroseconds: timeMicroseconds, into: &sink)
  }

  /// Gives what the front end says of itself to the coil's chain.
  mutating func take<Sink: EventSink & ~Copyable>(
    _ state: HousekeepingSample, into sink: inout Sink
  ) throws(Sink.Failure) {
    try coil?.take(state, into: &sink)
  }

  /// Does what the operator asked of the ground balance.
  mutating func carryOut<Sink: EventSink & ~Copyable>(
    _ orders: BalanceOrders, before sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    try coil?.carryOut(orders, before: sequence, into: &sink)
  }

  /// Ends both.
  mutating func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure) {
    try coil?.finish(into: &sink)
    try radar?.finish(into: &sink)
  }
}
