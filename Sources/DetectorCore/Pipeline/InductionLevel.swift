/// What the operator hears: the newest outputs against the ground just behind the coil.
///
/// The mean of the last eight outputs (64 ms) less the mean of the cells 0.3 to 0.8 m behind. It sees only
/// the past, has its own soil model, and is at hand with every output, long before the detection.
struct InductionLevel: ~Copyable {
  private var recent = InlineArray<8, BandVector>(repeating: BandVector())
  private var knocks = InlineArray<8, Int64>(repeating: 0)
  private var taken: Int64 = 0
  private var model: SoilModel
  private var responses = InlineArray<64, BandVector>(repeating: BandVector())
  private var isOdd = InlineArray<64, Bool>(repeating: false)
  private var learnt: Int64 = 0
  private var background: BandVector?
  private var heldBackground: BandVector?
  private var knockBehind: Int64 = 0
  private var knock: Int64 = 0
  private var noise = BandVector()
  private var heldOutputs: Int64 = 0
  private var hasPrior = false
  private var ground: BandVector
  private let settings: InductionSettings
  private let thresholdQ8: Int64
  private let knockHundredths: Int64
  private var hysteresis: Hysteresis
  /// Statistic over threshold, Q8.
  private(set) var ratioQ8: UInt32 = 0
  /// The background-free decay of the newest outputs.
  private(set) var response = BandVector()

  /// Nearest cell behind the coil that is background.
  static let nearCells: Int64 = 15
  /// Farthest cell behind the coil that is background.
  static let farCells: Int64 = 40
  /// Without a track a background is held this long while an alarm is on, in outputs: ten seconds.
  static let longestHold: Int64 = 1_250

  init(settings: InductionSettings) {
    self.settings = settings
    ground = settings.soil
    thresholdQ8 = max(Int64(settings.configuration.levelThresholdHundredths) * 256 / 100, 1)
    knockHundredths = Int64(settings.configuration.knockShareHundredths)
    hysteresis = Hysteresis(releaseHundredths: settings.configuration.releaseHundredths)
    model = SoilModel(
      prior: InlineArray<10, Int64>(repeating: 0), bandCount: settings.bandCount)
  }

  /// Whether an alarm is on.
  var isAlarm: Bool { hysteresis.isOn }
  /// Whether there is ground behind the coil to compare with, and no knock to be told from metal.
  var isSettled: Bool { background != nil && knock == 0 }

  /// Takes an output; answers true when a held background had to be given up.
  mutating func take(_ decay: BandVector, knock: Int64) -> Bool {
    recent[Int(taken & 7)] = decay
    knocks[Int(taken & 7)] = knock
    taken += 1
    guard let ground = heldBackground ?? background else { return false }
    let count = min(taken, 8)
    var sum = BandVector()
    var knocked: Int64 = 0
    for index in 0..<Int(count) {
      sum = sum + recent[index]
      knocked = max(knocked, knocks[index])
    }
    prepare(knock: knocked + knockBehind)
    response = (sum.divided(by: count) - ground).clamped
    let statistic = max(model.match(response).statisticQ8, 0)
    ratioQ8 = UInt32(clamping: min(statistic, 1 << 40) * 256 / thresholdQ8)
    hysteresis.take(ratioQ8)
    return hold()
  }

  /// Takes the ground behind the coil after a cell was closed.
  mutating func learn(
    _ cells: inout CellRing, noise: CellNoise, dwellQ8: Int64
  ) {
    guard cells.count > Self.farCells else { return }
    var sum = BandVector()
    var knocked: Int64 = 0
    for back in Self.nearCells...Self.farCells {
      sum = sum + cells.mean(at: cells.count - 1 - back)
      knocked += cells.knock(at: cells.count - 1 - back)
    }
    let mean = sum.divided(by: Self.farCells - Self.nearCells + 1)
    background = mean
    knockBehind = knocked / (Self.farCells - Self.nearCells + 1)
    if !hasPrior {
      hasPrior = true
      model = SoilModel(
        prior: SoilPrior.covariance(level: mean, ground: ground, settings: settings),
        bandCount: settings.bandCount)
    }
    let own = (cells.mean(at: cells.count - 1) - mean).clamped
    // The ground changes over metres: every second cell is often enough for a memory of 4 m.
    if cells.count & 1 == 0 || learnt == 0 {
      self.noise = whiteNoise(noise, dwellQ8)
      model.prepare(settings.dictionary, noise: self.noise, knock: knock)
    }
    lesson(own, isOdd: knock > 0 || model.whitened(own).squared > SoilModel.alarmSquared)
  }

  /// A new way begins: the outputs stay, the ground behind the coil is not known yet.
  mutating func restart() {
    background = nil
    heldBackground = nil
    learnt = 0
    ratioQ8 = 0
    hysteresis = Hysteresis(releaseHundredths: settings.configuration.releaseHundredths)
  }

  /// Forgets what was learnt of the ground, whose decay is now known.
  mutating func restart(ground: BandVector) {
    self.ground = ground
    hasPrior = false
    restart()
  }

  /// A knock is told from metal at once: it is in the covariance as long as it may ring.
  private mutating func prepare(knock amplitude: Int64) {
    let before = knock
    knock = SoilModel.knockVariance(amplitude, hundredths: knockHundredths, noise: noise)
    guard knock != before else { return }
    model.prepare(settings.dictionary, noise: noise, knock: knock)
  }

  private mutating func hold() -> Bool {
    // With a track the ground behind the coil does not move while the coil stands.
    guard settings.trackRateMicrohertz == 0 else { return false }
    guard isAlarm else {
      heldBackground = nil
      heldOutputs = 0
      return false
    }
    if heldOutputs == 0 { heldBackground = background }
    heldOutputs += 1
    guard heldOutputs == Self.longestHold else { return false }
    heldBackground = nil
    return true
  }

  /// Variance of eight outputs' mean less that of the background, Q6 nV².
  private func whiteNoise(_ noise: CellNoise, _ dwellQ8: Int64) -> BandVector {
    var result = BandVector()
    for band in 0..<settings.bandCount {
      let floor = settings.factoryNoise[band] / 8
      let cell = noise.variance(band: band, floor: 0)
      result[band] = max(cell * dwellQ8 / 256 / 8, floor) + cell / 26
    }
    return result
  }

  private mutating func lesson(_ response: BandVector, isOdd isNow: Bool) {
    responses[Int(learnt & 63)] = response
    isOdd[Int(learnt & 63)] = isNow
    learnt += 1
    let lesson = learnt - 1 - InductionDetector.lessonLag
    guard lesson >= 0 else { return }
    var isNear = false
    for number in max(0, lesson - InductionDetector.lessonGuard)..<learnt
    where isOdd[Int(number & 63)] {
      isNear = true
    }
    model.learn(responses[Int(lesson & 63)], nearAlarm: isNear)
  }
}
