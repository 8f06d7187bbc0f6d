import DetectorCore
import Testing

/// A geometry of 96 samples, 8 to a period, with a bounce at 10.
private let geometry = RadarGeometry(
  axes: RadarAxes(
    samples: 96, periodQ8: 8 * 256, intervalFemtoseconds: 80_000, stepMicrometres: 20_000,
    waveSpeedMicrometresPerNanosecond: 100_000, depthMaximumMicrometres: 1_000_000),
  bounce: 10, amplitude: 100_000)

@Suite("Focusing")
struct FocusingTests {
  /// Steps of a lane in which `place` gives the sample of an echo, or nothing.
  private func focused(
    steps: Int, lost: Set<Int> = [], value: (Int, Int) -> Int32
  ) -> (cells: CellRow, count: Int) {
    var focusing = Focusing<96>(aperture: 8, axes: geometry.axes)
    focusing.layOut(geometry: geometry)
    for step in 0..<steps {
      if lost.contains(step) {
        focusing.push(nil)
        continue
      }
      let trace = (0..<96).map { value(step, $0) }
      focusing.push(trace.span)
    }
    var cells = CellRow()
    focusing.focus(age: 8, geometry: geometry, into: &cells)
    return (cells, focusing.slots.count(age: 8))
  }

  /// t(x) = √(t₀² + (2x/v)²) with t₀ = 40 samples after time zero (sample 4), v 0.10 m/ns and steps
  /// of 20 mm, 0.4 ns or 5 samples each.
  private func isOnHyperbola(_ step: Int, _ sample: Int) -> Bool {
    let offset = Double(step - 8) * 5
    return sample == Int((1_600 + offset * offset).squareRoot().rounded()) + 4
  }

  @Test("An echo along a hyperbola adds up in phase: P over Q nears the number of its traces")
  func inPhase() throws {
    let (cells, count) = focused(steps: 17) { isOnHyperbola($0, $1) ? 4_096 : 0 }
    #expect(count == 17)
    let loudest = try #require(
      (0..<geometry.cellCount).max { cells.coherent[$0] < cells.coherent[$1] })
    #expect(
      geometry.samples(ofCell: loudest).contains(44) || abs(Int(cells.sample[loudest]) - 44) <= 4)
    // 17 traces of one sample, in units of 16 counts²: S² = (17 · 4,096)², E = 17 · 4,096². Far from
    // the apex the hyperbolae of neighbouring samples round to the same sample, so that the window
    // holds a little more of both: at most two such traces on either side.
    let energy: Int64 = 17 * 17 * 4_096 * 4_096 / 16
    #expect((energy...energy + energy / 17).contains(cells.coherent[loudest]))
    #expect((15...17).contains(cells.coherent[loudest] / max(cells.total[loudest], 1)))
  }

  @Test("Traces that share nothing give P over Q about 1", arguments: seeds(8))
  func chance(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let (cells, _) = focused(steps: 17) { _, _ in Int32(random.below(20_001)) - 10_000 }
    // The loudest of some 9 samples and 3 velocities: a mean of 1 with a spread of about a half each
    // stays under 3.5 (the cell's largest P, not its mean); in phase it would be 17.
    for cell in 0..<geometry.cellCount {
      #expect(Double(cells.coherent[cell]) <= 3.5 * Double(max(cells.total[cell], 1)))
    }
  }

  @Test("Lost steps are holes in the aperture, not zeros that count")
  func lost() throws {
    let (cells, count) = focused(steps: 17, lost: [3, 9, 10]) {
      isOnHyperbola($0, $1) ? 4_096 : 0
    }
    #expect(count == 14)
    let loudest = try #require(
      (0..<geometry.cellCount).max { cells.coherent[$0] < cells.coherent[$1] })
    #expect((12...14).contains(cells.coherent[loudest] / max(cells.total[loudest], 1)))
  }

  @Test("Numbers at the chain's rails do not wrap")
  func rails() {
    let (cells, _) = focused(steps: 17) { _, _ in 1 << 25 }
    for cell in 0..<geometry.cellCount { #expect(cells.coherent[cell] > 0) }
  }
}

