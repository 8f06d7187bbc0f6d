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

  /// Runs a recording and gives its events.
  static func events(of opened: Sweep) throws(RecordingError) -> [DetectionEvent] {
    var sweep = opened
    var sink = CollectingSink(track: sweep.track, chains: sweep.chains.count)
    try sweep.runMetered(into: &sink)
    return sink.events
  }

  /// Runs a recording of a coil and gives its events.
  static func events(
    of recording: InductionRecording, configuration: LoadedConfiguration
  ) throws(RecordingError) -> [DetectionEvent] {
    try events(of: try Sweep(recording, configuration))
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
