import ArgumentParser
import DetectorCore
import Recording
import Scoring

/// Compares what was found with what is known to lie there.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Score detections against the truth of recordings.",
    discussion: """
      Heard is a body within whose radius + 0.10 m the level reaches 1; by chance is the same with \
      the level shifted along the lane. Sounding is the share of frames outside every body and every \
      zone where one can be heard (NAME.zones.json beside a recording) at which it does; false cells \
      are those of 0.25 m.

      Found is an object with an alarm within its radius + 0.10 m; it counts once. False is an alarm \
      outside all of these. The blind comb is as many alarms spread evenly along the path. Objects \
      are scored by position where a track exists, else detections by distance. False alarms of a coil \
      are counted to the square metre that it swept, with and without those on metal clutter; of a \
      dual sensor coil and radar are scored apart.

      A suite is simulated instead: --suite all --seeds 20 (every lane of a pulse induction), balance \
      (every lane of an induction balance), or lanes by name or file, parted by commas.
      """)

  @Argument(help: "Recordings; several give a total.")
  var files: [String] = []

  @Option(
    help: "Lanes to simulate and score: all, balance, or names and YAML files parted by commas.")
  var suite: String?

  @Option(help: "Seeds of each lane of a suite.")
  var seeds = 20

  @OptionGroup var formatOptions: FormatOptions

  @Option(help: "Event lines to score instead of replaying the recording.")
  var events: String?

  @Option(
    help: """
      Truth for recordings without: lines of \(TruthText.heading), scored by distance along the line.
      """)
  var truth: String?

  @Option(
    name: .customLong("origin-m"),
    help: "The x of the first trace in the truth file, metres (default 0).")
  var origin: Double?

  @Flag(help: "Listen to each hazard of a suite alone too, and compare; takes a run for each.")
  var alone = false

  @Flag(help: "Name every body, and print all of what was found.")
  var full = false

  @Flag(help: "Print JSON with stable keys.")
  var json = false

  @OptionGroup var configurationOptions: ConfigurationOptions

  @OptionGroup var sensorOptions: SensorOptions

  func validate() throws {
    guard files.isEmpty == (suite != nil) else {
      throw ValidationError(
        "Give recordings, or a --suite; sapper simulate --list names its lanes.")
    }
    guard (1...LaneSuite.maximumSeeds).contains(seeds) else {
      throw ValidationError("--seeds: found \(seeds), expected 1 to \(LaneSuite.maximumSeeds).")
    }
    guard suite == nil || (events == nil && truth == nil && origin == nil) else {
      throw ValidationError(
        "--events, --truth and --origin-m belong to a recording, not to a suite.")
    }
    guard suite != nil || !alone else {
      throw ValidationError("--alone belongs to a --suite: only a simulator can take bodies away.")
    }
    guard !files.contains("-") || (formatOptions.format != nil && files.count == 1) else {
      throw ValidationError("Standard input is scored alone, with its --format.")
    }
    guard events == nil || files.count == 1 else {
      throw ValidationError("--events belongs to one recording; \(files.count) are named.")
    }
    guard let origin else { return }
    guard truth != nil else { throw ValidationError("--origin-m belongs to --truth.") }
    guard origin.magnitude <= TruthText.farthestMetres else {
      throw ValidationError("--origin-m: found \(origin), expected a place on the line in metres.")
    }
  }

  func run() throws(RecordingError) {
    if let suite { return try run(suite) }
    var known: [BuriedObject]?
    if let truth {
      let text = try SmallFile.bytes(
        at: truth, limit: TruthText.maximumBytes, what: "a truth file")
      known = try TruthText.objects(in: text, file: truth, origin: origin ?? 0)
    }
    var scores: [Score] = []
    for file in files { scores += try self.scores(file, known: known) }
    if json {
      try ByteOutput.print(ScorePage.json(scores).text() + "\n")
    } else {
      try ByteOutput.print(
        ScorePage.lines(scores, isFull: full).map { Text.line($0) + "\n" }.joined())
    }
  }

  private func run(_ suite: String) throws(RecordingError) {
    let scores = try LaneSuite(
      lanes: LaneSuite.lanes(suite), seeds: seeds,
      configuration: try configurationOptions.load().chains, hearsAlone: alone
    ).scores()
    try ByteOutput.print(
      json
        ? ScorePage.json(scores.lanes, soils: scores.soils).text() + "\n"
        : SuitePage.text(scores, seeds: seeds, isFull: full))
  }

  private func scores(
    _ file: String, known: [BuriedObject]?
  ) throws(RecordingError) -> [Score] {
    let input = formatOptions.input(file)
    guard
      let (recording, loaded) = try configurationOptions.openInduction(
        input, sensor: sensorOptions.sensor)
    else { return [try score(file, known: known)] }
    guard known == nil else {
      throw RecordingError(
        .refused, file: file, field: "--truth", found: "distances along a line",
        expected: "none beside a coil's own truth", advice: "--sensor radar")
    }
    StandardError.warn(recording.warnings)
    return try InductionScore.scores(
      recording, loaded, events: try events.map(Joining.events), name: Self.name(of: file),
      dropsTrack: sensorOptions.dropsTrack)
  }

  private func score(_ file: String, known: [BuriedObject]?) throws(RecordingError) -> Score {
    let (recording, loaded) = try configurationOptions.open(formatOptions.input(file))
    StandardError.warn(recording.warnings)
    let settings = try recording.settings(loaded.radar)
    var line = Joining.scoredLine(recording, settings: settings)
    guard line != nil || known != nil else { throw Self.withoutTruth(file) }
    let found =
      if let events {
        try Joining.events(at: events)
      } else {
        try CollectingSink.events(of: Sweep(recording, loaded))
      }
    if let known {
      let count = recording.radar.traceCount ?? found.last?.totals?.samples ?? 0
      let spacing = Double(settings.traceSpacingMicrometres.value) / 1e6
      line = ScoredLine(truth: known, metres: Double(max(count - 1, 0)) * spacing)
    }
    guard let line else { throw Self.withoutTruth(file) }
    return line.score(found, name: Self.name(of: file))
  }

  /// Refuses a recording that nothing is known of.
  static func withoutTruth(_ file: String) -> RecordingError {
    RecordingError(
      .refused, file: file, field: "truth", found: "no annotation of kind truth",
      expected: "what is known to lie there, to score against",
      advice: "--truth FILE with a line \(TruthText.heading) and one for every object")
  }

  /// The file's own name without the extension of a collection.
  static func name(of file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    let ending = ".sigmf-collection"
    return last.hasSuffix(ending) ? String(last.dropLast(ending.count)) : last
  }
}
