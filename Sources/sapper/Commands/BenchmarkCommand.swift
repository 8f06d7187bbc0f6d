import ArgumentParser
import DetectorCore
import Glibc
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
    let sweep = try configurationOptions.openSweep(input.input)
    let held = try HeldInputs(sweep)
    guard held.samples.count > 0 else {
      throw RecordingError(
        .refused, file: sweep.path, field: sweep.length.noun, found: "none",
        expected: "something to time")
    }
    var fastest = Duration.seconds(1_000_000)
    var sink = CheckingSink()
    for _ in 0..<passes {
      var chains = try sweep.fresh().chains
      sink = CheckingSink()
      let started = Self.processorTime()
      held.replay(&chains, into: &sink)
      fastest = min(fastest, Self.processorTime() - started)
    }
    let timing =
      sweep.coil == nil
      ? Self.line(samples: held.samples.count, elapsed: fastest)
      : Self.line(frames: held.frameCount, elapsed: fastest)
    try ByteOutput.print(
      timing + "\n" + sink.line + "\n" + Self.stateLine(sweep.chains) + "\n")
  }

  /// What the chains hold.
  private static func stateLine(_ chains: ReplayChains) -> String {
    var lines: [String] = []
    if chains.pulse != nil { lines.append("state \(MemoryLayout<InductionPipeline>.size) bytes") }
    if chains.balance != nil { lines.append("state \(MemoryLayout<BalancePipeline>.size) bytes") }
    if chains.echo != nil { lines.append(stateLine) }
    return lines.joined(separator: "\n")
  }

  /// Time of the processor, which no other program takes from.
  private static func processorTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  /// `11.3 ns a frame, 0.04 s of processor for 3600000 frames (32345 frames)`.
  static func line(frames: Int, elapsed: Duration) -> String {
    let each = seconds(elapsed) * 1e9 / Double(max(frames, 1))
    let hours = each * Double(hour) / 1e9
    return SuitePage.fixed(each, 1) + " ns a frame, " + SuitePage.fixed(hours, 2)
      + " s of processor for \(hour) frames (\(frames) frames)"
  }

  /// Frames of an hour at 1,000 a second.
  private static let hour: Int64 = 3_600_000

  private static func seconds(_ elapsed: Duration) -> Double {
    Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }

  /// What a chain holds: `state 228657 bytes for traces of at most 512 samples, 895281 for 4096`.
  static var stateLine: String {
    "state \(MemoryLayout<RadarPipeline<512>>.size) bytes for traces of at most 512 samples, "
      + "\(MemoryLayout<RadarPipeline<4_096>>.size) for 4096"
  }

  /// `11.27 ns a sample, 88.7 million samples a second (532480 samples)`.
  static func line(samples: Int, elapsed: Duration) -> String {
    let seconds = seconds(elapsed)
    let nanoseconds = max(seconds, 1e-9) * 1e9 / Double(samples)
    let millions = 1_000 / nanoseconds
    return Text.fixed(Int64(nanoseconds * 1_000), decimals: 3, shown: 2) + " ns a sample, "
      + Text.fixed(Int64(millions * 1_000), decimals: 3, shown: 1)
      + " million samples a second (\(samples) samples)"
  }
}
