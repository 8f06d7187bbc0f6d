import DetectorCore
import Lanes
import Physics
import Recording
import Testing

@Suite("Lane scenarios")
struct LaneScenarioTests {
  static let seeds: [UInt64] = [1, 2, 3, 0x5eed]

  @Test("Every named lane can be made from every seed, and its bodies lie in its field")
  func named() throws {
    #expect(LaneLibrary.pulseNames.count == 20 && LaneLibrary.balanceNames.count == 3)
    #expect(LaneLibrary.names.count == 24)
    for name in LaneLibrary.names {
      for seed in Self.seeds {
        let lane = try #require(try LaneLibrary.lane(named: name, seed: seed))
        #expect(!lane.about.isEmpty)
        let bodies = lane.induction.targets
        #expect(bodies.isEmpty == (name == "nothing" || name == "balance-nothing"))
        let isLine = lane.radar != nil
        for body in bodies {
          #expect(isLine ? body.east >= 0 && body.east <= 6 : abs(body.east) <= 0.5, "\(name)")
          #expect(isLine ? abs(body.north) <= 0.051 : body.north >= 0 && body.north <= 10)
          #expect(body.depthMetres >= 0 && body.depthMetres <= 0.5)
        }
        let coil = lane.induction.instrument
        #expect((100_000...180_000).contains(coil.coilRadiusMicrometres))
        #expect((217_000_000...1_130_000_000).contains(coil.rateMicrohertz))
        #expect(coil.gates[0].startNanoseconds >= 8_000)
      }
    }
    #expect(try LaneLibrary.lane(named: "Nothing", seed: 1) == nil)
  }

  @Test("A pair in a scenario is drawn anew by every seed, and alike by the same")
  func drawn() throws {
    let text = "sweep: {kind: cart, speed_m_s: [0.2, 1.4]}\n"
    let speeds = try (0..<200).map { seed in
      try ScenarioReader.lane(text, file: "x.yaml", name: "x", seed: seed).induction.sweep.speed
    }
    #expect(speeds.allSatisfy { $0 >= 0.2 && $0 < 1.4 })
    #expect(Set(speeds).count == 200)
    // The mean of 200 uniform draws over 1.2 deviates by 1.2/√(12·200) = 0.024; five of these.
    #expect(abs(speeds.reduce(0, +) / 200 - 0.8) < 0.12)
    let again = try ScenarioReader.lane(text, file: "x.yaml", name: "x", seed: 7)
    #expect(again.induction.sweep.speed == speeds[7])
  }

  @Test("Two of a pair lie as far apart as the scenario says")
  func pairs() throws {
    for seed in Self.seeds {
      let lane = try #require(try LaneLibrary.lane(named: "two-at-20-cm", seed: seed))
      let bodies = lane.induction.targets
      #expect(bodies.count == 6)
      for place in stride(from: 0, to: bodies.count, by: 2) {
        let (one, other) = (bodies[place], bodies[place + 1])
        let east = one.east - other.east
        let north = one.north - other.north
        #expect(abs((east * east + north * north).squareRoot() - 0.2) < 1e-9)
      }
    }
  }

  /// What is wrong with a scenario and what the refusal must say.
  struct Bad: Sendable {
    let text: String
    let says: [String]
  }

