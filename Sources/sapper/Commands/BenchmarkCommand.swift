import ArgumentParser
import DetectorCore
import Recording

/// Times the whole chain on a recording held in memory.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark", abstract: "Time the whole chain on a recording.",
    shouldDisplay: false)

  @OptionGroup var input: InputOptions
  @OptionGroup var configurationOptions: ConfigurationOptions

  @Option(help: "Passes; the fastest is printed.")
  var passes = 5

  /// Samples held at the most: 1 GiB.
  static let maximumSamples = 268_435_456

  func validate() throws {
    guard passes >= 1 && passes <= 1_000 else {
      throw ValidationError("--passes: found \(passes), expected 1 to 1000.")
    }
  }

  func run() throws(RecordingError) {
    if let (recording, loaded) = try configurationOptions.openInduction(input.input) {
      return try ByteOutput.print(
        InductionBenchmark.text(recording, loaded.induction, passes: passes))
    }
    var (recording, loaded) = try configurationOptions.open(input.input)
    let settings = try recording.settings(loaded.radar)
    let held = try HeldTraces(&recording.radar)
    guard held.samples.count > 0 else {
      throw RecordingError(
        .refused, file: recording.radar.path, field: "traces", found: "none",
        expected: "something to time")
    }
    var fastest = Duration.seconds(1_000_000)
    var sink = CheckingSink()
    for _ in 0..<passes {
      let engine = RadarEngines.engine(for: settings)
      sink = CheckingSink()
      let started = ContinuousClock.now
      held.replay(engine, into: &sink)
      fastest = min(fastest, ContinuousClock.now - started)
    }
    let timing = Self.line(samples: held.samples.count, elapsed: fastest)
    try ByteOutput.print(timing + "\n" + sink.line + "\n" + Self.stateLine + "\n")
  }

  /// What a chain holds: `state 228657 bytes for traces of at most 512 samples, 895281 for 4096`.
  static var stateLine: String {
    "state \(MemoryLayout<RadarPipeline<512>>.size) bytes for traces of at most 512 samples, "
      + "\(MemoryLayout<RadarPipeline<4_096>>.size) for 4096"
  }

  /// `11.27 ns a sample, 88.7 million samples a second (532480 samples)`.
  static func line(samples: Int, elapsed: Duration) -> String {
    let seconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    let nanoseconds = max(seconds, 1e-9) * 1e9 / Double(samples)
    let millions = 1_000 / nanoseconds
    return Text.fixed(Int64(nanoseconds * 1_000), decimals: 3, shown: 2) + " ns a sample, "
      + Text.fixed(Int64(millions * 1_000), decimals: 3, shown: 1)
      + " million samples a second (\(samples) samples)"
  }
}

/// A whole recording in memory, block by block as it was read.
struct HeldTraces {
  /// Every sample.
  private(set) var samples: [Int32] = []
  private var headers: [BlockHeader] = []
  private let samplesPerTrace: Int

  /// Reads a recording to its end.
  init(_ source: inout any RadarFile) throws(RecordingError) {
    samplesPerTrace = Int(source.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: samplesPerTrace * Replay.defaultBlockTraces)
    while true {
      var span = block.mutableSpan
      let header = try source.read(into: &span)
      guard header.count > 0 else { return }
      headers.append(header)
      samples.append(contentsOf: block[0..<(header.count * samplesPerTrace)])
      guard samples.count <= BenchmarkCommand.maximumSamples else {
        throw RecordingError(
          .refused, file: source.path, field: "size", found: "more samples than are held",
          expected: "at most \(BenchmarkCommand.maximumSamples)")
      }
    }
  }

  /// Gives every block to the chain, and the end.
  func replay(_ engine: any RadarEngine, into sink: inout CheckingSink) {
    var start = 0
    for header in headers {
      let end = start + header.count * samplesPerTrace
      engine.process(samples.span.extracting(start..<end), header: header, into: &sink)
      start = end
    }
    engine.finish(into: &sink)
  }
}

/// Counts what leaves the chain, and folds it into a number so that none of it can be left out.
struct CheckingSink: EventSink {
  /// Levels that came.
  private(set) var levels = 0
  /// Events that came.
  private(set) var events = 0
  /// Grows from every level and event in their order; the same for the same recording.
  private(set) var checksum: UInt32 = 0

  /// `863 levels and 9 events left, checksum 1234567`.
  var line: String { "\(levels) levels and \(events) events left, checksum \(checksum)" }

  mutating func level(_ level: OperatorLevel) throws(Never) {
    levels += 1
    fold(UInt32(level.levelQ8) | UInt32(level.flags.rawValue) << 16)
  }

  mutating func emit(_ event: DetectionEvent) throws(Never) {
    events += 1
    fold(UInt32(truncatingIfNeeded: event.sequence))
    fold(UInt32(bitPattern: event.distanceMillimetres ?? 0))
    fold(UInt32(bitPattern: event.depthMillimetres ?? 0))
    fold(UInt32(bitPattern: event.strengthHundredths ?? 0))
  }

  /// One step of FNV-1a over a whole word.
  private mutating func fold(_ word: UInt32) { checksum = (checksum ^ word) &* 0x0100_0193 }
}
