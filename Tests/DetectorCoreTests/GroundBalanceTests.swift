import DetectorCore
import Testing

/// One spot, pumped: a decay that swings evenly, with white noise in every band.
private struct PumpedSpot {
  var shape: [Double] = [1, 0.452, 0.187, 0.065]
  var microvolts = 40.0
  var noiseMicrovolts = 0.2
  var seconds = 8.0
  var periodSeconds = 2.0
  var seed: UInt64 = 1
  /// A second decay in microvolts, a quarter of a pump late: the coil drifts over it.
  var other: [Double] = [0, 0, 0, 0]
  var skipsEvery: Int?

  static var settings: InductionSettings {
    get throws {
      var description = InductionDescription(lsbFemtovolts: 10_000_000)
      for (start, end) in [(10, 20), (20, 40), (40, 80), (80, 160), (300, 400)] {
        description.append(
          InductionDescription.Gate(
            startNanoseconds: Int64(start) * 1_000, endNanoseconds: Int64(end) * 1_000))
      }
      description.pulseNanoseconds = 150_000
      description.pulsesPerFrame = 4
      return try InductionSettings(description: description, rateMicrohertz: 250_000_000)
    }
  }

  func balance() throws -> GroundBalance {
    let settings = try Self.settings
    var balance = GroundBalance(
      family: settings.soils(), theory: settings.soil, bandCount: 4,
      outputMicroseconds: settings.outputMicroseconds)
    var random = SplitMix(seed: seed)
    for output in 0..<Int(seconds * 125) {
      if let skipsEvery, output % skipsEvery == 0 { balance.skip() }
      let turn = 2 * Double.pi * Double(output) / 125 / periodSeconds
      let swing = (1 + Elementary.cosine(turn)) / 2
      let late = (1 + Elementary.cosine(turn - Double.pi / 2)) / 2
      var decay = BandVector()
      for band in 0..<4 {
        let signal =
          microvolts * shape[band] * swing + other[band] * late
        decay[band] = Int64((signal + noiseMicrovolts * gaussian(&random)) * 256_000)
      }
      balance.take(decay)
    }
    return balance
  }

  /// Twelve uniform numbers less six: variance 1.
  private func gaussian(_ random: inout SplitMix) -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + Double(random.next() >> 11) / 0x1p53 }
  }
}

private enum Elementary {
  /// The cosine by its series, for one turn.
  static func cosine(_ angle: Double) -> Double {
    let turn = 2 * Double.pi
    let x = angle - turn * (angle / turn).rounded()
    var (sum, term) = (1.0, 1.0)
    for n in 1...14 {
      term *= -x * x / Double((2 * n - 1) * (2 * n))
      sum += term
    }
    return sum
  }
}

@Suite("Ground balance")
struct GroundBalanceTests {
  private func refusal(_ spot: PumpedSpot) throws -> GroundRefusal? {
    switch try spot.balance().verdict() {
    case .ground: nil
    case .refused(let reason): reason
    }
  }

  /// The slope's deviation is noise/√(means)/swing: 0.2 µV/2/√230/14 µV is 0.05 % of the first band.
  @Test(
    "Soil's shape is learnt within half a per cent of its first band",
    arguments: 1...6 as ClosedRange<Int>)
  func learns(seed: Int) throws {
    var spot = PumpedSpot()
    spot.seed = UInt64(seed)
    guard case .ground(let found) = try spot.balance().verdict() else {
      Issue.record("refused: \(try spot.balance().verdict())")
      return
    }
    #expect(found.shape[0] == 1 << 20)
    for band in 1..<4 {
      #expect(abs(Double(found.shape[band]) / 0x1p20 - spot.shape[band]) < 0.005)
    }
  }

  /// Noise in the divisor takes from a least-squares slope what its power is of the signal's: here a
  /// twelfth. Means two apart share none.
  @Test("Noise does not make the ratios smaller")
  func unbiased() throws {
    var slopes: [Double] = []
    for seed in 1...40 as ClosedRange<UInt64> {
      var spot = PumpedSpot()
      spot.seed = seed
      spot.microvolts = 4
      spot.noiseMicrovolts = 0.8
      spot.seconds = 30
      guard case .ground(let found) = try spot.balance().verdict() else { continue }
      slopes.append(Double(found.shape[1]) / 0x1p20 / spot.shape[1])
    }
    // Each of 900 means: 0.4 · √(1 + 0.45²)/(0.45 · 1.4 · √900) is 2.3 %; four deviations of twenty.
    try #require(slopes.count >= 20)
    #expect(abs(slopes.reduce(0, +) / Double(slopes.count) - 1) < 0.021)
  }

  @Test(
    "A decay that is no soil's is refused",
    arguments: [
      [5.7, 2.1, 0.32, 0.01], [10.4, 3.6, 1.2, 0.32], [85, 50, 18, 2.6], [17.6, 9.26, 4.42, 1.79],
      [89.6, 49.9, 25.6, 11.6], [24.5, 13.1, 6.37, 2.65], [26, 9.3, 3.1, 0.85],
    ])
  func metal(decay: [Double]) throws {
    var spot = PumpedSpot()
    spot.shape = decay.map { $0 / decay[0] }
    spot.noiseMicrovolts = 0.02
    let reason = try #require(try refusal(spot))
    #expect(reason == .outOfRange || reason == .notSoil)
  }

