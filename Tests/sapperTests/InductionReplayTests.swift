import DetectorCore
import Foundation
import Journal
import Physics
import Recording
import Testing

@testable import sapper

/// A short sweep to and fro over a ring, as a recording.
struct ShortSweep {
  let folder: TemporaryFolder
  let path: String
  let scene: InductionScene

  init(hasTrack: Bool = true, passes: Int = 2) throws {
    folder = try TemporaryFolder()
    path = folder.path("sweep")
    var pass = InductionPass(
      over: .ball(.chromeSteel, diameterMetres: 0.02), heightMetres: 0.05, speed: 0.8)
    pass.passes = passes
    var scene = pass.scene
    if !hasTrack { scene.trackRateMicrohertz = 0 }
    scene.faults.placed = [InductionFault(.lostFrame, frames: 300..<303)]
    self.scene = scene
    _ = try SceneFiles.write(scene, to: path)
  }
}

@Suite("Replay of a coil")
struct InductionReplayTests {
  private func opened(_ path: String) throws -> InductionRecording {
    try #require(try Joining.openInduction(RecordingInput(path: path)))
  }

  private func written(_ recording: InductionRecording, block: Int) throws -> [String] {
    let folder = try TemporaryFolder()
    var sweep = try Sweep(recording, LoadedConfiguration())
    var sink = try ReplaySink(
      form: .lines,
      output: ByteOutput.file(at: folder.path("e"), heldBytes: 0, replacingOnly: "{"),
      levels: ByteOutput.file(at: folder.path("l"), heldBytes: 64, replacingOnly: "s"),
      track: recording.track, style: .induction)
    try sweep.run(Replay(blockTraces: block), into: &sink)
    try sink.finish()
    return [try folder.text("e"), try folder.text("l")]
  }

  @Test("Any block size gives the same bytes", arguments: [1, 2, 3, 64, 777, 4_096])
  func blocks(block: Int) throws {
    let sweep = try ShortSweep()
    let recording = try opened(sweep.path)
    let reference = try written(recording, block: 99)
    #expect(try written(recording, block: block) == reference)
    #expect(reference[0].contains("\"kind\":\"object\""))
  }

  @Test("A scene in memory gives the events that a replay of its recording gives")
  func memory() throws {
    let sweep = try ShortSweep()
    let recording = try opened(sweep.path)
    let replayed = try CollectingSink.events(
      of: recording, configuration: LoadedConfiguration())
    #expect(try SceneRun(scene: sweep.scene).events() == replayed)
    #expect(replayed.contains { $0.kind == .detection })
  }

  @Test("Without its track the same metal is found, and nothing has a position of the chain")
  func withoutTrack() throws {
    let sweep = try ShortSweep()
    var recording = try opened(sweep.path)
    recording.dropTrack()
    let events = try CollectingSink.events(of: recording, configuration: LoadedConfiguration())
    #expect(events.contains { $0.kind == .detection })
    #expect(events.allSatisfy { $0.position == nil })
  }

  @Test("Ends of two chains are one end with the totals of both, and members are numbered anew")
  func twoChains() throws {
    var finisher = EventFinisher(track: nil, chains: 2)
    func event(_ body: EventBody, _ sensor: Sensor?, id: UInt32, time: Int64) -> DetectionEvent {
      var event = DetectionEvent(
        body, sensor: sensor, sample: 0, sequence: 0, timeMicroseconds: time)
      event.id = id
      return event
    }
    var totals = Totals()
    totals.samples = 5
    totals.detections = 1
    let first = finisher.finished(event(.detection(TargetFinding()), .induction, id: 1, time: 1))
    let second = finisher.finished(event(.detection(TargetFinding()), .radar, id: 1, time: 2))
    #expect([first?.id, second?.id] == [1, 2])
    var members = Members()
    members.append(1)
    let merged = finisher.finished(event(.object(TargetFinding(), members), .radar, id: 2, time: 2))
    let third = try #require(merged)
    #expect(third.id == 3 && third.members?.ids[0] == 2)
    var end = event(.end(totals), nil, id: 3, time: 90)
    #expect(finisher.finished(end) == nil)
    end.timeMicroseconds = 80
    let joined = finisher.finished(end)
    let last = try #require(joined)
    #expect(last.id == 4 && last.timeMicroseconds == 90)
    #expect(last.totals?.samples == 10 && last.totals?.detections == 2)
  }

  @Test("An empty track is told and the sweep replayed without one")
  func emptyTrack() throws {
    let sweep = try ShortSweep()
    try Data().write(to: URL(fileURLWithPath: sweep.path + "-track.sigmf-data"))
    let recording = try opened(sweep.path)
    #expect(recording.track == nil)
    #expect(recording.warnings.contains { $0.assumed == "a sweep without a track" })
    let events = try CollectingSink.events(of: recording, configuration: LoadedConfiguration())
    #expect(events.last?.kind == .end)
  }

