import DetectorCore
import Glibc
import Recording

/// Times the chain of a coil on a recording held in memory.
enum InductionBenchmark {
  /// Frames that the second figure is told for: an hour at 1,000 a second.
  static let hour: Int64 = 3_600_000

  /// Processor time of a frame and of an hour, what left the chain, and its state.
  static func text(
    _ recording: InductionRecording, _ configuration: InductionConfiguration, passes: Int
  ) throws(RecordingError) -> String {
    let settings = try recording.settings(configuration)
    let held = try HeldFrames(recording)
    guard held.frameCount > 0 else {
      throw RecordingError(
        .refused, file: recording.path, field: "frames", found: "none",
        expected: "something to time")
    }
    var fastest = Int64.max
    var sink = CheckingSink()
    for _ in 0..<passes {
      let engine = InductionEngine(settings: settings)
      sink = CheckingSink()
      let started = processorNanoseconds()
      held.replay(engine, into: &sink)
      fastest = min(fastest, processorNanoseconds() - started)
    }
    let each = Double(fastest) / Double(held.frameCount)
    let hours = each * Double(hour) / 1e9
    return SuitePage.fixed(each, 1) + " ns a frame, " + SuitePage.fixed(hours, 2)
      + " s of processor for 3600000 frames (\(held.frameCount) frames)\n" + sink.line + "\n"
      + "state \(MemoryLayout<InductionPipeline>.size) bytes\n"
  }

  private static func processorNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// The frames and the track of a recording in memory, in the turns in which a replay feeds them.
private struct HeldFrames {
  /// One turn: a run of frames, or a point of the track.
  private enum Turn {
    case frames(BlockHeader, start: Int)
    case point(TrackPoint, timeMicroseconds: Int64)
  }

  private var turns: [Turn] = []
  private var samples: [Int32] = []
  private let gates: Int

  init(_ opened: InductionRecording) throws(RecordingError) {
    var recording = opened
    recording.radar = nil
    gates = recording.induction.valueCount
    var turns: [Turn] = []
    var samples: [Int32] = []
    let chains = try ReplayChains(recording, LoadedConfiguration())
    var sink = CollectingSink(track: nil)
    try InductionReplay().run(recording, chains: chains, into: &sink) { arrival, span in
      switch arrival {
      case .frames(let header):
        turns.append(.frames(header, start: samples.count))
        for index in 0..<span.count { samples.append(span[index]) }
      case .point(let point, let time): turns.append(.point(point, timeMicroseconds: time))
      case .traces, .balance: break
      }
    }
    self.turns = turns
    self.samples = samples
  }

  var frameCount: Int { samples.count / max(gates, 1) }

  /// Gives every turn to the chain, and the end.
  func replay(_ engine: InductionEngine, into sink: inout CheckingSink) {
    for turn in turns {
      switch turn {
      case .frames(let header, let start):
        let end = start + header.count * gates
        engine.process(samples.span.extracting(start..<end), header: header, into: &sink)
      case .point(let point, let time):
        engine.take(point, timeMicroseconds: time, into: &sink)
      }
    }
    engine.finish(into: &sink)
  }
}
