import Foundation
import Physics
import Recording
import Testing

@Suite("Where a body can be heard")
struct AudibleGroundTests {
  private func pass(
    _ name: String, depth: Double, seed: UInt64 = 1
  ) throws -> InductionScene {
    var pass = InductionPass(
      over: try #require(InductionTargetLibrary.target(named: name)), heightMetres: 0.04,
      speed: 0.5)
    pass.depthMetres = depth
    pass.ground = InductionGround()
    pass.seed = seed
    return pass.scene
  }

  @Test("A shallow cap is audible over itself and nowhere far from it, a deep one nowhere")
  func reach() throws {
    let scene = try pass("al-cap-6x7", depth: 0.02)
    let zones = AudibleGround(scene).zones
    let rate = Double(scene.instrument.rateMicrohertz) / 1e6
    // The body lies 1.5 m behind the start, at 0.5 m/s three seconds.
    #expect(zones.contains(Int64(3.0 * rate)))
    #expect(!zones.contains(Int64(1.8 * rate)) && !zones.contains(Int64(4.4 * rate)))
    #expect(zones.runs.count == 1 && zones.frameCount == Int64(6 * rate))
    #expect(AudibleGround(try pass("al-cap-6x7", depth: 0.45)).zones.runs.isEmpty)
  }

  @Test("A stronger body is audible from farther, and the zone ends later than it begins")
  func tail() throws {
    var last: Int64 = 0
    for name in ["al-cap-6x7", "pmn2-like", "mortar-82"] {
      let scene = try pass(name, depth: 0.05)
      let run = try #require(AudibleGround(scene).zones.runs.first)
      #expect(run.upperBound - run.lowerBound > last, "\(name)")
      last = run.upperBound - run.lowerBound
      let rate = Double(scene.instrument.rateMicrohertz) / 1e6
      let middle = Double(run.lowerBound + run.upperBound) / 2 / rate
      // The causal mean of 64 ms moves the middle by 32 ms, the tail of 96 ms by 48 more.
      #expect(abs(middle - 3.08) < 0.03, "\(name)")
    }
  }

  @Test("Two bodies are audible where either is, however loud the other is")
  func two() throws {
    let cap = try pass("al-cap-6x7", depth: 0.02)
    var both = cap
    var other = try #require(try pass("mortar-82", depth: 0.05).targets.first)
    other.east = 0.7
    both.targets.append(other)
    var alone = cap
    alone.targets = [other]
    let runs = AudibleGround(cap).zones.runs + AudibleGround(alone).zones.runs
    let zones = AudibleGround(both).zones
    #expect(zones == AudibleZones(frameCount: zones.frameCount, runs: runs))
  }

  @Test("Faults do not move a zone: what is lost keeps its number")
  func faults() throws {
    let scene = try pass("pmn2-like", depth: 0.03)
    var broken = scene
    broken.faults.placed = [
      InductionFault(.dataReady, frames: 100..<140),
      InductionFault(.earthFieldSaturated, frames: 200..<300),
    ]
    #expect(AudibleGround(broken).zones == AudibleGround(scene).zones)
  }

  @Test("What a sweep without noise hears is audible as soon as a count of it is")
  func quiet() throws {
    var scene = try pass("pmn2-like", depth: 0.02)
    let noisy = AudibleGround(scene).zones
    scene.noise = .none
    scene.ground = .air
    let run = try #require(AudibleGround(scene).zones.runs.first)
    let other = try #require(noisy.runs.first)
    #expect(run.lowerBound < other.lowerBound && run.upperBound > other.upperBound)
  }

  @Test("A lane that is written has its zones beside it, and they are those of the scene")
  func written() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "sapper-zones-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path + "/lane"
    let scene = try pass("pmn2-like", depth: 0.03)
    let files = try SceneFiles.write(scene, to: path)
    #expect(files.contains(path + ".zones.json"))
    let collection = try SigMFCollection(opening: path)
    #expect(try collection.audibleZones() == AudibleGround(scene).zones)
  }
}
