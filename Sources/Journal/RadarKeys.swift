import DetectorCore

#if !hasFeature(Embedded)  // A unit has the keys of its own chain alone, and no room for others.
  /// The keys of the radar chain.
  ///
  /// To add a key, add its entry and raise the count; reading, writing, showing and explaining follow.
  package enum RadarKeys {
    /// The table, from what the ground is to what an object is.
    package static let all: InlineArray<21, ConfigurationKey> = [
      .radar(
        "wave_speed_m_ns", unit: "m/ns", decimals: 6, range: 33_000...299_792,
        derivation: "the recording's permittivity or speed, else 0.100",
        why: """
          Depth is wave speed times half the travel time, so an error of 10 % here is an error of \
          10 % in every depth. Dry sand has 0.15, moist soil 0.10, wet clay 0.06 m/ns.
          """,
        load: { Int64($0.waveSpeedMicrometresPerNanosecond) },
        assign: { $0.waveSpeedMicrometresPerNanosecond = Int32($1) }),
      .radar(
        "centre_frequency_mhz", unit: "MHz", decimals: 3, range: 10_000...10_000_000,
        derivation: "the recording's header, antenna name or spectrum",
        why: """
          One period sets the length of the pulse, and with it how close two echoes may lie and \
          how much of the shallow ground hides in the bounce. A higher frequency resolves more and \
          reaches less deep.
          """,
        load: { $0.centreFrequencyKilohertz },
        assign: { $0.centreFrequencyKilohertz = $1 }),
      .radar(
        "trace_spacing_m", unit: "m", decimals: 6, range: 10...10_000_000,
        derivation: "the recording's header, else 0.5 m/s at its trace rate, else 0.020",
        why: """
          Every length along the track is counted in traces by it, so a wrong spacing stretches \
          hyperbolae out of focus and shifts every distance that is reported.
          """,
        load: { $0.traceSpacingMicrometres },
        assign: { $0.traceSpacingMicrometres = $1 }),
      .radar(
        "depth_maximum_m", unit: "m", decimals: 3, range: 20...20_000,
        derivation: "the larger of 0.600 m and 6 wavelengths, within the window",
        why: """
          Echoes from deeper than this are not searched. A deeper gate finds deeper objects and \
          gives noise more room for false alarms.
          """,
        load: { Int64($0.depthMaximumMillimetres) },
        assign: { $0.depthMaximumMillimetres = Int32($1) }),
      .radar(
        "alignment", decimals: 0, range: 0...1,
        why: """
          Follows the ground bounce from trace to trace, so that an antenna that rises and falls \
          does not smear the background. Off only for an antenna on a rail.
          """,
        load: { Int64($0.alignment) },
        assign: { $0.alignment = Int32($1) }),
      .radar(
        "band_pass", decimals: 0, range: 0...1,
        why: """
          Puts a low-pass of half a period behind the dewow. It quietens a noisy receiver and \
          rounds the pulse a little.
          """,
        load: { Int64($0.bandPass) },
        assign: { $0.bandPass = Int32($1) }),
      .radar(
        "time_gain", decimals: 2, range: 0...100, step: 50,
        why: """
          Power of travel time that undoes spreading: 0 leaves amplitudes as measured, 0.50 and \
          1.00 lift deep echoes. It is fixed, never an automatic gain, so that amplitudes stay \
          comparable.
          """,
        load: { Int64($0.timeGainHundredths) },
        assign: { $0.timeGainHundredths = Int32($1) }),
      .radar(
        "background_m", unit: "m", decimals: 3, range: 100...100_000,
        derivation: "the largest of 1 m, 6 wavelengths and 16 steps",
        why: """
          Length of the running mean that is taken away as the ground's own echo. Too short, and \
          it takes a target with it; too long, and it lags behind a change of ground.
          """,
        load: { Int64($0.backgroundMillimetres) },
        assign: { $0.backgroundMillimetres = Int32($1) }),
      .radar(
        "background_freeze", decimals: 0, range: 0...1,
        why: """
          Holds the background while an alarm is on, for its own length at the most, so that a \
          long object does not become ground.
          """,
        load: { Int64($0.backgroundFreeze) },
        assign: { $0.backgroundFreeze = Int32($1) }),
      .radar(
        "training_m", unit: "m", decimals: 3, range: 100...20_000,
        why: """
          Length behind the antenna from which the floor of each depth is learnt. Longer is \
          steadier, shorter follows patchy soil.
          """,
        load: { Int64($0.trainingMillimetres) },
        assign: { $0.trainingMillimetres = Int32($1) }),
      .radar(
        "guard_m", unit: "m", decimals: 3, range: 10...5_000,
        why: """
          Length between a cell and its training, so that an object does not raise its own floor. \
          At least a wavelength and two steps are kept whatever stands here.
          """,
        load: { Int64($0.guardMillimetres) },
        assign: { $0.guardMillimetres = Int32($1) }),
      .radar(
        "floor_order", decimals: 2, range: 5...95,
        why: """
          Which of the sorted training values is the floor: 0.50 is the median. Lower is less \
          disturbed by a second object near by.
          """,
        load: { Int64($0.floorOrderHundredths) },
        assign: { $0.floorOrderHundredths = Int32($1) }),
      .radar(
        "floor_prior", decimals: 5, range: 0...10_000,
        why: """
          Floor before anything was learnt, as a share of the ground bounce, and half of it \
          ever after: 0.00100 is 60 dB below it. It keeps a perfectly quiet stretch from making \
          thresholds of nothing.
          """,
        load: { Int64($0.floorPriorPerHundredThousand) },
        assign: { $0.floorPriorPerHundredThousand = Int32($1) }),
      .radar(
        "surface_clutter", decimals: 5, range: 0...10_000,
        why: """
          What rough ground leaves of the bounce just below it, as a share of the bounce, added to \
          the floor: 0.00400 is 48 dB below it, and it falls by e with every period of depth. A mine \
          near the surface is several times louder.
          """,
        load: { Int64($0.surfaceClutterPerHundredThousand) },
        assign: { $0.surfaceClutterPerHundredThousand = Int32($1) }),
      .radar(
        "threshold", decimals: 2, range: 100...10_000,
        why: """
          How many times its floor a focused echo must be to count as a detection. Lower finds \
          weaker echoes, such as a plastic mine in dry sand, and raises more false alarms.
          """,
        load: { Int64($0.thresholdHundredths) },
        assign: { $0.thresholdHundredths = Int32($1) }),
      .radar(
        "release", decimals: 2, range: 10...100,
        why: """
          Share of the threshold below which an alarm ends. Below 1.00 an echo that wavers stays \
          one alarm.
          """,
        load: { Int64($0.releaseHundredths) },
        assign: { $0.releaseHundredths = Int32($1) }),
      .radar(
        "coherence", decimals: 2, range: 0...6_400,
        why: """
          How much more energy must be in phase along a hyperbola than unrelated traces would put \
          there. It parts buried objects from rough ground, which is loud but not in phase.
          """,
        load: { Int64($0.coherenceHundredths) },
        assign: { $0.coherenceHundredths = Int32($1) }),
      .radar(
        "early_threshold", decimals: 2, range: 100...10_000,
        why: """
          How many times its floor a single trace must be to move the operator's level before the \
          apex is known. It alone never makes a detection.
          """,
        load: { Int64($0.earlyThresholdHundredths) },
        assign: { $0.earlyThresholdHundredths = Int32($1) }),
      .radar(
        "merge_m", unit: "m", decimals: 3, range: 10...2_000,
        why: "Detections nearer than this to the one before are the same echo.",
        load: { Int64($0.mergeMillimetres) },
        assign: { $0.mergeMillimetres = Int32($1) }),
      .radar(
        "object_m", unit: "m", decimals: 3, range: 10...5_000,
        why: """
          Detections of one object lie no further apart than this: the two edges of a mine, or an \
          echo at two depths.
          """,
        load: { Int64($0.objectMillimetres) },
        assign: { $0.objectMillimetres = Int32($1) }),
      .radar(
        "attenuation_db_m", unit: "dB/m", decimals: 2, range: 0...20_000,
        why: """
          Loss in the soil, one way, that the radar budget reckons with: about 24 dB/m in wet clay \
          at 0.05 S/m. Where a reference mine would not be seen through it, silence is marked as \
          blind.
          """,
        load: { Int64($0.attenuationHundredthsDecibelPerMetre) },
        assign: { $0.attenuationHundredthsDecibelPerMetre = Int32($1) }),
    ]
  }
#endif
