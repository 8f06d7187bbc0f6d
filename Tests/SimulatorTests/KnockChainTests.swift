import DetectorCore
import Physics
import TestSupport
import Testing

@Suite("Knocks against the coil")
struct KnockChainTests {
  /// Two lengths of a metre and more over soil, knocked against thirty times a minute.
  private static func knocked(_ microvolts: Double) -> InductionScene {
    var sweep = InductionSweep([.raster(widthMetres: 1, lengthMetres: 3, spacingMetres: 0.25)])
    sweep.speed = 0.5
    var scene = InductionScene(name: "knocked", seed: 11, sweep: sweep)
    scene.ground.viscosity = 1e-6
    scene.noise.knocksPerMinute = 30
    scene.noise.knockMicrovolts = microvolts
    return scene
  }

  @Test("A knock is no alarm, and every level says settling as long as it may ring")
  func knocks() throws {
    let scene = Self.knocked(60)
    let record = try ChainRun.record(scene)
    #expect(record.events(.detection).isEmpty)
    #expect(!record.levels.contains { $0.flags.contains(.alarm) })
    let quiet = try ChainRun.record(Self.knocked(0))
    let knocked = record.levels.filter { $0.flags.contains(.settling) }.count
    let unknocked = quiet.levels.filter { $0.flags.contains(.settling) }.count
    #expect(knocked > unknocked + 1_000)
    // The same without what is known of knocks: they pass for metal.
    var deaf = InductionConfiguration()
    deaf.knockShareHundredths = 0
    #expect(try ChainRun.record(scene, configuration: deaf).events(.detection).count > 5)
  }

  @Test("A knock covers no mine whose signal is above what the knock can be")
  func knockOverMine() throws {
    var scene = Self.knocked(60)
    let mine = try #require(InductionTargetLibrary.target(named: "tm62-like"))
    scene.targets = [
      BuriedTarget(mine, east: 0.5, north: 1.5, depthMetres: 0.1, pitchDegrees: 90)
    ]
    for seed in UInt64(1)...6 {
      scene.seed = seed
      let record = try ChainRun.record(scene)
      let isFound = record.events(.detection).contains {
        guard let place = $0.position else { return false }
        return abs(place.eastMillimetres - 500) < 250 && abs(place.northMillimetres - 1_500) < 250
      }
      #expect(isFound, "seed \(seed)")
      #expect(record.levels.contains { $0.flags.contains(.alarm) }, "seed \(seed): no sound")
    }
  }
}
