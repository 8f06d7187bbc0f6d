import ArgumentParser
import DetectorCore
import Journal
import Recording

/// Runs a recording through the chain and writes what it finds.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Run a recording through the detector.",
    discussion: """
      Without --events a table for a person goes to standard output. With --events - it is JSON \
      lines and nothing else. The same recording gives the same bytes at any --block and --speed. \
      The streams of a collection are merged by device time; of a dual sensor both chains run.
      """)

  /// How fast traces are fed.
  enum Speed: String, ExpressibleByArgument, CaseIterable {
    /// As they were taken.
    case real
    /// As fast as they can be taken.
    case max
  }

  @OptionGroup var input: InputOptions

  @Option(help: "Write event lines (JSON) to this file, or - for standard output.")
  var events: String?

  @Option(help: "Write the level of every frame and trace (CSV) to this file.")
  var levels: String?

  @OptionGroup var configurationOptions: ConfigurationOptions

  @OptionGroup var sensorOptions: SensorOptions

  @Option(help: "Feed samples as they were taken (real) or at once (max).")
  var speed = Speed.max

  @Option(help: "Frames or traces in a block at the most.")
  var block = Replay.defaultBlockTraces

  func validate() throws {
    guard block >= 1 && block <= Replay.maximumBlockTraces else {
      throw ValidationError(
        "--block: found \(block), expected 1 to \(Replay.maximumBlockTraces) traces.")
    }
    guard levels != "-" else {
      throw ValidationError("--levels needs a file: standard output belongs to the events.")
    }
    guard levels == nil || levels != events else {
      throw ValidationError("--levels and --events cannot share a file.")
    }
  }

  func run() throws(RecordingError) {
    var sweep = try configurationOptions.openSweep(
      input.input, sensor: sensorOptions.sensor, dropsTrack: sensorOptions.dropsTrack)
    var replay = Replay(blockTraces: block)
    let pacer = speed == .real ? sweep.pacer : nil
    if let pacer {
      StandardError.note("paced by \(pacer.origin)")
      replay.blockTraces = min(block, pacer.blockTraces)
    }
    var sink = try sink(sweep)
    try sink.write(sweep.opening + "\n")
    if events != nil { StandardError.warn(sweep.warnings) }

    let opened = sweep
    var meter = sweep.meter
    do throws(RecordingError) {
      try sweep.run(replay, into: &sink) { input, _ in
        guard case .samples(let header) = input, opened.counts(header) else { return }
        pacer?.wait(for: header)
        meter.arrived(header)
      }
    } catch {
      meter.clear()
      // What came before the fault is kept; the first fault is the one that is told.
      do throws(RecordingError) { try sink.finish() } catch {}
      throw error
    }
    meter.clear()
    if let totals = sink.totals { try sink.write(sweep.closing(totals, sink.reach)) }
    try sink.finish()
    tellEvents(sink.eventCount)
    StandardError.note(sweep.text(of: meter))
  }

  private func tellEvents(_ count: Int) {
    guard let events, events != "-" else { return }
    StandardError.note("\(events): \(Text.count(Int64(count), "event"))")
  }

  private func sink(_ sweep: Sweep) throws(RecordingError) -> ReplaySink {
    let (track, style) = (sweep.track, sweep.style)
    let rate = sweep.coil?.induction.rateMicrohertz ?? 0
    var levelOutput: ByteOutput?
    if let levels {
      levelOutput = try ByteOutput.file(
        at: levels, heldBytes: ByteOutput.blockBytes,
        replacingOnly: "\(LevelRow.headingBeforeReach)")
    }
    guard let events, events != "-" else {
      return try ReplaySink(
        form: events == nil ? .table : .lines, output: ByteOutput.standardOutput(),
        levels: levelOutput, track: track, style: style, rateMicrohertz: rate)
    }
    let output = try ByteOutput.file(at: events, heldBytes: 0, replacingOnly: "{\"id\":")
    return try ReplaySink(
      form: .lines, output: output, levels: levelOutput, track: track, style: style,
      rateMicrohertz: rate)
  }
}