  static let bad = [
    Bad(text: "swep: {kind: cart}", says: ["x.yaml:1: swep", "unknown key", "Try: sweep"]),
    Bad(
      text: "about: a\nsweep:\n  kind: cart\n  sped_m_s: 1\n",
      says: ["x.yaml:4: sweep.sped_m_s", "Try: speed_m_s"]),
    Bad(text: "about: nothing moves", says: ["x.yaml:1: sweep", "found nothing"]),
    Bad(text: "sweep: {kind: carts}", says: ["\"carts\"", "cart, hand, line", "Try: cart"]),
    Bad(
      text: "sweep: {kind: cart, speed_m_s: 9}", says: ["sweep.speed_m_s", "\"9\"", "0.02 to 3"]),
    Bad(text: "sweep: {kind: cart, speed_m_s: fast}", says: ["\"fast\"", "a number from"]),
    Bad(text: "sweep: {kind: cart, speed_m_s: nan}", says: ["\"nan\"", "a number from"]),
    Bad(text: "sweep: {kind: cart, speed_m_s: \"1\"}", says: ["a number from"]),
    Bad(text: "sweep: {kind: cart, speed_m_s: [1, 0.5]}", says: ["rising order"]),
    Bad(text: "sweep: {kind: cart, speed_m_s: [1, 2, 3]}", says: ["a list of 3"]),
    Bad(text: "sweep: cart", says: ["x.yaml:1: sweep", "keys with values"]),
    Bad(text: "sweep: {kind: hand, width_m: 3, arm_m: 1}", says: ["less than twice arm_m"]),
    Bad(
      text: "sweep: {kind: cart}\nhazards:\n  - {target: tm26-like}\n",
      says: ["x.yaml:3: hazards[0].target", "\"tm26-like\"", "Try: tm62-like"]),
    Bad(
      text: "sweep: {kind: cart}\nhazards:\n  - {target: tm62-like}\n  - {count: 2}\n",
      says: ["x.yaml:4: hazards[1].target", "found nothing"]),
    Bad(
      text: "sweep: {kind: cart}\nhazards: {target: tm62-like}\n",
      says: ["hazards", "a list of at most"]),
    Bad(
      text: "sweep: {kind: cart}\ncoil: {gates_us: [[10, 20], [30, 990]]}\n",
      says: ["coil.gates_us", "closes at 990 us", "847 us"]),
    Bad(
      text: "sweep: {kind: cart}\ncoil: {gates_us: [[10, 20], [30]]}\n",
      says: ["coil.gates_us", "a pair [from, to]"]),
    Bad(
      text: "sweep: {kind: cart}\ncoil: {turns: 2.5}\n", says: ["coil.turns", "a whole number"]),
    Bad(
      text: "sweep: {kind: cart}\nradar: {permittivity: 6}\n",
      says: ["radar", "kind cart", "expected line"]),
    Bad(
      text: "sweep: {kind: cart}\nsweep: {kind: hand}\n", says: ["x.yaml", "sweep twice"]),
    Bad(text: "sweep: {kind: cart\n", says: ["x.yaml:", "YAML"]),
    Bad(text: "", says: ["x.yaml:1: scenario", "found nothing"]),
    Bad(text: "- sweep", says: ["x.yaml:1: scenario", "a list of 1"]),
    Bad(
      text: "about: " + String(repeating: "x", count: 70_000), says: ["size", "at most 65536"]),
  ]

  @Test("A scenario that is wrong is refused with file, line, key and what to try", arguments: bad)
  func refused(bad: Bad) {
    let error = #expect(throws: RecordingError.self) {
      try ScenarioReader.lane(bad.text, file: "x.yaml", name: "x", seed: 1)
    }
    for part in bad.says {
      #expect("\(error.map { "\($0)" } ?? "")".contains(part), "\(bad.text)")
    }
  }

  @Test("A lane with a radar says the same truth to both, save what has no metal")
  func dual() throws {
    let lane = try #require(try LaneLibrary.lane(named: "dual", seed: 4))
    let radar = try #require(lane.radar)
    let source = InductionSceneSource(lane.induction)
    let coil = source.truth
    let waves = radar.truth
    #expect(waves.count == coil.count + 2)
    for each in coil {
      let same = try #require(waves.first { $0.positionMetres?.east == each.positionMetres?.east })
      #expect(same.object == each.object && same.targetClass == each.targetClass)
      #expect(same.depthMetres == each.depthMetres && same.radiusMetres == each.radiusMetres)
      // Both passed it at the same time: half a trace and a pose of the path between them.
      let trace = Double(same.sampleStart) + Double(same.sampleCount) / 2
      let seconds = trace / Double(radar.description.traceRateMillihertz) * 1_000
      let frame = Double(each.sampleStart) + Double(each.sampleCount) / 2
      #expect(abs(frame / Double(source.rateMicrohertz) * 1e6 - seconds) < 0.15)
    }
  }
}

