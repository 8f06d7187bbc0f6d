import DetectorCore
import Recording

/// Keeps the events of a run in memory, for a score.
struct CollectingSink: EventSink {
  /// Events kept at the most; more than that is no detector.
  static let maximumEvents = 1_000_000

  private var finisher: EventFinisher
  /// The events in order.
  private(set) var events: [DetectionEvent] = []

  /// Starts empty.
  init(track: (any PositionTrack)?, chains: Int = 1) {
    finisher = EventFinisher(track: track, chains: chains)
  }

  mutating func level(_ level: OperatorLevel) throws(RecordingError) {}

  mutating func emit(_ event: DetectionEvent) throws(RecordingError) {
    guard events.count < Self.maximumEvents else {
      throw .tooManyEvents("replay")
    }
    if let finished = finisher.finished(event) { events.append(finished) }
  }

  /// Replays a recording and gives its events.
  static func events(
    of recording: inout OpenedRecording, configuration: RadarConfiguration
  ) throws(RecordingError) -> [DetectionEvent] {
    var sink = CollectingSink(track: recording.track)
    let settings = try recording.settings(configuration)
    var meter = ReplayMeter(total: recording.radar.traceCount)
    defer { meter.clear() }
    let engine = RadarEngines.engine(for: settings)
    try Replay().run(source: &recording.radar, engine: engine, into: &sink) { _, header in
      meter.arrived(header)
    }
    return sink.events
  }
}

extension CollectingSink {
  /// Replays a recording of a coil and gives its events.
  static func events(
    of recording: InductionRecording, configuration: LoadedConfiguration
  ) throws(RecordingError) -> [DetectionEvent] {
    let chains = try ReplayChains(recording, configuration)
    var sink = CollectingSink(track: recording.track, chains: chains.count)
    var meter = ReplayMeter(total: recording.induction.frameCount, noun: "frames")
    defer { meter.clear() }
    try InductionReplay().run(recording, chains: chains, into: &sink) { arrival, _ in
      if case .frames(let header) = arrival { meter.arrived(header) }
    }
    return sink.events
  }
}

extension RecordingError {
  /// More events than any detector gives.
  static func tooManyEvents(_ file: String) -> RecordingError {
    RecordingError(
      .refused, file: file, field: "events", found: "more than \(CollectingSink.maximumEvents)",
      expected: "a chain that is not in noise", advice: "a higher threshold in --config")
  }
}
