import DetectorCore
import Recording
import Scoring
import Testing

/// A straight way of 4 m at 100 frames a second and 0.5 m/s: frame 200 is at 1.00 m.
@Suite("What was heard")
struct HeardScoreTests {
  private func place(_ sequence: Int64) -> GroundPoint? {
    GroundPoint(east: Double(sequence) * 0.005, north: 0.1)
  }

  private func object(
    _ x: Double, class kind: TargetClass = .antiPersonnelMine
  ) -> BuriedObject {
    BuriedObject(
      name: "", targetClass: kind, point: GroundPoint(east: x, north: 0.1), depthMetres: 0.03,
      radiusMetres: 0.05)
  }

  /// A trail of 800 frames, whose level is 0 but where it is said.
  private func trail(_ loud: [ClosedRange<Int64>: UInt16]) -> LevelTrail {
    var trail = LevelTrail()
    for sequence in Int64(0)..<800 {
      let level = loud.filter { $0.key.contains(sequence) }.map(\.value).max() ?? 0
      trail.append(
        OperatorLevel(
          sensor: .induction, index: sequence, sequence: sequence, levelQ8: level))
    }
    return trail
  }

  private func score(
    _ truth: [BuriedObject], zones: [Range<Int64>]? = [], _ loud: [ClosedRange<Int64>: UInt16]
  ) -> HeardScore {
    HeardScorer(
      truth: truth, zones: zones.map { AudibleZones(frameCount: 800, runs: $0) }, frameRate: 100
    ).score(trail(loud), place: place)
  }

  @Test("A body is heard from a level of 1 on, and not below it")
  func threshold() {
    #expect(score([object(1)], [200...200: 255]).heard.hits == 0)
    #expect(score([object(1)], [200...200: 256]).heard.hits == 1)
    #expect(score([object(1)], [200...200: 255]).bodies[0].peakQ8 == 255)
  }

  @Test("Only the halo of radius + 0.10 m counts: 0.15 m are 30 frames to either side")
  func halo() {
    for (frame, isHeard) in [(169, false), (171, true), (229, true), (231, false)] {
      let heard = score([object(1)], [Int64(frame)...Int64(frame): 300]).heard
      #expect((heard.hits == 1) == isHeard, "\(frame)")
    }
  }

  @Test("The first sound is told by its pass, its time and its way from the edge of the halo")
  func first() throws {
    let heard = score([object(1)], [190...210: 300, 500...510: 900])
    let first = try #require(heard.bodies[0].first)
    #expect(first.pass == 1)
    // The halo begins at frame 170 or 171, as rounding has it.
    #expect(abs(first.seconds - 0.2) < 0.011 && abs(first.metres - 0.1) < 0.006)
    #expect(heard.heardAtOnce == 1 && heard.medianSeconds == first.seconds)
    #expect(heard.bodies[0].peakQ8 == 300 && heard.bodies[0].passes == 1)
  }

  @Test("A body that is heard on the way back alone was not heard at once")
  func secondPass() throws {
    let scorer = HeardScorer(truth: [object(1)], zones: nil, frameRate: 100)
    let heard = scorer.score(trail([600...600: 256])) { sequence in
      place(sequence < 400 ? sequence : 799 - sequence)
    }
    #expect(heard.bodies[0].passes == 2 && heard.bodies[0].first?.pass == 2)
    #expect(heard.heard.hits == 1 && heard.heardAtOnce == 0)
  }

  @Test("By chance is the share of a hundred shifts at which the halo would have sounded")
  func chance() {
    // A sound of 80 frames meets a halo of 59 or 61 at 138 to 140 shifts of 800, 8 frames apart.
    let heard = score([object(1)], [600...679: 300])
    #expect((0.16...0.18).contains(heard.byChance))
    #expect(heard.heard.hits == 0)
    #expect(score([object(1)], [0...799: 300]).byChance == 1)
    #expect(score([object(1)], [:]).byChance == 0)
  }

