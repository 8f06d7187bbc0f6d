import DetectorCore
import Lanes
import Scoring
import Testing

@testable import sapper

/// The floors lie below what seeds 1 to 20 gave (docs of DetectorCore, balance chain) by what six others
/// may differ from that; none of the seeds here was looked at while the chain was made.
@Suite("Lanes of an induction balance, scored")
struct BalanceScoreTests {
  private static let seeds: ClosedRange<UInt64> = 1_001...1_006

  private func score(_ name: String) throws -> Score {
    let parts = try Self.seeds.map { seed in
      let lane = try Joining.lane(name, seed: seed)
      return try SceneRun(scene: lane.induction).score(name: name)
    }
    return Score.total(parts)
  }

  @Test(
    "Hazards are found, few alarms are false, and a blind comb finds fewer",
    arguments: [("balance-mild", 0.65, 0.45), ("balance-laterite", 0.55, 0.15)])
  func lanes(name: String, leastFound: Double, mostFalse: Double) throws {
    let score = try score(name)
    let hazards = score.hazards
    #expect(hazards.count >= 18)
    let share = Double(hazards.hits) / Double(hazards.count)
    #expect(share >= leastFound, "\(hazards.hits) of \(hazards.count)")
    #expect(hazards.hits > 2 * score.combHazards.hits)
    let rate = try #require(score.falsePerSquareMetre?.rate)
    #expect(rate <= mostFalse, "\(rate)")
    #expect(try #require(score.meanErrorMetres) <= 0.07)
    #expect(try #require(score.alarmsPerObject) <= 1.3)
  }

  @Test("Over soil without metal hardly anything alarms")
  func nothing() throws {
    let score = try score("balance-nothing")
    let rate = try #require(score.falsePerSquareMetre?.rate)
    #expect(rate <= 0.07, "\(rate)")
  }
}
