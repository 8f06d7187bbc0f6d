import DetectorCore
import Foundation
import Physics
import TestSupport
import Testing

/// The ground balance over simulated ground, with and without metal in it.
@Suite("Ground balance over simulated ground")
struct GroundBalanceSceneTests {
  /// Pumped for 8 s between 3 and 25 cm, by a hand that rocks and bobs.
  private func spot(
    _ seed: UInt64, viscosity: Double, east: Double = 0, target: BuriedTarget? = nil
  ) -> InductionScene {
    var sweep = InductionSweep([
      .line(from: .init(east: east, north: 0), to: .init(east: east + 0.003, north: 0)),
      .pump(seconds: 8, highMetres: 0.25, periodSeconds: 2),
    ])
    sweep.heightMetres = 0.03
    sweep.rockDegrees = 2
    sweep.bobMetres = 0.003
    var scene = InductionScene(name: "pump", seed: seed, sweep: sweep)
    scene.ground.viscosity = viscosity
    scene.trackRateMicrohertz = 0
    if let target { scene.targets = [target] }
    return scene
  }

  /// The verdicts of one spot after the other; a gap lies between them.
  private func balance(_ scenes: [InductionScene]) throws -> [GroundVerdict] {
    let instrument = scenes[0].instrument
    var pipeline = InductionPipeline(
      settings: try InductionSettings(
        description: instrument.description, rateMicrohertz: instrument.rateMicrohertz))
    var sink = Gathered()
    var sequence: Int64 = 0
    return scenes.map { scene in
      var source = InductionSceneSource(scene)
      pipeline.beginGroundBalance()
      var block = [Int32](repeating: 0, count: source.gateCount * 64)
      while true {
        var span = block.mutableSpan
        var header = source.readBlock(into: &span)
        if header.count == 0 { break }
        header.sequence = sequence
        header.index = sequence
        sequence += Int64(header.count)
        pipeline.process(block.span, header: header, into: &sink)
      }
      sequence += 10_000
      return pipeline.endGroundBalance()
    }
  }

  /// Soil's exponent differs from patch to patch, so that not every pair of spots agrees; four spots give
  /// three chances.
  @Test("Clean soil is learnt from two spots, or from a third", arguments: [1e-6, 1e-5, 1e-4])
  func clean(viscosity: Double) throws {
    for seed in 1...6 as ClosedRange<UInt64> {
      let places = [0.0, 0.7, 1.4, 2.1].map { spot(seed, viscosity: viscosity, east: $0) }
      let verdicts = try balance(places)
      let learnt = verdicts.contains { if case .learnt = $0 { true } else { false } }
      #expect(learnt, "seed \(seed): \(verdicts)")
      #expect(verdicts[0] == .refused(.secondSpot) || verdicts[0] == .refused(.tooWeak))
    }
  }

  @Test("Ground too weak to learn from says so, and theory stays")
  func neutral() throws {
    #expect(
      try balance([spot(1, viscosity: 1e-7), spot(1, viscosity: 1e-7, east: 0.7)])
        == [.refused(.tooWeak), .refused(.tooWeak)])
  }

  /// Depths from which metal adds at least `sigma` deviations of an output in some band.
  private func depths(_ name: String, pitch: Double, above sigma: Double) throws -> [BuriedTarget] {
    let settings = try InductionSettings(
      description: InductionInstrument().description,
      rateMicrohertz: InductionInstrument().rateMicrohertz)
    let target = try #require(InductionTargetLibrary.target(named: name))
    return [0.0, 0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 0.9].compactMap {
      let buried = BuriedTarget(
        target, east: 0, north: 0, depthMetres: $0, pitchDegrees: pitch, headingDegrees: 0)
      var scene = spot(1, viscosity: 0, target: buried)
      scene.sweep.makeEven()
      scene.noise = .none
      scene.ground = .air
      var source = InductionSceneSource(scene)
      var frame = [Int32](repeating: 0, count: source.gateCount)
      var span = frame.mutableSpan
      _ = source.readBlock(into: &span)
      // 5 nV/√Hz of front end where the factory's floor has 3.
      let strongest = (0..<4).reduce(0.0) { strongest, band in
        let noise = (Double(settings.factoryNoise[band]) / 64).squareRoot() * 5 / 3
        return max(strongest, Double(frame[band] - frame[4]) * 10 / noise)
      }
      return strongest >= sigma ? buried : nil
    }
  }

  @Test("Pumping over metal alone teaches nothing, and beside neutral soil neither")
  func neutralMetal() throws {
    try refuses(viscosity: 1e-7, above: 6)
  }

  /// Weaker metal moves the bands by less than soil differs from soil: it is not parted.
  @Test("Metal is refused in soil of F = 10⁻⁶ from 50 σ, of 10⁻⁵ from 200 σ")
  func moderate() throws {
    try refuses(viscosity: 1e-6, above: 50)
    try refuses(viscosity: 1e-5, above: 200)
  }

  /// One spot over metal and one beside it, in both orders.
  private func refuses(viscosity: Double, above sigma: Double) throws {
    var verdicts = 0
    for name in InductionTargetLibrary.names where name != "stainless-ball-5" {
      for pitch in [90.0, 0.0] {
        for buried in try depths(name, pitch: pitch, above: sigma) {
          let over = spot(100, viscosity: viscosity, target: buried)
          let beside = spot(101, viscosity: viscosity, east: 0.7)
          for scenes in [[over, beside], [beside, over]] {
            for verdict in try balance(scenes) {
              verdicts += 1
              if case .learnt = verdict {
                Issue.record("\(name), pitch \(pitch), depth \(buried.depthMetres): \(verdict)")
              }
            }
          }
        }
      }
    }
    #expect(verdicts > 0, "no metal reaches \(sigma) deviations: nothing was refused")
  }
}
