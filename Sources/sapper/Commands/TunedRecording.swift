import Recording
import Scoring

/// A recording that is run anew at each threshold, with what its runs are scored by.
struct TunedRecording {
  /// What is run.
  private enum Instrument {
    case coil(InductionRecording, heard: HeardRecording?)
    case radar(OpenedRecording)
  }

  /// The configuration in force.
  let loaded: LoadedConfiguration
  private let instrument: Instrument
  private let line: ScoredLine

  /// Takes the recording of a coil.
  init(_ coil: InductionRecording, _ loaded: LoadedConfiguration) throws(RecordingError) {
    StandardError.warn(coil.warnings)
    line = try InductionScore.line(coil)
    instrument = .coil(coil, heard: try HeardRecording(coil, line: line))
    self.loaded = loaded
  }

  /// Takes the recording of a radar.
  init(_ radar: OpenedRecording, _ loaded: LoadedConfiguration) throws(RecordingError) {
    StandardError.warn(radar.warnings)
    guard let known = Joining.scoredLine(radar, settings: try radar.settings(loaded.radar)) else {
      throw ScoreCommand.withoutTruth(radar.radar.path)
    }
    line = known
    instrument = .radar(radar)
    self.loaded = loaded
  }

  /// Whether it is that of an induction balance; nil for a radar.
  var isBalance: Bool? {
    guard case .coil(let coil, _) = instrument else { return nil }
    return coil.induction.isBalance
  }

  /// The score of a run.
  func score(_ loaded: LoadedConfiguration) throws(RecordingError) -> Score {
    switch instrument {
    case .coil(let coil, let heard):
      let run = try HearingSink.run(of: coil, configuration: loaded)
      let score = line.score(run.events, name: coil.path)
      guard let heard else { return score }
      return score.with(heard: heard.score(run.trail))
    case .radar(let radar):
      let events = try CollectingSink.events(of: Sweep(radar, loaded))
      return line.score(events, name: radar.radar.path)
    }
  }
}
