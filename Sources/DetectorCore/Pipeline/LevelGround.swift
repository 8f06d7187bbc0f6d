/// What of the way is ground for the level: the background, and what the model may learn from.
///
/// A cell is taken for ground once the coil is 0.3 m past it and nothing stood out from 0.3 m before it up
/// to where the coil is now. Until then it waits, and the background that was there before holds: by what
/// the signal is, and however long the coil stays. What stands out is
///
/// - a **body**: what no mixture of soils explains. Time never ends its hold. Where nine tenths of the
///   last metres are like that it is the ground that was not known, and it is learnt with a notice;
/// - another **decay** than that of the ground, though a soil's: the same;
/// - a stronger or weaker signal of the ground's **own decay**: half a metre of nothing else is a step of
///   the ground (a body is narrower, or of another decay), and it is learnt.
///
/// A chain that begins on ground that conducts (a beach) finds it in its first metre: conducting ground
/// and soils alone explain nine tenths of it, it falls faster than 1/t, and there is never less of it than
/// half of the most. Small caps and steel have that component with the other sign, and large steel, which
/// has it too, falls slower than any soil.
/// Lengths are in cells of 20 mm, thresholds in Q8 standard deviations.
struct LevelGround: BitwiseCopyable, Sendable {
  /// What the level was over one cell.
  struct Cell: BitwiseCopyable, Sendable {
    /// The largest statistics in it, and the mean of the conducting one.
    var whole: Int32 = 0
    var steady: Int32 = 0
    var outside: Int32 = 0
    var beyond: Int32 = 0
    var conducting: Int32 = 0
    /// Whether no band has more of soil's decay than the first: it falls as soil does, or faster.
    var isSteep = false
    /// Whether a knock may ring in it.
    var isKnocked = false

    init() {}
  }

  /// Cells between the coil and the newest that is ground.
  static let lag: Int64 = 15
  /// Cells before a cell in which nothing may stand out either.
  static let guarded: Int64 = 15
  /// From here on something stands out of the ground: three deviations.
  static let flag: Int32 = 768
  /// From here on no mixture of soils explains it: 3.6, since it is judged without any learning.
  static let bodyFlag: Int32 = 922
  /// A response up to here may still widen the covariance, where soil's decay changes in patches.
  static let widest: Int32 = 1_536
  /// Cells of the background's memory.
  static let memory: Int64 = 40
  /// Cells of ground after which the level rests on what was learnt.
  static let settled: Int64 = 25
  /// Cells of a step of the ground before it is learnt.
  static let step: Int64 = 25
  /// Cells of the first metre.
  static let first: Int64 = 50
  /// Cells over which the part of the way that stands out is taken: 6 m.
  static let longest: Int64 = 300
  /// Part of it from which on it is the ground, Q16: nine tenths.
  static let everywhere: Int64 = 58_982
  /// The least of a conducting ground that is looked for: 1.5 deviations.
  static let leastConducting: Int32 = 384

  /// What the ground sends back here.
  private(set) var background = BandVector()
  /// Cells of ground so far.
  private(set) var learnt: Int64 = 0
  private var cells = InlineArray<64, Cell>(repeating: Cell())
  private var means = InlineArray<16, BandVector>(repeating: BandVector())
  private var count: Int64 = 0
  private var stepRun: Int64 = 0
  private var part: Int64 = 0
  private var isConducting = false
  private let hasTrack: Bool

  init(hasTrack: Bool) { self.hasTrack = hasTrack }

  /// Whether the level rests on ground that was learnt.
  var isSettled: Bool { learnt >= Self.settled }

  /// The way breaks: what lies behind is no longer next to the coil, but the ground stays known.
  mutating func restart() {
    count = 0
    stepRun = 0
  }

  /// Before anything was learnt: what soil of an amplitude has beside that of 1/t.
  mutating func assume(_ background: BandVector) { self.background = background }

  /// Takes the newest cell and its mean decay; answers whether ground was learnt from, and whether a hold was given up.
  mutating func take(
    _ cell: Cell, mean: BandVector, model: inout GroundModel, soil: BandVector
  ) -> (isLearnt: Bool, isGivenUp: Bool) {
    cells[Int(count & 63)] = cell
    cells[Int(count & 63)].isSteep = Self.isSteep(mean, soil: soil)
    means[Int(count & 15)] = mean
    count += 1
    let wasEverywhere = isEverywhere
    watch(cell)
    let isGivenUp = isEverywhere && !wasEverywhere
    guard count > Self.lag else { return (false, isGivenUp) }
    let verdict = evaluate()
    let own = means[Int((count - 1 - Self.lag) & 15)]
    if verdict.isGround { learn(own, &model, soil: soil) }
    guard model.hasBegun, verdict.mayWiden else { return (verdict.isGround, isGivenUp) }
    let response = ((verdict.isGround ? mean : own) - background).clamped
    // The first cells are measured with what was taken for the ground before.
    let squared = learnt > 1 ? model.evaluate(response).squared : 0
    model.learn(response, squared: squared)
    return (true, isGivenUp)
  }

