/// How a response stands out of the ground, in standard deviations, Q8.
package struct GroundStatistics: BitwiseCopyable, Sendable {
  /// Of the decay that explains best what the ground as it was learnt does not.
  package var whole: Int64 = 0
  /// The same, whatever the ground's own signal is multiplied by: a step of the ground leaves it alone.
  package var steady: Int64 = 0
  /// The same, of what no mixture of soils explains.
  package var outside: Int64 = 0
  /// Of what no mixture of soils and conducting ground explains, without its sign.
  package var beyond: Int64 = 0
  /// How much of a conducting ground there is beside the mixture of soils, with its sign.
  package var conducting: Int64 = 0
  /// zᵀz in units.
  package var squared: Int64 = 0

  package init() {}
}

/// What the level holds for ground: the covariance of its changes, and the directions that it takes.
///
/// The covariance C is that of cells less their background, learnt where nothing stood out, with the
/// noise of the level's mean beside it. White z = D^−½ L⁻¹ r is matched with each decay of the
/// dictionary, four times: as it is; without the direction of the ground's own signal; without the plane
/// of all soils; without that and conducting ground. What is left of the last two needs no learning: it
/// is absolute, and says of the first outputs already whether there is anything but ground.
///
/// Learning: C ← C + (F Fᵀ − C) w/W with W = min(Σw, 3 m of cells) and w = (25 / (25 + zᵀz))²: what is far
/// out hardly counts. It begins with the ground's own size in its own shape, a quarter of a metre's worth.
/// Q-format: F Q8 nV, C Q6 nV², statistics Q8.
package struct GroundModel: BitwiseCopyable, Sendable {
  /// Weight of the longest memory, Q16: 3 m of cells.
  package static let longestMemoryQ16: Int64 = 150 << 16
  /// Weight of what is taken for the ground before it is known, Q16.
  package static let priorMemoryQ16: Int64 = 12 << 16
  /// zᵀz at which a cell counts a quarter.
  package static let farSquared: Int64 = 25
  /// What the decay of soil that nobody knows may be off, hundredths of `patch`.
  package static let patchHundredths: Int64 = 20
  /// What the decay of one soil changes by from place to place, until that is learnt.
  package static let changeHundredths: Int64 = 10
  /// What soil's decay may be bent by, hundredths of `curvature`.
  package static let curvatureHundredths: Int64 = 70
  /// Conducting ground that is reckoned with before it is known, Q8 nV: 0.05 S/m.
  package static let conductingQ8: Int64 = 500 * 256
  /// Responses beyond this are held before they are squared: 33 mV.
  private static let rail: Int64 = 1 << 33

  /// Whether the ground's changes are being learnt.
  package private(set) var hasBegun = false
  private var covariance = InlineArray<10, Int64>(repeating: 0)
  private var memoryQ16: Int64 = 0
  private var factors: BandFactors
  private var whole = InlineArray<12, BandVector>(repeating: BandVector())
  private var steady = InlineArray<12, BandVector>(repeating: BandVector())
  private var outside = InlineArray<12, BandVector>(repeating: BandVector())
  private var conducting = BandVector()
  private var beyond = BandVector()
  private let shapes: GroundShapes
  private let bandCount: Int

  /// Makes a model that has learnt nothing.
  package init(shapes: GroundShapes, bandCount: Int) {
    self.shapes = shapes
    self.bandCount = bandCount
    factors = BandFactors(bandCount: bandCount)
  }

  /// Begins to learn with the mean of a first cell and soil's part of it, Q8 nV in the first band.
  package mutating func begin(mean: BandVector, soil amplitude: Int64) {
    hasBegun = true
    memoryQ16 = Self.priorMemoryQ16
    covariance = InlineArray<10, Int64>(repeating: 0)
    Self.add(mean.clamped(to: Self.rail), to: &covariance, bandCount)
    let soil = min(amplitude, Self.rail)
    addPatch(soil, hundredths: Self.changeHundredths, to: &covariance)
    addCurvature(soil, to: &covariance)
  }

  /// Learns what a cell has beside its background; `squared` is its zᵀz.
  package mutating func learn(_ response: BandVector, squared: Int64) {
    let share = Self.farSquared * 256 / (Self.farSquared + min(squared, 1 << 40))
    let weight = share * share
    guard weight > 0 else { return }
    memoryQ16 = min(memoryQ16 + weight, Self.longestMemoryQ16)
    let held = response.clamped(to: Self.rail)
    for row in 0..<bandCount {
      for column in 0...row {
        let place = BandFactors.place(row, column)
        let difference = Wide.shifted(held[row], held[column], by: 10) - covariance[place]
        covariance[place] += Wide.scaled(difference, by: weight, over: memoryQ16)
      }
    }
  }

  /// Decomposes what is known, with the noise of the level's mean, a knock's share (both Q6 nV²), and
  /// while little is learnt with what soil of an amplitude (Q8 nV) may have.
  package mutating func prepare(
    _ dictionary: DecayDictionary, noise: BandVector, knock: Int64, own: BandVector,
    unlearnt amplitude: Int64?
  ) {
    var sum = covariance
    if !hasBegun { sum = InlineArray<10, Int64>(repeating: 0) }
    if let amplitude {
      addCurvature(amplitude, to: &sum)
      Self.add(scaled(shapes.conducting, by: Self.conductingQ8), to: &sum, bandCount)
      if !hasBegun { addPatch(amplitude, hundredths: Self.patchHundredths, to: &sum) }
    }
    for row in 0..<bandCount {
      for column in 0...row { sum[BandFactors.place(row, column)] += knock }
      sum[BandFactors.place(row, row)] += max(noise[row], 64) + knock
    }
    factors.decompose(sum, floor: noise)
    turn(dictionary, own: own)
  }

  /// How a response stands out of the ground.
  package func evaluate(_ response: BandVector) -> GroundStatistics {
    let white = factors.whitened(response)
    var result = GroundStatistics()
    result.squared = white.squared
    result.whole = Self.best(white, whole.span)
    result.steady = Self.best(white, steady.span)
    result.outside = Self.best(white, outside.span)
    result.conducting = Self.product(white, conducting)
    result.beyond = abs(Self.product(white, beyond))
    return result
  }
}

