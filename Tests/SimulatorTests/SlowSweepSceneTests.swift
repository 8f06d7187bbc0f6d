import DetectorCore
import Physics
import TestSupport
import Testing

/// What the chain says of a coil that is swept too slowly, and what slowness costs.
@Suite("Too slow over simulated ground")
struct SlowSweepSceneTests {
  private func scene(
    speed: Double, bob: Double = 0.008, cap: Double? = nil
  ) throws -> InductionScene {
    var sweep = InductionSweep.even(
      from: .init(east: -1.2, north: 0), to: .init(east: 1, north: 0), speed: speed,
      heightMetres: 0.04)
    sweep.bobMetres = bob
    var scene = InductionScene(name: "slow", seed: 3, sweep: sweep)
    scene.ground.viscosity = 1e-6
    if let cap {
      let target = try #require(InductionTargetLibrary.target(named: "al-cap-6x7"))
      scene.targets = [
        BuriedTarget(
          target, east: 0.4, north: 0, depthMetres: cap, pitchDegrees: 90, headingDegrees: 0)
      ]
    }
    return scene
  }

  private func highest(_ record: Gathered) -> Double {
    Double(record.levels.map(\.levelQ8).max() ?? 0) / 256
  }

  @Test("Below 0.08 m/s with a track it is told after three seconds, and above it never")
  func told() throws {
    let slow = try ChainRun.record(try scene(speed: 0.05)).levels
    let first = try #require(slow.firstIndex { $0.flags.contains(.tooSlow) })
    // 250 frames a second; half a second until the way begins and the part is full.
    #expect((700...1_050).contains(first), "\(first)")
    let share = slow[first...].count { $0.flags.contains(.tooSlow) }
    #expect(share * 10 >= slow[first...].count * 9)
    for speed in [0.1, 0.5] {
      let levels = try ChainRun.record(try scene(speed: speed)).levels
      #expect(!levels.contains { $0.flags.contains(.tooSlow) }, "\(speed) m/s")
    }
  }

  @Test("Without a track nobody knows, and nothing is said")
  func unknown() throws {
    let levels = try ChainRun.record(try scene(speed: 0.05), hasTrack: false).levels
    #expect(levels.count > 10_000)
    #expect(!levels.contains { $0.flags.contains(.tooSlow) })
  }

  @Test("A coil that stands, or is pumped, is not swept")
  func standing() throws {
    var still = try scene(speed: 0.5)
    still.sweep.stretches.insert(.still(seconds: 8), at: 0)
    still.sweep.stretches.append(.pump(seconds: 8, highMetres: 0.2, periodSeconds: 2))
    let levels = try ChainRun.record(still).levels
    #expect(!levels.contains { $0.flags.contains(.tooSlow) })
  }

  @Test("Metal silences it, and so do the ten seconds after")
  func pinpointing() throws {
    let levels = try ChainRun.record(try scene(speed: 0.05, cap: 0.02)).levels
    let first = try #require(levels.firstIndex { $0.flags.contains(.alarm) })
    let last = try #require(levels.lastIndex { $0.flags.contains(.alarm) })
    #expect(levels[..<first].contains { $0.flags.contains(.tooSlow) })
    let end = min(levels.count, last + 2_400)
    #expect(!levels[first..<end].contains { $0.flags.contains(.tooSlow) })
  }

  @Test("The bob of a hand costs a cap nothing of its level, however slow the sweep")
  func cost() throws {
    let (slow, even) = (
      try ChainRun.record(try scene(speed: 0.05, cap: 0.09)),
      try ChainRun.record(try scene(speed: 0.05, bob: 0, cap: 0.09))
    )
    #expect(highest(slow) > 0.9 * highest(even), "\(highest(slow)) of \(highest(even))")
    let quick = try ChainRun.record(try scene(speed: 0.2, cap: 0.09))
    #expect(highest(slow) > 0.9 * highest(quick), "\(highest(slow)) of \(highest(quick))")
  }
}
