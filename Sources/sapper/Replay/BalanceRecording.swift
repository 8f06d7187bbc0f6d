import DetectorCore
import Journal
import Recording

extension InductionRecording {
  /// What the chain of a balance derives from the recording and a configuration, or why it cannot.
  func settings(_ configuration: BalanceConfiguration) throws(RecordingError) -> BalanceSettings {
    guard induction.isBalance else {
      throw RecordingError(
        .refused, file: induction.recording.metaPath, field: "global sapper:sensor",
        found: "pulse_induction", expected: "induction_balance")
    }
    do throws(BalanceSettingsError) {
      return try BalanceSettings(
        frequencyCount: induction.valueCount / 2, rateMicrohertz: induction.rateMicrohertz,
        trackRateMicrohertz: trackRows?.rateMicrohertz ?? 0, configuration: configuration)
    } catch {
      throw refusal(of: error)
    }
  }

  private func refusal(of error: BalanceSettingsError) -> RecordingError {
    let file = induction.recording.metaPath
    switch error {
    case .frequencyCount(let count):
      return RecordingError(
        .refused, file: file, field: "global core:num_channels",
        found: "I and Q of \(Text.count(Int64(count), "frequency", "frequencies"))",
        expected: "those of 1 to \(BalanceSettings.maximumFrequencies) frequencies")
    case .rate(let rate):
      let rates = BalanceSettings.rates
      return RecordingError(
        .refused, file: file, field: "global core:sample_rate",
        found: Text.trimmed(rate, decimals: 6),
        expected:
          "\(rates.lowerBound / 1_000_000) to \(rates.upperBound / 1_000_000) frames a second")
    }
  }
}

/// An induction-balance chain on the heap, where its large state stays.
final class BalanceEngine {
  private var pipeline: BalancePipeline

  /// Makes a chain that has seen nothing.
  init(settings: BalanceSettings) { pipeline = BalancePipeline(settings: settings) }

  /// What the chain was derived to do.
  var settings: BalanceSettings { pipeline.settings }

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

  /// Does what the operator asked of the ground's phase; answers how learning it ended.
  func carryOut(_ orders: BalanceOrders) -> GroundOutcome? {
    let outcome = orders.ends ? GroundOutcome.phase(pipeline.endGroundPhase()) : nil
    if orders.begins { pipeline.beginGroundPhase() }
    return outcome
  }

  /// Takes the end of the stream.
  func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure) {
    try pipeline.finish(into: &sink)
  }
}

/// The chain of a coil, of whichever kind.
enum CoilEngine {
  /// A pulse induction's.
  case pulse(InductionEngine)
  /// An induction balance's.
  case balance(BalanceEngine)

  /// Frames a second, millionths.
  var rateMicrohertz: Int64 {
    switch self {
    case .pulse(let engine): engine.settings.rateMicrohertz
    case .balance(let engine): engine.settings.rateMicrohertz
    }
  }

  /// Positions a second, millionths; 0 without a track.
  var trackRateMicrohertz: Int64 {
    switch self {
    case .pulse(let engine): engine.settings.trackRateMicrohertz
    case .balance(let engine): engine.settings.trackRateMicrohertz
    }
  }

  /// What a pulse induction's chain was derived to do.
  var pulse: InductionSettings? {
    if case .pulse(let engine) = self { return engine.settings }
    return nil
  }

  /// What a balance's chain was derived to do.
  var balance: BalanceSettings? {
    if case .balance(let engine) = self { return engine.settings }
    return nil
  }

  /// Takes a block of whole frames.
  func process<Sink: EventSink & ~Copyable>(
    _ frames: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
    switch self {
    case .pulse(let engine): try engine.process(frames, header: header, into: &sink)
    case .balance(let engine): try engine.process(frames, header: header, into: &sink)
    }
  }

  /// Takes a point of the track.
  func take<Sink: EventSink & ~Copyable>(
    _ point: TrackPoint, timeMicroseconds: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    switch self {
    case .pulse(let engine):
      try engine.take(point, timeMicroseconds: timeMicroseconds, into: &sink)
    case .balance(let engine):
      try engine.take(point, timeMicroseconds: timeMicroseconds, into: &sink)
    }
  }

  /// Takes what the front end says of itself.
  func take<Sink: EventSink & ~Copyable>(
    _ sample: HousekeepingSample, into sink: inout Sink
  ) throws(Sink.Failure) {
    switch self {
    case .pulse(let engine): try engine.take(sample, into: &sink)
    case .balance(let engine): try engine.take(sample, into: &sink)
    }
  }

  /// Does what the operator asked of the ground balance; answers how one ended.
  func carryOut(_ orders: BalanceOrders) -> GroundOutcome? {
    switch self {
    case .pulse(let engine): engine.carryOut(orders)
    case .balance(let engine): engine.carryOut(orders)
    }
  }

  /// Takes the end of the stream.
  func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure) {
    switch self {
    case .pulse(let engine): try engine.finish(into: &sink)
    case .balance(let engine): try engine.finish(into: &sink)
    }
  }
}
