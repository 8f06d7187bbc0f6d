/// What a person may set of the induction-balance chain.
public struct BalanceConfiguration: BitwiseCopyable, Sendable, Equatable {
  /// Statistic at which an alarm begins, hundredths of a standard deviation.
  public var thresholdHundredths: Int32 = 600
  /// Ratio to the threshold below which an alarm ends, hundredths.
  public var releaseHundredths: Int32 = 60
  /// Noise that a good front end has at the least, counts.
  public var noiseCounts: Int32 = 4
  /// Noise at which the chain says that it has lost its sensitivity, counts.
  public var ceilingCounts: Int32 = 4_000
  /// Low-pass, milliseconds.
  public var lowPassMilliseconds: Int32 = 16
  /// Baseline, milliseconds: speeds of 0.3 to 1 m/s leave most of a target's bump.
  public var baselineMilliseconds: Int32 = 1_000
  /// Count at which a component stands at its rail.
  public var railCounts: Int32 = .max

  /// The defaults.
  public init() {}
}

/// What the induction-balance chain derives from its stream and a configuration.
public struct BalanceSettings: BitwiseCopyable, Sendable {
  /// Frequencies at the most.
  public static let maximumFrequencies = 8
  /// Slowest and fastest frame rates, microhertz.
  public static let rates: ClosedRange<Int64> = 20_000_000...8_000_000_000
  /// What a person set.
  public let configuration: BalanceConfiguration
  /// Frequencies in a frame.
  public let frequencyCount: Int
  /// Frames a second, millionths.
  public let rateMicrohertz: Int64
  /// Positions a second, millionths; 0 without a track.
  public let trackRateMicrohertz: Int64

  /// Derives everything; refuses what the chain cannot look at.
  public init(
    frequencyCount: Int, rateMicrohertz: Int64, trackRateMicrohertz: Int64 = 0,
    configuration: BalanceConfiguration = BalanceConfiguration()
  ) throws(BalanceSettingsError) {
    guard frequencyCount >= 1 && frequencyCount <= Self.maximumFrequencies else {
      throw .frequencyCount(frequencyCount)
    }
    guard Self.rates.contains(rateMicrohertz) else { throw .rate(microhertz: rateMicrohertz) }
    self.frequencyCount = frequencyCount
    self.rateMicrohertz = rateMicrohertz
    self.trackRateMicrohertz = max(trackRateMicrohertz, 0)
    self.configuration = configuration
  }

  /// Frames in a time, Q8.
  package func framesQ8(milliseconds: Int64) -> Int64 {
    Wide.scaled(rateMicrohertz, by: max(milliseconds, 0) * 256, over: 1_000_000_000)
  }
}

/// What the induction-balance chain cannot look at.
public enum BalanceSettingsError: Error, BitwiseCopyable, Sendable, Equatable {
  /// One frequency at the least, eight at the most.
  case frequencyCount(Int)
  /// Frames a second out of range.
  case rate(microhertz: Int64)
}
