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

  @Test("Over all lanes the blind comb is beaten, in finds and in false alarms")
  func comb() throws {
    let scores = try allScores()
    Attachment.record(table(scores), named: "lane-scores.txt")
    print(table(scores))
    let total = Score.total(scores)
    #expect(total.objectCount == 27)
    // The sign test on the objects that only one of the two found: by luck at most once in 20.
    let pairs = zip(total.result.findings, total.comb.findings)
    let won = pairs.count { $0.isHit && !$1.isHit }
    let lost = pairs.count { !$0.isHit && $1.isHit }
    #expect(lost == 0, "\(table(scores))")
    var luck = 1.0
    for _ in 0..<won { luck /= 2 }
    #expect(luck <= 0.05, "\(won) objects that the comb missed")
    #expect(total.comb.falseAlarms.count > total.result.falseAlarms.count)
  }

  @Test("No comb finds as much over all lanes, wherever it begins")
  func phases() throws {
    let runs = try LaneData.scored.map { name in
      var lane = try LaneRecording(named: name)
      let alarms = Alarm.scored(in: try lane.replay().events, hasTrack: lane.line.hasTrack)
      return (Scorer(truth: lane.line.truth, path: lane.line.path), alarms)
    }
    let own = Score.total(runs.map { $0.score($1) })
    let combs = (0..<100).map { step in
      let phase = (Double(step) + 0.5) / 100
      return Score.total(
        runs.map { scorer, alarms in
          scorer.score(
            scorer.path.comb(alarms.count, phase: phase).map { Alarm(id: 0, point: $0) })
        })
    }
    let hits = combs.map(\.result.hits)
    let falseAlarms = combs.map(\.result.falseAlarms.count)
    let text =
      "100 combs: \(hits.min() ?? 0) to \(hits.max() ?? 0) of \(own.objectCount) found, "
      + "mean \(Double(hits.reduce(0, +)) / 100); \(falseAlarms.min() ?? 0) to "
      + "\(falseAlarms.max() ?? 0) false, mean \(Double(falseAlarms.reduce(0, +)) / 100)\n"
    Attachment.record(text, named: "lane-combs.txt")
    print(text)
    #expect(hits.allSatisfy { $0 < own.result.hits }, "\(text)")
    #expect(falseAlarms.allSatisfy { $0 > own.result.falseAlarms.count }, "\(text)")
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

  private func allScores() throws -> [Score] {
    try LaneData.scored.map { name in
      var lane = try LaneRecording(named: name)
      return try lane.score()
    }
  }

  private func table(_ scores: [Score]) -> String {
    ScoreTable.lines(scores).joined(separator: "\n") + "\n"
  }
}