@Suite("Noise floor and CFAR")
struct NoiseFloorTests {
  /// The reference sorts the training anew each time.
  @Test("The training is the sorted values beyond the guard", arguments: seeds(10))
  func reference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let training = 1 + random.below(100)
    let guardSteps = random.below(121 - training)
    var history = OrderedHistory(training: training, guardSteps: guardSteps)
    history.fill(50)
    var all = [UInt32](repeating: 50, count: training + guardSteps)
    for _ in 0..<400 {
      let value = UInt32(random.below(100))
      history.push(value)
      all.append(value)
      let expected = all.dropLast(guardSteps).suffix(training).sorted()
      let same = (0..<training).allSatisfy { history.sorted[$0] == expected[$0] }
      #expect(same)
    }
  }

  private func cfar() -> CFAR {
    CFAR(
      parameters: CFARParameters(
        trainingSteps: 20, guardSteps: 4, orderHundredths: 40, thresholdHundredths: 300,
        earlyThresholdHundredths: 500, coherenceHundredths: 400, priorPerHundredThousand: 100,
        surfacePerHundredThousand: 0, fullCount: 17, window: 1))
  }

  /// P for a coherent amplitude, N = 17 in full, in units of 16 counts².
  private func cells(amplitude: Int64, at cell: Int, coherence: Int64 = 17) -> CellRow {
    var row = CellRow()
    for k in 0..<geometry.cellCount {
      let a: Int64 = k == cell ? amplitude : 100
      row.coherent[k] = a * a * 17 * 17 / 16
      row.total[k] = row.coherent[k] / (k == cell ? coherence : 1)
    }
    return row
  }

  @Test("An amplitude of twice its threshold has the ratio 2, in the right cell")
  func ratio() {
    var cfar = cfar()
    cfar.layOut(geometry: geometry)
    // The prior is a thousandth of the bounce: 100; the threshold three times that.
    let found = cfar.judge(cells(amplitude: 600, at: 5), count: 17, geometry: geometry)
    #expect(found.cell == 5 && found.amplitude == 600)
    #expect(abs(Int(found.ratioQ8) - 512) <= 3)
  }

  @Test("However loud, what is not in phase stays under the threshold")
  func incoherent() {
    var cfar = cfar()
    cfar.layOut(geometry: geometry)
    let loud = cells(amplitude: 100_000, at: 5, coherence: 3)
    let faint = cfar.judge(loud, count: 17, geometry: geometry).ratioQ8
    #expect(faint < 256)
    let echo = cells(amplitude: 100_000, at: 5, coherence: 4)
    let clear = cfar.judge(echo, count: 17, geometry: geometry).ratioQ8
    #expect(clear >= 256)
  }

  @Test("A floor learns the clutter, and objects under 60 % of the training do not raise it")
  func learns() {
    var cfar = cfar()
    cfar.layOut(geometry: geometry)
    for _ in 0..<40 { _ = cfar.judge(cells(amplitude: 100, at: 5), count: 17, geometry: geometry) }
    let quiet = cfar.floor(cell: 5, geometry: geometry)
    for step in 0..<40 {
      let row = cells(amplitude: step % 2 == 0 ? 9_000 : 100, at: 5)
      _ = cfar.judge(row, count: 17, geometry: geometry)
    }
    let mixed = cfar.floor(cell: 5, geometry: geometry)
    #expect(mixed == quiet)
    for _ in 0..<40 {
      _ = cfar.judge(cells(amplitude: 9_000, at: 5), count: 17, geometry: geometry)
    }
    let loud = cfar.floor(cell: 5, geometry: geometry)
    #expect(loud > quiet)
  }

  @Test("A stretch of nothing does not make a threshold of nothing")
  func lowest() {
    var cfar = cfar()
    cfar.layOut(geometry: geometry)
    for _ in 0..<60 { _ = cfar.judge(CellRow(), count: 17, geometry: geometry) }
    let floor = cfar.floor(cell: 5, geometry: geometry)
    #expect(floor == 50)
  }
}

@Suite("Apexes, alarms and objects")
struct ApexTests {
  private func apexes(_ ratios: [UInt32], lookahead: Int = 2, merge: Int = 4) -> [Int64] {
    var tracker = PeakTracker(lookahead: lookahead, merge: merge)
    var found: [Int64] = []
    for ratio in ratios {
      if let apex = tracker.take(StepStatistic(ratioQ8: ratio, amplitude: ratio)) {
        found.append(apex.step)
      }
    }
    while !tracker.isDone {
      if let apex = tracker.drain() { found.append(apex.step) }
    }
    return found
  }

  @Test("The loudest step over threshold is the apex, once; under threshold there is none")
  func apex() {
    #expect(apexes([0, 100, 300, 500, 400, 100, 0, 0]) == [3])
    #expect(apexes([0, 100, 200, 255, 200, 100, 0, 0]) == [])
    #expect(apexes([400, 400, 400, 400, 0, 0, 0]) == [0])
  }

  @Test("At the end of a line an apex does not wait for steps that never come")
  func end() {
    #expect(apexes([0, 0, 0, 300, 600]) == [4])
    #expect(apexes([600]) == [0])
    #expect(apexes([]) == [])
  }

  @Test(
    "A faint apex within reach of a loud one before it is part of it; a louder one is not hidden")
  func merge() {
    #expect(apexes([0, 900, 0, 0, 300, 0, 0, 0]) == [1])
    #expect(apexes([0, 300, 0, 0, 900, 0, 0, 0]) == [1, 4])
    #expect(apexes([0, 900, 0, 0, 0, 0, 300, 0, 0]) == [1, 6])
  }

