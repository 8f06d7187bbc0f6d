import DetectorCore

/// What an induction chain derives, for a person: value, origin and reason.
enum InductionFigures {
  /// Every figure, in the order in which one follows from the other.
  static func all(_ settings: InductionSettings) -> [DerivedFigure] {
    [decimation(settings), bands(settings), way(settings), cell]
      + judgement(settings) + constants.map { sensitivity($0, settings) }
  }

  /// Time constants of the dictionary whose sensitivity is told: a small cap, a ring, a shell.
  private static let constants = [1, 3, 8]

  private static func decimation(_ settings: InductionSettings) -> DerivedFigure {
    let outputs = settings.rateMicrohertz / Int64(settings.factor)
    return DerivedFigure(
      name: "decimation",
      text: "\(settings.factor), \(Text.fixed(outputs, decimals: 6, shown: 1)) outputs a second",
      origin: "nearest to \(InductionSettings.outputHertz) a second",
      why: """
        Frames are averaged to a rate that every sweep needs and no more, so that all that follows \
        costs the same whatever the front end's rate.
        """)
  }

  private static func bands(_ settings: InductionSettings) -> DerivedFigure {
    let gates = settings.description.gates
    let texts = (0..<settings.bandCount).map { band in
      let each = settings.gates(ofBand: band)
      return interval(
        gates[each.lowerBound].startNanoseconds, gates[each.upperBound - 1].endNanoseconds)
    }
    return DerivedFigure(
      name: "bands", text: texts.joined(separator: ", ") + " µs", origin: "sapper:gates_us",
      why: """
        The decay is looked at in up to four bands; neighbouring gates are pooled where there are \
        more. From each the earth-field gate is taken, which no target reaches.
        """)
  }

  private static func way(_ settings: InductionSettings) -> DerivedFigure {
    let why = "Every length of the chain is counted along the way of the coil."
    guard settings.trackRateMicrohertz > 0 else {
      let speed = Text.fixed(
        Int64(settings.configuration.speedMillimetresPerSecond), decimals: 3, shown: 3)
      return DerivedFigure(
        name: "way", text: "\(speed) m/s, reckoned", origin: "speed_m_s, since there is no track",
        why: why)
    }
    let rate = Text.fixed(settings.trackRateMicrohertz, decimals: 6, shown: 1)
    return DerivedFigure(
      name: "way", text: "\(rate) positions a second", origin: "the track", why: why)
  }

  private static var cell: DerivedFigure {
    DerivedFigure(
      name: "cell", text: Text.fixed(PathCells.lengthQ8 / 256, decimals: 3, shown: 3) + " m",
      origin: "a fifth of the smallest coil's radius",
      why: "Outputs are averaged over cells of the way, which is where a slow sweep gains.")
  }

  private static func judgement(_ settings: InductionSettings) -> [DerivedFigure] {
    let configuration = settings.configuration
    func times(_ hundredths: Int32) -> String {
      Text.fixed(Int64(hundredths), decimals: 2, shown: 2) + " deviations"
    }
    return [
      DerivedFigure(
        name: "threshold", text: times(configuration.thresholdHundredths), origin: "threshold",
        why: "A detection begins where the statistic reaches it."),
      DerivedFigure(
        name: "level threshold", text: times(configuration.levelThresholdHundredths),
        origin: "level_threshold", why: "The tone begins where its statistic reaches it."),
    ]
  }

  /// The weakest decay of one time constant that reaches the threshold over ground that adds nothing.
  private static func sensitivity(_ decay: Int, _ settings: InductionSettings) -> DerivedFigure {
    let nanovolts = weakestNanovolts(decay, settings)
    let constant = Text.trimmed(DecayDictionary.nanoseconds[decay], decimals: 3)
    return DerivedFigure(
      name: "sensitivity, \(constant) µs", text: Text.trimmed(nanovolts, decimals: 3) + " µV",
      origin: "factory noise floor, 0.5 m/s",
      why: """
        The weakest signal of this time constant, in its largest band, that reaches the threshold \
        where the ground adds nothing. Ground and a noisier front end only raise it.
        """)
  }

  /// The same as a number.
  static func weakestNanovolts(_ decay: Int, _ settings: InductionSettings) -> Int64 {
    var model = SoilModel(
      prior: InlineArray<10, Int64>(repeating: 0), bandCount: settings.bandCount)
    // Outputs in a cell at 0.5 m/s.
    let outputs = settings.rateMicrohertz / Int64(settings.factor)
    let dwell = max(1, outputs * (PathCells.lengthQ8 / 256) / 500 / 1_000_000)
    var noise = BandVector()
    for band in 0..<settings.bandCount {
      noise[band] = settings.factoryNoise[band] / dwell * MotionFilter.noisePowerQ16 / 65_536
    }
    model.prepare(settings.dictionary, noise: noise)
    let threshold = Int64(settings.configuration.thresholdHundredths) * 256 / 100
    return model.amplitude(decay: decay, statisticQ8: threshold, dictionary: settings.dictionary)
  }

  /// `10–25`.
  static func interval(_ start: Int64, _ end: Int64) -> String {
    Text.trimmed(start, decimals: 3) + "–" + Text.trimmed(end, decimals: 3)
  }
}