  @Test("A body that the coil drifts over while it is pumped is refused")
  func twoDecays() throws {
    var spot = PumpedSpot()
    spot.other = [3, 1.1, 0.17, 0.005]
    spot.noiseMicrovolts = 0.05
    #expect(try refusal(spot) == .twoDecays)
  }

  @Test("Each refusal has its cause")
  func causes() throws {
    var short = PumpedSpot()
    short.seconds = 3
    #expect(try refusal(short) == .tooShort)
    var weak = PumpedSpot()
    weak.microvolts = 0.2
    #expect(try refusal(weak) == .tooWeak)
    var still = PumpedSpot()
    still.periodSeconds = 16
    #expect(try refusal(still) == .tooLittleMotion)
    var strong = PumpedSpot()
    strong.microvolts = 5_000
    #expect(try refusal(strong) == .tooStrong)
    var lossy = PumpedSpot()
    lossy.skipsEvery = 2
    #expect(try refusal(lossy) == .interrupted)
  }

  @Test("Full scale in every band is refused and not wrapped")
  func rails() throws {
    let settings = try PumpedSpot.settings
    for step in [1, 3, 40] {
      var balance = GroundBalance(
        family: settings.soils(), theory: settings.soil, bandCount: 4, outputMicroseconds: 8_000)
      for output in 0..<20_000 {
        var decay = BandVector()
        for band in 0..<4 { decay[band] = output / step % 2 == 0 ? .max : .min }
        balance.take(decay)
      }
      guard case .refused = balance.verdict() else {
        Issue.record("full scale was taken for ground")
        continue
      }
    }
  }

  @Test("Every refusal has words of its own")
  func words() {
    let all = (0..<UInt8.max).compactMap(GroundRefusal.init(rawValue:)).map { "\($0.words)" }
    #expect(all.count == 12)
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { !$0.isEmpty && $0.count < 90 })
  }

  private func spot(_ bands: [Int64], swing: Int64 = 1 << 20, east: Int64 = 0) -> GroundSpot {
    var shape = BandVector()
    for (band, value) in bands.enumerated() { shape[band] = value }
    var spot = GroundSpot(shape: shape, deviations: BandVector(), swing: swing)
    spot.eastMillimetres = east
    return spot
  }

  @Test("Nothing is learnt from one spot; two that agree teach their mean")
  func agreement() {
    var spots = GroundSpots()
    let first = spots.take(spot([1_000, 500, 200, 80]), bandCount: 4, hasTrack: false)
    #expect(first.shape == nil && first.refusal == .secondSpot)
    let second = spots.take(spot([1_000, 510, 204, 82]), bandCount: 4, hasTrack: false)
    #expect(second.shape == spot([1_000, 505, 202, 81]).shape)
  }

  @Test("Spots that differ in shape or strength are refused, and a third may agree with the second")
  func difference() {
    var spots = GroundSpots()
    _ = spots.take(spot([1_000, 500, 200, 80]), bandCount: 4, hasTrack: false)
    let other = spots.take(spot([1_000, 500, 200, 90]), bandCount: 4, hasTrack: false)
    #expect(other.shape == nil && other.refusal == .spotsDiffer)
    let strong = spots.take(
      spot([1_000, 500, 200, 90], swing: 5 << 20), bandCount: 4, hasTrack: false)
    #expect(strong.refusal == .spotsDiffer)
    let third = spots.take(
      spot([1_000, 500, 200, 90], swing: 2 << 20), bandCount: 4, hasTrack: false)
    #expect(third.shape != nil)
  }

  @Test("With a track the second spot lies elsewhere")
  func place() {
    var spots = GroundSpots()
    _ = spots.take(spot([1_000, 500, 200, 80]), bandCount: 4, hasTrack: true)
    let same = spots.take(spot([1_000, 500, 200, 80], east: 299), bandCount: 4, hasTrack: true)
    #expect(same.shape == nil && same.refusal == .sameSpot)
    let apart = spots.take(spot([1_000, 500, 200, 80], east: 300), bandCount: 4, hasTrack: true)
    #expect(apart.shape != nil)
  }

  @Test("The ground channels are zero for their ground, and are the field's formulae")
  func channels() {
    let shape = spot([1_000, 500, 200, 80]).shape
    let ratios = GroundRatios(shape: shape)
    #expect(ratios.k12Q16 == 2 << 16 && ratios.k13Q16 == 5 << 16)
    #expect(ratios.k24Q16 == 6 << 16 | 1 << 14)
    let quiet = ratios.channels(of: shape.scaled(by: 7))
    #expect(quiet[0] == 0 && quiet[1] == 0 && quiet[2] == 0)
    let metal = ratios.channels(of: spot([100, 10, 5, 4]).shape)
    #expect(metal[0] == 80 && metal[1] == 75 && metal[2] == -15)
    #expect(GroundRatios(shape: spot([1_000, 500]).shape).k13Q16 == 0)
  }

  @Test("A balance that nobody began is refused")
  func notBegun() throws {
    var pipeline = InductionPipeline(settings: try PumpedSpot.settings)
    let unasked = pipeline.endGroundBalance()
    #expect(unasked == .refused(.notBegun))
    let theory = pipeline.groundRatios
    pipeline.beginGroundBalance()
    let isBalancing = pipeline.isBalancing
    let verdict = pipeline.endGroundBalance()
    let after = (ratios: pipeline.groundRatios, isBalancing: pipeline.isBalancing)
    #expect(isBalancing && !after.isBalancing)
    #expect(verdict == .refused(.tooShort))
    #expect(after.ratios == theory)
  }
}
