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

  @Test("A coil of which nothing is said has no figure")
  func unknown() throws {
    let settings = try LevelLane.settings(hasCoil: false)
    let pipeline = InductionPipeline(settings: settings)
    #expect(pipeline.capReach == nil)
  }
}
