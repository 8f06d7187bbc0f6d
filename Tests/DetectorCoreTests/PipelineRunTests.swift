import DetectorCore
import TestSupport
import Testing

/// What all three pipelines owe to the one event log and the one run.
@Suite("One run, three pipelines")
struct PipelineRunTests {
  /// A pipeline on the heap, so that a test's stack stays small.
  private final class Box<Chain: Pipeline & ~Copyable> {
    var chain: Chain
    init(_ chain: consuming Chain) { self.chain = chain }

    func replay(_ source: StretchSource, width: Int, rows: Int) throws -> Gathered {
      var source = source
      var sink = Gathered()
      var storage = [Int32](repeating: 0, count: width * rows)
      var block = storage.mutableSpan
      try run(&source, &chain, &sink, block: &block)
      return sink
    }
  }

  private enum Kind: CaseIterable { case induction, balance, radar }

  /// 200 samples with a gap of 5 and two that come again, of noise.
  private func gathered(_ kind: Kind, rows: Int) throws -> Gathered {
    var description = InductionDescription(lsbFemtovolts: 10_000_000)
    for gate: (Int64, Int64) in [(10, 20), (20, 40), (40, 90), (300, 400)] {
      _ = description.append(
        .init(startNanoseconds: gate.0 * 1_000, endNanoseconds: gate.1 * 1_000))
    }
    let lane = RadarLane(traces: 200, samples: 256)
    let width = kind == .induction ? 4 : kind == .balance ? 2 : lane.samples
    var random = SplitMix(seed: 3)
    let samples =
      kind == .radar
      ? lane.make() : (0..<200 * width).map { _ in Int32(random.next() % 1_000) + 200 }
    let source = StretchSource(
      samples, width: width,
      stretches: [
        Stretch(range: 0..<100, sequence: 0), Stretch(range: 100..<150, sequence: 105),
        Stretch(range: 150..<152, sequence: 100), Stretch(range: 152..<200, sequence: 155),
      ])
    switch kind {
    case .induction:
      let settings = try InductionSettings(description: description, rateMicrohertz: 75_000_000)
      return try Box(InductionPipeline(settings: settings)).replay(
        source, width: width, rows: rows)
    case .balance:
      let settings = try BalanceSettings(frequencyCount: 1, rateMicrohertz: 75_000_000)
      return try Box(BalancePipeline(settings: settings)).replay(source, width: width, rows: rows)
    case .radar:
      var description = lane.description
      description.traceRateMillihertz = 75_000
      let settings = try RadarSettings(description: description)
      return try Box(RadarPipeline<512>(settings: settings)).replay(
        source, width: width, rows: rows)
    }
  }

  @Test("Numbers, times, gaps, repeats and totals are told alike, whatever the sensor")
  func alike() throws {
    for kind in Kind.allCases {
      let out = try gathered(kind, rows: 16)
      #expect(out.events.map(\.id) == (1...UInt32(out.events.count)).map { $0 }, "\(kind)")
      let gap = try #require(out.events.first { $0.kind == .gap })
      #expect(gap.lost == 5 && gap.sample == 100, "\(kind)")
      // 105 / 75 s.
      #expect(gap.timeMicroseconds == 1_400_000, "\(kind)")
      #expect(out.count(of: .repeatedFrames) == 2, "\(kind)")
      #expect(out.levels.count == 200, "\(kind)")
      let totals = try #require(out.events.last?.totals)
      #expect(totals.samples == 200 && totals.gaps == 1, "\(kind)")
      #expect(totals.faults == Int64(out.events(.fault).count), "\(kind)")
      #expect(totals.detections == Int64(out.detections.count), "\(kind)")
      #expect(totals.objects == Int64(out.objects.count), "\(kind)")
    }
  }

  @Test("Any block gives the same bits", arguments: [1, 7, 200])
  func blocks(rows: Int) throws {
    for kind in Kind.allCases {
      #expect(try gathered(kind, rows: rows) == gathered(kind, rows: 16), "\(kind)")
    }
  }

  @Test("What belongs to a finding cannot be set on a gap, a fault or the end")
  func bodies() {
    for body in [EventBody.gap(lost: 1), .fault(.crc, count: 2), .end(Totals())] {
      var event = DetectionEvent(
        body, sensor: .radar, sample: 0, sequence: 0, timeMicroseconds: 0)
      event.finding = TargetFinding()
      event.finding?.depthMillimetres = 5
      #expect(event.body == body && event.depthMillimetres == nil)
    }
  }
}
