import DetectorCore
import TestSupport
import Testing

@Suite("Radar pipeline")
struct RadarPipelineTests {
  @Test("A buried reflector is detected once, where it lies, and everything ends in one end event")
  func detects() throws {
    let lane = RadarLane()
    let out = try replay(lane.make(), lane.description)
    let found = try #require(out.detections.first)
    #expect(out.detections.count == 1)
    #expect(abs(Int(found.distanceMillimetres ?? 0) - 1_700) <= 42)
    // The file says no speed, so that 0.10 m/ns is assumed where 0.15 is true: 0.12 m reads 0.08 m.
    #expect(abs(Int(found.depthMillimetres ?? 0) - 80) <= 15)
    #expect((found.strengthHundredths ?? 0) >= 100)
    #expect(found.targetClass == .unknown && found.action == .investigate)
    #expect(out.levels.count == lane.traces)
    let end = try #require(out.events.last)
    #expect(end.kind == .end)
    #expect(end.totals?.samples == Int64(lane.traces) && end.totals?.detections == 1)
    #expect(out.events.map(\.id) == Array(1...UInt32(out.events.count)))
  }

  @Test("Bare ground gives no detection", arguments: seeds(6))
  func bareGround(seed: UInt64) throws {
    let lane = RadarLane(objects: [], noise: 30, seed: seed)
    #expect(try replay(lane.make(), lane.description).detections.isEmpty)
  }

  @Test("Any cuts into blocks give the same levels and events", arguments: seeds(4))
  func splitInvariance(seed: UInt64) throws {
    var lane = RadarLane()
    lane.objects = [(0.9, 0.05, 0.05), (2.1, 0.2, 0.02)]
    // Spacing 5 mm puts four traces into a step.
    lane.spacingMetres = seed % 2 == 0 ? 0.021 : 0.005
    let section = lane.make()
    var random = SplitMix(seed: seed)
    let stretches = random.cuts(of: lane.traces, longest: 9).map {
      Stretch(range: $0, sequence: Int64($0.lowerBound))
    }
    let whole = try replay(section, lane.description)
    #expect(try replay(section, lane.description, stretches: stretches) == whole)
    #expect(try replay(section, lane.description) == whole)
  }

  @Test("A longer capacity gives the same bits")
  func capacity() throws {
    let lane = RadarLane()
    let section = lane.make()
    let settings = try RadarSettings(description: lane.description)
    let whole = [Stretch(range: 0..<lane.traces, sequence: 0)]
    let large = RadarBox<4_096>(settings).replay(section, samples: lane.samples, stretches: whole)
    #expect(try replay(section, lane.description) == large)
  }

  @Test(
    "A detection leaves at most 0.25 m or 8 traces after its apex, and the level rises before it",
    arguments: [0.00125, 0.005, 0.021, 0.04, 0.1])
  func latency(spacing: Double) throws {
    var lane = RadarLane()
    lane.spacingMetres = spacing
    lane.traces = Int(3.4 / spacing)
    if spacing < 0.01 { lane.samples = 256 }
    let out = try replay(lane.make(), lane.description)
    let limit = max(Int64(0.25 / spacing), 8)
    var seen = 0
    for (event, levels) in zip(out.events, out.levelsBefore) where event.kind == .detection {
      seen += 1
      let apex = try #require(event.sample)
      #expect(Int64(levels) - apex <= limit)
      let before = out.levels[..<levels]
      #expect(before.contains { $0.levelQ8 >= OperatorLevel.thresholdQ8 })
    }
    #expect(seen >= 1)
  }

  @Test("An echo whose apex is the line's last trace is emitted at the end")
  func endOfLine() throws {
    var lane = RadarLane()
    lane.objects = [(Double(lane.traces - 1) * lane.spacingMetres, 0.12, 0.05)]
    let out = try replay(lane.make(), lane.description)
    // A first faint sign may come as a detection of its own; the object is one, at the apex.
    #expect(out.objects.count == 1)
    #expect((out.objects.first?.sample ?? 0) >= Int64(lane.traces - 5))
  }

