import DetectorCore
import Recording
import Scoring
import Testing

@Suite("Tables of what was heard")
struct HeardTableTests {
  /// A lane with two caps, of which the second is silent, and a sound where nothing lies.
  private func lane(_ name: String) -> Score {
    let truth = [0.5, 1.5].map { x in
      BuriedObject(
        name: "cap", targetClass: .antiPersonnelMine, point: GroundPoint(along: x),
        depthMetres: 0.02, radiusMetres: 0.05)
    }
    let way = (0..<400).map { GroundPoint(along: Double($0) * 0.005) }
    var trail = LevelTrail()
    for frame in 0..<400 {
      let isLoud = (90...110).contains(frame) || (200...204).contains(frame)
      trail.append(
        OperatorLevel(
          sensor: .induction, index: Int64(frame), sequence: Int64(frame),
          levelQ8: isLoud ? 512 : 64))
    }
    let heard = HeardScorer(
      truth: truth, zones: AudibleZones(frameCount: 400, runs: []), frameRate: 100
    ).score(trail) { way[Int($0)] }
    return Scorer(
      truth: truth, path: SweptPath(track: way), area: SweptArea(track: way, radiusMetres: 0.1)
    ).score([Alarm(id: 1, point: GroundPoint(along: 0.5))], name: name).with(heard: heard)
  }

  @Test("Eight lanes fill one screen of 40 lines, and every line is short enough for it")
  func screen() {
    let lines = HeardTable.lines((1...8).map { lane("pass-start-lane\($0)") })
    #expect(lines.count <= 40)
    #expect(lines.allSatisfy { $0.count <= 120 }, "\(lines.map(\.count).max() ?? 0)")
    #expect(lines[0].hasPrefix("lane") && lines[9].hasPrefix("total"))
  }

  @Test("A row holds what was heard beside what was found, and the sums say their bounds")
  func words() {
    let lines = HeardTable.lines([lane("one")])
    #expect(lines[1].contains("1 of 2") && lines[1].hasPrefix("one"))
    let all = lines.joined(separator: "\n")
    for part in [
      "1 of 2 hazards, 95 %: 1.3 to 98.7 of 100", "on the first pass", "ap_mine 1 of 2",
      "in 1 sound", "not heard", "cap at 1.50, 0.00, 2.0 cm deep", "level 0.25", "level ×",
    ] { #expect(all.contains(part), "\(part)") }
    #expect(HeardTable.bodies([lane("one")]).count == 3)
  }

  @Test("More silent bodies than a screen holds are counted, not dropped")
  func many() {
    let lines = HeardTable.lines((1...30).map { lane("l\($0)") })
    #expect(lines.contains { $0.contains("and 18 more") })
  }
}
