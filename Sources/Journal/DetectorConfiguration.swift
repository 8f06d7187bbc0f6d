public import DetectorCore

/// What a person may set of the detector: both chains.
public struct DetectorConfiguration: BitwiseCopyable, Sendable, Equatable {
  /// The radar chain, section `[radar]`.
  public var radar = RadarConfiguration()
  /// The induction chain, section `[induction]`.
  public var induction = InductionConfiguration()

  /// The defaults.
  public init() {}

  /// One chain's values, the other's defaults.
  public init(radar: RadarConfiguration) { self.radar = radar }
}
