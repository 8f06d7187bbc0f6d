import DetectorCore
import Foundation
import Scoring
import Testing

// The lanes lie beside the project and not in it; without them this suite is off.
@Suite("Lanes, scored", .enabled(if: LaneData.isPresent, Comment(rawValue: LaneData.absence)))
struct LaneScoreTests {
  @Test(
    "By default every object of a lane is found, with one false at most",
    arguments: LaneData.scored)
  func everyObject(name: String) throws {
    var lane = try LaneRecording(named: name)
    let score = try lane.score()
    #expect(score.objectCount > 0)
    #expect(score.result.misses.isEmpty, "\(table([score]))")
    #expect(score.result.falseAlarms.count <= 1, "\(table([score]))")
  }

  @Test("Over all lanes the blind comb is clearly beaten")
  func comb() throws {
    let scores = try LaneData.scored.map { name in
      var lane = try LaneRecording(named: name)
      return try lane.score()
    }
    let total = Score.total(scores)
    Attachment.record(table(scores), named: "lane-scores.txt")
    print(table(scores))
    #expect(total.objectCount == 27)
    // What a comb as dense can do by chance lies below all that the chain can be by 95 %.
    let luck = ExactBounds.proportion(hits: total.comb.hits, of: total.objectCount)
    #expect(luck.upper < total.detectionBounds.lower)
    #expect(total.comb.falseAlarms.count > total.result.falseAlarms.count)
  }

  @Test(
    "A scene scores the same in 8, 16 and 32 bits: everything found, one false at most",
    arguments: ["at_ap", "uxo_clutter"], [8, 16, 32])
  func depths(name: String, bits: Int) throws {
    var lane = try LaneRecording(named: name, bits: bits)
    let score = try lane.score()
    #expect(score.result.misses.isEmpty, "\(table([score]))")
    #expect(score.result.falseAlarms.count <= 1, "\(table([score]))")
  }

  private func table(_ scores: [Score]) -> String {
    ScoreTable.lines(scores).joined(separator: "\n") + "\n"
  }
}
