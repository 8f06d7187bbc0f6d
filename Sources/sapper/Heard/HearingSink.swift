import DetectorCore
import Recording
import Scoring

/// Keeps what was written down of a run and what was heard of its coil, for a score.
struct HearingSink: EventSink {
  private var written: CollectingSink
  /// The level of every frame of the coil.
  private(set) var trail = LevelTrail()

  /// Starts empty.
  init(track: (any PositionTrack)?, chains: Int = 1) {
    written = CollectingSink(track: track, chains: chains)
  }

  /// The events in order.
  var events: [DetectionEvent] { written.events }

  mutating func level(_ level: OperatorLevel) throws(RecordingError) {
    if level.sensor == .induction { trail.append(level) }
  }

  mutating func emit(_ event: DetectionEvent) throws(RecordingError) { try written.emit(event) }

  /// Replays a recording of a coil and keeps its events and levels.
  static func run(
    of recording: InductionRecording, configuration: LoadedConfiguration
  ) throws(RecordingError) -> HearingSink {
    var sweep = try Sweep(recording, configuration)
    var sink = HearingSink(track: sweep.track, chains: sweep.chains.count)
    var meter = sweep.meter
    defer { meter.clear() }
    let counts = sweep.counts
    try sweep.run(into: &sink) { input, _ in
      if case .samples(let header) = input, counts(header) { meter.arrived(header) }
    }
    return sink
  }
}

/// A coil's recording as it is judged by ear: its truth, its zones and where it was at each frame.
struct HeardRecording {
  private let scorer: HeardScorer
  private let track: SigMFTrack
  private let rateMicrohertz: Int64

  /// Takes a recording that has a track; `line` is its truth.
  init?(_ recording: InductionRecording, line: ScoredLine) throws(RecordingError) {
    guard let track = recording.track else { return nil }
    self.track = track
    rateMicrohertz = recording.induction.rateMicrohertz
    scorer = HeardScorer(
      truth: line.truth, zones: try recording.collection.audibleZones(),
      frameRate: Double(rateMicrohertz) / 1e6)
  }

  /// Scores the levels of a run of it.
  func score(_ trail: LevelTrail) -> HeardScore {
    scorer.score(trail) { sequence in
      track.point(
        atMicroseconds: DeviceTime.microseconds(
          ofSequence: sequence, rateMicrohertz: rateMicrohertz)
      ).map(GroundPoint.init)
    }
  }
}

extension GroundPoint {
  /// The place of a point of a track.
  init(_ point: TrackPoint) {
    self.init(
      east: Double(point.eastMillimetres) / 1_000, north: Double(point.northMillimetres) / 1_000)
  }
}
