import DetectorCore
import Foundation
import Testing

@Suite("Induction-balance chain")
struct BalancePipelineTests {
  private struct Written: EventSink {
    var levels: [OperatorLevel] = []
    var events: [DetectionEvent] = []
    mutating func level(_ level: OperatorLevel) throws(Never) { levels.append(level) }
    mutating func emit(_ event: DetectionEvent) throws(Never) { events.append(event) }
    func faults(_ kind: Fault) -> Int { events.count { $0.fault == kind } }
    var detections: [DetectionEvent] { events.filter { $0.kind == .detection } }
  }

  private static let rate: Int64 = 250_000_000

  /// Noise of about 10 counts on two frequencies over a large imbalance.
  private func frames(
    _ count: Int, seed: UInt64 = 1, signal: (Int) -> (inPhase: Double, quadrature: Double)
  ) -> [Int32] {
    var random = SplitMix(seed: seed)
    return (0..<count).flatMap { n -> [Int32] in
      let target = signal(n)
      func noise() -> Int32 { Int32((0..<4).reduce(-40) { sum, _ in sum + random.below(21) }) }
      return [
        Int32(target.inPhase) + 900_000 + noise(), Int32(target.quadrature) - 400_000 + noise(),
        Int32(target.inPhase * 0.8) + 100_000 + noise(),
        Int32(target.quadrature * 0.8) + 50_000 + noise(),
      ]
    }
  }

  private func bump(_ n: Int, at centre: Int, _ height: Double, degrees: Double) -> (
    inPhase: Double, quadrature: Double
  ) {
    let x = Double(n - centre) / 40
    let size = height * exp(-x * x)
    return (size * cos(degrees * Double.pi / 180), size * sin(degrees * Double.pi / 180))
  }

  private func pipeline(_ configuration: BalanceConfiguration = .init()) throws -> BalancePipeline {
    BalancePipeline(
      settings: try BalanceSettings(
        frequencyCount: 2, rateMicrohertz: Self.rate, configuration: configuration))
  }

  private func run(_ x: [Int32], blocks: [Range<Int>]? = nil) throws -> Written {
    var chain = try pipeline()
    var sink = Written()
    for block in blocks ?? [0..<(x.count / 4)] {
      chain.process(
        x.span.extracting(block.lowerBound * 4..<block.upperBound * 4),
        header: BlockHeader(
          count: block.count, index: Int64(block.lowerBound), sequence: Int64(block.lowerBound)),
        into: &sink)
    }
    chain.finish(into: &sink)
    return sink
  }

  @Test(
    "Targets of every phase are heard and written as metal, class unknown, where they are",
    arguments: [0.0, -14, -45, -90, -135, -170])
  func everyPhase(degrees: Double) throws {
    let written = try run(frames(6_000) { bump($0, at: 4_000, 1_500, degrees: degrees) })
    #expect(written.levels.count == 6_000)
    let detection = try #require(written.detections.first)
    #expect(abs((detection.sample ?? 0) - 4_000) < 20)
    #expect(detection.rule == .metal && detection.targetClass == .unknown)
    #expect(written.levels[4_000].flags.contains(.alarm))
    #expect(!written.levels[3_500].flags.contains(.alarm))
  }

  @Test("Noise alone is silent", arguments: seeds(5))
  func noise(seed: UInt64) throws {
    let written = try run(frames(20_000, seed: seed) { _ in (0, 0) })
    #expect(written.detections.isEmpty)
    #expect(written.levels.allSatisfy { !$0.flags.contains(.alarm) })
  }

  @Test("Any cut into blocks gives the same levels and events", arguments: seeds(3))
  func splits(seed: UInt64) throws {
    let x = frames(5_000) { bump($0, at: 3_000, 900, degrees: -60) }
    var random = SplitMix(seed: seed)
    let whole = try run(x)
    let parts = try run(x, blocks: random.cuts(of: 5_000, longest: 300))
    #expect(parts.levels == whole.levels && parts.events == whole.events)
  }

