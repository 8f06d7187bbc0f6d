import ArgumentParser
import DetectorCore
import Journal
import Lanes
import Physics
import Recording
import Scoring

/// Where the rooms are joined: every call that leaves this one for a reader, writer or generator.
///
/// The commands know only these functions and the contracts of `RadarFile`.
enum Joining {
  /// Opens a file or a collection, recognised by what it holds.
  static func open(_ input: RecordingInput) throws(RecordingError) -> OpenedRecording {
    let isNamed = input.format?.lowercased() == "sigmf"
    if isNamed || (input.format == nil && SigMFRadarFile.recognises(input.path)) {
      return try openCollection(input)
    }
    var options = RadarFileOptions()
    options.format = input.format
    options.channel = input.channel
    options.sampleIntervalFemtoseconds = input.sampleIntervalFemtoseconds ?? 0
    options.traceSpacingMicrometres = input.traceSpacingMicrometres ?? 0
    options.centreFrequencyKilohertz = input.centreFrequencyKilohertz ?? 0
    return OpenedRecording(radar: try RadarFileOpener.open(input.path, options: options))
  }

  /// The collection at a path that has streams but none of radar; `nil` for everything else.
  static func collectionWithoutRadar(_ path: String) throws(RecordingError) -> SigMFCollection? {
    guard path != "-", SigMFRadarFile.recognises(path) else { return nil }
    let collection = try SigMFCollection(opening: path)
    return collection.radar == nil ? collection : nil
  }

  /// The recording of a coil at a path, with the radar beside it; `nil` where there is no coil.
  ///
  /// Of two coils it is that of the pulse induction, unless `prefersBalance`.
  static func openInduction(
    _ input: RecordingInput, prefersBalance: Bool = false
  ) throws(RecordingError) -> InductionRecording? {
    guard input.path != "-", input.format.map({ $0.lowercased() == "sigmf" }) ?? true,
      SigMFRadarFile.recognises(input.path)
    else { return nil }
    let collection = try SigMFCollection(opening: input.path)
    let streams =
      prefersBalance ? [collection.balance] : [collection.induction, collection.balance]
    guard let stream = streams.compactMap({ $0 }).first else { return nil }
    try refuseForeignOptions(input)
    return try InductionRecording(collection, stream: stream, path: input.path)
  }

  /// An event as a line of JSON, its newline included.
  static func eventLine(_ event: DetectionEvent) -> [UInt8] {
    var text = WrittenText()
    EventLine.write(event, into: &text)
    return text.bytes
  }

  /// The events that a file of event lines holds.
  static func events(at path: String) throws(RecordingError) -> [DetectionEvent] {
    var reader = try EventLineReader(path: path)
    var events: [DetectionEvent] = []
    while let event = try reader.next() {
      guard events.count < CollectingSink.maximumEvents else { throw .tooManyEvents(path) }
      events.append(event)
    }
    if reader.cutByteCount > 0 {
      StandardError.warn([
        RecordingWarning(
          file: path, field: "end", found: "\(reader.cutByteCount) bytes of a line cut off",
          assumed: "left aside")
      ])
    }
    return events
  }

  /// Compares the checksums of a SigMF recording with its data; one that differs is refused.
  static func verify(_ path: String) throws(RecordingError) -> [RecordingFact] {
    guard SigMFRadarFile.recognises(path) else {
      throw RecordingError(
        .refused, file: path, field: "--verify", found: "a format without checksums",
        expected: "a SigMF recording", advice: "sapper import, which makes one")
    }
    var facts: [RecordingFact] = []
    for stream in try SigMFCollection(opening: path).streams {
      let value: String
      switch try SigMFVerify.check(stream) {
      case .matches: value = "matches the data"
      case .absent: value = "not there, nothing to compare"
      case .differs(let described, let found):
        throw RecordingError(
          .refused, file: stream.dataPath, field: "core:sha512",
          found: "\(found.prefix(12))…", expected: "\(described.prefix(12))… as described",
          advice: "another copy of the data; sapper repair takes the data as they are now")
      }
      facts.append(RecordingFact(name: stream.name, value: value, origin: "core:sha512"))
    }
    return facts
  }

  /// Turns a file into a SigMF collection.
  static func importFile(
    _ file: inout any RadarFile, to name: String
  ) throws(RecordingError) {
    var bar = ProgressBar(total: file.traceCount, noun: "traces")
    defer { bar.clear() }
    try SigMFImport.write(from: &file, to: name) { done, _ in bar.update(done: done) }
  }

  /// What was said of a coil's recording; nil where a file is none, by its format or its content.
  static func coilOptions(
    _ path: String, format: String?, _ said: CoilOptions
  ) throws(RecordingError) -> InductionOptions? {
    let isNamed = format.map(InductionFileOpener.isFormat) ?? false
    guard isNamed || (format == nil && (said.isGiven || InductionFileOpener.recognises(path)))
    else { return nil }
    do throws(ValidationError) {
      return try said.options(format: isNamed ? format : nil)
    } catch {
      throw RecordingError(
        .refused, file: path, field: "options", found: error.message, expected: "other ones")
    }
  }

  /// Turns a coil's recording into a SigMF collection.
  static func importCoil(
    _ file: inout any InductionFile, to name: String
  ) throws(RecordingError) -> InductionImport.Totals {
    var bar = ProgressBar(total: nil, noun: "frames")
    defer { bar.clear() }
    return try InductionImport.write(from: &file, to: name) { done in bar.update(done: done) }
  }

  /// Completes a recording that was cut off; gives what was mended.
  static func repair(_ name: String) throws(RecordingError) -> [String] {
    try SigMFRepair.repair(name)
  }

