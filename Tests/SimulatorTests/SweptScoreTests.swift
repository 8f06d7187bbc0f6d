import DetectorCore
import Scoring
import Testing

@Suite("Scores of a coil")
struct SweptScoreTests {
  private func object(
    _ x: Double, _ y: Double, class kind: TargetClass = .antiPersonnelMine, depth: Double? = 0.03
  ) -> BuriedObject {
    BuriedObject(
      name: "", targetClass: kind, point: GroundPoint(east: x, north: y), depthMetres: depth,
      radiusMetres: 0.05)
  }

  private func alarm(_ id: UInt32, _ x: Double, _ y: Double, strength: Int32 = 100) -> Alarm {
    Alarm(id: id, point: GroundPoint(east: x, north: y), strengthHundredths: strength)
  }

  /// A straight line of two metres along east.
  private let line = (0...200).map { GroundPoint(east: Double($0) / 100, north: 0) }

  @Test("The swept ground of a straight way is its length by its width and the two ends")
  func area() {
    let area = SweptArea(track: line, radiusMetres: 0.15)
    // 2 · 0.3 + π · 0.15²; squares of a centimetre err by half a square along the edge of 4.9 m.
    #expect(abs(area.squareMetres - (0.6 + .pi * 0.0225)) < 0.025)
  }

  @Test("Ground that is passed over again counts once")
  func again() {
    let once = SweptArea(track: line, radiusMetres: 0.15).squareMetres
    let twice = SweptArea(track: line + line.reversed(), radiusMetres: 0.15).squareMetres
    #expect(once == twice)
  }

  @Test("Sparse points are joined, a jump is not")
  func gaps() {
    let sparse = stride(from: 0, through: 200, by: 20).map { line[$0] }
    let dense = SweptArea(track: line, radiusMetres: 0.15).squareMetres
    #expect(abs(SweptArea(track: sparse, radiusMetres: 0.15).squareMetres - dense) < 0.01)
    let jump = SweptArea(track: [line[0], line[200]], radiusMetres: 0.15).squareMetres
    #expect(abs(jump - 2 * .pi * 0.0225) < 0.015)
  }

  @Test("Nothing was swept without a track, and a far way is still held")
  func extremes() {
    #expect(SweptArea(track: [], radiusMetres: 0.15).squareMetres == 0)
    let far = SweptArea(
      track: [GroundPoint(east: 0, north: 0), GroundPoint(east: 1e6, north: 1e6)],
      radiusMetres: 0.15)
    #expect(far.squareMetres.isFinite)
    let broken = SweptArea(track: [GroundPoint(east: .nan, north: 0)], radiusMetres: 0.1)
    #expect(broken.squareMetres.isFinite)
  }

  @Test("What lies in a halo is not clear, and a halo off the way takes nothing")
  func clear() {
    let area = SweptArea(track: line, radiusMetres: 0.15)
    let whole = area.squareMetres
    let halo = area.clearSquareMetres(of: [object(1, 0)])
    #expect(abs(whole - halo - .pi * 0.0225) < 0.015)
    #expect(area.clearSquareMetres(of: [object(1, 5)]) == whole)
  }

  @Test("Alarms on clutter are false in the one count and not in the other")
  func clutter() throws {
    let scorer = Scorer(
      truth: [object(0.5, 0), object(1.5, 0, class: .clutter)], path: SweptPath(track: line),
      area: SweptArea(track: line, radiusMetres: 0.15))
    let score = scorer.score([alarm(1, 0.5, 0), alarm(2, 1.5, 0), alarm(3, 1.0, 0)])
    #expect(score.hazards.hits == 1 && score.hazards.count == 1)
    #expect(score.falsePerSquareMetre?.count == 1)
    #expect(score.falseWithClutterPerSquareMetre?.count == 2)
    let clear = try #require(score.falsePerSquareMetre?.extent)
    let hazardFree = try #require(score.falseWithClutterPerSquareMetre?.extent)
    #expect(clear < hazardFree && hazardFree < score.ground?.squareMetres ?? 0)
  }

