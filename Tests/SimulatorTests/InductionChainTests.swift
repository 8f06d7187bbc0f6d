import DetectorCore
import Physics
import Recording
import TestSupport
import Testing

/// Runs a scene through the induction chain in memory.
enum ChainRun {
  /// `blockFrames` frames at a time; the track is left out if it is not wanted.
  static func record(
    _ scene: InductionScene, blockFrames: Int = 1, hasTrack: Bool = true,
    configuration: InductionConfiguration = InductionConfiguration()
  ) throws -> Gathered {
    let source = InductionSceneSource(scene)
    let settings = try InductionSettings(
      description: source.description, rateMicrohertz: source.rateMicrohertz,
      trackRateMicrohertz: hasTrack ? source.trackRateMicrohertz : 0,
      configuration: configuration)
    var merged = MergedSource(source, rows: blockFrames, hasTrack: hasTrack)
    var chain = Engine(InductionPipeline(settings: settings))
    var record = Gathered()
    var storage = [Int32](repeating: 0, count: source.gateCount * blockFrames)
    var block = storage.mutableSpan
    try run(&merged, &chain, &record, block: &block)
    return record
  }
}

@Suite("The induction chain on simulated lanes")
struct InductionChainTests {
  /// Three metres over one target, 2 cm above the ground.
  static func pass(
    _ target: InductionTarget, depthMetres: Double, pitchDegrees: Double = 90, speed: Double = 0.5
  ) -> InductionScene {
    var sweep = InductionSweep.even(
      from: .init(east: -1.5, north: 0), to: .init(east: 1.5, north: 0), speed: speed,
      heightMetres: 0.02)
    sweep.makeEven()
    var scene = InductionScene(name: "pass", seed: 7, sweep: sweep)
    scene.ground.viscosity = 1e-7
    scene.targets = [
      BuriedTarget(
        target, east: 0, north: 0, depthMetres: depthMetres, pitchDegrees: pitchDegrees)
    ]
    return scene
  }

  private static func isFound(_ record: Gathered, withinMillimetres reach: Int32) -> Bool {
    record.events(.detection).contains {
      guard let position = $0.position else { return false }
      return abs(position.eastMillimetres) <= reach
    }
  }

  @Test(
    "Every target is an alarm and a detection at its place, from contact with the ground down",
    arguments: InductionTargetLibrary.names.filter { $0 != "stainless-ball-5" })
  func targets(name: String) throws {
    let target = try #require(InductionTargetLibrary.target(named: name))
    for speed in [0.1, 1.0] {
      for pitch in [0.0, 90] {
        for depth in [0.0, 0.02] {
          let record = try ChainRun.record(
            Self.pass(target, depthMetres: depth, pitchDegrees: pitch, speed: speed))
          let told = "\(name) at \(depth) m, \(speed) m/s, pitch \(pitch)"
          #expect(record.levels.contains { $0.flags.contains(.alarm) }, "\(told): no sound")
          #expect(Self.isFound(record, withinMillimetres: 150), "\(told): no detection")
        }
      }
    }
  }

