/// What the operator hears: the newest outputs against the ground.
///
/// The mean of the last eight outputs (64 ms) less the background, through a model of the ground. It sees
/// only the past, and is at hand with every output from the eighth on, long before the detection: of the
/// first ones already it is known which part no mixture of soils explains. It never falls below that.
struct InductionLevel: ~Copyable {
  private var recent = InlineArray<8, BandVector>(repeating: BandVector())
  private var knocks = InlineArray<8, Int64>(repeating: 0)
  private var taken: Int64 = 0
  private var noise = OutputNoise()
  private var model: GroundModel
  private var ground: LevelGround
  private var shapes: GroundShapes
  private var cell = LevelGround.Cell()
  private var conducting: Int64 = 0
  private var inCell: Int64 = 0
  private var closed: UInt8 = 0
  private var knock: Int64 = 0
  private var amplitude: Int64 = 0
  private var isStale = true
  private var isGivenUp = false
  private let dictionary: DecayDictionary
  private let factoryNoise: BandVector
  private let bandCount: Int
  private let hasTrack: Bool
  private let thresholdQ8: Int64
  private let knockHundredths: Int64
  private var hysteresis: Hysteresis
  /// Statistic over threshold, Q8.
  private(set) var ratioQ8: UInt32 = 0
  /// The background-free decay of the newest outputs.
  private(set) var response = BandVector()

  init(settings: InductionSettings) {
    dictionary = settings.dictionary
    factoryNoise = settings.factoryNoise
    bandCount = settings.bandCount
    hasTrack = settings.trackRateMicrohertz > 0
    shapes = settings.groundShapes
    thresholdQ8 = max(Int64(settings.configuration.levelThresholdHundredths) * 256 / 100, 1)
    knockHundredths = Int64(settings.configuration.knockShareHundredths)
    hysteresis = Hysteresis(releaseHundredths: settings.configuration.releaseHundredths)
    ground = LevelGround(hasTrack: hasTrack)
    model = GroundModel(shapes: shapes, bandCount: settings.bandCount)
  }

  /// Whether there are outputs enough to judge, and a model that they are judged by.
  var isJudging: Bool { taken >= 8 }
  /// Whether an alarm is on.
  var isAlarm: Bool { hysteresis.isOn }
  /// Whether the ground was learnt, and there is no knock to be told from metal.
  var isSettled: Bool { ground.isSettled && knock == 0 }

  /// The smallest answer of a decay, in its largest band, at which the level reaches its threshold, nV.
  func weakest(decay: Int) -> Int64 {
    let found = model.evaluate(dictionary.shapes[decay])
    let whole = ground.isSettled ? found.whole : found.steady
    // A shape's largest band is 2²⁰ in Q8 nV: 4,096 nV.
    return Wide.scaled(4_096, by: thresholdQ8, over: max(max(whole, found.outside), 1))
  }

  /// Outputs are missing, or were held.
  mutating func skip() { noise.skip() }

  /// So much is missing that the newest outputs say nothing of the next ones.
  mutating func breakOff() {
    taken = 0
    noise.skip()
  }

  /// Takes an output; answers true when a held background had to be given up.
  mutating func take(_ decay: BandVector, knock: Int64) -> Bool {
    recent[Int(taken & 7)] = decay
    knocks[Int(taken & 7)] = knock
    taken += 1
    noise.take(decay, bandCount: bandCount)
    defer { isGivenUp = false }
    guard taken >= 8 else { return isGivenUp }
    var sum = BandVector()
    var knocked: Int64 = 0
    for index in 0..<8 {
      sum = sum + recent[index]
      knocked = max(knocked, knocks[index])
    }
    let mean = sum.divided(by: 8)
    prepare(mean, knock: knocked)
    response = (mean - ground.background).clamped
    evaluate(model.evaluate(response))
    return isGivenUp
  }

