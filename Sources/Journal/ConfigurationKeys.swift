import DetectorCore

/// Every key of the configuration, in the order it is written: radar chain, induction chain, induction
/// balance.
public enum ConfigurationKeys {
  /// The section of the radar chain.
  public static let radarSection: StaticString = "radar"
  /// The section of the induction chain.
  public static let inductionSection: StaticString = "induction"
  /// The section of the induction-balance chain.
  public static let balanceSection: StaticString = "balance"

  #if !hasFeature(Embedded)
    /// The keys of all chains.
    public static let all = InlineArray<40, ConfigurationKey> { index in
      let second = RadarKeys.all.count
      let third = second + InductionKeys.all.count
      if index < second { return RadarKeys.all[index] }
      return index < third ? InductionKeys.all[index - second] : BalanceKeys.all[index - third]
    }
  #endif
}
