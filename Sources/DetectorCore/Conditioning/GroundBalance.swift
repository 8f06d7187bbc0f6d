/// Learns the ground's ratios while the coil is pumped, and refuses what is not ground.
///
/// Formula: with d the means of about 32 ms of outputs, less the first of them, and A[j][k] the covariance
/// of d[j] with the mean of d[k] two to five such means earlier,
///
///     bₖ = A[1][k] / A[1][1]        Lₖ = A[k][k] − 2 bₖ A[1][k] + bₖ² A[1][1]
///
/// Noise is not alike two means apart, so that b is least squares without the bias of noise in what is
/// divided by, and Lₖ is what moves slowly in band k and not with the first. S, the white noise, comes
/// from third differences of d, whose sum of squared taps is 20, or 18 where a decimator's outputs
/// overlap: 19 is taken.
///
/// A spot passes for ground where all of this holds; each has its own refusal:
/// at least four seconds and two pumps; A[1][1] ≥ 4 S[1][1], which for even pumps is a swing of six
/// deviations; K₁₂, K₁₃ and K₂₄ within 0.7 … 1.4 of theory; Lₖ within a quarter of the white noise of
/// that residual and (1 % of the band's range)²; all bₖ within 5 % and three deviations of one soil
/// whose decay is t^−p: a mine's decay may have one ratio of soil's, but is curved otherwise.
/// What one spot cannot tell: a weak body in strong soil moves the bands as somewhat steeper soil does,
/// and a body whose decay is a soil's is one. Hence `GroundSpots`.
/// Q-format: d Q8 nV, A and S Q6 nV², b Q30. Range: ±4.2 mV, more than soil of F = 2·10⁻⁴ touching the
/// coil. Beyond `maximumMeans` (65 s) nothing is added.
package struct GroundBalance: BitwiseCopyable, Sendable {
  /// Means that count at the most.
  package static let maximumMeans: Int64 = 2_048
  /// A deviation beyond this is no soil's, Q8 nV.
  package static let strongest: Int64 = 1 << 30
  /// Length of a mean, microseconds.
  package static let meanMicroseconds: Int64 = 32_000
  /// Shortest balance, microseconds.
  package static let shortestMicroseconds: Int64 = 4_000_000
  /// Turns of the motion: two pumps.
  package static let fewestTurns = 4
  /// What a band may be off a soil's decay, Q16: 5 %.
  package static let shapeShare: Int64 = 3_277

  private let family: SoilFamily
  private let theory: BandVector
  private let bandCount: Int
  private let outputsPerMean: Int64
  private let fewestMeans: Int64

  private var sum = BandVector()
  private var inSum: Int64 = 0
  private var reference: BandVector?
  private var recent = InlineArray<8, BandVector>(repeating: BandVector())
  private var inRow: Int64 = 0
  private var means: Int64 = 0
  private var differences: Int64 = 0
  private var now = BandVector()
  private var before = BandVector()
  private var lagged = InlineArray<16, Int64>(repeating: 0)
  private var noise = InlineArray<10, Int64>(repeating: 0)
  private var lowest = BandVector()
  private var highest = BandVector()
  private var motion = PumpMotion()
  private var taken: Int64 = 0
  private var skipped: Int64 = 0
  private var isTooStrong = false

  /// Makes a balance of a family of soils; `outputMicroseconds` is the time from output to output.
  package init(
    family: SoilFamily, theory: BandVector, bandCount: Int, outputMicroseconds: Int64
  ) {
    self.family = family
    self.theory = theory
    self.bandCount = bandCount
    let interval = max(outputMicroseconds, 1)
    outputsPerMean = max(Self.meanMicroseconds.dividedToNearest(by: interval), 1)
    fewestMeans = Self.shortestMicroseconds / (interval * outputsPerMean)
  }

  /// Takes an output.
  package mutating func take(_ decay: BandVector) {
    taken += 1
    sum = sum + decay.clamped
    inSum += 1
    guard inSum == outputsPerMean else { return }
    let mean = sum.divided(by: inSum)
    sum = BandVector()
    inSum = 0
    add(mean)
  }

  /// Takes an output that was held or bad.
  package mutating func skip() {
    skipped += 1
    sum = BandVector()
    inSum = 0
    inRow = 0
  }

  /// Takes that a gate stood at its rail.
  package mutating func overload() { isTooStrong = true }

  /// Ends it: what the spot's ground is like, or why that is not known.
  package func verdict() -> GroundFit {
    if isTooStrong { return .refused(.tooStrong) }
    if skipped > taken / 4 { return .refused(.interrupted) }
    if means < max(fewestMeans, 16) { return .refused(.tooShort) }
    let first = covariance(0, 0)
    guard first >= 4 * max(white(0, 0), 1) else { return .refused(.tooWeak) }
    if motion.turns < Self.fewestTurns { return .refused(.tooLittleMotion) }
    return fit(first)
  }
}

extension GroundBalance {
  private mutating func add(_ mean: BandVector) {
    if reference == nil { reference = mean }
    guard let reference, means < Self.maximumMeans else { return }
    let raw = mean - reference
    let deviation = raw.clamped(to: Self.strongest)
    if deviation != raw { isTooStrong = true }
    for band in 0..<bandCount {
      lowest[band] = min(lowest[band], deviation[band])
      highest[band] = max(highest[band], deviation[band])
    }
    motion.take(deviation[0])
    if inRow >= 3 { addDifference(deviation) }
    if inRow >= 5 { addLagged(deviation) }
    recent[Int(inRow & 7)] = deviation
    inRow += 1
  }

