import DetectorCore
import Foundation
import Testing

@Suite("Detection in the induction chain")
struct InductionDetectionTests {
  /// A front end with four gates and the earth-field gate.
  static func settings(
    rate: Int64 = 1_000_000_000, track: Int64 = 50_000_000,
    configuration: InductionConfiguration = InductionConfiguration()
  ) throws -> InductionSettings {
    try InductionSettings(
      description: description(), rateMicrohertz: rate, trackRateMicrohertz: track,
      configuration: configuration)
  }

  static func description(
    _ gates: [(Int64, Int64)] = [(10, 20), (20, 40), (40, 80), (80, 160), (300, 400)]
  ) -> InductionDescription {
    var description = InductionDescription(lsbFemtovolts: 10_000_000)
    for (start, end) in gates {
      description.append(
        .init(startNanoseconds: start * 1_000, endNanoseconds: end * 1_000))
    }
    description.pulseNanoseconds = 150_000
    description.pulsesPerFrame = 1
    return description
  }

  @Test("Shapes of decays are the means of the exponential over the gates, less the last one")
  func shapes() throws {
    let settings = try Self.settings()
    let gates = [(10.0, 20.0), (20, 40), (40, 80), (80, 160), (300, 400)]
    for index in 0..<DecayDictionary.count {
      let constant = Double(DecayDictionary.nanoseconds[index]) / 1_000
      let means = gates.map { gate in
        constant * (exp(-gate.0 / constant) - exp(-gate.1 / constant)) / (gate.1 - gate.0)
      }
      let first = means[0] - means[4]
      for band in 0..<4 {
        let expected = (means[band] - means[4]) / first * 1_048_576
        #expect(abs(Double(settings.dictionary.shapes[index][band]) - expected) <= 8)
      }
    }
  }