  @Test("Frames in a zone or in a halo are not outside, clutter's halo among them")
  func outside() throws {
    let bodies = [object(1), object(3, class: .clutter)]
    let silent = try #require(score(bodies, zones: [250..<350], [:]).outside)
    // 800 less two halos of 59 to 61 frames and a zone of 100.
    #expect((578...582).contains(silent.frames))
    #expect(silent.share == 0 && silent.falseCells.count == 0 && silent.sounds == 0)
    let loud = try #require(
      score(bodies, zones: [250..<350], [200...210: 300, 300...310: 300, 600...610: 300]).outside)
    #expect(loud.soundingFrames[4] == 0 && loud.frames == silent.frames)
    let far = try #require(
      score(bodies, zones: [250..<350], [400...409: 300, 700...704: 255]).outside)
    #expect(far.soundingFrames[4] == 10 && far.sounds == 1)
    #expect(far.share == 10 / Double(far.frames))
  }

  @Test("A false cell is one of 0.25 m in which the level reaches 1, over all that were visited")
  func cells() throws {
    let sound = try #require(score([], [40...60: 256, 120...121: 255]).outside)
    // Four metres are 16 cells of 50 frames; frames 40 to 60 lie in the first two.
    #expect(sound.cells == 16 && sound.falseCells.count == 2)
    #expect(sound.squareMetres == 1 && sound.falseCells.rate == 2)
    // The step below, 224 of 256, has the third cell too.
    #expect(sound.soundingCells[3] == 3)
  }

  @Test("Without zones nobody says what was outside, and one lane without takes it from all")
  func withoutZones() throws {
    let unknown = score([object(1)], zones: nil, [200...210: 300])
    #expect(unknown.outside == nil && unknown.heard.hits == 1)
    let known = score([object(1)], [200...210: 300])
    #expect(HeardScore.total([known, unknown])?.outside == nil)
    let both = try #require(HeardScore.total([known, known]))
    #expect(both.outside?.frames == 2 * (known.outside?.frames ?? 0) && both.heard.hits == 2)
    #expect(HeardScore.total([]) == nil)
  }

  @Test("A frame without a place is neither over a body nor outside")
  func withoutPlace() throws {
    let scorer = HeardScorer(
      truth: [object(1)], zones: AudibleZones(frameCount: 800, runs: []), frameRate: 100)
    let heard = scorer.score(trail([200...210: 300, 600...610: 300])) { sequence in
      sequence < 400 && sequence != 205 ? place(sequence) : nil
    }
    #expect(heard.heard.hits == 1 && heard.outside?.soundingFrames[4] == 0)
    #expect((338...342).contains(heard.outside?.frames ?? 0))
  }

  @Test("The curve falls with the level, and holds the run itself at 1")
  func curve() throws {
    let heard = score(
      [object(1), object(2)], [200...200: 300, 400...400: 1_100, 600...609: 520])
    let curve = heard.curve
    #expect(curve.first { $0.level == 1 }?.heard == heard.heard.hits)
    #expect(curve.first { $0.level == 1.5 }?.heard == 1)
    #expect(curve.first { $0.level == 2 }?.soundingFrames == 10)
    #expect(curve.first { $0.level == 3 }?.soundingFrames == 0)
    for (before, after) in zip(curve, curve.dropFirst()) {
      #expect(before.level < after.level && before.heard >= after.heard)
      #expect(before.falseCells ?? 0 >= after.falseCells ?? 0)
    }
  }

  @Test("Quieter in company is below 0.8 of alone, of what is heard alone")
  func company() {
    var heard = score([object(1), object(2), object(3)], [200...200: 300, 400...400: 300])
    #expect(heard.quieter.count == 0)
    for (index, alone) in [370, 380, 200].enumerated() {
      heard.bodies[index].aloneQ8 = UInt16(alone)
    }
    // 300/370 is 0.81, 300/380 is 0.79, and the third is not heard alone.
    #expect(heard.quieter.hits == 1 && heard.quieter.count == 2)
  }
}