  private mutating func addLagged(_ deviation: BandVector) {
    var earlier = BandVector()
    for lag in 2...5 { earlier = earlier + recent[Int((inRow - Int64(lag)) & 7)] }
    earlier = earlier.divided(by: 4)
    now = now + deviation
    before = before + earlier
    for row in 0..<bandCount {
      for column in 0..<bandCount {
        // Q16 to Q6: at most 2⁵⁰, of which 2¹¹ are added.
        lagged[row * 4 + column] += Wide.shifted(deviation[row], earlier[column], by: 10)
      }
    }
    means += 1
  }

  private mutating func addDifference(_ deviation: BandVector) {
    let near = recent[Int((inRow - 1) & 7)] - recent[Int((inRow - 2) & 7)]
    let third = (deviation - near.scaled(by: 3) - recent[Int((inRow - 3) & 7)])
      .clamped(to: Self.strongest)
    differences += 1
    for row in 0..<bandCount {
      for column in 0...row {
        noise[row * (row + 1) / 2 + column] += Wide.shifted(third[row], third[column], by: 10)
      }
    }
  }

  /// What moves slowly in two bands together, Q6 nV².
  private func covariance(_ row: Int, _ column: Int) -> Int64 {
    (moment(row, column) + moment(column, row)) / 2
  }

  private func moment(_ row: Int, _ column: Int) -> Int64 {
    let count = max(means, 1)
    let centre = Wide.scaled(now[row], by: before[column], over: count * 1_024)
    return (lagged[row * 4 + column] - centre) / count
  }

  /// White noise of two bands together, Q6 nV².
  private func white(_ row: Int, _ column: Int) -> Int64 {
    let (high, low) = (max(row, column), min(row, column))
    return noise[high * (high + 1) / 2 + low] / (19 * max(differences, 1))
  }

  /// cₖₖ − 2 b c₁ₖ + b² c₁₁ with b in Q30.
  private static func rest(_ own: Int64, _ cross: Int64, _ first: Int64, _ b: Int64) -> Int64 {
    own - 2 * Wide.shifted(cross, b, by: 30)
      + Wide.shifted(Wide.shifted(first, b, by: 30), b, by: 30)
  }

  private func fit(_ first: Int64) -> GroundFit {
    var shape = BandVector()
    // Deviations of the bands of the shape, in their own unit.
    var deviations = BandVector()
    var movesTogether = true
    shape[0] = 1 << 20
    for band in 1..<bandCount {
      let cross = covariance(0, band)
      let slope = Wide.ratio(cross, first)
      let noise = max(Self.rest(white(band, band), white(0, band), white(0, 0), slope), 1)
      let slow = Self.rest(covariance(band, band), cross, first, slope)
      let range = (highest[band] - lowest[band]) / 100
      if slow > noise / 4 + Wide.shifted(range, range, by: 10) { movesTogether = false }
      shape[band] = slope >> 10
      let variance = Wide.scaled(noise, by: 1 << 40, over: first * means)
      deviations[band] = Int64(SquareRoot.floor(of: UInt64(max(variance, 0))))
      // A band that is known to a fifth at least teaches its ratio: a fifth of what is so weak is noise.
      if slope > 0 && deviations[band] * 5 > shape[band] { return .refused(.tooWeak) }
    }
    if !isWithinBounds(shape) { return .refused(.outOfRange) }
    if !isSoil(shape, deviations) { return .refused(.notSoil) }
    let spot = GroundSpot(
      shape: shape, deviations: deviations, swing: highest[0] - lowest[0])
    return movesTogether ? .ground(spot) : .refused(.twoDecays)
  }

  private func isWithinBounds(_ shape: BandVector) -> Bool {
    let found = GroundRatios(shape: shape)
    let expected = GroundRatios(shape: theory)
    func isNear(_ ratio: Int64, _ theory: Int64) -> Bool {
      theory == 0 || (ratio * 10 >= theory * 7 && ratio * 10 <= theory * 14)
    }
    return isNear(found.k12Q16, expected.k12Q16) && isNear(found.k13Q16, expected.k13Q16)
      && isNear(found.k24Q16, expected.k24Q16)
  }

  private func isSoil(_ shape: BandVector, _ deviations: BandVector) -> Bool {
    for index in 0..<SoilFamily.count {
      let soil = family.shapes[index]
      var isLike = true
      for band in 1..<bandCount {
        let limit = soil[band] * Self.shapeShare / 65_536 + 3 * deviations[band]
        if abs(shape[band] - soil[band]) > limit { isLike = false }
      }
      if isLike { return true }
    }
    return false
  }
}

/// Counts the swings of a pumped signal: each ends when the signal comes back by half of its range so far.
private struct PumpMotion: BitwiseCopyable, Sendable {
  /// Swings by the power of two that they reach.
  private var swings = InlineArray<40, Int>(repeating: 0)
  private var low: Int64 = 0
  private var high: Int64 = 0
  private var lowest: Int64 = 0
  private var highest: Int64 = 0
  private var isRising = true

  /// Turns whose swing was a quarter of the whole range and more.
  var turns: Int {
    let power = Self.power(highest - lowest)
    var count = 0
    for index in max(power - 2, 0)..<swings.count { count += swings[index] }
    return count
  }

  mutating func take(_ value: Int64) {
    lowest = min(lowest, value)
    highest = max(highest, value)
    let half = (highest - lowest) / 2
    if isRising {
      high = max(high, value)
      guard high - value > half else { return }
      low = value
    } else {
      low = min(low, value)
      guard value - low > half else { return }
      high = value
    }
    swings[Self.power(half)] += 1
    isRising.toggle()
  }

  private static func power(_ value: Int64) -> Int { min(63 - (value | 1).leadingZeroBitCount, 39) }
}
