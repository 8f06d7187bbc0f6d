import DetectorCore
import Foundation
import Physics
import Recording
import Scoring
import Testing

@testable import sapper

@Suite("What was heard, as the program tells it")
struct HeardCommandTests {
  private static var lanes: String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared/data/lanes").path
  }
  private static var passes: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: lanes)) ?? []
    return names.filter { $0.hasPrefix("pass-") && $0.hasSuffix(".sigmf-collection") }.sorted()
      .map { lanes + "/" + $0 }
  }

  @Test(
    "Eight recordings in one call fit one screen, with the chance and the sound outside",
    .enabled(if: !passes.isEmpty, "needs ../shared/data/lanes"))
  func screen() throws {
    let result = try Program.run(["score"] + Self.passes)
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 43 && lines.allSatisfy { $0.count <= 128 })
    let total = try #require(lines.first { $0.hasPrefix("total") })
    #expect(total.contains(" of 24") && total.contains(" of 8") && total.contains("%"))
  }

  @Test(
    "Every body of the passes and strips is counted once, and sound outside is known of each",
    .enabled(if: !passes.isEmpty, "needs ../shared/data/lanes"))
  func counted() throws {
    let result = try Program.run(["score", "--json"] + Self.passes)
    let page = try json(result.output)
    let total = try #require((page["total"] as? [String: Any])?["heard"] as? [String: Any])
    #expect((total["hazards"] as? [String: Any])?["objects"] as? Int == 24)
    #expect((total["clutter"] as? [String: Any])?["objects"] as? Int == 8)
    let outside = try #require(total["outside"] as? [String: Any])
    // The zones leave 61,811 frames and 250 cells outside, whatever the chain does.
    #expect(outside["frames"] as? Int == 61_811 && outside["cells"] as? Int == 250)
    #expect((total["bodies"] as? [[String: Any]])?.count == 32)
  }

  @Test("A scene in memory is heard as its recording is")
  func memory() throws {
    let sweep = try ShortSweep(passes: 4)
    let memory = try #require(try SceneRun(scene: sweep.scene).score(name: "sweep").heard)
    let result = try Program.run(["score", sweep.path, "--json"])
    let page = try json(result.output)
    let heard = try #require(
      (page["lanes"] as? [[String: Any]])?.first?["heard"] as? [String: Any])
    let body = try #require((heard["bodies"] as? [[String: Any]])?.first)
    let here = try #require(memory.bodies.first)
    #expect(body["passes"] as? Int == here.passes && here.passes >= 4)
    #expect((body["first_pass"] as? Int != nil) == here.isHeard)
    let outside = try #require(heard["outside"] as? [String: Any])
    let frames = try #require(outside["frames"] as? Int)
    // A recording's places are whole millimetres: each edge of a halo may move by a frame or two.
    #expect(abs(frames - (memory.outside?.frames ?? 0)) <= 4 * here.passes)
  }

  @Test("Without zones the program says that nothing is told of the sound outside")
  func withoutZones() throws {
    let sweep = try ShortSweep()
    try FileManager.default.removeItem(atPath: sweep.path + ".zones.json")
    let result = try Program.run(["score", sweep.path])
    #expect(result.status == 0 && result.output.contains("not told"))
    try Data("{}".utf8).write(to: URL(fileURLWithPath: sweep.path + ".zones.json"))
    let refused = try Program.run(["score", sweep.path])
    #expect(refused.status == 1 && refused.error.contains("zones frames: found nothing"))
  }

  @Test("What lies alone is as loud alone as it is")
  func alone() throws {
    let sweep = try ShortSweep(passes: 4)
    var scene = sweep.scene
    scene.targets[0].target.targetClass = .antiPersonnelMine
    let heard = try #require(
      try SceneRun(scene: scene).score(name: "sweep", hearsAlone: true).heard)
    let body = try #require(heard.bodies.first)
    #expect(body.aloneQ8 == body.peakQ8)
  }

  @Test("The level is tuned by its own threshold, and the line in force is marked")
  func tune() throws {
    let sweep = try ShortSweep()
    let result = try Program.run([
      "tune", sweep.path, "--level", "--from", "4", "--to", "6", "--step", "1",
    ])
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 4 && lines[0].contains("heard") && lines[2].contains("5.00 *"))
    #expect(try Program.run(["score", sweep.path, "--alone"]).status == 64)
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