  /// Makes a lane with known truth; gives the paths that were written.
  ///
  /// A scenario is the name of one, or the path of a YAML file: what ends in `.yaml` or holds a `/`.
  static func simulate(
    scenario: String, seed: UInt64, to name: String
  ) throws(RecordingError) -> [String] {
    if let scene = SceneLibrary.scene(named: scenario, seed: seed) {
      var bar = ProgressBar(total: scene.deviceTraceCount, noun: "traces")
      defer { bar.clear() }
      return try SceneFiles.write(scene, to: name) { done in bar.update(done: done) }
    }
    let lane = try lane(scenario, seed: seed)
    var bar = ProgressBar(total: nil, noun: "frames")
    defer { bar.clear() }
    return try SceneFiles.write(lane.induction, radar: lane.radar, to: name) { done in
      bar.update(done: done)
    }
  }

  /// The lane of a scenario's name or file.
  static func lane(_ scenario: String, seed: UInt64) throws(RecordingError) -> Lane {
    if let lane = try LaneLibrary.lane(named: scenario, seed: seed) { return lane }
    guard scenario.contains("/") || [".yaml", ".yml"].contains(where: scenario.hasSuffix) else {
      let nearest = Nearest.word(to: scenario, among: scenarios)
      throw RecordingError(
        .refused, file: "simulate", field: "scenario", found: "\"\(scenario)\"",
        expected: "one of \(scenarios.joined(separator: ", ")), or a path of a YAML file",
        advice: nearest.map { "\($0)" } ?? "sapper simulate --list")
    }
    let bytes = try SmallFile.bytes(
      at: scenario, limit: ScenarioReader.maximumBytes, what: "a scenario in YAML")
    let file = scenario.split(separator: "/").last.map(String.init) ?? scenario
    let name = file.split(separator: ".").first.map(String.init) ?? file
    return try ScenarioReader.lane(
      String(decoding: bytes, as: UTF8.self), file: scenario, name: name, seed: seed)
  }

  /// Names of the scenarios that can be simulated.
  static var scenarios: [String] { SceneLibrary.names + LaneLibrary.names }

  /// Each scenario with one line on what it is for.
  static func scenarioLines() throws(RecordingError) -> [(name: String, about: String)] {
    var lines = SceneLibrary.names.map { (name: $0, about: SceneLibrary.about($0)) }
    for entry in LaneLibrary.entries {
      lines.append(
        (entry.name, try ScenarioReader.about(entry.text, file: "\(entry.name).yaml")))
    }
    return lines
  }

  /// What a recording says that a score needs; none where it carries no truth.
  static func scoredLine(_ recording: OpenedRecording, settings: RadarSettings) -> ScoredLine? {
    let annotations = recording.radar.annotations
    guard annotations.contains(where: { $0.kind == .truth }) else { return nil }
    let count = recording.radar.traceCount ?? 0
    guard let track = recording.track else {
      let spacing = Double(settings.traceSpacingMicrometres.value) / 1e6
      return ScoredLine(annotations: annotations, traceCount: count, spacingMetres: spacing)
    }
    let rate = settings.rateMicrohertz
    return ScoredLine(annotations: annotations, traceCount: count) { trace in
      let time = DeviceTime.microseconds(ofSequence: trace, rateMicrohertz: rate)
      return track.position(atMicroseconds: time).map {
        GroundPoint(
          east: Double($0.eastMillimetres) / 1_000, north: Double($0.northMillimetres) / 1_000)
      }
    }
  }

  private static func openCollection(
    _ input: RecordingInput
  ) throws(RecordingError) -> OpenedRecording {
    guard input.path != "-" else {
      throw RecordingError(
        .refused, file: "standard input", field: "--format", found: "sigmf",
        expected: "a format of one file", advice: "the path of the collection")
    }
    try refuseForeignOptions(input)
    let collection = try SigMFCollection(opening: input.path)
    var track: SigMFTrack?
    if let recording = collection.track { track = try SigMFTrack(recording) }
    let streams = collection.streams.map { stream in
      RecordingFact(
        name: stream.name, value: Text.count(stream.sampleCount, "sample"),
        origin: "\(stream.global.stream.contents.sensorName)")
    }
    var recording = OpenedRecording(radar: try SigMFRadarFile(opening: input.path))
    recording.track = track
    recording.streams = streams
    if let radar = collection.radar, let text = radar.global.configuration, !text.isEmpty {
      recording.configuration = StoredConfiguration(text: text, place: radar.metaPath)
    }
    return recording
  }

  /// A SigMF recording says its own figures; what stands beside them would be two truths.
  static func refuseForeignOptions(_ input: RecordingInput) throws(RecordingError) {
    let given: [(String, Bool, String)] = [
      ("--channel", (input.channel ?? 0) != 0, "no --channel: a stream has one"),
      ("--dt-ps", input.sampleIntervalFemtoseconds != nil, "the recording's own interval"),
      ("--spacing-m", input.traceSpacingMicrometres != nil, "trace_spacing_m in --config"),
      ("--freq-mhz", input.centreFrequencyKilohertz != nil, "centre_frequency_mhz in --config"),
    ]
    for (name, isGiven, advice) in given where isGiven {
      throw RecordingError(
        .refused, file: input.path, field: name, found: "a figure beside a SigMF recording",
        expected: "none, since the recording says its own", advice: advice)
    }
  }
}

extension SigMFTrack: PositionTrack {
  func position(atMicroseconds time: Int64) -> Position? {
    point(atMicroseconds: time).map {
      Position(eastMillimetres: $0.eastMillimetres, northMillimetres: $0.northMillimetres)
    }
  }

  func heightMillimetres(atMicroseconds time: Int64) -> Int32? {
    point(atMicroseconds: time)?.heightMillimetres
  }
}
