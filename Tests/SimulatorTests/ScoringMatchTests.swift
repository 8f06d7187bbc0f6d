import DetectorCore
import Recording
import Scoring
import Testing

@Suite("Scorer")
struct ScoringMatchTests {
  private func object(
    _ x: Double, _ radius: Double = 0.05, _ targetClass: TargetClass = .antiPersonnelMine,
    north: Double = 0
  ) -> BuriedObject {
    BuriedObject(
      name: "", targetClass: targetClass, point: GroundPoint(east: x, north: north),
      depthMetres: 0.1, radiusMetres: radius)
  }

  private func alarms(_ places: Double...) -> [Alarm] {
    places.enumerated().map { Alarm(id: UInt32($0 + 1), point: GroundPoint(along: $1)) }
  }

  private func scorer(_ truth: [BuriedObject], metres: Double = 4) -> Scorer {
    Scorer(truth: truth, path: SweptPath(metres: metres))
  }

  @Test("An object counts once, by its first alarm; a second alarm is neither hit nor false")
  func once() {
    let score = scorer([object(1)]).score(alarms(1.1, 1.0, 3))
    #expect(score.result.hits == 1)
    #expect(score.result.repeated == 1)
    #expect(score.result.falseAlarms.map(\.id) == [3])
    #expect(score.result.findings[0].alarm?.id == 1)
    #expect(abs((score.meanErrorMetres ?? 0) - 0.1) < 1e-12)
  }

  @Test("The halo is the radius and 0.10 m, its edge included and nothing beyond it")
  func halo() {
    // Quarters are exact in binary; 0.10 m is taken from the scorer, so that the edge is the edge.
    let truth = [object(0, 0.25)]
    let edge = 0.25 + BuriedObject.haloMarginMetres
    #expect(BuriedObject.haloMarginMetres == 0.10)
    #expect(scorer(truth).score(alarms(edge)).result.hits == 1)
    #expect(scorer(truth).score(alarms(edge.nextUp)).result.hits == 0)
    #expect(scorer(truth).score(alarms(-edge)).result.hits == 1)
  }

  @Test("With a track the distance is taken in the plane")
  func plane() {
    let truth = [object(1, north: 0.12)]
    let near = [Alarm(id: 1, point: GroundPoint(east: 1.08, north: 0.02))]
    let far = [Alarm(id: 1, point: GroundPoint(east: 1.1, north: 0))]
    #expect(scorer(truth).score(near).result.hits == 1)
    #expect(scorer(truth).score(far).result.hits == 0)
  }

  @Test("Where halos overlap an alarm speaks for one object, the one whose edge is nearer")
  func overlap() {
    // 1.15 lies 0.10 from the edge of the mine and 0.04 from the edge of the stone.
    let truth = [object(1, 0.05), object(1.2, 0.01, .clutter)]
    let score = scorer(truth).score(alarms(1.15))
    #expect(score.result.findings.map(\.isHit) == [false, true])
    #expect(score.result.misses == [truth[0]])
  }

  @Test("Clutter that is found is a find, and counts as false where clutter is not looked for")
  func clutter() {
    let truth = [object(1, 0.01, .clutter), object(2)]
    let score = scorer(truth).score(alarms(1, 1.05, 2, 3))
    #expect(score.result.hits == 2)
    #expect(score.result.clutterAlarms == 2)
    #expect(score.result.falseAlarms.count == 1)
    #expect(score.result.falseWithClutter == 3)
    #expect(score.byClass.map(\.targetClass) == [.antiPersonnelMine, .clutter])
  }

  @Test("An alarm without a place is false, and one that is not a number too")
  func placeless() {
    let nowhere = [
      Alarm(id: 1, point: nil), Alarm(id: 2, point: GroundPoint(along: .nan)),
      Alarm(id: 3, point: GroundPoint(along: .infinity)),
    ]
    let score = scorer([object(1)]).score(nowhere)
    #expect(score.result.falseAlarms.count == 3)
    #expect(score.result.hits == 0)
    #expect(score.meanErrorMetres == nil)
  }

  @Test("The comb has as many alarms, evenly, and is judged by the same rule")
  func comb() {
    // Four on 4 m stand at 0.5, 1.5, 2.5, 3.5: one object of three lies under a tooth.
    let score = scorer([object(0.5), object(1), object(3)]).score(alarms(1, 3, 3, 2))
    #expect(score.result.hits == 2)
    #expect(score.comb.hits == 1)
    #expect(score.comb.falseAlarms.count == 3)
    #expect(score.comb.alarmCount == 4)
    #expect(scorer([object(1)]).score([]).comb == scorer([object(1)]).score([]).result)
  }

  @Test("False alarms are counted on the metres outside halos")
  func clearMetres() {
    // Two halos of 0.15 m on either side take 0.6 m of 4; steps of 0.4 mm round each of four edges.
    let score = scorer([object(1), object(3)]).score(alarms(2, 2.1))
    #expect(abs(score.clearMetres - 3.4) <= 4 * 0.0004)
    #expect(abs((score.falsePerMetre ?? 0) - 2 / 3.4) < 0.001)
    #expect(scorer([object(1, 9)]).score(alarms(1)).falsePerMetre == nil)
  }