  /// Takes a closed cell of the way.
  mutating func learn(_ mean: BandVector) {
    cell.conducting = Int32(clamping: inCell > 0 ? conducting / inCell : 0)
    let result = ground.take(cell, mean: mean, model: &model, soil: shapes.soil)
    if result.isGivenUp { isGivenUp = true }
    // The ground changes over metres: every second cell is often enough, once it is known.
    closed &+= 1
    if result.isLearnt && (!ground.isSettled || closed & 1 == 0) { isStale = true }
    // A cell that was passed over has what the last one had.
    cell.isKnocked = knock > 0
    inCell = 0
  }

  /// A new way begins: what the ground is stays known.
  mutating func restart() { ground.restart() }

  /// Forgets what was learnt of the ground, whose decay is now known.
  mutating func restart(ground soil: BandVector) {
    shapes.soil = soil
    model = GroundModel(shapes: shapes, bandCount: bandCount)
    ground = LevelGround(hasTrack: hasTrack)
    amplitude = 0
    isStale = true
  }
}

extension InductionLevel {
  private mutating func evaluate(_ found: GroundStatistics) {
    let isSettled = ground.isSettled
    // Before the ground is learnt, only what does not depend on its strength counts.
    let whole = isSettled ? found.whole : found.steady
    let statistic = max(max(whole, found.outside), 0)
    ratioQ8 = UInt32(clamping: min(statistic, 1 << 40) * 256 / thresholdQ8)
    hysteresis.take(ratioQ8)
    note(found, whole: whole)
  }

  private mutating func note(_ found: GroundStatistics, whole: Int64) {
    if inCell == 0 {
      cell = LevelGround.Cell()
      conducting = 0
    }
    inCell += 1
    cell.whole = max(cell.whole, Int32(clamping: whole))
    cell.steady = max(cell.steady, Int32(clamping: found.steady))
    cell.outside = max(cell.outside, Int32(clamping: found.outside))
    cell.beyond = max(cell.beyond, Int32(clamping: found.beyond))
    conducting += found.conducting
    if knock > 0 { cell.isKnocked = true }
  }

  /// Brings the model up to date: with every output until there is ground, then as it is learnt, and
  /// at once for a knock, which is in the covariance as long as it may ring.
  private mutating func prepare(_ mean: BandVector, knock envelope: Int64) {
    var white = BandVector()
    for band in 0..<bandCount {
      let floor = factoryNoise[band]
      // Of eight outputs in a row, which share their frames: 1.71/8 of one.
      white[band] = noise.variance(band: band, floor: floor) * 171 / 800
    }
    let left = SoilModel.knockVariance(envelope, hundredths: knockHundredths, noise: white)
    if left != knock || !model.hasBegun { isStale = true }
    knock = left
    if !ground.isSettled { assume(mean, white) }
    guard isStale else { return }
    isStale = false
    let own = model.hasBegun ? ground.background : shapes.soil
    model.prepare(
      dictionary, noise: white, knock: knock, own: Self.scaled(own),
      unlearnt: ground.isSettled ? nil : amplitude)
  }

  /// Soil's share of what stands under the coil, and never more than any band allows.
  private mutating func assume(_ mean: BandVector, _ white: BandVector) {
    var margins = BandVector()
    for band in 0..<bandCount {
      // Two deviations, Q3 nV to Q8.
      margins[band] = Int64(SquareRoot.floor(of: UInt64(white[band]))) * 64
    }
    let now = LevelGround.amplitude(of: mean, soil: shapes.soil, margins: margins)
    if abs(now - amplitude) > amplitude / 10 {
      amplitude = now
      isStale = true
    }
    guard !model.hasBegun else { return }
    var patch = BandVector()
    let share = amplitude * GroundModel.patchHundredths / 100
    for band in 0..<bandCount {
      patch[band] = Wide.shifted(shapes.patch[band], share, by: 20)
    }
    ground.assume(patch)
  }

  /// A decay scaled so that its largest band is about 2²⁰.
  private static func scaled(_ decay: BandVector) -> BandVector {
    var largest: Int64 = 1
    for band in 0..<BandVector.capacity { largest = max(largest, abs(decay[band])) }
    var result = BandVector()
    for band in 0..<BandVector.capacity {
      result[band] = Wide.scaled(decay[band], by: 1 << 20, over: largest)
    }
    return result
  }
}