  @Test("Detections that lie together make one object, with their ids")
  func objects() throws {
    var lane = RadarLane()
    lane.objects = [(1.5, 0.08, 0.05), (1.62, 0.08, 0.05), (2.9, 0.1, 0.05)]
    lane.traces = 220
    let out = try replay(lane.make(), lane.description)
    let objects = out.objects
    let members = objects.flatMap { object in
      (0..<(object.members?.count ?? 0)).map { object.members?.ids[$0] ?? 0 }
    }
    #expect(members == out.detections.map(\.id))
    #expect(objects.count < out.detections.count)
    #expect(objects.count == 2)
  }
}

@Suite("Radar pipeline: faults")
struct RadarPipelineFaultTests {
  private let lane = RadarLane()

  private func stretches(losing lost: Int, at trace: Int) -> [Stretch] {
    [
      Stretch(range: 0..<trace, sequence: 0),
      Stretch(range: trace + lost..<lane.traces, sequence: Int64(trace + lost)),
    ]
  }

  @Test("Lost traces are a gap with its count, and an echo across it is still found where it lies")
  func smallGap() throws {
    let out = try replay(lane.make(), lane.description, stretches: stretches(losing: 3, at: 83))
    let gaps = out.events.filter { $0.kind == .gap }
    #expect(gaps.map(\.lost) == [3])
    #expect(out.events.last?.totals?.gaps == 1)
    #expect(out.levels.count == lane.traces - 3)
    #expect(out.objects.count == 1)
    // Within the halo that an object without width is scored by.
    #expect(abs(Int(out.objects.first?.distanceMillimetres ?? 0) - 1_700) <= 100)
  }

  @Test("The time of a gap is that of its trace in the device's clock, rounded down as everywhere")
  func gapTime() throws {
    var description = lane.description
    description.traceRateMillihertz = 75_000
    let out = try replay(lane.make(), description, stretches: stretches(losing: 3, at: 50))
    // 53 / 75 s is 0.706666… s.
    #expect(out.events.first { $0.kind == .gap }?.timeMicroseconds == 706_666)
  }

  @Test("After a long gap the line begins anew: nothing is spliced, and what follows is detected")
  func longGap() throws {
    var lane = lane
    lane.traces = 300
    lane.objects = [(5.0, 0.1, 0.05)]
    let cut = [
      Stretch(range: 0..<60, sequence: 0), Stretch(range: 60..<300, sequence: 60 + 100_000),
    ]
    let out = try replay(lane.make(), lane.description, stretches: cut)
    #expect(out.events.filter { $0.kind == .gap }.map(\.lost) == [100_000])
    let found = try #require(out.detections.first)
    // Distance counts the lost traces.
    #expect(abs(Int(found.distanceMillimetres ?? 0) - 5_000 - 2_100_000) <= 63)
    #expect(out.detections.count == 1)
  }

  @Test("A sequence number that no device could reach is a gap, and its place saturates")
  func hugeGap() throws {
    let far: Int64 = 1 << 61
    let cut = [
      Stretch(range: 0..<80, sequence: 0), Stretch(range: 80..<lane.traces, sequence: far),
    ]
    let out = try replay(lane.make(), lane.description, stretches: cut)
    #expect(out.events.filter { $0.kind == .gap }.map(\.lost) == [far - 80])
    #expect(out.levels.count == lane.traces)
    #expect(out.detections.allSatisfy { ($0.distanceMillimetres ?? 0) >= 0 })
    #expect((out.events.last?.timeMicroseconds ?? 0) > 0)
  }

