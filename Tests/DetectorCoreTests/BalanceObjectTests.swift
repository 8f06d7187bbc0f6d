import DetectorCore
import Foundation
import Testing

@Suite("Places, objects and target IDs of an induction balance")
struct BalanceObjectTests {
  private struct Written: EventSink {
    var levels: [OperatorLevel] = []
    var events: [DetectionEvent] = []
    mutating func level(_ level: OperatorLevel) throws(Never) { levels.append(level) }
    mutating func emit(_ event: DetectionEvent) throws(Never) { events.append(event) }
    func of(_ kind: EventKind) -> [DetectionEvent] { events.filter { $0.kind == kind } }
  }

  private static let rate: Int64 = 250_000_000
  private static let trackRate: Int64 = 50_000_000

  /// Bumps at frames, of a height and a phase, over a little noise; two frequencies.
  private func frames(
    _ count: Int, seed: UInt64 = 1, bumps: [(at: Int, height: Double, degrees: Double)]
  ) -> [Int32] {
    var random = SplitMix(seed: seed)
    return (0..<count).flatMap { n -> [Int32] in
      var (i, q) = (0.0, 0.0)
      for bump in bumps {
        let x = Double(n - bump.at) / 40
        let size = bump.height * exp(-x * x)
        i += size * cos(bump.degrees * Double.pi / 180)
        q += size * sin(bump.degrees * Double.pi / 180)
      }
      func noise() -> Int32 { Int32((0..<4).reduce(-40) { sum, _ in sum + random.below(21) }) }
      return [
        Int32(i) + noise(), Int32(q) + noise(), Int32(i * 0.8) + noise(), Int32(q * 0.8) + noise(),
      ]
    }
  }

  private func settings(hasTrack: Bool) throws -> BalanceSettings {
    try BalanceSettings(
      frequencyCount: 2, rateMicrohertz: Self.rate,
      trackRateMicrohertz: hasTrack ? Self.trackRate : 0)
  }

  /// Runs frames with a track: `place` tells the point of a time in seconds, in millimetres; nil is silence.
  private func run(
    _ x: [Int32], place: ((Double) -> (Int32, Int32)?)? = nil
  ) throws -> Written {
    var chain = BalancePipeline(settings: try settings(hasTrack: place != nil))
    var sink = Written()
    var point: Int64 = 0
    let block = 5
    for start in stride(from: 0, to: x.count / 4, by: block) {
      let count = min(block, x.count / 4 - start)
      chain.process(
        x.span.extracting(start * 4..<(start + count) * 4),
        header: BlockHeader(count: count, index: Int64(start), sequence: Int64(start)), into: &sink)
      // Every point whose time the frames have reached.
      while let place, point * 5 < Int64(start + count) {
        if let (east, north) = place(Double(point) / 50) {
          chain.take(
            TrackPoint(
              eastMillimetres: east, northMillimetres: north, heightMillimetres: 50, quality: 100),
            timeMicroseconds: point * 20_000, into: &sink)
        }
        point += 1
      }
    }
    chain.finish(into: &sink)
    return sink
  }

  /// To and fro over one metre at 0.5 m/s, 125 mm further north each time.
  private func lane(_ seconds: Double) -> (Int32, Int32)? {
    let pass = Int(seconds / 2)
    let part = seconds - 2 * Double(pass)
    let along = pass % 2 == 0 ? part * 500 : 1_000 - part * 500
    return (Int32(along), Int32(125 * pass))
  }

  @Test(
    "Neighbouring passes over one thing are one object where it lies, with its passes as members")
  func object() throws {
    // The middle of the lane is under the coil at 3 s, 5 s and 7 s.
    let x = frames(
      5_000,
      bumps: [(750, 2_000, -100), (1_250, 6_000, -100), (1_750, 2_000, -100)])
    let written = try run(x, place: lane)
    #expect(written.of(.detection).count == 3)
    let objects = written.of(.object)
    #expect(objects.count == 1)
    let object = try #require(objects.first)
    #expect(object.members?.count == 3 && object.targetClass == .unknown)
    let position = try #require(object.position)
    #expect(abs(position.eastMillimetres - 500) <= 15)
    #expect(abs(position.northMillimetres - 250) <= 15)
    // −100° is 100 · 100/180.
    #expect(abs(Int(try #require(object.targetID)) - 55) <= 2)
    #expect(written.events.last?.totals?.objects == 1)
  }

  @Test("Things a metre apart stay two objects, and ids count every event")
  func two() throws {
    let x = frames(12_000, bumps: [(750, 4_000, -30), (4_750, 4_000, -30)])
    let written = try run(x, place: lane)
    #expect(written.of(.object).count == 2)
    #expect(written.events.map(\.id) == Array(1...UInt32(written.events.count)))
  }

  @Test("Without a track each alarm is an object of its own, without a place")
  func withoutTrack() throws {
    let written = try run(frames(3_000, bumps: [(1_500, 2_000, -90)]))
    let object = try #require(written.of(.object).first)
    #expect(written.of(.object).count == 1 && object.position == nil)
    #expect(object.members?.ids[0] == written.of(.detection).first?.id)
  }

