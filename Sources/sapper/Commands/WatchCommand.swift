import ArgumentParser
import DetectorCore
import Recording

/// Shows a recording or a live stream as it goes by.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Show levels and detections on the terminal as they come.",
    discussion: """
      A recording goes by at the speed at which it was taken. Standard input is lines of events \
      and levels, as replay --events - and the unit write them; with --format it is traces.
      """)

  @Argument(help: "A radar file, a SigMF collection, or - for standard input.")
  var file: String

  @OptionGroup var formatOptions: FormatOptions
  @OptionGroup var configurationOptions: ConfigurationOptions

  @Option(help: "Feed traces as they were taken (real) or at once (max).")
  var speed = ReplayCommand.Speed.real

  func run() throws(RecordingError) {
    guard file != "-" || formatOptions.format != nil else {
      var session = WatchSession(state: WatchState(title: "standard input"))
      WatchInput.follow(session: &session)
      session.close()
      return
    }
    var (recording, loaded) = try configurationOptions.open(formatOptions.input(file))
    let settings = try recording.settings(loaded.radar)
    let pacer = speed == .real ? Pacer(settings) : nil
    let tap = WatchTap(recording, settings: settings)
    var sink = tap
    var replay = Replay()
    if let pacer { replay.blockTraces = min(replay.blockTraces, pacer.blockTraces) }
    defer { tap.close() }
    try replay.run(
      source: &recording.radar, engine: RadarEngines.engine(for: settings), into: &sink
    ) { traces, header in
      pacer?.wait(for: header)
      tap.take(traces, header: header)
    }
  }
}

/// What a live view is fed by: an object, since traces come to it beside the chain.
final class WatchTap: EventSink {
  private var session: WatchSession?
  private var finisher: EventFinisher
  private let samplesPerTrace: Int

  init(_ recording: OpenedRecording, settings: RadarSettings) {
    let title = RecordingSummary.name(of: recording.radar)
    samplesPerTrace = Int(settings.description.samplesPerTrace)
    finisher = EventFinisher(track: recording.track)
    session = WatchSession(
      state: WatchState(
        title: title, geometry: ReportGeometry(settings), depthGate: DepthGate(LookedAt(settings)))
    )
  }

  /// Takes a block before the chain does.
  func take(_ traces: Span<Int32>, header: BlockHeader) {
    session?.take(traces, header: header, samplesPerTrace: samplesPerTrace)
  }

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