  @Test("The same lane gives the same bits for every size of block")
  func blocks() throws {
    var scene = Self.pass(
      try #require(InductionTargetLibrary.target(named: "pmn2-like")), depthMetres: 0.03)
    scene.faults.perMinute[.lostFrame] = 30
    let one = try ChainRun.record(scene)
    for size in [2, 7, 64, 1_000] {
      let other = try ChainRun.record(scene, blockFrames: size)
      #expect(one.events == other.events)
      #expect(one.levels == other.levels)
    }
    #expect(one.events(.gap).count > 0)
  }

  @Test("A coil held still over a mine keeps alarming for a minute where there is a track")
  func stillWithTrack() throws {
    let record = try ChainRun.record(Self.still(seconds: 60))
    let last = record.levels.suffix(200)
    #expect(last.allSatisfy { $0.flags.contains(.alarm) })
    #expect(record.count(of: .tunedOut) == 0)
  }

  @Test("A coil held still over a mine keeps alarming for a minute without a track, too")
  func stillWithoutTrack() throws {
    let record = try ChainRun.record(Self.still(seconds: 60), hasTrack: false)
    let last = record.levels.suffix(record.levels.count / 2)
    #expect(last.allSatisfy { $0.flags.contains(.alarm) })
    #expect(record.count(of: .tunedOut) == 0)
  }

  private static func still(seconds: Double) throws -> InductionScene {
    var sweep = InductionSweep([
      .line(from: .init(east: -2, north: 0), to: .init(east: 0, north: 0)),
      .still(seconds: seconds),
    ])
    sweep.makeEven()
    sweep.heightMetres = 0.03
    var scene = InductionScene(name: "still", seed: 3, sweep: sweep)
    scene.ground.viscosity = 1e-6
    scene.targets = [
      BuriedTarget(
        try #require(InductionTargetLibrary.target(named: "pmn2-like")), east: 0, north: 0,
        depthMetres: 0.03)
    ]
    return scene
  }

  @Test("Lost frames are told as gaps, every one, and nothing else is counted")
  func lostFrames() throws {
    var scene = Self.pass(
      try #require(InductionTargetLibrary.target(named: "al-cap-6x40")), depthMetres: 0.05)
    scene.faults.perMinute[.lostFrame] = 60
    scene.faults.perMinute[.checksum] = 60
    let source = InductionSceneSource(scene)
    let record = try ChainRun.record(scene)
    func injected(_ kind: InductionFaultKind) -> Int64 {
      source.faults.filter { $0.kind == kind }.reduce(0) {
        $0 + $1.frames.upperBound - $1.frames.lowerBound
      }
    }
    let lost = record.events(.gap).reduce(Int64(0)) { $0 + ($1.lost ?? 0) }
    #expect(injected(.lostFrame) > 0 && injected(.checksum) > 0)
    #expect(lost == injected(.lostFrame))
    #expect(record.count(of: .crc) == injected(.checksum))
    #expect(record.levels.count == Int(record.events.last?.totals?.samples ?? 0))
  }

  @Test("Metal that appears under a still coil sounds within 100 ms of device time")
  func latency() throws {
    let target = try #require(InductionTargetLibrary.target(named: "tm62-like"))
    var with = Self.pass(target, depthMetres: 0.05)
    var without = with
    without.targets = []
    (with.noise, without.noise) = (.none, .none)
    // Half the lane without the mine, then with it, as if it were pushed under the coil at once.
    var sources = (InductionSceneSource(without), InductionSceneSource(with))
    let settings = try InductionSettings(
      description: sources.0.description, rateMicrohertz: sources.0.rateMicrohertz)
    var pipeline = InductionPipeline(settings: settings)
    var record = Gathered()
    var block = [Int32](repeating: 0, count: sources.0.gateCount)
    var other = block
    let frames = sources.0.deviceFrameCount
    for _ in 0..<frames {
      var span = block.mutableSpan
      let header = sources.0.readBlock(into: &span)
      var second = other.mutableSpan
      _ = sources.1.readBlock(into: &second)
      let chosen = header.sequence < frames / 2 ? block : other
      pipeline.process(chosen.span, header: header, into: &record)
    }
    let first = try #require(record.levels.first { $0.flags.contains(.alarm) })
    #expect(first.sequence >= frames / 2)
    let delay =
      settings.time(ofSequence: first.sequence) - settings.time(ofSequence: frames / 2)
    #expect(delay <= 100_000)
  }

  @Test("A gate at its rail is an alarm and a detection at once, and a fault")
  func overload() throws {
    var scene = Self.pass(
      try #require(InductionTargetLibrary.target(named: "tm62-like")), depthMetres: 0.0)
    scene.instrument.railVolts = 0.02
    var configuration = InductionConfiguration()
    configuration.railCounts = scene.instrument.railCounts
    let record = try ChainRun.record(scene, configuration: configuration)
    let overloads = record.events(.detection).filter { $0.rule == .overload }
    #expect(overloads.count >= 1)
    #expect(overloads.allSatisfy { $0.action == .dig && $0.targetClass == .unknown })
    #expect(record.count(of: .saturated) > 0)
    let railed = record.levels.filter { $0.flags.contains(.saturated) }
    #expect(!railed.isEmpty)
    #expect(railed.allSatisfy { $0.levelQ8 == .max && $0.flags.contains(.alarm) })
  }

  @Test("A converter that repeats itself is told as stuck")
  func stuck() throws {
    let scene = Self.pass(
      try #require(InductionTargetLibrary.target(named: "brass-case")), depthMetres: 0.05)
    var source = InductionSceneSource(scene)
    let settings = try InductionSettings(
      description: source.description, rateMicrohertz: source.rateMicrohertz)
    var pipeline = InductionPipeline(settings: settings)
    var record = Gathered()
    var block = [Int32](repeating: 0, count: source.gateCount)
    for sequence in Int64(0)..<400 {
      var span = block.mutableSpan
      if sequence < 200 { _ = source.readBlock(into: &span) }
      pipeline.process(
        block.span, header: BlockHeader(count: 1, index: sequence, sequence: sequence),
        into: &record)
    }
    pipeline.finish(into: &record)
    #expect(record.count(of: .stuck) == 200 - 7)
    #expect(record.levels.last?.flags.contains(.blind) == true)
  }

  @Test("A track that falls silent is told, and the search goes on by the stated speed")
  func trackLost() throws {
    let scene = Self.pass(
      try #require(InductionTargetLibrary.target(named: "pmn-like-ring")), depthMetres: 0.05)
    var source = InductionSceneSource(scene)
    let settings = try InductionSettings(
      description: source.description, rateMicrohertz: source.rateMicrohertz,
      trackRateMicrohertz: source.trackRateMicrohertz)
    var pipeline = InductionPipeline(settings: settings)
    var record = Gathered()
    let track = source.track
    for index in 0..<20 {
      let time = Int64(index) * 1_000_000_000_000 / source.trackRateMicrohertz
      pipeline.take(track[index], timeMicroseconds: time, into: &record)
    }
    var block = [Int32](repeating: 0, count: source.gateCount)
    while true {
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      if header.count == 0 { break }
      pipeline.process(block.span, header: header, into: &record)
    }
    pipeline.finish(into: &record)
    #expect(record.count(of: .trackLost) == 1)
    #expect(record.events(.detection).count >= 1)
  }

  @Test("Sequence numbers at the ends of their range are told and never trap")
  func hostileSequences() throws {
    let settings = try InductionSettings(
      description: InductionSceneSource(
        Self.pass(.exponential(volume: 1e-6, seconds: 2e-5), depthMetres: 0.1)
      ).description, rateMicrohertz: 1_000_000_000, trackRateMicrohertz: 50_000_000)
    let frame: [Int32] = [.max, .min, 0, -1, 8_388_607]
    let orders: [[Int64]] = [
      [0, 1, .max - 1, .max, 5, .min], [.min, .max, 0, -1], [.max, .min, 0],
    ]
    for (order, repeats) in zip(orders, [2, 2, 2] as [Int64]) {
      var pipeline = InductionPipeline(settings: settings)
      var record = Gathered()
      for sequence in order {
        pipeline.process(
          frame.span, header: BlockHeader(count: 1, index: 0, sequence: sequence), into: &record)
        pipeline.take(
          TrackPoint(
            eastMillimetres: .max, northMillimetres: .min, heightMillimetres: .max,
            quality: .min),
          timeMicroseconds: sequence, into: &record)
      }
      pipeline.finish(into: &record)
      #expect(record.count(of: .repeatedFrames) == repeats)
      #expect(record.events.last?.kind == .end)
    }
  }
}
