import DetectorCore

/// The keys of the induction chain.
///
/// To add a key, add its entry and raise the count; reading, writing, showing and explaining follow.
package enum InductionKeys {
  /// The table, from what an alarm is to what the instrument is.
  package static let all: InlineArray<12, ConfigurationKey> = [
    .induction(
      "threshold", decimals: 2, range: 100...10_000,
      why: """
        How many standard deviations of ground and noise the statistic of a bump must reach to \
        count as a detection. Lower finds weaker and deeper metal, such as a minimum-metal mine, \
        and raises more false alarms.
        """,
      load: { Int64($0.thresholdHundredths) },
      assign: { $0.thresholdHundredths = Int32($1) }),
    .induction(
      "level_threshold", decimals: 2, range: 100...10_000,
      why: """
        The same for what the operator hears, which comes at once and cannot wait for the whole \
        bump. It is the stricter one, so that the tone does not chatter over quiet ground.
        """,
      load: { Int64($0.levelThresholdHundredths) },
      assign: { $0.levelThresholdHundredths = Int32($1) }),
    .induction(
      "release", decimals: 2, range: 10...100,
      why: """
        Share of the level threshold below which the tone ends. Below 1.00 a signal that wavers \
        stays one alarm.
        """,
      load: { Int64($0.releaseHundredths) },
      assign: { $0.releaseHundredths = Int32($1) }),
    .induction(
      "noise_nv_rthz", unit: "nV/√Hz", decimals: 3, range: 100...1_000_000,
      why: """
        White noise at the coil that is reckoned with at the least, the factory floor. A quieter \
        stretch never makes the chain more sensitive than this; a noisier front end is learnt on \
        the way.
        """,
      load: { Int64($0.noisePicovoltsPerRootHertz) },
      assign: { $0.noisePicovoltsPerRootHertz = Int32($1) }),
    .induction(
      "soil_share", decimals: 2, range: 1...1_000,
      why: """
        What a sweep changes of the ground's own signal before the ground is learnt, as a share \
        of it: height, tilt and patches. Higher is deafer for the first metres, lower trusts the \
        ground sooner.
        """,
      load: { Int64($0.soilShareHundredths) },
      assign: { $0.soilShareHundredths = Int32($1) }),
    .induction(
      "knock_share", decimals: 2, range: 0...100,
      why: """
        What the gates hear differently of a knock against the coil, as a share of what the \
        earth-field gate hears. As long as a knock may ring, what is smaller than this passes \
        for the knock and every level says settling. Higher is deafer after a knock, lower lets \
        knocks pass for metal.
        """,
      load: { Int64($0.knockShareHundredths) },
      assign: { $0.knockShareHundredths = Int32($1) }),
    .induction(
      "ceiling_uv", unit: "µV", decimals: 3, range: 1_000...10_000_000,
      why: """
        Signal of a small cap (14 µs) in the first gate that must still alarm. Where ground or \
        noise lift the threshold above it, the fault sensitivity_lost says so: silence proves \
        nothing there.
        """,
      load: { Int64($0.ceilingNanovolts) },
      assign: { $0.ceilingNanovolts = Int32($1) }),
    .induction(
      "speed_m_s", unit: "m/s", decimals: 3, range: 10...10_000,
      why: """
        Speed along the way that is reckoned with where there is no track. Every length of the \
        chain is stretched by the error of it, so a sweep twice as fast looks half as wide.
        """,
      load: { Int64($0.speedMillimetresPerSecond) },
      assign: { $0.speedMillimetresPerSecond = Int32($1) }),
    .induction(
      "slow_m_s", unit: "m/s", decimals: 3, range: 0...10_000,
      why: """
        A sweep that stays below this speed for three seconds says too_slow: the bob of a hand \
        then passes for noise, and weak metal goes unheard. Known only with a track.
        """,
      load: { Int64($0.slowMillimetresPerSecond) },
      assign: { $0.slowMillimetresPerSecond = Int32($1) }),
    .induction(
      "fast_m_s", unit: "m/s", decimals: 3, range: 10...10_000,
      why: """
        Above this speed every level says too_fast: there are too few frames over a small \
        object.
        """,
      load: { Int64($0.fastMillimetresPerSecond) },
      assign: { $0.fastMillimetresPerSecond = Int32($1) }),
    .induction(
      "high_m", unit: "m", decimals: 3, range: 10...2_000,
      why: """
        Above this height of the coil every level says too_high. A small object's signal falls \
        with about the sixth power of the distance.
        """,
      load: { Int64($0.highMillimetres) },
      assign: { $0.highMillimetres = Int32($1) }),
    .induction(
      "rail_counts", unit: "counts", decimals: 0, range: 1...2_147_483_647,
      why: """
        Count at which a gate stands at the rail of its converter. Such a frame is an alarm by \
        itself, since nothing but metal near the coil, or a fault, brings it there.
        """,
      load: { Int64($0.railCounts) },
      assign: { $0.railCounts = Int32($1) }),
  ]
}