  /// Ground swings 200 times its noise along one phase; across it, a target of 300 counts is plain.
  @Test("A learnt ground phase lets a target be heard that the ground would drown")
  func groundPhase() throws {
    var chain = try pipeline()
    var sink = Written()
    let degrees = -8.0
    func ground(_ n: Int) -> (inPhase: Double, quadrature: Double) {
      let size = 20_000 * (1 - cos(Double(n) * 2 * Double.pi / 500)) / 2
      return (size * cos(degrees * Double.pi / 180), size * sin(degrees * Double.pi / 180))
    }
    let pumped = frames(4_000, signal: ground)
    chain.beginGroundPhase()
    chain.process(
      pumped.span, header: BlockHeader(count: 4_000, index: 0, sequence: 0), into: &sink)
    #expect(chain.endGroundPhase() == nil)
    let second = chain.endGroundPhase()
    #expect(second == .notBegun)
    // A gap: the coil goes to the lane, where the ground changes slowly by a tenth.
    sink = Written()
    let swept = frames(8_000, seed: 2) { n in
      let (i, q) = ground(n / 4)
      let target = bump(n, at: 6_000, 400, degrees: -100)
      return (i / 10 + target.inPhase, q / 10 + target.quadrature)
    }
    chain.process(
      swept.span, header: BlockHeader(count: 8_000, index: 4_000, sequence: 10_000), into: &sink)
    chain.finish(into: &sink)
    #expect(sink.levels[5_950...6_050].contains { $0.flags.contains(.alarm) })
  }

  @Test("A held coil keeps alarming, and says so when it tunes out")
  func held() throws {
    let written = try run(frames(6_000) { $0 < 2_000 ? (0, 0) : (0, -20_000) })
    #expect(written.levels[2_050..<4_400].allSatisfy { $0.flags.contains(.alarm) })
    #expect(written.faults(.tunedOut) == 1)
    #expect(written.detections.count >= 1)
  }

  @Test("A rail is an alarm, a stuck converter and repeated frames are faults, a gap is an event")
  func faults() throws {
    var x = frames(3_000) { _ in (0, 0) }
    for n in 1_000..<1_010 { x[4 * n] = .max }
    for n in 2_000..<2_100 { for k in 0..<4 { x[4 * n + k] = x[4 * 2_000 + k] } }
    let written = try run(x, blocks: [0..<2_500, 2_400..<2_500, 2_600..<3_000])
    #expect(written.levels[1_005].flags.contains(.saturated))
    #expect(written.levels[1_005].flags.contains(.alarm) && written.levels[1_005].levelQ8 == .max)
    #expect(written.detections.contains { $0.rule == .overload && $0.action == .dig })
    #expect(written.faults(.saturated) >= 1 && written.faults(.stuck) >= 1)
    #expect(written.faults(.repeatedFrames) == 100)
    #expect(written.events.filter { $0.kind == .gap }.map(\.lost) == [100])
    #expect(written.levels[2_050].flags.contains(.blind))
  }

  @Test("A floor above its tested ceiling is a fault")
  func sensitivity() throws {
    var configuration = BalanceConfiguration()
    // Ten counts of noise have three or four behind the low-pass.
    configuration.noiseCounts = 1
    configuration.ceilingCounts = 2
    var chain = try pipeline(configuration)
    var sink = Written()
    let x = frames(20_000) { _ in (0, 0) }
    chain.process(x.span, header: BlockHeader(count: 20_000, index: 0, sequence: 0), into: &sink)
    #expect(sink.faults(.sensitivityLost) >= 1)
  }

  @Test("The target's number is that of its phase, and silences nothing")
  func number() throws {
    var chain = try pipeline()
    var sink = Written()
    let x = frames(4_000) { bump($0, at: 3_990, 50_000, degrees: -90) }
    chain.process(x.span, header: BlockHeader(count: 4_000, index: 0, sequence: 0), into: &sink)
    let number = try #require(chain.targetID.number)
    #expect(abs(Int(number) - 50) <= 2)
    chain.finish(into: &sink)
    let after = chain.targetID.number
    #expect(after == nil && sink.detections.count == 1)
  }

  @Test("Settings refuse what the chain cannot look at")
  func settings() {
    #expect(throws: BalanceSettingsError.frequencyCount(0)) {
      try BalanceSettings(frequencyCount: 0, rateMicrohertz: Self.rate)
    }
    #expect(throws: BalanceSettingsError.frequencyCount(9)) {
      try BalanceSettings(frequencyCount: 9, rateMicrohertz: Self.rate)
    }
    #expect(throws: BalanceSettingsError.rate(microhertz: 1)) {
      try BalanceSettings(frequencyCount: 1, rateMicrohertz: 1)
    }
  }
}
