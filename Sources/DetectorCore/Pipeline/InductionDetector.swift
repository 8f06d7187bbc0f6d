/// Judges the cells of the way: motion filter, soil model, apexes. One closed cell at a time.
struct InductionDetector: ~Copyable {
  /// The last cells.
  var cells = CellRing()
  private(set) var noise = CellNoise()
  private var model: SoilModel
  private var tracker = BumpTracker()
  private var tail = TailScale()
  private var responses = InlineArray<64, BandVector>(repeating: BandVector())
  private var isOdd = InlineArray<64, Bool>(repeating: false)
  private var statistics = InlineArray<64, Int64>(repeating: 0)
  private var judged: Int64 = 0
  private var dwellQ8: Int64 = 4 * 256
  private var hasPrior = false
  private var ground: BandVector
  private let settings: InductionSettings
  private var knock: Int64 = 0
  private let thresholdQ8: Int64
  private let knockHundredths: Int64

  /// Cells between a response and its lesson, so that an alarm ahead is known.
  static let lessonLag: Int64 = 20
  /// Cells before a lesson in which an alarm counts as near.
  static let lessonGuard: Int64 = 10

  init(settings: InductionSettings) {
    self.settings = settings
    ground = settings.soil
    thresholdQ8 = Int64(settings.configuration.thresholdHundredths) * 256 / 100
    knockHundredths = Int64(settings.configuration.knockShareHundredths)
    model = SoilModel(
      prior: InlineArray<10, Int64>(repeating: 0), bandCount: settings.bandCount)
  }

  /// Whether there is enough of the way to judge.
  var isJudging: Bool { hasPrior && judged > 0 }

  /// Samples that a cell held on average lately, Q8.
  var meanDwellQ8: Int64 { dwellQ8 }

  /// Responses so far on this way, and the newest of them.
  var newestResponse: (count: Int64, response: BandVector) {
    (judged, responses[Int((judged - 1) & 63)])
  }

  /// What the newest response was judged with.
  var soil: SoilModel { model }

  /// Takes the next cell of the way; answers an apex, if one became known.
  mutating func take(_ cell: CellRing.Cell) -> BumpApex? {
    cells.push(cell)
    noise.take(&cells, bandCount: settings.bandCount)
    if cell.count > 0 { dwellQ8 += (Int64(cell.count) * 256 - dwellQ8) / 32 }
    guard cells.count > 2 * Int64(MotionFilter.reach) else { return nil }
    if !hasPrior { begin() }
    let response = MotionFilter.response(&cells)
    prepare()
    let white = model.whitened(response)
    let match = model.match(white)
    var bump = Bump()
    bump.cell = cells.count - 1 - Int64(MotionFilter.reach)
    bump.statisticQ8 = match.statisticQ8
    bump.decay = match.decay
    bump.response = response
    learn(
      response, statisticQ8: match.statisticQ8,
      isOdd: knock > 0 || white.squared > SoilModel.alarmSquared)
    bump.statisticQ8 = bump.statisticQ8 * 256 / tail.factorQ8
    return tracker.take(bump, thresholdQ8: thresholdQ8)
  }

  /// The way ends: answers an apex among its last cells, `back` from the end.
  mutating func drain(back: Int64) -> BumpApex? {
    tracker.drain(back: back, thresholdQ8: thresholdQ8)
  }

  /// A new way begins; what the ground is stays known.
  mutating func restart() {
    cells.reset()
    tracker.reset()
    judged = 0
  }

  /// Forgets what was learnt of the ground, whose decay is now known, and begins a new way.
  mutating func restart(ground: BandVector) {
    self.ground = ground
    hasPrior = false
    tail = TailScale()
    restart()
  }

  /// Before anything was learnt a sweep is taken to change the ground's signal by a set share of it.
  private mutating func begin() {
    hasPrior = true
    var level = BandVector()
    for number in 0..<cells.count { level = level + cells.mean(at: number) }
    model = SoilModel(
      prior: SoilPrior.covariance(
        level: level.divided(by: cells.count), ground: ground, settings: settings),
      bandCount: settings.bandCount)
  }

  /// The ground changes over metres: every second cell is often enough, but a knock comes at once.
  private mutating func prepare() {
    let noise = whiteNoise()
    let before = knock
    knock = SoilModel.knockVariance(
      MotionFilter.knock(&cells), hundredths: knockHundredths, noise: noise)
    guard cells.count & 1 == 0 || judged == 0 || knock != before else { return }
    model.prepare(settings.dictionary, noise: noise, knock: knock)
  }

  /// The white noise that the motion filter lets through.
  ///
  /// It is in what was learnt as well: a covariance from a few hundred cells is too small in some
  /// direction, and a matched filter finds it. Loading the diagonal is the remedy (Carlson 1988).
  private func whiteNoise() -> BandVector {
    var result = BandVector()
    let power = MotionFilter.noisePowerQ16
    for band in 0..<settings.bandCount {
      let floor = settings.factoryNoise[band] * 256 / max(dwellQ8, 256)
      result[band] = noise.variance(band: band, floor: floor) * power / 65_536
    }
    return result
  }

  private mutating func learn(_ response: BandVector, statisticQ8: Int64, isOdd isNow: Bool) {
    responses[Int(judged & 63)] = response
    isOdd[Int(judged & 63)] = isNow
    statistics[Int(judged & 63)] = statisticQ8
    judged += 1
    let lesson = judged - 1 - Self.lessonLag
    guard lesson >= 0 else { return }
    var isNear = false
    for number in max(0, lesson - Self.lessonGuard)..<judged
    where isOdd[Int(number & 63)] {
      isNear = true
    }
    model.learn(responses[Int(lesson & 63)], nearAlarm: isNear)
    if !isNear { tail.take(statistics[Int(lesson & 63)]) }
  }
}

/// What is taken of the ground before it is known.
enum SoilPrior {
  /// Motion of the ground's first band that is reckoned with at the least, nV: more in the air would be
  /// deafness to the decays that ground resembles.
  static let leastNanovolts: Int64 = 100

  /// Covariance in Q6 nV²: a sweep changes what stands under the coil by a set share of it, in its own
  /// shape and in that of the ground, 1/t or learnt by pumping, and patches add three tenths of what t^−1.4 has beside that.
  static func covariance(
    level: BandVector, ground: BandVector, settings: InductionSettings
  ) -> InlineArray<10, Int64> {
    let share = Int64(settings.configuration.soilShareHundredths)
    let own = level.clamped(to: 1 << 34).scaled(by: share).divided(by: 100)
    let amplitude = max(abs(own[0]), leastNanovolts * 256)
    let soil = scaled(ground, amplitude)
    let patch = scaled(settings.patch, amplitude * 3 / 10)
    var result = InlineArray<10, Int64>(repeating: 0)
    for row in 0..<settings.bandCount {
      for column in 0...row {
        result[BandFactors.place(row, column)] =
          Wide.shifted(own[row], own[column], by: 10)
          + Wide.shifted(soil[row], soil[column], by: 10)
          + Wide.shifted(patch[row], patch[column], by: 10)
      }
    }
    return result
  }

  private static func scaled(_ shape: BandVector, _ amplitude: Int64) -> BandVector {
    var result = BandVector()
    for band in 0..<BandVector.capacity {
      result[band] = Wide.shifted(shape[band], amplitude, by: 20)
    }
    return result
  }
}
