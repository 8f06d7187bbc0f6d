import DetectorCore
import Testing

/// What a chain gave, frame by frame.
private struct Heard: EventSink {
  var levels: [OperatorLevel] = []
  var events: [DetectionEvent] = []
  mutating func level(_ level: OperatorLevel) throws(Never) { levels.append(level) }
  mutating func emit(_ event: DetectionEvent) throws(Never) { events.append(event) }
}

/// A chain of five gates over quiet ground, with frames that a test makes.
private struct Bench: ~Copyable {
  var pipeline: InductionPipeline
  var heard = Heard()
  var sequence: Int64 = 0
  private var random = SplitMix(seed: 7)

  init(railCounts: Int32 = .max) throws {
    var description = InductionDescription(lsbFemtovolts: 10_000_000)
    for (start, end) in [(10, 20), (20, 40), (40, 80), (80, 160), (300, 400)] {
      description.append(
        InductionDescription.Gate(
          startNanoseconds: Int64(start) * 1_000, endNanoseconds: Int64(end) * 1_000))
    }
    description.pulsesPerFrame = 4
    var configuration = InductionConfiguration()
    configuration.railCounts = railCounts
    pipeline = InductionPipeline(
      settings: try InductionSettings(
        description: description, rateMicrohertz: 250_000_000, configuration: configuration))
  }

  /// Frames of ground, each gate with some counts more.
  mutating func play(_ count: Int, adding: Int32 = 0, flags: BlockFlags = .clear) {
    for _ in 0..<count {
      var frame = [2_000, 900, 380, 140, 20].map { (gate: Int32) -> Int32 in
        gate + Int32(random.below(9)) - 4
      }
      for gate in 0..<4 { frame[gate] += adding >> Int32(gate) }
      let header = BlockHeader(count: 1, index: sequence, sequence: sequence, flags: flags)
      pipeline.process(frame.span, header: header, into: &heard)
      sequence += 1
    }
  }
}

@Suite("Frames with the reference") struct ReferenceFrameTests {
  @Test("They are held, said to be unsettled, and leave nothing behind")
  func held() throws {
    var bench = try Bench()
    bench.play(2_000)
    bench.play(500, adding: 50_000, flags: .reference)
    bench.play(1_000)
    let injected = bench.heard.levels[2_000..<2_500]
    #expect(injected.allSatisfy { $0.flags.contains(.held) && $0.flags.contains(.settling) })
    #expect(bench.heard.levels.allSatisfy { !$0.flags.contains(.alarm) })
    #expect(!bench.heard.events.contains { $0.kind == .detection })
    // The decimator forgets the last of them within four of its outputs.
    #expect(bench.heard.levels[2_520...].allSatisfy { $0.flags.isDisjoint(with: .held) })
    var control = try Bench()
    control.play(2_000)
    control.play(500, adding: 50_000)
    let hears = control.heard.levels.contains { $0.flags.contains(.alarm) }
    #expect(hears, "metal of that size")
  }

  @Test("An overload in them is an alarm all the same, and equal ones are no stuck converter")
  func overload() throws {
    var bench = try Bench(railCounts: 32_767)
    bench.play(1_000)
    bench.play(1, adding: 40_000, flags: .reference)
    #expect(bench.heard.levels.last?.flags.contains(.alarm) == true)
    let same: [Int32] = [5_000, 5_000, 5_000, 5_000, 5_000]
    for _ in 0..<100 {
      let header = BlockHeader(
        count: 1, index: bench.sequence, sequence: bench.sequence, flags: .reference)
      bench.pipeline.process(same.span, header: header, into: &bench.heard)
      bench.sequence += 1
    }
    #expect(!bench.heard.events.contains { $0.fault == .stuck })
  }

  @Test("A frame over a gap says that it is held for as long as the gap reaches into it")
  func overGap() throws {
    var bench = try Bench()
    bench.play(1_000)
    bench.sequence += 1
    bench.play(1)
    #expect(bench.heard.levels.last?.flags.contains(.held) == true)
    bench.play(50)
    #expect(bench.heard.levels.last?.flags.contains(.held) == false)
    for _ in 0..<200 {
      bench.sequence += 1
      bench.play(1)
      #expect(bench.heard.levels.last?.flags.contains(.held) == true, "every second frame is lost")
    }
  }
}