  private var isEverywhere: Bool { hasTrack && part > Self.everywhere }

  private mutating func watch(_ cell: Cell) {
    let isBody = cell.beyond > Self.bodyFlag || cell.outside > Self.bodyFlag
    let isDecay = cell.steady > Self.flag
    stepRun = !isBody && !isDecay && cell.whole > Self.flag ? stepRun + 1 : 0
    part += ((isBody || isDecay ? 65_536 : 0) - part) / Self.longest
  }

  /// Whether the cell that waits is ground, and whether the covariance may learn from it.
  private mutating func evaluate() -> (isGround: Bool, mayWiden: Bool) {
    if let isGround = evaluateBeginning() { return (isGround, isGround) }
    var isGround = true
    var mayWiden = true
    let isKnown = isEverywhere
    for number in max(0, count - 1 - Self.lag - Self.guarded)..<count {
      let cell = cells[Int(number & 63)]
      let isBody = cell.beyond > Self.bodyFlag || cell.outside > Self.bodyFlag
      if cell.isKnocked || (isBody && !isKnown) {
        return (false, false)
      }
      guard !isBody else { continue }
      let stands =
        cell.steady > Self.flag ? !isKnown : cell.whole > Self.flag && stepRun < Self.step
      guard stands else { continue }
      isGround = false
      if cell.whole > Self.widest { mayWiden = false }
    }
    return (isGround, mayWiden)
  }

  private mutating func learn(_ mean: BandVector, _ model: inout GroundModel, soil: BandVector) {
    learnt = min(learnt + 1, 1 << 20)
    guard model.hasBegun else {
      background = mean
      model.begin(mean: mean, soil: Self.amplitude(of: mean, soil: soil))
      return
    }
    let memory = min(learnt, Self.memory)
    background = background + (mean - background).divided(by: memory)
  }
}

extension LevelGround {
  /// The most soil that a decay can hold, Q8 nV in the first band: no band may have less of it.
  ///
  /// `margins` are added to the bands first.
  static func amplitude(
    of decay: BandVector, soil: BandVector, margins: BandVector = BandVector()
  ) -> Int64 {
    var least: Int64 = 1 << 33
    for band in 0..<BandVector.capacity where soil[band] > 0 {
      least = min(least, Wide.scaled(decay[band] + margins[band], by: 1 << 20, over: soil[band]))
    }
    return max(least, SoilPrior.leastNanovolts * 256)
  }

  /// On ground that conducts, and until the level is settled: whether the cell that waits is ground.
  private mutating func evaluateBeginning() -> Bool? {
    guard hasTrack, learnt < Self.settled, count >= Self.first else { return nil }
    let (low, high, beyond) = quartiles()
    if learnt == 0 && beyond * 10 <= Self.first && low > Self.leastConducting && low > high / 2 {
      isConducting = true
    }
    guard isConducting else { return nil }
    let cell = cells[Int((count - 1 - Self.lag) & 63)]
    return !cell.isKnocked && cell.beyond <= Self.bodyFlag && cell.conducting <= high + high / 2
  }

  private static func isSteep(_ decay: BandVector, soil: BandVector) -> Bool {
    for band in 1..<BandVector.capacity where soil[band] > 0 {
      // Decays are 2³⁸ at most, shapes 2²⁰.
      if decay[band] * soil[0] > decay[0] * soil[band] { return false }
    }
    return true
  }

  /// Quartiles of the conducting statistic over the last metre, and how often something was beyond it.
  private func quartiles() -> (low: Int32, high: Int32, beyond: Int64) {
    var sorted = InlineArray<50, Int32>(repeating: 0)
    var beyond: Int64 = 0
    for index in 0..<50 {
      let cell = cells[Int((count - 1 - Int64(index)) & 63)]
      if cell.beyond > Self.bodyFlag || !cell.isSteep { beyond += 1 }
      var slot = index
      while slot > 0, sorted[slot - 1] > cell.conducting {
        sorted[slot] = sorted[slot - 1]
        slot -= 1
      }
      sorted[slot] = cell.conducting
    }
    return (sorted[12], sorted[37], beyond)
  }
}
