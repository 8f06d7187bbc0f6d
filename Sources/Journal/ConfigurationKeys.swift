import DetectorCore

/// Every key of the configuration, in the order it is written: radar chain, then induction chain.
public enum ConfigurationKeys {
  /// The section of the radar chain.
  public static let radarSection: StaticString = "radar"
  /// The section of the induction chain.
  public static let inductionSection: StaticString = "induction"

  /// The keys of both chains.
  public static let all = InlineArray<33, ConfigurationKey> { index in
    let first = RadarKeys.all.count
    return index < first ? RadarKeys.all[index] : InductionKeys.all[index - first]
  }
}
