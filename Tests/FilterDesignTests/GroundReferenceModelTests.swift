import DetectorCore
import ReferenceModels
import Testing

@Suite("The level's ground model beside its reference in Double")
struct GroundReferenceModelTests {
  private static func settings() throws -> InductionSettings {
    var description = InductionDescription(lsbFemtovolts: 10_000_000)
    description.pulseNanoseconds = 150_000
    for (start, end) in [(10, 20), (20, 40), (40, 80), (80, 160), (300, 400)] as [(Int64, Int64)] {
      description.append(.init(startNanoseconds: start * 1_000, endNanoseconds: end * 1_000))
    }
    return try InductionSettings(description: description, rateMicrohertz: 1_000_000_000)
  }

  @Test("Statistics agree within 0.05 deviations and half a per cent, over a thousand grounds")
  func statistics() throws {
    let settings = try Self.settings()
    let ground = settings.groundShapes
    var random = SystemSeed(state: 0x5eed)
    for _ in 0..<1_000 {
      // Soil of 1 to 100 µV that changes by a quarter, its decay by a tenth, and white noise.
      let soil = 1_000 * random.power(of: 100)
      let noise = 30 + 100 * random.unit()
      var model = GroundModel(shapes: ground, bandCount: 4)
      let mean = Self.vector(ground.soil, soil * 0.25)
      model.begin(mean: mean, soil: Int64(soil * 256))
      var white = BandVector()
      for band in 0..<4 { white[band] = Int64(noise * noise * 64) }
      model.prepare(
        settings.dictionary, noise: white, knock: 0, own: ground.soil, unlearnt: nil)
      let reference = GroundReferenceModel(
        covariance: Self.covariance(ground, mean: mean, soil: soil, noise: noise),
        dictionary: settings.dictionary, ground: ground, own: ground.soil)
      var response = Self.vector(ground.soil, soil * (random.unit() - 0.5))
      response = response + Self.vector(ground.patch, soil * 0.1 * (random.unit() - 0.5))
      let decay = settings.dictionary.shapes[Int(random.unit() * 11.99)]
      response = response + Self.vector(decay, 100 * random.power(of: 300))
      let found = model.evaluate(response)
      let expected = reference.evaluate((0..<4).map { Double(response[$0]) / 256 })
      let pairs = zip([found.whole, found.steady, found.outside], expected)
      for (integer, real) in pairs {
        let bound = 0.05 + 0.005 * abs(expected[0])
        #expect(abs(Double(integer) / 256 - real) <= bound, "\(expected) at soil \(soil)")
      }
      #expect(Double(found.beyond) / 256 >= expected[3] - 0.05 - 0.005 * abs(expected[0]))
    }
  }

  private static func vector(_ shape: BandVector, _ nanovolts: Double) -> BandVector {
    var result = BandVector()
    for band in 0..<4 {
      result[band] = Int64((Double(shape[band]) / 4_096 * nanovolts).rounded())
    }
    return result
  }

  private static func covariance(
    _ ground: GroundShapes, mean: BandVector, soil: Double, noise: Double
  ) -> [[Double]] {
    func part(_ shape: BandVector, _ size: Double) -> [Double] {
      (0..<4).map { Double(shape[$0]) / 1_048_576 * size }
    }
    let parts = [
      (0..<4).map { Double(mean[$0]) / 256 }, part(ground.patch, soil * 0.1),
      part(ground.curvature, soil * 0.7),
    ]
    return (0..<4).map { row in
      (0..<4).map { column in
        parts.reduce(row == column ? noise * noise : 0) { $0 + $1[row] * $1[column] }
      }
    }
  }
}

/// SplitMix64: seeded numbers, the same everywhere.
private struct SystemSeed {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0 ..< 1.
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// 1 … `most`, even on a logarithmic scale.
  mutating func power(of most: Double) -> Double {
    var result = 1.0
    let steps = Int(unit() * 64)
    for _ in 0..<steps { result *= 1 + (most.squareRoot() - 1) * 0.02 }
    return min(result, most)
  }
}