  @Test("Soil after a finite pulse has the ratios 5.039 and 5.898 of closed form")
  func soil() throws {
    // With the earth-field gate far out it takes nothing away.
    var far = Self.description([(10, 20), (20, 40), (40, 80), (80, 160), (40_000, 80_000)])
    far.pulseNanoseconds = 150_000
    let settings = try InductionSettings(description: far, rateMicrohertz: 1_000_000_000)
    let soil = settings.soil
    #expect(abs(Double(soil[0]) / Double(soil[2]) - 5.039) < 0.03)
    #expect(abs(Double(soil[1]) / Double(soil[3]) - 5.898) < 0.03)
    for band in 1..<4 { #expect(settings.patch[band] < 0) }
    #expect(settings.patch[0] == 0)
  }

  @Test("Gates beyond four are pooled with their neighbours, fewer are taken as they are")
  func pooling() throws {
    let seven = Self.description([
      (8, 12), (12, 20), (20, 30), (30, 50), (50, 80), (80, 140), (300, 400),
    ])
    let settings = try InductionSettings(description: seven, rateMicrohertz: 500_000_000)
    #expect(settings.bandCount == 4)
    #expect((0..<4).map { settings.gates(ofBand: $0) } == [0..<1, 1..<3, 3..<4, 4..<6])
    let two = Self.description([(10, 30), (30, 90), (300, 400)])
    #expect(try InductionSettings(description: two, rateMicrohertz: 500_000_000).bandCount == 2)
  }

  @Test("What the chain cannot look at is refused by name")
  func refusals() {
    #expect(throws: InductionSettingsError.gateCount(2)) {
      try InductionSettings(
        description: Self.description([(10, 20), (300, 400)]), rateMicrohertz: 1_000_000_000)
    }
    #expect(throws: InductionSettingsError.rate(microhertz: 0)) {
      try InductionSettings(description: Self.description(), rateMicrohertz: 0)
    }
    #expect(throws: InductionSettingsError.gate(1)) {
      try InductionSettings(
        description: Self.description([(10, 20), (40, 40), (300, 400)]),
        rateMicrohertz: 1_000_000_000)
    }
    var description = Self.description()
    description.lsbFemtovolts = 0
    #expect(throws: InductionSettingsError.lsb(femtovolts: 0)) {
      try InductionSettings(description: description, rateMicrohertz: 1_000_000_000)
    }
  }

  /// Learns ground of one shape with a little noise.
  private static func model(_ settings: InductionSettings) -> SoilModel {
    var model = SoilModel(prior: InlineArray<10, Int64>(repeating: 0), bandCount: 4)
    var random = SplitMix(seed: 3)
    func chance() -> Int64 { Int64(random.next() % 2_001) - 1_000 }
    var noise = BandVector()
    for band in 0..<4 { noise[band] = 64 * 100 }
    for _ in 0..<800 {
      var response = BandVector()
      let ground = chance() * 2_560
      for band in 0..<4 {
        response[band] = Wide.shifted(settings.soil[band], ground, by: 20) + chance() * 5
      }
      model.prepare(settings.dictionary, noise: noise)
      model.learn(response, nearAlarm: false)
    }
    model.prepare(settings.dictionary, noise: noise)
    return model
  }

  @Test("Ground of any strength stays within its deviations; every decay stands out of it")
  func groundAndDecays() throws {
    let settings = try Self.settings()
    let model = Self.model(settings)
    var ground = settings.soil
    for band in 0..<4 { ground[band] = Wide.shifted(settings.soil[band], 2_560_000, by: 20) }
    #expect(abs(model.match(ground).statisticQ8) < 3 * 256)
    for index in 0..<DecayDictionary.count {
      // 2 µV in the first band, a fifth of what the ground does.
      let decay = settings.dictionary.shapes[index].divided(by: 2)
      #expect(model.match(decay).statisticQ8 > 6 * 256, "time constant \(index)")
      #expect(model.match((ground + decay).clamped).statisticQ8 > 4 * 256)
    }
  }

  @Test("A target taught at the rails moves the model no more than one loud cell may")
  func boundedLessons() throws {
    let settings = try Self.settings()
    var model = Self.model(settings)
    let decay = settings.dictionary.shapes[4]
    let before = model.match(decay).statisticQ8
    for _ in 0..<20 {
      model.learn(decay.scaled(by: 1 << 17).clamped, nearAlarm: true)
    }
    var noise = BandVector()
    for band in 0..<4 { noise[band] = 64 * 100 }
    model.prepare(settings.dictionary, noise: noise)
    #expect(model.match(decay).statisticQ8 > before * 3 / 4)
  }

  @Test("Hostile responses and an empty model neither trap nor give a statistic beyond the rail")
  func hostile() throws {
    let settings = try Self.settings()
    var model = SoilModel(prior: InlineArray<10, Int64>(repeating: 0), bandCount: 4)
    model.prepare(settings.dictionary, noise: BandVector())
    for pattern in 0..<16 {
      var response = BandVector()
      for band in 0..<4 {
        response[band] = pattern >> band & 1 == 0 ? BandVector.rail : -BandVector.rail
      }
      model.learn(response, nearAlarm: false)
      model.prepare(settings.dictionary, noise: BandVector())
      #expect(abs(model.match(response).statisticQ8) <= 4 * WhitenedBands.rail)
    }
  }

  @Test("A peak is found once, six cells late, with its width")
  func tracker() {
    var tracker = BumpTracker()
    var found: [BumpApex] = []
    for cell in Int64(0)..<60 {
      var bump = Bump()
      bump.cell = cell
      bump.statisticQ8 = max(0, 4_000 - 400 * abs(cell - 30))
      if let apex = tracker.take(bump, thresholdQ8: 1_280) { found.append(apex) }
    }
    #expect(found.map(\.bump.cell) == [30])
    #expect(found.first?.widthCells == 11)
    for back in Int64(0)..<6 { #expect(tracker.drain(back: back, thresholdQ8: 1_280) == nil) }
  }

  @Test("A heavy tail raises the threshold to twice at the most, a light one never lowers it")
  func tail() {
    var light = TailScale()
    for _ in 0..<5_000 { light.take(256) }
    #expect(light.factorQ8 == 256)
    var heavy = TailScale()
    for index in 0..<5_000 { heavy.take(index % 10 == 0 ? 12 * 256 : 256) }
    #expect(heavy.factorQ8 == TailScale.ceilingQ8)
  }
}
