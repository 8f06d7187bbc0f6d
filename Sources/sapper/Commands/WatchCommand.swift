import ArgumentParser
import DetectorCore
import Recording

/// Shows a recording or a live stream as it goes by.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Show levels and detections on the terminal as they come.",
    discussion: """
      A recording goes by at the speed at which it was taken: of a coil, a radar, or both. Standard \
      input is event lines and level rows, as replay and the unit write them; with --format it is \
      traces.
      """)

  @Argument(help: "A radar file, a SigMF collection, or - for standard input.")
  var file: String

  @OptionGroup var formatOptions: FormatOptions
  @OptionGroup var configurationOptions: ConfigurationOptions

  @OptionGroup var sensorOptions: SensorOptions

  @Option(help: "Feed samples as they were taken (real) or at once (max).")
  var speed = ReplayCommand.Speed.real

  func run() throws(RecordingError) {
    guard file != "-" || formatOptions.format != nil else {
      var session = WatchSession(state: WatchState(title: "standard input"))
      WatchInput.follow(session: &session)
      session.close()
      return
    }
    var sweep = try configurationOptions.openSweep(
      formatOptions.input(file), sensor: sensorOptions.sensor,
      dropsTrack: sensorOptions.dropsTrack)
    let opened = sweep
    let pacer = speed == .real ? sweep.pacer : nil
    let tap = WatchTap(sweep)
    var sink = tap
    var replay = Replay()
    if let pacer { replay.blockTraces = min(replay.blockTraces, pacer.blockTraces) }
    defer { tap.close() }
    try sweep.run(replay, into: &sink) { input, samples in
      if case .point(let point, _) = input { tap.take(point) }
      guard case .samples(let header) = input else { return }
      if opened.counts(header) { pacer?.wait(for: header) }
      if header.sensor == .radar { tap.take(samples, header: header) }
    }
  }
}

/// What a live view is fed by: an object, since traces come to it beside the chain.
final class WatchTap: EventSink {
  private var session: WatchSession?
  private var finisher: EventFinisher
  private let samplesPerTrace: Int

  init(_ sweep: Sweep) {
    samplesPerTrace = sweep.widths.traces
    finisher = EventFinisher(track: sweep.track, chains: sweep.chains.count)
    let settings = sweep.chains.echo
    session = WatchSession(
      state: WatchState(
        title: sweep.path == "-" ? "standard input" : Text.line(sweep.path), style: sweep.style,
        geometry: settings.map(ReportGeometry.init) ?? ReportGeometry(),
        depthGate: settings.map { DepthGate(LookedAt($0)) }))
  }

  /// Takes a block of traces before the chain does.
  func take(_ traces: Span<Int32>, header: BlockHeader) {
    session?.take(traces, header: header, samplesPerTrace: samplesPerTrace)
  }

  /// Takes a point of the track before the chain does.
  func take(_ point: TrackPoint) { session?.take(point: point) }

  func level(_ level: OperatorLevel) throws(RecordingError) { session?.level(level) }

  func emit(_ event: DetectionEvent) throws(RecordingError) {
    if let finished = finisher.finished(event) { session?.emit(finished) }
  }

  /// Gives the terminal back.
  func close() {
    guard let session = session.take() else { return }
    session.close()
  }
}
