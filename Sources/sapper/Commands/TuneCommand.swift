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
      "Print found hazards and false alarms to a square metre against the coil's threshold.",
    discussion: """
      The chain is run anew at each threshold, since alarms that merge or part change with it. The line \
      marked with * is the threshold in force. A suite is simulated instead of recordings: --suite all \
      --seeds 5, or lanes by name or file, parted by commas.
      """)

  @Argument(help: "Recordings of a coil with truth; several give their sum.")
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

  @Flag(help: "Print JSON with stable keys.")
  var json = false

  @OptionGroup var configurationOptions: ConfigurationOptions

  /// Thresholds at the most.
  static let maximumSteps = 200

  func validate() throws {
    guard files.isEmpty == (suite != nil) else {
      throw ValidationError(
        "Give recordings, or a --suite; sapper simulate --list names its lanes.")
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
    let inForce =
      isBalance
      ? configuration.balance.thresholdHundredths : configuration.induction.thresholdHundredths
    var points: [TunePoint] = []
    for threshold in thresholds {
      configuration.induction.thresholdHundredths = threshold
      configuration.balance.thresholdHundredths = threshold
      let suite = LaneSuite(lanes: lanes, seeds: seeds, configuration: configuration)
      points.append(
        TunePoint(
          thresholdHundredths: threshold, isInForce: threshold == inForce,
          score: Score.total(try suite.scores())))
    }
    return points
  }

  /// Recordings, each opened once and run anew at each threshold.
  private func points() throws(RecordingError) -> [TunePoint] {
    var opened: [(recording: InductionRecording, loaded: LoadedConfiguration, line: ScoredLine)] =
      []
    for file in files {
      let input = RecordingInput(path: file)
      guard
        let (recording, loaded) = try configurationOptions.openInduction(input, sensor: .induction)
      else { continue }
      StandardError.warn(recording.warnings)
      opened.append((recording, loaded, try InductionScore.line(recording)))
    }
    var points: [TunePoint] = []
    let inForce = opened.first.map { first in
      first.recording.induction.isBalance
        ? first.loaded.balance.thresholdHundredths : first.loaded.induction.thresholdHundredths
    }
    var bar = ProgressBar(total: Int64(thresholds.count * opened.count), noun: "runs")
    for (place, threshold) in thresholds.enumerated() {
      var scores: [Score] = []
      for (number, each) in opened.enumerated() {
        bar.update(done: Int64(place * opened.count + number))
        var loaded = each.loaded
        loaded.chains.induction.thresholdHundredths = threshold
        loaded.chains.balance.thresholdHundredths = threshold
        let events = try CollectingSink.events(of: each.recording, configuration: loaded)
        scores.append(each.line.score(events, name: each.recording.path))
      }
      points.append(
        TunePoint(
          thresholdHundredths: threshold, isInForce: threshold == inForce,
          score: Score.total(scores)))
    }
    bar.clear()
    return points
  }

  private var thresholds: [Int32] {
    let first = Int((from * 100).rounded())
    let each = max(Int((step * 100).rounded()), 1)
    return stride(from: first, through: Int((to * 100).rounded()), by: each).map { Int32($0) }
  }
}

/// What one threshold gave.
struct TunePoint {
  /// The threshold, hundredths of a standard deviation.
  var thresholdHundredths: Int32
  /// Whether it is the one in force.
  var isInForce: Bool
  /// All recordings at it.
  var score: Score
}

/// Thresholds as text and as JSON.
enum TunePage {
  /// For a person.
  static func text(_ points: [TunePoint]) -> String {
    var rows = [["threshold", "hazards", "95 %", "false", "a m²", "95 %", "with scrap", "error"]]
    rows += points.map { point in
      let score = point.score
      let found = score.hazards.bounds
      let rate = score.falsePerSquareMetre
      let bounds = rate?.bounds
      return [
        Text.fixed(Int64(point.thresholdHundredths), decimals: 2, shown: 2)
          + (point.isInForce ? " *" : ""),
        "\(score.hazards.hits) of \(score.hazards.count)",
        range(found.lower * 100, found.upper * 100, 1), "\(score.result.falseAlarms.count)",
        rate?.rate.map { fixed($0, 2) } ?? "-",
        bounds.map { range($0.lower, $0.upper, 2) } ?? "-",
        score.falseWithClutterPerSquareMetre?.rate.map { fixed($0, 2) } ?? "-",
        score.meanErrorMetres.map { fixed($0 * 100, 1) + " cm" } ?? "-",
      ]
    }
    let widths = (0..<rows[0].count).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { Text.right($0, $1) }.joined(separator: "  ") + "\n"
    }.joined()
  }

  /// For a program.
  static func json(_ points: [TunePoint]) -> JSONPage {
    .object([
      (
        "thresholds",
        .array(
          points.map { point in
            .object([
              ("threshold_hundredths", .integer(Int64(point.thresholdHundredths))),
              ("in_force", .integer(point.isInForce ? 1 : 0)),
              ("score", ScorePage.total(point.score)),
            ])
          })
      )
    ])
  }

  private static func fixed(_ value: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return Text.fixed(Int64((value * scale).rounded()), decimals: places, shown: places)
  }

  private static func range(_ low: Double, _ high: Double, _ places: Int) -> String {
    "\(fixed(low, places)) to \(fixed(high, places))"
  }
}
