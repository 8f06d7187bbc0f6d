import DetectorCore
import Foundation
import Testing

@Suite("How far a cap is heard")
struct CapReachTests {
  private static func reach(soil: Double, noise: Double) throws -> CapReach {
    var lane = LevelLane(metres: 4)
    lane.soilNanovolts = soil
    lane.noiseNanovolts = noise
    return try #require(try lane.reach())
  }

  @Test("A cap laid where the figure says it stands at its threshold, within a tenth of the reach")
  func threshold() throws {
    let reach = try Self.reach(soil: 5_000, noise: 300)
    // The closed form again, in Double: 5.7 µV at 150 mm for this coil.
    let far = Double(reach.smallMillimetres)
    let nanovolts = 5_700 * pow((16_900.0 + 22_500) / (16_900 + far * far), 3)
    var lane = LevelLane(metres: 4)
    lane.bodies = [.init(metres: 3.5, nanovolts: nanovolts)]
    let highest = lane.highest(try lane.run(), 3.4...3.6)
    // Noise of a deviation, and the fifth of strength that a tenth of reach is worth.
    #expect(abs(highest - 1) < 0.4, "\(highest) at \(far) mm")
  }

  @Test("More noise and stronger ground make it shorter, and a large cap is heard farther")
  func order() throws {
    let quiet = try Self.reach(soil: 1_000, noise: 300)
    let loud = try Self.reach(soil: 1_000, noise: 3_000)
    let strong = try Self.reach(soil: 100_000, noise: 300)
    #expect(quiet.smallMillimetres > loud.smallMillimetres)
    #expect(quiet.smallMillimetres > strong.smallMillimetres)
    #expect(quiet.largeMillimetres > quiet.smallMillimetres)
    #expect(quiet.smallMillimetres > 120)
  }

  @Test("Every level carries it from the first that judges on; ten times the noise shortens it")
  func carried() throws {
    func levels(noise: Double) throws -> [OperatorLevel] {
      var lane = LevelLane(metres: 4)
      lane.soilNanovolts = 1_000
      lane.noiseNanovolts = noise
      return try lane.run().levels
    }
    let quiet = try levels(noise: 300)
    #expect(quiet.prefix(56).allSatisfy { $0.reachMillimetres == nil })
    #expect(quiet.dropFirst(72).allSatisfy { $0.reachMillimetres != nil })
    // Eight frames make an output, and sixteen outputs lie between two looks.
    let reaches = quiet.map(\.reachMillimetres)
    let changes = zip(reaches, reaches.dropFirst()).filter { $0 != $1 }.count
    #expect(changes > 1 && changes <= quiet.count / 128 + 1)
    let loud = try levels(noise: 3_000)
    for (one, other) in zip(quiet, loud).dropFirst(2_000) {
      #expect(try #require(one.reachMillimetres) > #require(other.reachMillimetres))
    }
  }

  @Test("Nothing is heard at the rail and with an open coil, and that is said at once")
  func deaf() throws {
    var pipeline = InductionPipeline(settings: try LevelLane.settings())
    var record = LevelLane.Record()
    func process(_ count: Int64, from sequence: Int64, _ value: Int32) {
      for frame in sequence..<sequence + count {
        // No two frames are the same.
        let counts: [Int32] = [0, 1, 2, 3, 4].map { value + Int32(frame % 5) - $0 }
        pipeline.process(
          counts.span, header: BlockHeader(count: 1, index: frame, sequence: frame), into: &record)
      }
    }
    process(200, from: 0, 0)
    #expect(try #require(record.levels.last?.reachMillimetres) > 100)
    process(1, from: 200, 8_388_607)
    #expect(record.levels.last?.reachMillimetres == 0)
    process(100, from: 201, 0)
    #expect(try #require(record.levels.last?.reachMillimetres) > 0)
    var sample = HousekeepingSample(
      currentMicroamperes: 0, temperatureMillidegrees: 0, batteryMillivolts: 0, flags: .coilOpen)
    pipeline.take(sample, into: &record)
    process(1, from: 301, 0)
    #expect(record.levels.last?.reachMillimetres == 0)
    #expect(pipeline.capReach?.largeMillimetres == 0)
    sample.flags = .clear
    pipeline.take(sample, into: &record)
    process(1, from: 302, 0)
    #expect(try #require(record.levels.last?.reachMillimetres) > 0)
  }

  @Test("A coil of which nothing is said has no figure")
  func unknown() throws {
    let settings = try LevelLane.settings(hasCoil: false)
    let pipeline = InductionPipeline(settings: settings)
    #expect(pipeline.capReach == nil)
  }
}