  @Test("A track that falls silent is a fault, and what is found then still leaves")
  func silence() throws {
    let x = frames(4_000, bumps: [(3_000, 4_000, -60)])
    let written = try run(x) { $0 < 4 ? self.lane($0) : nil }
    #expect(written.of(.fault).count { $0.fault == .trackLost } == 1)
    #expect(written.of(.detection).count == 1)
    let never = try run(x) { _ in nil }
    #expect(never.of(.detection).count == 1 && never.of(.detection)[0].position == nil)
    #expect(never.of(.object).count == 1)
  }

  @Test("A strong thing leaves no alarm behind it")
  func undershoot() throws {
    let written = try run(frames(6_000, bumps: [(1_500, 2_000_000, -120)]))
    #expect(written.of(.detection).count == 1)
    #expect(!written.of(.fault).contains { $0.fault == .tunedOut })
    #expect(written.levels[2_000...].allSatisfy { !$0.flags.contains(.alarm) })
  }

  /// I and Q change places: the phase and with it the target ID become others, the statistic does not.
  @Test(
    "The target ID alone may differ: every level and every alarm is the same", arguments: seeds(4))
  func describesOnly(seed: UInt64) throws {
    let x = frames(
      6_000, seed: seed, bumps: [(1_000, 300, -20), (2_500, 30_000, -80), (4_000, 1_200, -160)])
    var turned = x
    for place in stride(from: 0, to: x.count, by: 2) {
      turned[place] = x[place + 1]
      turned[place + 1] = x[place]
    }
    let (one, other) = (try run(x), try run(turned))
    #expect(one.levels == other.levels)
    func bare(_ events: [DetectionEvent]) -> [DetectionEvent] {
      events.map { event in
        var event = event
        event.finding?.targetID = nil
        return event
      }
    }
    #expect(bare(one.events) == bare(other.events))
    let ids = zip(one.of(.detection), other.of(.detection)).filter { $0.targetID != $1.targetID }
    #expect(ids.count >= 2 && one.of(.detection).allSatisfy { $0.targetClass == .unknown })
  }

  @Test("Damaged frames are told as that, and what else is missing as a gap")
  func damaged() throws {
    var chain = BalancePipeline(settings: try settings(hasTrack: false))
    var sink = Written()
    let x = frames(100, bumps: [])
    chain.process(
      x.span.extracting(0..<200), header: BlockHeader(count: 50, index: 0, sequence: 0), into: &sink
    )
    let after = BlockHeader(count: 50, index: 50, sequence: 55, flags: .checksum, damaged: 3)
    chain.process(x.span.extracting(200..<400), header: after, into: &sink)
    chain.finish(into: &sink)
    #expect(sink.of(.fault).map(\.fault) == [.crc] && sink.of(.fault)[0].count == 3)
    #expect(sink.of(.gap).map(\.lost) == [2])
  }

  @Test("A front end that says it is saturated alarms, whatever its counts are")
  func saturated() throws {
    var chain = BalancePipeline(settings: try settings(hasTrack: false))
    var sink = Written()
    let x = frames(1_000, bumps: [])
    for n in 0..<1_000 {
      chain.process(
        x.span.extracting(4 * n..<4 * n + 4),
        header: BlockHeader(count: 1, index: Int64(n), sequence: Int64(n)), into: &sink)
      var state = HousekeepingSample(
        currentMicroamperes: 0, temperatureMillidegrees: 0, batteryMillivolts: 0, flags: .clear)
      if (500..<510).contains(n) { state.flags.insert(.saturated) }
      chain.take(state, into: &sink)
    }
    chain.finish(into: &sink)
    #expect(sink.levels[505].flags.contains(.alarm) && !sink.levels[495].flags.contains(.alarm))
    #expect(sink.of(.detection).contains { $0.rule == .overload && $0.action == .dig })
  }

  @Test("Hostile counts, sequences and points stop nothing", arguments: seeds(6))
  func hostile(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var chain = BalancePipeline(settings: try settings(hasTrack: true))
    var sink = Written()
    let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, 1 << 40, .max - 1, .max]
    var count = 0
    for turn in 0..<400 {
      let x = (0..<12).map { _ in
        random.below(3) == 0
          ? [Int32.min, .max, 0, -1][random.below(4)] : Int32(random.below(2_000))
      }
      let sequence = turn % 3 == 0 ? extremes[random.below(8)] : Int64(turn)
      chain.process(
        x.span,
        header: BlockHeader(
          count: 3, index: extremes[random.below(8)], sequence: sequence,
          flags: random.below(2) == 0 ? .checksum : .shortTail,
          damaged: [.min, 0, 1, .max][turn % 4]),
        into: &sink)
      count += 3
      let edge: [Int32] = [.min, .max, 0, 7]
      chain.take(
        TrackPoint(
          eastMillimetres: edge[random.below(4)], northMillimetres: edge[random.below(4)],
          heightMillimetres: edge[random.below(4)], quality: 0),
        timeMicroseconds: extremes[random.below(8)], into: &sink)
    }
    chain.finish(into: &sink)
    #expect(sink.levels.count == count && sink.events.last?.kind == .end)
  }
}
