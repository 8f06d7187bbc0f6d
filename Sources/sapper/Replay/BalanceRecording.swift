import DetectorCore
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
