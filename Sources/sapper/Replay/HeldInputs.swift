import DetectorCore
import Recording

/// A whole recording in memory, input by input as a run takes them.
struct HeldInputs {
  /// Every sample.
  private(set) var samples: [Int32] = []
  /// Frames, or traces where there are none.
  private(set) var frameCount = 0
  private var inputs: [(input: Input, samples: Range<Int>)] = []
  private let width: Int

  /// Reads a recording to its end.
  init(_ sweep: Sweep) throws(RecordingError) {
    width = sweep.width
    let widths = sweep.widths
    var source = sweep.source(rows: Replay.defaultBlockTraces)
    var storage = [Int32](repeating: 0, count: width * Replay.defaultBlockTraces)
    while true {
      var block = storage.mutableSpan
      let input = try source.readInput(into: &block)
      let start = samples.count
      if case .samples(let header) = input {
        let count = header.count * (header.sensor == .radar ? widths.traces : widths.frames)
        samples.append(contentsOf: storage[0..<count])
        if sweep.counts(header) { frameCount += header.count }
      }
      inputs.append((input, start..<samples.count))
      guard samples.count <= BenchmarkCommand.maximumSamples else {
        throw RecordingError(
          .refused, file: sweep.path, field: "size", found: "more samples than are held",
          expected: "at most \(BenchmarkCommand.maximumSamples)")
      }
      if case .end = input { return }
    }
  }

  /// Runs every input through a pipeline.
  func replay<Chain: Pipeline>(_ chain: inout Chain, into sink: inout CheckingSink) {
    var storage = [Int32](repeating: 0, count: width * Replay.defaultBlockTraces)
    var block = storage.mutableSpan
    var source = Source(held: self)
    do throws(RunFailure<Never, Never>) {
      try run(&source, &chain, &sink, block: &block)
    } catch {}
  }

  /// Gives them one after the other.
  private struct Source: InputSource {
    let held: HeldInputs
    var next = 0

    mutating func readInput(into block: inout MutableSpan<Int32>) throws(Never) -> Input {
      let (input, range) = held.inputs[next]
      next += 1
      for (place, sample) in range.enumerated() { block[place] = held.samples[sample] }
      return input
    }
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
