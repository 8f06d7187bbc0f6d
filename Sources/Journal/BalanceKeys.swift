import DetectorCore

#if !hasFeature(Embedded)  // A unit has the keys of its own chain alone, and no room for others.
  /// The keys of the induction-balance chain.
  ///
  /// To add a key, add its entry and raise the count; reading, writing, showing and explaining follow.
  package enum BalanceKeys {
    /// The table, from what an alarm is to what the instrument is.
    package static let all: InlineArray<7, ConfigurationKey> = [
      .balance(
        "threshold", decimals: 2, range: 100...10_000,
        why: """
          How many standard deviations of ground and noise I or Q of the loudest frequency must \
          reach to alarm. Lower finds weaker and deeper metal and raises more false alarms. The \
          target ID has no part in it.
          """,
        load: { Int64($0.thresholdHundredths) },
        assign: { $0.thresholdHundredths = Int32($1) }),
      .balance(
        "release", decimals: 2, range: 10...100,
        why: """
          Share of the threshold below which an alarm ends. Below 1.00 a signal that wavers stays \
          one alarm.
          """,
        load: { Int64($0.releaseHundredths) },
        assign: { $0.releaseHundredths = Int32($1) }),
      .balance(
        "noise_counts", unit: "counts", decimals: 0, range: 1...1_000_000,
        why: """
          Deviation behind the low-pass that is reckoned with at the least, the factory floor. A \
          quieter stretch never makes the chain more sensitive than this; what is louder is learnt.
          """,
        load: { Int64($0.noiseCounts) },
        assign: { $0.noiseCounts = Int32($1) }),
      .balance(
        "ceiling_counts", unit: "counts", decimals: 0, range: 1...2_147_483_647,
        why: """
          Where ground and noise of every frequency lift the floor across the ground above this, \
          the fault sensitivity_lost says so: silence proves nothing there.
          """,
        load: { Int64($0.ceilingCounts) },
        assign: { $0.ceilingCounts = Int32($1) }),
      .balance(
        "low_pass_ms", unit: "ms", decimals: 0, range: 1...1_000,
        why: """
          Time constant of the low-pass. Longer is quieter and takes from the peak of a small \
          object in a fast sweep; places are told for the middle of its delay.
          """,
        load: { Int64($0.lowPassMilliseconds) },
        assign: { $0.lowPassMilliseconds = Int32($1) }),
      .balance(
        "baseline_ms", unit: "ms", decimals: 0, range: 50...60_000,
        why: """
          Time constant of the baseline that is taken away as imbalance, drift and slow ground. \
          Shorter follows the ground more closely and takes from wide objects and slow sweeps: \
          1000 is meant for 0.3 to 1 m/s. While an alarm is on it stands still, for ten seconds \
          at the most.
          """,
        load: { Int64($0.baselineMilliseconds) },
        assign: { $0.baselineMilliseconds = Int32($1) }),
      .balance(
        "rail_counts", unit: "counts", decimals: 0, range: 1...2_147_483_647,
        why: """
          Count at which I or Q stands at the rail of its converter. Such a frame is an alarm by \
          itself, since nothing but metal near the coil, or a fault, brings it there.
          """,
        load: { Int64($0.railCounts) },
        assign: { $0.railCounts = Int32($1) }),
    ]
  }
#endif