extension GroundModel {
  private mutating func turn(_ dictionary: DecayDictionary, own: BandVector) {
    let along = factors.direction(own)
    let soil = factors.direction(shapes.soil)
    let patch = BandFactors.normalised(
      BandFactors.perpendicular(factors.direction(shapes.patch), to: soil))
    conducting = Self.outside(factors.direction(shapes.conducting), soil, patch)
    beyond = remaining(soil, patch)
    for index in 0..<DecayDictionary.count {
      let shape = factors.direction(dictionary.shapes[index])
      whole[index] = shape
      steady[index] = BandFactors.normalised(BandFactors.perpendicular(shape, to: along))
      outside[index] = Self.outside(shape, soil, patch)
    }
  }

  private static func outside(
    _ shape: BandVector, _ soil: BandVector, _ patch: BandVector
  ) -> BandVector {
    let once = BandFactors.perpendicular(shape, to: soil)
    return BandFactors.normalised(BandFactors.perpendicular(once, to: patch))
  }

  /// The direction that soils and conducting ground leave of four.
  private func remaining(_ soil: BandVector, _ patch: BandVector) -> BandVector {
    var best = BandVector()
    guard bandCount == 4 else { return best }
    var longest: Int64 = 0
    for band in 0..<4 {
      var axis = BandVector()
      axis[band] = BandFactors.one
      axis = BandFactors.perpendicular(axis, to: soil)
      axis = BandFactors.perpendicular(axis, to: patch)
      axis = BandFactors.perpendicular(axis, to: conducting)
      let length = BandFactors.product(axis, axis)
      if length > longest {
        longest = length
        best = axis
      }
    }
    return BandFactors.normalised(best)
  }

  private static func best(_ white: WhitenedBands, _ shapes: Span<BandVector>) -> Int64 {
    var best = Int64.min
    for index in shapes.indices { best = max(best, product(white, shapes[index])) }
    return best
  }

  private static func product(_ white: WhitenedBands, _ direction: BandVector) -> Int64 {
    var sum: Int64 = 0
    for band in 0..<BandVector.capacity { sum &+= white.bands[band] &* direction.bands[band] }
    return sum &>> 20
  }

  private func addPatch(
    _ amplitude: Int64, hundredths: Int64, to sum: inout InlineArray<10, Int64>
  ) {
    let share = amplitude * hundredths / 100
    Self.add(scaled(shapes.patch, by: share), to: &sum, bandCount)
  }

  private func addCurvature(_ amplitude: Int64, to sum: inout InlineArray<10, Int64>) {
    let share = amplitude * Self.curvatureHundredths / 100
    Self.add(scaled(shapes.curvature, by: share), to: &sum, bandCount)
  }

  private func scaled(_ shape: BandVector, by amplitude: Int64) -> BandVector {
    var result = BandVector()
    for band in 0..<bandCount { result[band] = Wide.shifted(shape[band], amplitude, by: 20) }
    return result
  }

  /// Adds a vector's product with itself.
  private static func add(
    _ vector: BandVector, to sum: inout InlineArray<10, Int64>, _ bandCount: Int
  ) {
    for row in 0..<bandCount {
      for column in 0...row {
        sum[BandFactors.place(row, column)] += Wide.shifted(vector[row], vector[column], by: 10)
      }
    }
  }
}