  @Test("A sequence that comes again is a fault, and its trace is held, not spliced")
  func repeated() throws {
    let again = [
      Stretch(range: 0..<80, sequence: 0), Stretch(range: 70..<80, sequence: 70),
      Stretch(range: 80..<lane.traces, sequence: 80),
    ]
    let whole = try replay(lane.make(), lane.description)
    let out = try replay(lane.make(), lane.description, stretches: again)
    #expect(out.faults[.repeatedFrames] == 10)
    #expect(
      out.detections.map(\.distanceMillimetres) == whole.detections.map(\.distanceMillimetres))
    #expect(out.levels.filter { $0.flags.contains(.held) }.count == 10)
  }

  @Test("Samples at the rail in the depths looked at are a fault and an alarm, trace for trace")
  func overload() throws {
    var section = lane.make()
    for trace in 40..<47 {
      for sample in 150..<160 { section[trace * lane.samples + sample] = 32_767 }
    }
    let out = try replay(section, lane.description)
    #expect(out.faults[.saturated] == 7)
    let saturated = out.levels.filter { $0.flags.contains(.saturated) }
    #expect(saturated.map(\.index) == Array(40..<47))
    #expect(saturated.allSatisfy { $0.levelQ8 >= 256 && $0.flags.contains(.alarm) })
  }

  @Test("A converter that repeats itself or gives one value is stuck, and says so")
  func stuck() throws {
    var section = lane.make()
    for trace in 40..<60 {
      for sample in 0..<lane.samples {
        section[trace * lane.samples + sample] = section[39 * lane.samples + sample]
      }
    }
    #expect(try replay(section, lane.description).faults[.stuck] == 13)
    for index in 60 * lane.samples..<70 * lane.samples { section[index] = 7 }
    let out = try replay(section, lane.description)
    #expect(out.faults[.stuck] == 23)
    #expect(out.levels[60..<70].allSatisfy { $0.flags.contains(.held) })
  }

  @Test("Single spikes are replaced and counted, and hide no echo")
  func spikes() throws {
    var section = lane.make()
    var random = SplitMix(seed: 3)
    for trace in 20..<140 { section[trace * lane.samples + 100 + random.below(300)] = 32_000 }
    let out = try replay(section, lane.description)
    #expect(out.faults[.badSamples] == 120)
    #expect(out.detections.count == 1)
    #expect(abs(Int(out.detections.first?.distanceMillimetres ?? 0) - 1_700) <= 42)
  }

  @Test(
    "A bounce that is lost is a fault; when it stays elsewhere the chain begins anew from there")
  func bounceLost() throws {
    var section = lane.make()
    // From trace 40 on the antenna is 120 samples higher: the chain must find its bounce again.
    for trace in 40..<lane.traces {
      let start = trace * lane.samples
      let moved = Array(section[start..<start + lane.samples - 120])
      for sample in 0..<120 { section[start + sample] = section[start] }
      for sample in moved.indices { section[start + 120 + sample] = moved[sample] }
    }
    let out = try replay(section, lane.description)
    #expect(out.faults[.bounceLost] == 8)
    #expect(out.detections.count == 1)
    #expect(abs(Int(out.detections.first?.distanceMillimetres ?? 0) - 1_700) <= 42)
  }

  /// Rails of 32 bits, steps between them, and pure chance: nothing may trap, whatever comes.
  @Test("Numbers at the rails of 32 bits neither trap nor stop the chain", arguments: seeds(12))
  func rails(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let samples = [16, 64, 256, 512][random.below(4)]
    var description = RadarDescription(
      samplesPerTrace: Int32(samples),
      sampleIntervalFemtoseconds: [10_000, 94_000, 1_000_000][random.below(3)])
    description.centreFrequencyKilohertz = [400_000, 1_000_000][random.below(2)]
    if description.sampleIntervalFemtoseconds == 1_000_000 {
      description.centreFrequencyKilohertz = 100_000
    }
    description.traceSpacingMicrometres = [1_000, 20_000, 500_000][random.below(3)]
    var configuration = RadarConfiguration()
    configuration.timeGainHundredths = [0, 50, 100][random.below(3)]
    configuration.bandPass = Int32(random.below(2))
    let traces = 40
    var section: [Int32] = random.samples(samples * traces)
    if seed % 3 == 0 { section = section.map { $0 < 0 ? .min : .max } }
    guard let settings = try? RadarSettings(description: description, configuration: configuration)
    else { return }
    let out = RadarBox<512>(settings).replay(
      section, samples: samples, stretches: [Stretch(range: 0..<traces, sequence: 0)])
    #expect(out.levels.count == traces)
    #expect(out.events.last?.kind == .end)
  }
}