  @Test("A total is the sum of its lanes, its bounds those of the sum")
  func total() {
    let one = scorer([object(1)]).score(alarms(1, 2))
    let two = scorer([object(1), object(3)], metres: 5).score(alarms(3, 3, 2))
    let total = Score.total([one, two])
    #expect(total.result.hits == 2 && total.objectCount == 3)
    #expect(total.result.falseAlarms.count == 2 && total.result.repeated == 1)
    #expect(total.comb.alarmCount == 5)
    #expect(abs(total.pathMetres - 9) < 1e-12)
    #expect(total.detectionBounds == ExactBounds.proportion(hits: 2, of: 3))
    #expect(Score.total([]).objectCount == 0)
  }
}

@Suite("Swept path")
struct ScoringPathTests {
  @Test("The jitter of a track adds no length")
  func jitter() {
    let track = (0...400).map { step in
      GroundPoint(east: Double(step) * 0.005, north: step % 2 == 0 ? 0.004 : -0.004)
    }
    // Corners 0.1 m apart may still lie 8 mm to the side: 0.1 m becomes 0.10032 at the most.
    let metres = SweptPath(track: track).metres
    #expect(metres >= 2 && metres <= 2 * 1.0033)
  }

  @Test("A way that turns back is as long as both its parts, and places lie along it")
  func turn() {
    let track = [0, 1, 2].map { GroundPoint(along: $0) } + [GroundPoint(east: 2, north: 1)]
    let path = SweptPath(track: track)
    #expect(path.metres == 3)
    #expect(path.point(at: 2.5) == GroundPoint(east: 2, north: 0.5))
    #expect(path.point(at: -1) == GroundPoint(along: 0))
    #expect(path.point(at: 9) == GroundPoint(east: 2, north: 1))
    #expect(path.comb(3).map(\.east) == [0.5, 1.5, 2])
    #expect(path.comb(3, phase: 0).map(\.east) == [0, 1, 2])
  }

  @Test("A way of no length and one without places hold")
  func nothing() {
    #expect(SweptPath(track: []).metres == 0)
    #expect(SweptPath(track: []).comb(2) == Array(repeating: GroundPoint(along: 0), count: 2))
    #expect(SweptPath(metres: -1).metres == 0)
    #expect(SweptPath(metres: 1).comb(-1).isEmpty)
  }
}

@Suite("Scored line")
struct ScoringLineTests {
  private func truth(at trace: Int64, _ position: (east: Double, north: Double)?)
    -> RecordingAnnotation
  {
    var annotation = RecordingAnnotation(
      sampleStart: trace - 4, sampleCount: 9, kind: .truth, label: "mine")
    annotation.positionMetres = position
    annotation.radiusMetres = 0.05
    return annotation
  }

  private func event(_ kind: EventKind, millimetres: Int32, east: Int32?) -> DetectionEvent {
    var finding = TargetFinding()
    finding.distanceMillimetres = millimetres
    finding.position = east.map { Position(eastMillimetres: $0, northMillimetres: 0) }
    let body: EventBody =
      switch kind {
      case .detection: .detection(finding)
      case .object: .object(finding, Members())
      case .fault: .fault(.crc, count: 1)
      case .gap: .gap(lost: 1)
      case .end: .end(Totals())
      }
    return DetectionEvent(body, sensor: .radar, sample: 0, sequence: 0, timeMicroseconds: 0)
  }

  @Test("With a track objects are scored by position, without one detections by distance")
  func kinds() {
    let events = [
      event(.detection, millimetres: 500, east: 1_500), event(.object, millimetres: 0, east: 1_500),
      event(.gap, millimetres: 500, east: 1_500),
    ]
    let annotations = [truth(at: 50, (east: 1.5, north: 0))]
    let flat = ScoredLine(annotations: annotations, traceCount: 201, spacingMetres: 0.01)
    #expect(flat.truth.map(\.point) == [GroundPoint(along: 0.5)])
    #expect(flat.path.metres == 2)
    let flatScore = flat.score(events, name: "flat")
    #expect(flatScore.result.hits == 1 && flatScore.result.alarmCount == 1)
    let tracked = ScoredLine(annotations: annotations, traceCount: 201) {
      GroundPoint(along: 1 + Double($0) * 0.01)
    }
    let trackedScore = tracked.score(events, name: "tracked")
    #expect(trackedScore.result.hits == 1 && trackedScore.result.alarmCount == 1)
    #expect(trackedScore.result.findings[0].errorMetres == 0)
  }

  @Test("Marks and detections are no truth, and truth without a class is a hazard")
  func onlyTruth() {
    let mark = RecordingAnnotation(sampleStart: 1, sampleCount: 1, kind: .mark, label: "")
    let line = ScoredLine(
      annotations: [mark, truth(at: 10, nil)], traceCount: 20, spacingMetres: 0.1)
    #expect(line.truth.count == 1)
    #expect(line.truth[0].targetClass == .unknown && !line.truth[0].isClutter)
    #expect(line.truth[0].name == "mine")
  }

  @Test("Truth without a position lies on the track at the middle of its annotation")
  func middle() {
    let line = ScoredLine(annotations: [truth(at: 10, nil)], traceCount: 20) {
      GroundPoint(east: 5, north: Double($0))
    }
    #expect(line.truth.map(\.point) == [GroundPoint(east: 5, north: 10)])
  }
}
