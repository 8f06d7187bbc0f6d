import DetectorCore
import Recording

/// A recording that opened, of a coil, a radar or both, with the chains that it is run through.
struct Sweep {
  /// What was recorded with the coil, and the radar beside it; nil where there is a radar alone.
  let coil: InductionRecording?
  /// The radar, alone or beside a coil.
  let radar: OpenedRecording?
  /// The configuration in force.
  let loaded: LoadedConfiguration
  /// The chains, which a run takes to its end: another one needs those of `fresh`.
  private(set) var chains: ReplayChains

  /// Derives the chains of a coil's recording.
  init(
    _ recording: InductionRecording, _ loaded: LoadedConfiguration
  ) throws(RecordingError) {
    coil = recording
    radar = recording.radar
    self.loaded = loaded
    chains = try ReplayChains(recording, loaded)
  }

  /// Derives the chain of a radar's recording.
  init(_ recording: OpenedRecording, _ loaded: LoadedConfiguration) throws(RecordingError) {
    coil = nil
    radar = recording
    self.loaded = loaded
    chains = ReplayChains(try recording.settings(loaded.radar))
  }

  /// As the person named it.
  var path: String { coil?.path ?? radar?.radar.path ?? "" }
  /// What a person should know before trusting the rest.
  var warnings: [RecordingWarning] { coil?.warnings ?? radar?.warnings ?? [] }
  /// Where the instrument was, when the recording knows.
  var track: (any PositionTrack)? { coil == nil ? radar?.track : coil?.track }
  /// What its events are a table of.
  var style: EventRow.Style { coil == nil ? .radar : radar == nil ? .induction : .dual }

  /// Frames of the coil, else traces, and what they are called.
  var length: (count: Int64?, noun: String) {
    guard let coil else { return (radar?.radar.traceCount, "traces") }
    return (coil.induction.frameCount, "frames")
  }

  /// Whether a header counts towards that length.
  func counts(_ header: BlockHeader) -> Bool { coil == nil || header.sensor != .radar }

  /// A bar over that length.
  var meter: ReplayMeter { ReplayMeter(total: length.count, noun: length.noun) }

  /// What a meter says at the end.
  func text(of meter: ReplayMeter) -> String {
    if let coil { return meter.text(rateMicrohertz: coil.induction.rateMicrohertz) }
    return radar.map { meter.text($0.description) } ?? ""
  }

  /// The pace at which it was recorded.
  var pacer: Pacer? {
    if let coil { return Pacer(rateMicrohertz: coil.induction.rateMicrohertz) }
    return chains.echo.map(Pacer.init)
  }

  /// The lines above a table of its events.
  var opening: String {
    if let coil { return InductionSummary(coil, chains: chains).text }
    guard let radar else { return "" }
    return RecordingSummary(recording: radar, lookedAt: chains.echo.map(LookedAt.init)).text
  }

  /// The lines below it.
  func closing(_ totals: Totals, _ reach: ReachTally) -> String {
    if let coil {
      let text = InductionSummary(coil, chains: chains).closing(totals)
      return chains.pulse == nil || totals.samples == 0 ? text : text + reach.text
    }
    guard let radar else { return "" }
    return RecordingSummary(recording: radar, lookedAt: nil).closing(totals)
  }

  /// Numbers in a frame and in a trace; 0 where there is none.
  var widths: (frames: Int, traces: Int) {
    (
      coil?.induction.valueCount ?? 0,
      radar.map { Int($0.description.samplesPerTrace) } ?? 0
    )
  }

  /// Numbers in the widest sample.
  var width: Int { max(widths.frames, widths.traces) }

  /// The same recording with chains that have seen nothing.
  func fresh() throws(RecordingError) -> Sweep {
    if let coil { return try Sweep(coil, loaded) }
    guard let radar else { return self }
    return try Sweep(radar, loaded)
  }

  /// Its streams from their start on, merged, so many samples of each read at a time.
  func source(rows: Int) -> MergedSource {
    var source = MergedSource()
    if let coil {
      source.add(
        .induction, coil.induction, width: coil.induction.valueCount,
        rateMicrohertz: coil.induction.rateMicrohertz, rows: rows)
      add(coil.trackRows, as: .track, to: &source, rows: rows)
      add(coil.housekeeping, as: .housekeeping, to: &source, rows: rows)
    }
    if let radar, let settings = chains.echo {
      source.add(
        .radar, radar.radar.stream, width: Int(settings.description.samplesPerTrace),
        rateMicrohertz: settings.rateMicrohertz, rows: rows)
    }
    return source
  }

  private func add(
    _ column: SigMFColumnStream?, as stream: StreamMerge.Stream, to source: inout MergedSource,
    rows: Int
  ) {
    guard let column else { return }
    source.add(
      stream, column, width: SigMFColumnStream.columnCount, rateMicrohertz: column.rateMicrohertz,
      rows: rows)
  }

  /// Runs it from its start to its end; what leaves the chains goes to `sink`.
  mutating func run<Sink: EventSink & ~Copyable>(
    _ replay: Replay = Replay(), into sink: inout Sink,
    arrived: (Input, Span<Int32>) -> Void = { _, _ in }
  ) throws(RecordingError) where Sink.Failure == RecordingError {
    var source = source(rows: replay.blockTraces)
    try replay.run(&source, &chains, into: &sink, width: width, arrived: arrived)
  }
}

extension Sweep {
  /// The same under a bar of its own.
  mutating func runMetered<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(RecordingError) where Sink.Failure == RecordingError {
    let opened = self
    var meter = meter
    defer { meter.clear() }
    try run(into: &sink) { input, _ in
      if case .samples(let header) = input, opened.counts(header) { meter.arrived(header) }
    }
  }
}

extension RadarFile {
  /// Its traces as a stream that can be merged.
  var stream: MergedSource.Stream { self }
}
