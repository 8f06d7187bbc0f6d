public import DetectorCore

/// What a person may set of the detector: all its chains.
public struct DetectorConfiguration: BitwiseCopyable, Sendable, Equatable {
  /// The radar chain, section `[radar]`.
  public var radar = RadarConfiguration()
  /// The induction chain, section `[induction]`.
  public var induction = InductionConfiguration()
  /// The induction-balance chain, section `[balance]`.
  public var balance = BalanceConfiguration()

  /// The defaults.
  public init() {}

  /// The radar chain's values, the others' defaults.
  public init(radar: RadarConfiguration) { self.radar = radar }

  /// The induction chain's values, the others' defaults.
  public init(induction: InductionConfiguration) { self.induction = induction }
}
