import ArgumentParser
import DetectorCore
import Journal
import Lanes
import Recording
import Scoring

/// Shows what a threshold costs and buys.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract:
      "Print what is heard and found, and what is false, against the threshold.",
    discussion: """
      The threshold is that of detections; with --level it is that of the coil's level, which the operator \
      hears. A recording of a radar alone tunes the radar; of a dual sensor the coil, or with --sensor radar \
      the radar. The chain is run anew at each threshold, since alarms that merge or part change with it. The line \
      marked with * is the threshold in force. A suite is simulated instead of recordings: --suite all \
      --seeds 5, or lanes by name or file, parted by commas.
      """)

  @Argument(help: "Recordings with truth; several give their sum.")
  var files: [String] = []

  @Option(help: "Lanes to simulate and score: all, or names and YAML files parted by commas.")
  var suite: String?

  @Option(help: "Seeds of each lane of a suite.")
  var seeds = 5

  @Option(help: "Lowest threshold, standard deviations.")
  var from = 3.0

  @Option(help: "Highest threshold, standard deviations.")
  var to = 10.0

  @Option(help: "Step between thresholds.")
  var step = 0.5

  @Flag(help: "Tune the threshold of the level instead of that of detections.")
  var level = false

  @Flag(help: "Print JSON with stable keys.")
  var json = false

  @Option(
    help: "Sensor to tune, where a recording holds several: all, induction, balance or radar.")
  var sensor = SensorChoice.all

  @OptionGroup var configurationOptions: ConfigurationOptions

  /// Thresholds at the most.
  static let maximumSteps = 200

  func validate() throws {
    guard files.isEmpty == (suite != nil) else {
      throw ValidationError(
        "Give recordings, or a --suite; sapper simulate --list names its lanes.")
    }
    guard suite == nil || sensor == .all else {
      throw ValidationError("--sensor belongs to a recording, not to a suite.")
    }
    guard (1...LaneSuite.maximumSeeds).contains(seeds) else {
      throw ValidationError("--seeds: found \(seeds), expected 1 to \(LaneSuite.maximumSeeds).")
    }
    guard from >= 1, to <= 100, from <= to else {
      throw ValidationError("--from and --to: expected 1 to 100, the lower one first.")
    }
    guard step >= 0.01, (to - from) / step < Double(Self.maximumSteps) else {
      throw ValidationError(
        "--step: expected at least 0.01, and at most \(Self.maximumSteps) steps.")
    }
  }

  func run() throws(RecordingError) {
    let points: [TunePoint]
    if let suite { points = try self.points(suite) } else { points = try self.points() }
    try ByteOutput.print(json ? TunePage.json(points).text() + "\n" : TunePage.text(points))
  }

  /// A suite, simulated and run anew at each threshold.
  private func points(_ suite: String) throws(RecordingError) -> [TunePoint] {
    var configuration = try configurationOptions.load().chains
    let lanes = LaneSuite.lanes(suite)
    let isBalance = lanes.allSatisfy(LaneLibrary.balanceNames.contains)
    let inForce = threshold(of: configuration, isBalance: isBalance)
    var points: [TunePoint] = []
    for threshold in thresholds {
      set(threshold, in: &configuration)
      let suite = LaneSuite(lanes: lanes, seeds: seeds, configuration: configuration)
      points.append(
        TunePoint(
          thresholdHundredths: threshold, isInForce: threshold == inForce,
          score: Score.total(try suite.scores().lanes)))
    }
    return points
  }

  /// Recordings, each opened once and run anew at each threshold.
  private func points() throws(RecordingError) -> [TunePoint] {
    var opened: [TunedRecording] = []
    for file in files { opened.append(try open(file)) }
    var points: [TunePoint] = []
    let inForce = opened.first.map(threshold)
    var bar = ProgressBar(total: Int64(thresholds.count * opened.count), noun: "runs")
    for (place, threshold) in thresholds.enumerated() {
      var scores: [Score] = []
      for (number, each) in opened.enumerated() {
        bar.update(done: Int64(place * opened.count + number))
        var loaded = each.loaded
        set(threshold, in: &loaded.chains)
        scores.append(try each.score(loaded))
      }
      points.append(
        TunePoint(
          thresholdHundredths: threshold, isInForce: threshold == inForce,
          score: Score.total(scores)))
    }
    bar.clear()
    return points
  }

  private func open(_ file: String) throws(RecordingError) -> TunedRecording {
    let input = RecordingInput(path: file)
    guard let (opened, loaded) = try configurationOptions.openInduction(input, sensor: sensor)
    else {
      guard !level else {
        throw RecordingError(
          .refused, file: file, field: "--level", found: "a radar",
          expected: "a coil: a radar's level has the threshold of its detections")
      }
      let (radar, loaded) = try configurationOptions.open(input)
      return try TunedRecording(radar, loaded)
    }
    var coil = opened
    if coil.radar != nil {
      StandardError.note("\(file): the coil is tuned; --sensor radar tunes the radar")
    }
    coil.radar = nil
    return try TunedRecording(coil, loaded)
  }

  private func threshold(_ opened: TunedRecording) -> Int32 {
    guard let isBalance = opened.isBalance else {
      return opened.loaded.radar.thresholdHundredths
    }
    return threshold(of: opened.loaded.chains, isBalance: isBalance)
  }

  /// The threshold in force; the level of a balance has that of its detections.
  private func threshold(of configuration: DetectorConfiguration, isBalance: Bool) -> Int32 {
    if isBalance { return configuration.balance.thresholdHundredths }
    let coil = configuration.induction
    return level ? coil.levelThresholdHundredths : coil.thresholdHundredths
  }

  private func set(_ threshold: Int32, in configuration: inout DetectorConfiguration) {
    configuration.balance.thresholdHundredths = threshold
    configuration.radar.thresholdHundredths = threshold
    if level {
      configuration.induction.levelThresholdHundredths = threshold
    } else {
      configuration.induction.thresholdHundredths = threshold
    }
  }

  private var thresholds: [Int32] {
    let first = Int((from * 100).rounded())
    let each = max(Int((step * 100).rounded()), 1)
    return stride(from: first, through: Int((to * 100).rounded()), by: each).map { Int32($0) }
  }
}