  @Test("An alarm begins at the threshold and ends below its release", arguments: [0, 60, 100])
  func hysteresis(release: Int32) {
    var alarm = Hysteresis(releaseHundredths: release)
    let below = alarm.take(255)
    let at = alarm.take(256)
    #expect(!below && at)
    let off = UInt32(Int64(release) * 256 / 100)
    let stays = alarm.take(off)
    #expect(stays)
    guard off > 0 else { return }
    let ended = alarm.take(off - 1)
    #expect(!ended)
  }

  private func detection(
    _ id: UInt32, at millimetres: Int32, depth: Int32 = 50, strength: Int32 = 200
  ) -> DetectionEvent {
    var finding = TargetFinding()
    finding.distanceMillimetres = millimetres
    finding.depthMillimetres = depth
    finding.strengthHundredths = strength
    var event = DetectionEvent(
      .detection(finding), sensor: .radar, sample: Int64(id), sequence: 0, timeMicroseconds: 0)
    event.id = id
    return event
  }

  @Test("Detections near in distance and depth are one object at the strongest; others are not")
  func merger() throws {
    var merger = ObjectMerger(reachMillimetres: 200)
    let none = merger.take(detection(1, at: 1_000))
    #expect(none == nil)
    let still = merger.take(detection(2, at: 1_150, strength: 900))
    #expect(still == nil)
    let third = merger.take(detection(3, at: 1_250, depth: 400))
    let closed = try #require(third)
    #expect(closed.kind == .object && closed.sample == 2 && closed.members?.count == 2)
    let early = merger.pass(millimetres: 1_750)
    #expect(early == nil)
    let behind = merger.pass(millimetres: 1_751)
    let passed = try #require(behind)
    #expect(passed.members?.ids[0] == 3)
    let nothing = merger.close()
    #expect(nothing == nil)
  }

  @Test("More detections than an object can name still make one object")
  func manyMembers() throws {
    var merger = ObjectMerger(reachMillimetres: 200)
    for id in 1...40 {
      let closed = merger.take(detection(UInt32(id), at: Int32(id) * 5))
      #expect(closed == nil)
    }
    let last = merger.close()
    let object = try #require(last)
    #expect(object.members?.count == Members.capacity)
  }

  @Test("The counts of a run of faults add up, and its first sample is reported at once")
  func faultRun() {
    var run = FaultRun()
    var reports: [Int64] = []
    for faulty in [1, 1, 1, 0, 1, 0, 0] as [Int64] {
      if let count = run.take(faulty) { reports.append(count) }
    }
    #expect(reports == [1, 2, 1])
    var long = FaultRun()
    var sum: Int64 = 0
    for _ in 0..<2_500 { sum += long.take(1) ?? 0 }
    #expect(sum >= 2_000)
    sum += long.end() ?? 0
    #expect(sum == 2_500)
  }
}

@Suite("Radar budget")
struct RadarBudgetTests {
  private func budget(attenuation: Int32) -> RadarBudget {
    RadarBudget(
      geometry: geometry,
      soil: BudgetSoil(
        wavelengthMicrometres: 67_000, antennaHeightMicrometres: 50_000,
        attenuationHundredthsDecibelPerMetre: attenuation),
      thresholdHundredths: 300)
  }

  /// By hand at 0.10 m, n = 2.998: mine (2.998 − 1.703)/(2.998 + 1.703) = 0.2755, bounce 0.4997,
  /// through 1 − 0.2497 = 0.7503, spread 0.05/0.15 = 0.333, fill 0.04²/(0.067 · 0.075) = 0.318: the
  /// echo is 0.0439 of the bounce, 4,390 counts (a cell begins a little above 0.10 m). The threshold
  /// is three floors.
  @Test("A reference mine is seen over a floor of a third of its echo, and not over half of it")
  func byHand() {
    let budget = budget(attenuation: 0)
    #expect(!budget.isBlind(floor: 4_390 / 3 - 50))
    #expect(budget.isBlind(floor: 4_390 / 2))
  }

  /// 24 dB/m one way cost 4.8 dB at 0.10 m and back: 0.575.
  @Test("Wet clay blinds where dry soil does not")
  func wetClay() {
    let floor = UInt32(4_390 / 3 - 50)
    #expect(budget(attenuation: 2_400).isBlind(floor: floor))
    #expect(!budget(attenuation: 2_400).isBlind(floor: floor / 2))
  }

  @Test("Half-lives halve exactly and lie at most 6.2 % above the curve between")
  func halfLife() {
    #expect(HalfLife.remainder(of: 0, halfLife: 100) == 10_000)
    #expect(HalfLife.remainder(of: 300, halfLife: 100) == 1_250)
    #expect(HalfLife.remainder(of: 150, halfLife: 100) == 3_750)
    #expect(HalfLife.remainder(of: .max / 4, halfLife: 1) == 0)
    #expect(HalfLife.remainder(of: -5, halfLife: 0) == 10_000)
  }
}