extension LaneScenarioTests {
  @Test("A lane of kind pump raises the coil at every spot, walks between them, and goes on")
  func pump() throws {
    let text =
      "sweep: {kind: pump, spots: 3, spot_m: 0.6, pump_s: 4, pump_m: 0.2, length_m: 2}\n"
      + "hazards: [{target: pmn2-like}]\n"
    let lane = try ScenarioReader.lane(text, file: "x.yaml", name: "x", seed: 3)
    let far = InductionSweep.Place(east: 3.2, north: 0)
    let spots = [0.0, 0.6, 1.2].map { InductionSweep.Place(east: $0, north: 0) }
    let pump = InductionSweep.Stretch.pump(seconds: 4, highMetres: 0.2, periodSeconds: 2)
    #expect(
      lane.induction.sweep.stretches == [
        pump, .line(from: spots[0], to: spots[1]), pump, .line(from: spots[1], to: spots[2]),
        pump, .line(from: spots[2], to: far),
      ])
    let body = try #require(lane.induction.targets.first)
    #expect(body.east > 1.2 && body.east < 3.2, "bodies lie behind the spots")
    let path = SweepPath(lane.induction.sweep, seed: 3)
    let highest = path.poses.filter { abs($0.east - 0.6) < 0.005 }.map(\.height).max() ?? 0
    #expect(highest > 0.18 && highest < 0.23)
  }

  @Test("No kind but pump takes pumping for granted")
  func notPumped() throws {
    for kind in ["cart", "hand", "line"] {
      let lane = try ScenarioReader.lane(
        "sweep: {kind: \(kind)}\n", file: "x.yaml", name: "x", seed: 1)
      #expect(lane.induction.sweep.stretches.count == 1)
    }
  }

  /// Golden: FNV-1a of every count of the lane's first stretch, four bytes each, seed 1.
  static let golden: [(name: String, hash: UInt64)] = [
    ("severe-laterite", 11_169_634_499_215_029_067), ("salt-beach", 17_129_594_360_359_700_722),
    ("power-line", 916_898_953_634_182_519), ("everything", 17_844_461_571_082_340_330),
    ("dual", 1_365_755_332_996_254_210),
  ]

  @Test("A lane has the golden samples, and another seed has others", arguments: golden)
  func golden(name: String, hash: UInt64) throws {
    let found = try checksum(name, seed: 1)
    #expect(found == hash)
    #expect(try checksum(name, seed: 2) != found)
  }

  /// Over half a metre of the lane, which debug builds make quickly.
  private func checksum(_ name: String, seed: UInt64) throws -> UInt64 {
    var scene = try #require(try LaneLibrary.lane(named: name, seed: seed)).induction
    scene.sweep.stretches =
      name == "everything"
      ? [.arcs(widthMetres: 1, lengthMetres: 0.5, spacingMetres: 0.15, armMetres: 1)]
      : [.raster(widthMetres: 1, lengthMetres: 0.5, spacingMetres: 0.125)]
    var source = InductionSceneSource(scene)
    var hash = FNV1a()
    var block = [Int32](repeating: 0, count: 512 * source.gateCount)
    while true {
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      if header.count == 0 { break }
      for place in 0..<header.count * source.gateCount { hash.append(block[place]) }
      for value in source.lastHousekeeping { hash.append(value) }
    }
    for point in source.track {
      hash.append(point.eastMillimetres)
      hash.append(point.northMillimetres)
      hash.append(point.heightMillimetres)
    }
    return hash.hash
  }
}
