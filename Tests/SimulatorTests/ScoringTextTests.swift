import DetectorCore
import Recording
import Scoring
import Testing

@Suite("Truth text")
struct ScoringTruthTextTests {
  private func read(_ text: String, origin: Double = 0) throws -> [BuriedObject] {
    try TruthText.objects(in: Array(text.utf8), file: "t.csv", origin: origin)
  }

  @Test("A line is an object; comments, blank lines, an empty depth and Windows' line ends pass")
  func objects() throws {
    let text =
      "# lane 1\r\n\(TruthText.heading)\r\n\r\n"
      + "0.45,0.08,0.125,at_mine,AT, steel\r\n1,,0,uxo\n"
    let objects = try read(text, origin: 0.25)
    #expect(objects.map(\.point) == [GroundPoint(along: 0.45 - 0.25), GroundPoint(along: 0.75)])
    #expect(objects.map(\.name) == ["AT, steel", ""])
    #expect(objects.map(\.depthMetres) == [0.08, nil])
    #expect(objects.map(\.targetClass) == [.antiTankMine, .uxo])
  }

  @Test(
    "What is wrong is refused with its line and field",
    arguments: [
      ("1,0,0.1,uxo,x", "line 1"), ("1,0,0.1", "line 2"), ("x,0,0.1,uxo,a", "line 2 x_m"),
      ("nan,0,0.1,uxo,a", "line 2 x_m"), ("1,-0.1,0.1,uxo,a", "line 2 depth_m"),
      ("1,0,-1,uxo,a", "line 2 radius_m"), ("1,0,,uxo,a", "line 2 radius_m"),
      ("1,0,0.1,mine,a", "line 2 class"), ("inf,0,0.1,uxo,a", "line 2 x_m"), ("", "objects"),
    ])
  func refused(line: String, field: String) throws {
    let text = field == "line 1" ? line : TruthText.heading + "\n" + line
    let error = #expect(throws: RecordingError.self) { try read(text) }
    #expect(error?.field == field)
    #expect(error?.file == "t.csv")
    #expect(error?.found.isEmpty == false && error?.expected.isEmpty == false)
  }
}

@Suite("Score table")
struct ScoringTableTests {
  private var scores: [Score] {
    let truth = [
      BuriedObject(
        name: "PMN-2-like", targetClass: .antiPersonnelMine, point: GroundPoint(along: 1),
        depthMetres: 0.05, radiusMetres: 0.06),
      BuriedObject(
        name: "rock", targetClass: .clutter, point: GroundPoint(along: 2), depthMetres: nil,
        radiusMetres: 0.03),
    ]
    let scorer = Scorer(truth: truth, path: SweptPath(metres: 4))
    func alarms(_ places: [Double]) -> [Alarm] {
      places.enumerated().map { Alarm(id: UInt32($0 + 1), point: GroundPoint(along: $1)) }
    }
    return [
      scorer.score(alarms([1.02, 2.01]), name: "lane1"),
      scorer.score(alarms([2, 3]), name: "lane2"),
    ]
  }

  @Test("The table names every lane, the total, what was missed and what was false")
  func table() {
    // Outside halos lie 4 - 0.32 - 0.26 = 3.42 m; a comb of two stands at 1 m and 3 m.
    #expect(
      ScoreTable.lines(scores) == [
        "lane    found  false  a metre  again       blind comb   error    path",
        "lane1  2 of 2      0      0.0      0  1 of 2, 1 false  1.5 cm  4.00 m",
        "lane2  1 of 2      1      0.3      0  1 of 2, 1 false  0.0 cm  4.00 m",
        "total  3 of 4      1      0.1      0  2 of 4, 2 false  1.0 cm  8.00 m",
        "",
        "found    ap_mine 1 of 2, clutter 2 of 2",
        "95 %     19.4 to 99.4 of 100 found; 0.0 to 0.8 false a metre, of the 6.84 m outside halos",
        "clutter  2 alarms on it; 3 would be false if it were not looked for",
        "missed   lane2: ap_mine \"PMN-2-like\" at 1.00 m, 5.0 cm deep",
        "false    lane2: #2 at 3.00 m",
      ])
  }

  @Test("One lane has no total line, and no lane no figures")
  func few() {
    #expect(ScoreTable.lines([scores[0]]).count { $0.hasPrefix("total") } == 0)
    #expect(ScoreTable.lines([]).contains { $0.hasPrefix("total  0 of 0") })
  }

  @Test("A report says of every object what found it")
  func findings() {
    #expect(
      ScoreTable.findings(scores[1]) == [
        "found 1 of 2, 1 false (0.3 / m outside halos), 0 again",
        "blind comb of 2 alarms: 1 of 2, 1 false",
        "ap_mine \"PMN-2-like\" at 1.00 m, 5.0 cm deep: missed",
        "clutter \"rock\" at 2.00 m: found by #1, 0.0 cm off",
        "false: #2 at 3.00 m",
      ])
  }
}
