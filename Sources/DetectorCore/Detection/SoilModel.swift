/// What the ground and the noise do to the bands together: their covariance, learnt where it is quiet.
///
/// Soil is not one decay: patches, hot rocks and salt part from each other, and one ratio cancels but one
/// of them. The covariance C of what the motion filter gives over quiet ground holds
/// all of it; measured in units of C, ground in every mixture it was seen in is one standard deviation.
/// C = L D Lᵀ (Cholesky without roots); z = D^−½ L⁻¹ F is white, and the statistic for a decay of
/// shape s is its projection, zᵀ(D^−½ L⁻¹ s)/|D^−½ L⁻¹ s|: the matched filter (Reed, Mallett and Brennan
/// 1974), with its sign, since a target adds and never takes away. In the early to late order of the
/// bands the rows of L are the ground channels that the field knows as G12, G13, G24: each band less
/// its best prediction from the earlier ones.
///
/// Learning: C ← C + (w F Fᵀ − w C) / W with W = min(Σw, 4 m of cells). The weight of a cell falls as
/// 10 / (6 + zᵀz), which bounds what one cell can do, and is a fiftieth near an alarm: a mine is not
/// taught as ground. When nine tenths of the last 6 m alarm, it is the ground that was not known, and
/// it is learnt with its full weight.
/// Q-format: F Q8 nV; C Q6 nV²; L Q30; z and the statistic Q8, in standard deviations.
package struct SoilModel: BitwiseCopyable, Sendable {
  /// Weight of the longest memory, Q16: 4 m of cells.
  package static let longestMemoryQ16: Int64 = 200 << 16
  /// Weight of what was known before anything was learnt, Q16: 1 m of cells.
  package static let priorMemoryQ16: Int64 = 50 << 16
  /// zᵀz in units from which on a cell is an alarm's.
  package static let alarmSquared: Int64 = 50
  /// What a cell near an alarm weighs, in parts.
  package static let alarmShare: Int64 = 50
  /// Cells over which the part of the way that is alarm is taken: 6 m.
  package static let alarmMemory: Int64 = 300
  /// Part of the way from which on what alarms is the ground itself, Q16: nine tenths.
  package static let everywhereQ16: Int64 = 58_982
  /// Filter outputs beyond this are held before they are squared: 33 mV.
  private static let learningRail: Int64 = 1 << 33

  /// C in Q6 nV², row by row below the diagonal.
  private var covariance = InlineArray<10, Int64>(repeating: 0)
  private var factors: BandFactors
  private var shapes = InlineArray<12, BandVector>(repeating: BandVector())
  private var memoryQ16: Int64
  private var alarmPartQ16: Int64 = 16_384
  private let bandCount: Int

  /// Makes a model of a prior covariance, Q6 nV².
  package init(prior: InlineArray<10, Int64>, bandCount: Int) {
    covariance = prior
    self.bandCount = bandCount
    factors = BandFactors(bandCount: bandCount)
    memoryQ16 = Self.priorMemoryQ16
  }

  /// Learns what the filter gave for one cell; `nearAlarm` says that an alarm is close to it.
  package mutating func learn(_ response: BandVector, nearAlarm: Bool) {
    let squared = min(whitened(response).squared, 1 << 40)
    var weight: Int64 = min(65_536, 10 * 65_536 / (6 + squared))
    alarmPartQ16 += ((nearAlarm ? 65_536 : 0) - alarmPartQ16) / Self.alarmMemory
    let isEverywhere = alarmPartQ16 > Self.everywhereQ16
    if nearAlarm && !isEverywhere { weight /= Self.alarmShare }
    guard weight > 0 else { return }
    memoryQ16 = min(memoryQ16 + weight, Self.longestMemoryQ16)
    let held = response.clamped(to: Self.learningRail)
    for row in 0..<bandCount {
      for column in 0...row {
        let place = BandFactors.place(row, column)
        // Q16 to Q6; at most 2⁵⁶, and its difference with C times a weight 2⁷⁴.
        let product = Wide.shifted(held[row], held[column], by: 10)
        let difference = product - covariance[place]
        covariance[place] += Wide.scaled(difference, by: weight, over: memoryQ16)
      }
    }
  }

  /// Decomposes C and the noise of the instrument, variances in Q6 nV², and turns the shapes with them.
  ///
  /// `knock` is the variance that each gate's own share of a knock has, and that of the earth-field gate,
  /// which all bands have in common.
  package mutating func prepare(
    _ dictionary: DecayDictionary, noise: BandVector, knock: Int64 = 0
  ) {
    var sum = covariance
    for row in 0..<bandCount {
      for column in 0...row { sum[BandFactors.place(row, column)] += knock }
      sum[BandFactors.place(row, row)] += max(noise[row], 64) + knock
    }
    factors.decompose(sum, floor: noise)
    for index in 0..<DecayDictionary.count { shapes[index] = turned(dictionary.shapes[index]) }
  }

  /// What a knock of an amplitude leaves in a band as a variance, Q6 nV²; 0 where it drowns in the noise.
  package static func knockVariance(_ knock: Int64, hundredths: Int64, noise: BandVector) -> Int64 {
    let left = min(Wide.scaled(knock, by: hundredths, over: 100), learningRail)
    let variance = Wide.shifted(left, left, by: 10)
    return variance > noise[0] / 8 ? variance : 0
  }

  /// The filter's output in standard deviations of ground and noise, Q8.
  package func whitened(_ response: BandVector) -> WhitenedBands {
    factors.whitened(response)
  }

  /// The statistic of the decay that explains a response best.
  package func match(_ response: BandVector) -> DecayMatch { match(whitened(response)) }

  /// The statistic of the decay that explains a whitened response best.
  package func match(_ white: WhitenedBands) -> DecayMatch {
    var best = DecayMatch(statisticQ8: .min, decay: 0)
    let turned = shapes.span
    for index in turned.indices {
      let shape = turned[index]
      var sum: Int64 = 0
      for band in 0..<BandVector.capacity { sum &+= white.bands[band] &* shape.bands[band] }
      let statistic = sum &>> 14
      if statistic > best.statisticQ8 { best = DecayMatch(statisticQ8: statistic, decay: index) }
    }
    return best
  }

  /// The standard deviation of a band once the earlier ones have predicted it, Q3 nV.
  package func deviationQ3(band: Int) -> Int64 { factors.deviation[band] }

  /// The smallest amplitude of a decay, in its largest band, that reaches a statistic; nV.
  package func amplitude(decay: Int, statisticQ8: Int64, dictionary: DecayDictionary) -> Int64 {
    let white = whitened(dictionary.shapes[decay])
    let length = max(Int64(SquareRoot.floor(of: UInt64(min(white.sumOfSquares, 1 << 62)))), 1)
    // A shape's largest band is 2²⁰ in Q8 nV: 4,096 nV.
    return Wide.scaled(4_096, by: statisticQ8, over: length)
  }

  /// A shape, whitened, of length 2¹⁴.
  private func turned(_ shape: BandVector) -> BandVector {
    let residual = factors.residuals(shape)
    var result = BandVector()
    var sum: UInt64 = 0
    for band in 0..<bandCount {
      result.bands[band] = max(
        -(1 << 30), min(1 << 30, residual[band] * 64 / factors.deviation[band]))
      sum += UInt64(result.bands[band] * result.bands[band])
    }
    let length = max(Int64(SquareRoot.floor(of: sum)), 1)
    for band in 0..<bandCount { result.bands[band] = result.bands[band] * (1 << 14) / length }
    return result
  }
}

/// A response in standard deviations of ground and noise, Q8.
package struct WhitenedBands: BitwiseCopyable, Sendable {
  /// The largest magnitude, 4 million standard deviations: a mine against the coil in quiet soil has 9
  /// million, so that its peak is not flat, and the sum of four squares stays below 2⁶³.
  package static let rail: Int64 = 1 << 30

  /// The bands.
  package var bands = InlineArray<4, Int64>(repeating: 0)

  package init() {}

  /// zᵀz in units.
  package var squared: Int64 { sumOfSquares >> 16 }

  /// zᵀz in Q16.
  package var sumOfSquares: Int64 {
    var sum: Int64 = 0
    for band in 0..<4 { sum += bands[band] * bands[band] }
    return sum
  }

  /// zᵀy in Q16.
  package func product(_ other: WhitenedBands) -> Int64 {
    var sum: Int64 = 0
    for band in 0..<4 { sum += bands[band] * other.bands[band] }
    return sum
  }
}

/// The decay that explains a response best.
package struct DecayMatch: BitwiseCopyable, Sendable {
  /// Standard deviations, Q8.
  package var statisticQ8: Int64
  /// Which time constant of the dictionary.
  package var decay: Int
}
