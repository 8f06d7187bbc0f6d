/// What a person may set of the induction chain, in integers, with defaults chosen by physics.
///
/// All constants along the way are lengths, never seconds (decision 6); without a track the way is
/// reckoned with `speedMillimetresPerSecond`.
public struct InductionConfiguration: BitwiseCopyable, Sendable, Equatable {
  /// Statistic at which a detection begins, hundredths of a standard deviation of ground and noise.
  public var thresholdHundredths: Int32 = 460
  /// Statistic at which the operator's level stands at its threshold, hundredths.
  public var levelThresholdHundredths: Int32 = 500
  /// Ratio to the threshold below which an alarm ends, hundredths.
  public var releaseHundredths: Int32 = 60
  /// White noise that a good front end has at the least, pV/√Hz: the factory floor.
  public var noisePicovoltsPerRootHertz: Int32 = 3_000
  /// What a sweep over ground changes of the ground's own signal at the most, hundredths, until it is
  /// learnt.
  public var soilShareHundredths: Int32 = 30
  /// What gates hear differently of a knock, which turns the coil in the earth's field, hundredths of it.
  public var knockShareHundredths: Int32 = 5
  /// The weakest first-gate signal of a small cap (14 µs) that must still alarm, nV: the tested ceiling.
  public var ceilingNanovolts: Int32 = 60_000
  /// Speed along the way that is reckoned with where there is no track, mm/s.
  public var speedMillimetresPerSecond: Int32 = 500
  /// Slower than this the coil is swept too slowly, mm/s; known only with a track.
  public var slowMillimetresPerSecond: Int32 = 80
  /// Faster than this the coil moves too fast, mm/s.
  public var fastMillimetresPerSecond: Int32 = 1_500
  /// Higher than this the coil is too high, mm.
  public var highMillimetres: Int32 = 150
  /// Count at which a gate stands at the rail of its converter; the rails of 24 and 32 bits always do.
  public var railCounts: Int32 = .max

  /// The defaults.
  public init() {}
}
