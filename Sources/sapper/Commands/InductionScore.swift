import DetectorCore
import Journal
import Recording
import Scoring

/// Scores recordings of a coil.
enum InductionScore {
  /// The scores of a recording: the coil's, and that of the radar beside it.
  ///
  /// `events` are scored instead of a replay. Without a track in the recording nothing can be scored;
  /// with `dropsTrack` the chain does without it and its events are placed by it afterwards.
  static func scores(
    _ opened: InductionRecording, _ loaded: LoadedConfiguration, events: [DetectionEvent]?,
    name: String, dropsTrack: Bool = false
  ) throws(RecordingError) -> [Score] {
    let line = try line(opened)
    var recording = opened
    if dropsTrack { recording.trackRows = nil }
    let found: [DetectionEvent]
    var heard: HeardScore?
    if let events {
      found = events
    } else {
      let run = try HearingSink.run(of: recording, configuration: loaded)
      found = run.events
      heard = try HeardRecording(opened, line: line)?.score(run.trail)
    }
    let isDual = recording.radar != nil
    var coil = line.score(
      found.filter { $0.sensor == .induction }, name: isDual ? name + " coil" : name
    )
    .with(peaks: try peaks(recording, loaded, on: line))
    if let heard { coil = coil.with(heard: heard) }
    guard let radar = recording.radar else { return [coil] }
    let settings = try radar.settings(loaded.radar)
    guard let way = Joining.scoredLine(radar, settings: settings) else { return [coil] }
    return [coil, way.score(found.filter { $0.sensor == .radar }, name: name + " radar")]
  }

  /// What a recording says that a score of its coil needs.
  static func line(_ recording: InductionRecording) throws(RecordingError) -> ScoredLine {
    let truth = recording.truth
    guard !truth.isEmpty else {
      throw RecordingError(
        .refused, file: recording.path, field: "truth", found: "no annotation of kind truth",
        expected: "what is known to lie there, to score against")
    }
    guard let track = recording.track else {
      throw RecordingError(
        .refused, file: recording.path, field: "streams", found: "no track",
        expected: "a track: without one nobody knows what ground was swept")
    }
    let said = recording.induction.coilRadiusMicrometres
    if said == 0 {
      StandardError.warn([
        RecordingWarning(
          file: recording.induction.recording.metaPath, field: "global sapper:coil_radius_m",
          found: "nothing", assumed: "0.130 m, for the ground that was swept")
      ])
    }
    return ScoredLine(
      annotations: truth, track: track.points.map(GroundPoint.init),
      coilRadiusMetres: Double(said == 0 ? 130_000 : said) / 1e6)
  }

  /// The peak of the chain's statistic within the halo of each object: what a threshold of one standard
  /// deviation lets through.
  static func peaks(
    _ recording: InductionRecording, _ loaded: LoadedConfiguration, on line: ScoredLine
  ) throws(RecordingError) -> [Double?] {
    var low = loaded
    low.chains.induction.thresholdHundredths = 100
    low.chains.balance.thresholdHundredths = 100
    var coil = recording
    coil.radar = nil
    let events = try CollectingSink.events(of: coil, configuration: low)
    // Every pass counts, not what was merged.
    let passes = events.filter { $0.kind == .detection }.map { event in
      Alarm(
        id: event.id,
        point: event.position.map {
          GroundPoint(
            east: Double($0.eastMillimetres) / 1_000, north: Double($0.northMillimetres) / 1_000)
        }, strengthHundredths: event.strengthHundredths)
    }
    return Scorer(truth: line.truth, path: line.path).strongest(passes)
  }
}