  @Test("A radar's score has no ground and so no rate to the square metre")
  func radar() {
    let score = Scorer(truth: [], path: SweptPath(metres: 2)).score([alarm(1, 0.5, 0)])
    #expect(score.falsePerSquareMetre == nil)
  }

  @Test(
    "A depth at an edge lies in the deeper band",
    arguments: [
      (0.0, DepthBand.to5), (0.049, .to5), (0.05, .to10), (0.10, .to20), (0.20, .to35),
      (0.35, .deeper), (2.0, .deeper),
    ])
  func bands(metres: Double, band: DepthBand) {
    #expect(DepthBand(metres: metres) == band)
  }

  @Test("Depths count hazards only, and what has no known depth stands in none")
  func depths() {
    let truth = [
      object(0.2, 0, depth: 0.02), object(0.6, 0, depth: 0.12), object(1.0, 0, depth: nil),
      object(1.4, 0, class: .clutter, depth: 0.02),
    ]
    let score = Scorer(truth: truth, path: SweptPath(track: line))
      .score([alarm(1, 0.2, 0), alarm(2, 1.4, 0)])
    #expect(score.byDepth.map(\.band) == [.to5, .to20])
    #expect(score.byDepth.map(\.found.hits) == [1, 0])
    #expect(score.byDepth.map(\.found.count) == [1, 1])
  }

  @Test("The curve falls with the threshold and begins at the run itself")
  func curve() {
    let scorer = Scorer(
      truth: [object(0.5, 0), object(1.5, 0), object(1.0, 0, class: .clutter)],
      path: SweptPath(track: line), area: SweptArea(track: line, radiusMetres: 0.15))
    let score = scorer.score([
      alarm(1, 0.5, 0, strength: 300), alarm(2, 0.5, 0, strength: 900),
      alarm(3, 1.5, 0, strength: 150), alarm(4, 0.75, 0, strength: 200),
      alarm(5, 1.0, 0, strength: 400),
    ])
    let curve = score.receiverCurve
    #expect(curve.map(\.strength) == [1.0, 1.5, 2.0, 4.0, 9.0])
    #expect(curve.map(\.hits) == [2, 2, 1, 1, 1])
    #expect(curve.map(\.falseAlarms) == [1, 1, 1, 0, 0])
    #expect(curve.map(\.falseWithClutter) == [2, 2, 2, 1, 0])
  }

  @Test("Alarms each counts what is marked again on an object that was found")
  func each() throws {
    let score = Scorer(truth: [object(0.5, 0), object(1.5, 0)], path: SweptPath(track: line))
      .score([alarm(1, 0.5, 0), alarm(2, 0.55, 0), alarm(3, 0.45, 0)])
    #expect(score.alarmsPerObject == 3)
    let none = Scorer(truth: [object(0.5, 0)], path: SweptPath(track: line)).score([])
    #expect(none.alarmsPerObject == nil)
  }

  @Test("The peak of an object is the strongest pass in its own halo")
  func peaks() {
    let scorer = Scorer(
      truth: [object(0.5, 0), object(1.5, 0)], path: SweptPath(track: line))
    let passes = [
      alarm(1, 0.5, 0, strength: 250), alarm(2, 0.64, 0, strength: 700),
      alarm(3, 0.66, 0, strength: 9_900),
    ]
    #expect(scorer.strongest(passes) == [7.0, nil])
  }

  @Test("Several lanes as one add their ground, their hazards and their false alarms")
  func total() throws {
    let scorer = Scorer(
      truth: [object(0.5, 0)], path: SweptPath(track: line),
      area: SweptArea(track: line, radiusMetres: 0.15))
    let one = scorer.score([alarm(1, 1.2, 0)])
    let sum = Score.total([one, one])
    #expect(sum.hazards.count == 2 && sum.hazards.hits == 0)
    #expect(sum.falsePerSquareMetre?.count == 2)
    let ground = try #require(one.ground?.squareMetres)
    #expect(sum.ground?.squareMetres == 2 * ground)
  }
}