  @Test(
    "An instrument that the chain cannot look at is refused by file and field",
    arguments: [
      ("\"core:sample_rate\": [0-9.]+", "\"core:sample_rate\": 10", "core:sample_rate: found 10"),
      (
        "\\[10(.0)?, ?20(.0)?\\]", "[20, 10]", "sapper:gates_us"
      ),
      ("\"sapper:lsb_volt\": [0-9.e-]+", "\"sapper:lsb_volt\": 0.5", "sapper:lsb_volt: found"),
    ])
  func refusals(pattern: String, replacement: String, message: String) throws {
    let sweep = try ShortSweep()
    let path = sweep.path + "-induction.sigmf-meta"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = text.replacingOccurrences(
      of: pattern, with: replacement, options: .regularExpression)
    #expect(changed != text)
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
    let result = try Program.run(["replay", sweep.path])
    #expect(result.status == 1)
    #expect(result.error.contains(message) && result.error.contains("sweep-induction.sigmf-meta"))
  }

  @Test(
    "Truncated frames, track and housekeeping never crash a replay", arguments: [0, 1, 37, 4_001])
  func truncated(bytes: Int) throws {
    for stream in ["induction", "track", "housekeeping"] {
      let sweep = try ShortSweep(passes: 1)
      let path = sweep.path + "-\(stream).sigmf-data"
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      try whole.prefix(bytes).write(to: URL(fileURLWithPath: path))
      let result = try Program.run(["replay", sweep.path, "--events", "-"])
      #expect(result.status == 0 || result.status == 1)
      #expect(!result.wasKilled)
      #expect(result.status == 1 || result.output.contains("\"kind\":\"end\""))
    }
  }

  @Test("inspect tells the bands, and --sensor induction is refused where there is no coil")
  func inspect() throws {
    let sweep = try ShortSweep(passes: 1)
    let text = try Program.run(["inspect", sweep.path])
    #expect(text.status == 0)
    #expect(text.output.contains("bands") && text.output.contains("80–160 µs"))
    #expect(text.output.contains("sensitivity, 14 µs"))
  }
}

@Suite("Score of a coil")
struct InductionScoreTests {
  @Test("A score as JSON names hazards, ground, rates and the curve in integers")
  func json() throws {
    let sweep = try ShortSweep()
    let result = try Program.run(["score", sweep.path, "--json"])
    #expect(result.status == 0)
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let lanes = try #require(page["lanes"] as? [[String: Any]])
    let lane = try #require(lanes.first)
    #expect(lane["name"] as? String == "sweep")
    for key in [
      "hazards", "comb_hazards", "swept_square_cm", "clear_square_cm", "false_rate",
      "false_rate_with_clutter", "depths", "curve", "findings",
    ] { #expect(lane[key] != nil, "\(key)") }
    let swept = try #require(lane["swept_square_cm"] as? Int)
    // Three metres by twice the radius of 0.13 m and the ends of a track that wavers.
    #expect((7_500...9_500).contains(swept))
    let finding = try #require((lane["findings"] as? [[String: Any]])?.first)
    #expect(finding["peak_hundredths"] as? Int ?? 0 > 500)
    #expect(finding["found_by"] is Int)
  }

  @Test("Without a track nothing is scored, and the refusal says why")
  func withoutTrack() throws {
    let sweep = try ShortSweep(hasTrack: false)
    let result = try Program.run(["score", sweep.path])
    #expect(result.status == 1)
    #expect(result.error.contains("streams: found no track"))
  }

  @Test(
    "Wrong usage of suites, heights, blind spots and tune leaves with 64",
    arguments: [
      ["score", "--suite", "all", "x"], ["score", "--suite", "all", "--seeds", "0"],
      ["score", "--suite", "all", "--events", "e"], ["heights", "--diameters-mm", "3,x"],
      ["heights", "--seeds", "0"], ["heights", "--speeds-m-s", ""],
      ["blindspots", "--ground", "sea"], ["blindspots", "--speed", "0"], ["tune"],
      ["tune", "a", "--from", "9", "--to", "3"], ["tune", "a", "--step", "0"],
    ])
  func usage(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
  }

  @Test("A suite's unknown lane is refused with the nearest one before anything is run")
  func unknownLane() throws {
    let result = try Program.run(["score", "--suite", "pmn-rinng", "--seeds", "1"])
    #expect(result.status == 1 && result.error.contains("Try: pmn-ring"))
  }

  @Test("Work on all cores comes back in its order")
  func parallel() {
    let squares = Parallel.map(100, done: { _ in }) { $0 * $0 }
    #expect(squares == (0..<100).map { $0 * $0 })
    #expect(Parallel.map(0, done: { _ in }) { $0 }.isEmpty)
  }
}

@Suite("Report of a coil")
struct CoilReportTests {
  private func page(_ sweep: ShortSweep) throws -> String {
    let result = try Program.run(["report", sweep.path, "-o", sweep.folder.path("page.html")])
    #expect(result.status == 0, "\(result.error)")
    return try sweep.folder.text("page.html")
  }

  @Test("The page holds gates, ground channels, level, way, truth and every object")
  func contents() throws {
    let page = try page(try ShortSweep())
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    for part in [
      "The ground, seen from above", "The sweep, in order of time", "What was marked",
      "Truth and score", "G12", "G13", "G24", "chrome-steel ball",
      "Content-Security-Policy", "[induction]",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(!page.contains("http://") && !page.contains("https://"))
  }

  @Test("The same recording gives the same page")
  func repeatable() throws {
    let sweep = try ShortSweep(passes: 1)
    #expect(try page(sweep) == page(sweep))
  }

  @Test("Without a track the page says that nothing has a place")
  func withoutTrack() throws {
    let page = try page(try ShortSweep(hasTrack: false))
    #expect(page.contains("There is no track"))
    #expect(page.contains("Without a track there is no place to draw"))
  }
}
