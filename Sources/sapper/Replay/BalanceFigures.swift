import DetectorCore
import Journal
import Recording

/// What the chain of a coil derives, of whichever kind it is.
enum CoilFigures {
  /// Every figure, or why the chain cannot look at the recording.
  static func all(
    _ recording: InductionRecording, _ loaded: LoadedConfiguration
  ) throws(RecordingError) -> [DerivedFigure] {
    guard recording.induction.isBalance else {
      return InductionFigures.all(try recording.settings(loaded.induction))
    }
    return BalanceFigures.all(recording, try recording.settings(loaded.balance))
  }
}

/// What an induction-balance chain derives, for a person: value, origin and reason.
enum BalanceFigures {
  /// Every figure.
  static func all(
    _ recording: InductionRecording, _ settings: BalanceSettings
  ) -> [DerivedFigure] {
    let frames = settings.configuration
    let isSaid = (recording.induction.balance?.frequencyCount ?? 0) > 0
    return [
      DerivedFigure(
        name: "frequencies", text: Self.frequencies(recording, settings).joined(separator: ", "),
        origin: isSaid ? "sapper:frequencies_hz" : "core:num_channels, since none is named",
        why: """
          I and Q of each are judged alike, and the loudest counts. The first, which is the lowest, \
          gives the target ID.
          """),
      DerivedFigure(
        name: "least signal", text: Text.count(least(settings), "count"),
        origin: "threshold × noise_counts",
        why: """
          What I or Q must stand out by, behind the low-pass, where ground and noise are no louder \
          than the factory floor. They only raise it.
          """),
      DerivedFigure(
        name: "settling",
        text: Text.trimmed(Int64(frames.baselineMilliseconds), decimals: 3) + " s",
        origin: "baseline_ms",
        why: """
          So long the chain learns its floors, at the start and after a gap as long, and every level \
          says settling.
          """),
      DerivedFigure(
        name: "way",
        text: settings.trackRateMicrohertz > 0
          ? Text.fixed(settings.trackRateMicrohertz, decimals: 6, shown: 1) + " positions a second"
          : "none",
        origin: settings.trackRateMicrohertz > 0 ? "the track" : "there is no track",
        why: "With a track detections have places and gather into objects; without one they do not."
      ),
    ]
  }

  /// `6500 Hz`, or `f1` where nobody gave it a name.
  static func frequencies(
    _ recording: InductionRecording, _ settings: BalanceSettings
  ) -> [String] {
    guard let balance = recording.induction.balance, balance.frequencyCount > 0 else {
      return (1...max(settings.frequencyCount, 1)).map { "f\($0)" }
    }
    return (0..<balance.frequencyCount).map {
      Text.trimmed(balance.frequenciesMillihertz[$0], decimals: 3) + " Hz"
    }
  }

  /// The least that stands out, as a line of a summary.
  static func sensitivity(_ settings: BalanceSettings) -> String {
    let threshold = Text.fixed(
      Int64(settings.configuration.thresholdHundredths), decimals: 2, shown: 2)
    return "I or Q from \(Text.count(least(settings), "count")) on, were there no ground; "
      + "threshold \(threshold)"
  }

  private static func least(_ settings: BalanceSettings) -> Int64 {
    let configuration = settings.configuration
    let product =
      Int64(configuration.thresholdHundredths) * Int64(max(configuration.noiseCounts, 1))
    return (product + 99) / 100
  }
}
