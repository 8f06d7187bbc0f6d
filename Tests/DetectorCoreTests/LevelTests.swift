import DetectorCore
import Testing

@Suite("The level over ground and bodies")
struct LevelTests {
  /// The detonator cap, a gram of steel, a big steel case: decays of 14, 28 and 113 µs.
  private static let decays = [3, 5, 9]

  @Test("A body that lies where the coil starts sounds within 100 ms", arguments: decays)
  func start(decay: Int) throws {
    var lane = LevelLane(metres: 0.2)
    lane.bodies = [.init(metres: 0.05, decay: decay, nanovolts: 40_000)]
    let record = try lane.run()
    let first = try #require(record.levels.first { $0.levelQ8 >= 256 })
    #expect(first.sequence <= 100)
  }

  @Test("A body under the first metre is never learnt: the next one is as loud as alone")
  func beginning() throws {
    var alone = LevelLane(metres: 4)
    alone.bodies = [.init(metres: 3, nanovolts: 8_000)]
    var after = alone
    after.bodies.append(.init(metres: 0.2, nanovolts: 30_000))
    let loudness = alone.highest(try alone.run(), 2.8...3.2)
    #expect(loudness >= 1)
    #expect(after.highest(try after.run(), 2.8...3.2) >= 0.8 * loudness)
  }

  @Test("Behind a body there is silence", arguments: decays)
  func behind(decay: Int) throws {
    for seed in UInt64(1)...5 {
      var lane = LevelLane(bodies: [.init(metres: 2, decay: decay, nanovolts: 60_000)])
      lane.seed = seed
      let record = try lane.run()
      #expect(lane.highest(record, 1.9...2.1) >= 1)
      // The body's own field is below its thousandth 0.55 m off.
      #expect(lane.sounding(record, 2.65...4.9) == 0)
      #expect(lane.sounding(record, 0.1...1.35) == 0)
    }
  }

  @Test("Bodies in a row are heard each, no quieter than 0.8 of one alone", arguments: decays)
  func row(decay: Int) throws {
    var alone = LevelLane(metres: 6)
    alone.bodies = [.init(metres: 2, decay: decay, nanovolts: 20_000)]
    let loudness = alone.highest(try alone.run(), 1.9...2.1)
    #expect(loudness >= 1)
    for apart in [0.35, 0.5] {
      var row = alone
      row.bodies = (0..<5).map {
        .init(metres: 2 + apart * Double($0), decay: decay, nanovolts: 20_000)
      }
      let record = try row.run()
      for body in row.bodies {
        let heard = row.highest(record, body.metres - 0.1...body.metres + 0.1)
        #expect(heard >= 0.8 * loudness, "\(apart) m apart, at \(body.metres) m")
      }
    }
  }

  @Test("A coil that stands over a body sounds as long as it stands", arguments: [true, false])
  func still(hasTrack: Bool) throws {
    var lane = LevelLane(metres: 1)
    lane.bodies = [.init(metres: 0.5, nanovolts: 20_000)]
    lane.still = (0.5, 60)
    lane.hasTrack = hasTrack
    let record = try lane.run()
    let standing = record.levels.filter { $0.sequence >= 1_100 && $0.sequence < 60_900 }
    #expect(standing.allSatisfy { $0.flags.contains(.alarm) })
    #expect(!record.events.contains { $0.fault == .tunedOut })
  }

  @Test("A step of the ground to three times its strength sounds for a metre at the most")
  func step() throws {
    for seed in UInt64(1)...5 {
      var lane = LevelLane(metres: 8)
      lane.step = (3, 3)
      lane.seed = seed
      let record = try lane.run()
      #expect(lane.sounding(record, 0...2.99) == 0)
      #expect(lane.sounding(record, 3...8) <= 1)
      #expect(lane.sounding(record, 4.1...8) == 0)
    }
  }

  @Test("After a step of the ground a body is heard within the next metre and a half")
  func bodyBehindStep() throws {
    var lane = LevelLane(metres: 6)
    lane.step = (2, 3)
    lane.bodies = [.init(metres: 3.5, nanovolts: 30_000)]
    #expect(lane.highest(try lane.run(), 3.4...3.6) >= 1)
  }

  @Test("64 ms after 60 lost frames a body is heard", arguments: decays)
  func gap(decay: Int) throws {
    var lane = LevelLane(bodies: [.init(metres: 2, decay: decay, nanovolts: 20_000)])
    lane.gap = (1.85, 60)
    #expect(lane.highest(try lane.run(), 1.95...2.05) >= 1)
    lane.gap = (1.85, 200)
    #expect(lane.highest(try lane.run(), 2.02...2.1) >= 1)
  }

  @Test("Behind a jump of the track a body is heard", arguments: decays)
  func jump(decay: Int) throws {
    for metres in [0.6, 1.9] {
      var lane = LevelLane(bodies: [.init(metres: 2, decay: decay, nanovolts: 20_000)])
      lane.jumpMetres = metres
      #expect(lane.highest(try lane.run(), 1.95...2.05) >= 1, "jump at \(metres) m")
    }
  }

  @Test("Soil alone is silent from the first frame on")
  func soil() throws {
    for seed in UInt64(1)...10 {
      for strength in [0.0, 1_000, 20_000, 100_000] {
        var lane = LevelLane(metres: 10)
        lane.soilNanovolts = strength
        lane.seed = seed
        #expect(lane.sounding(try lane.run(), 0...10) <= 0.02, "\(strength) nV, seed \(seed)")
      }
    }
  }

  @Test("What is written down where no tone was heard says so; what was heard does not")
  func late() throws {
    var lane = LevelLane(metres: 6, bodies: [.init(metres: 3, nanovolts: 30_000)])
    func found() throws -> [DetectionEvent] {
      let near = try lane.run().events.filter { $0.kind == .detection }
      return near.filter { abs(Double($0.position?.eastMillimetres ?? 0) / 1_000 - 3) < 0.1 }
    }
    let heard = try found()
    #expect(!heard.isEmpty)
    #expect(heard.allSatisfy { $0.finding?.isLate == false })
    // A level that hardly anything reaches.
    lane.levelThresholdHundredths = 10_000
    let late = try found()
    #expect(late.count == heard.count)
    #expect(late.allSatisfy { $0.finding?.isLate == true })
  }
}
