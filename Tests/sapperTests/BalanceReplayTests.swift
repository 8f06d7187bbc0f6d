import DetectorCore
import Foundation
import Journal
import Lanes
import Physics
import Recording
import Testing

@testable import sapper

/// A short lane of a balance with a ball in it, as a recording.
struct ShortBalance {
  let folder: TemporaryFolder
  let path: String
  let scene: InductionScene

  init(hasTrack: Bool = true, seed: UInt64 = 3, faults: [InductionFault] = []) throws {
    folder = try TemporaryFolder()
    path = folder.path("lane")
    let text = """
      balance: {frequencies_hz: [6500, 19000]}
      sweep: {kind: cart, width_m: 0.8, length_m: 0.5, speed_m_s: 0.6, track_hz: \(hasTrack ? 50 : 0)}
      ground: {viscosity: 5e-7}
      hazards:
        - {target: al-ball-20, depth_m: 0.03, east_m: 0.1, north_m: 0.25}
      """
    scene = try ScenarioReader.lane(text, file: "x.yaml", name: "short", seed: seed).induction
    var made = scene
    made.faults.placed = faults
    _ = try SceneFiles.write(made, to: path)
  }

  /// Replaces words of the balance's description.
  func describe(_ found: String, as words: String) throws {
    let meta = path + "-balance.sigmf-meta"
    let text = try String(contentsOfFile: meta, encoding: .utf8)
    #expect(text.contains(found), "\(found) in \(text)")
    try text.replacing(found, with: words).write(
      toFile: meta, atomically: true, encoding: .utf8)
  }
}

@Suite("Replay of an induction balance")
struct BalanceReplayTests {
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

  @Test("Any block size gives the same bytes, with gaps and damage", arguments: [1, 3, 64, 4_096])
  func blocks(block: Int) throws {
    let lane = try ShortBalance(faults: [
      InductionFault(.lostFrame, frames: 300..<303), InductionFault(.checksum, frames: 500..<502),
    ])
    let recording = try opened(lane.path)
    let reference = try written(recording, block: 99)
    #expect(try written(recording, block: block) == reference)
    #expect(reference[0].contains("\"kind\":\"object\""))
    #expect(reference[0].contains("\"lost\":3}"))
    #expect(reference[0].contains("\"fault\":\"crc\",\"count\":2}"))
    #expect(reference[1].split(separator: "\n").count == Int(recording.induction.frameCount) + 1)
  }

  @Test("A scene in memory gives the events that a replay of its recording gives")
  func memory() throws {
    let faults = [
      InductionFault(.lostFrame, frames: 300..<303), InductionFault(.checksum, frames: 500..<502),
    ]
    let lane = try ShortBalance(faults: faults)
    var scene = lane.scene
    scene.faults.placed = faults
    let replayed = try CollectingSink.events(
      of: opened(lane.path), configuration: LoadedConfiguration())
    #expect(try SceneRun(scene: scene).events() == replayed)
    #expect(replayed.contains { $0.kind == .object && $0.position != nil })
  }

  @Test("A pulse induction's damaged frames are one count in memory and in a replay")
  func pulseDamage() throws {
    let sweep = try ShortSweep()
    var scene = sweep.scene
    scene.faults.placed = [InductionFault(.checksum, frames: 200..<204)]
    let path = sweep.folder.path("damaged")
    _ = try SceneFiles.write(scene, to: path)
    let replayed = try CollectingSink.events(of: opened(path), configuration: LoadedConfiguration())
    #expect(try SceneRun(scene: scene).events() == replayed)
    let crc = replayed.filter { $0.fault == .crc }
    #expect(crc.count == 1 && crc.first?.count == 4)
    #expect(!replayed.contains { $0.kind == .gap })
  }

  @Test("The ball is one object at its place, unknown by rule, with a target ID behind all keys")
  func ball() throws {
    let lane = try ShortBalance()
    let result = try Program.run(["replay", lane.path, "--events", "-"])
    #expect(result.status == 0, "\(result.error)")
    let lines = result.output.split(separator: "\n")
    let object = try #require(lines.first { $0.contains("\"kind\":\"object\"") })
    #expect(object.contains("\"sensor\":\"induction\"") && object.contains("\"class\":\"unknown\""))
    #expect(object.firstMatch(of: /"members":\[[0-9,]+\],"target_id":[0-9]{1,2}\}$/) != nil)
    let detection = try #require(lines.first { $0.contains("\"kind\":\"detection\"") })
    #expect(detection.firstMatch(of: /"rule":"metal","target_id":[0-9]{1,2}\}$/) != nil)
    let file = lane.folder.path("events.jsonl")
    try result.output.write(toFile: file, atomically: true, encoding: .utf8)
    let events = try Joining.events(at: file)
    let place = try #require(events.first { $0.kind == .object }?.position)
    #expect(abs(place.eastMillimetres - 100) < 60 && abs(place.northMillimetres - 250) < 60)
    // What was read is written again as the same bytes.
    let again = events.flatMap(Joining.eventLine)
    #expect(String(decoding: again, as: UTF8.self) == result.output)
  }

  @Test("A person's table, inspection and configuration speak of frequencies and of the target ID")
  func words() throws {
    let lane = try ShortBalance()
    let table = try Program.run(["replay", lane.path])
    for part in ["6500 Hz, 19000 Hz", "I and Q at 2 frequencies", "target ID ", "passes"] {
      #expect(table.output.contains(part), "\(part) in \(table.output)")
    }
    let inspection = try Program.run(["inspect", lane.path])
    for part in ["induction_balance", "250.0 a second", "least signal", "24 counts"] {
      #expect(inspection.output.contains(part), "\(part) in \(inspection.output)")
    }
    let config = try Program.run(["config", "show", lane.path])
    #expect(config.output.contains("[balance]") && config.output.contains("baseline_ms"))
  }

  @Test("A threshold of its own section reaches the chain, named or stored")
  func configured() throws {
    let lane = try ShortBalance()
    let deaf = lane.folder.path("deaf.ini")
    try "[balance]\nthreshold = 100\nnoise_counts = 1000000\n".write(
      toFile: deaf, atomically: true, encoding: .utf8)
    let result = try Program.run(["replay", lane.path, "--events", "-", "--config", deaf])
    #expect(result.status == 0 && !result.output.contains("detection\""))
    try lane.describe(
      "\"sapper:frequencies_hz\"",
      as: "\"sapper:configuration\": \"[balance]\\nnoise_counts = 1000000\\nthreshold = 100\\n\", "
        + "\"sapper:frequencies_hz\"")
    let stored = try Program.run(["replay", lane.path, "--events", "-"])
    #expect(stored.error.contains("in force is the configuration stored in"))
    #expect(!stored.output.contains("detection\""))
  }

  @Test("Without a track every alarm is told, and none has a place")
  func withoutTrack() throws {
    let lane = try ShortBalance(hasTrack: false)
    let events = try CollectingSink.events(
      of: opened(lane.path), configuration: LoadedConfiguration())
    #expect(events.contains { $0.kind == .object })
    #expect(events.allSatisfy { $0.position == nil })
    let table = try Program.run(["replay", lane.path])
    #expect(table.output.contains("no track: nothing has a position"))
    #expect(table.output.contains("1 pass"))
  }

  @Test(
    "What a balance cannot be is refused with file, field, value and what is expected",
    arguments: [
      ("[6500, 19000]", "[6500.0]", "frequencies_hz: found 1 frequencies, expected 2"),
      ("[6500, 19000]", "[19000, 6500]", "found 6500 after 19000, expected frequencies in"),
      ("[6500, 19000]", "[6500, 6500]", "found 6500 after 6500, expected frequencies in"),
      ("[6500, 19000]", "[0, 6500]", "found the number 0, expected"),
      ("[6500, 19000]", "[-5, 6500]", "found the number -5, expected"),
      ("[6500, 19000]", "[\"NaN\", 6500]", "sapper:frequencies_hz"),
      ("[6500, 19000]", "[NaN, 6500]", "lane-balance.sigmf-meta"),
      ("core:num_channels\": 4", "core:num_channels\": 3", "found 3, expected an even number"),
      ("core:sample_rate\": 250", "core:sample_rate\": 5", "found 5, expected 20 to 8000"),
      ("core:sample_rate\": 250", "core:sample_rate\": 9000", "found 9000, expected 20 to"),
    ])
  func refusals(found: String, words: String, message: String) throws {
    let lane = try ShortBalance()
    try lane.describe(found, as: words)
    let result = try Program.run(["replay", lane.path, "--events", "-"])
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.error.contains("lane-balance.sigmf-meta"), "\(result.error)")
    #expect(result.error.contains(message), "\(result.error)")
  }

  @Test("Too many frequencies are refused, and none that is named is a warning")
  func counts() throws {
    let folder = try TemporaryFolder()
    func write(_ name: String, channels: Int32, frequencies: [Int64]) throws -> String {
      var balance = BalanceDescription()
      for each in frequencies { balance.append(millihertz: each) }
      let stream = SigMFStream(
        StreamDescription(
          contents: .inductionBalance(balance), sampleType: .int32, channelCount: channels,
          rateMicrohertz: 250_000_000))
      var writer = try SigMFWriter(path: folder.path(name), streams: [stream], syncInterval: 100)
      let frame = [Int32](repeating: 7, count: Int(channels) * 500)
      try writer.append(frame.span, header: BlockHeader(count: 500, index: 0, sequence: 0))
      try writer.close()
      return folder.path(name)
    }
    let many = try Program.run(["replay", try write("many", channels: 18, frequencies: [])])
    #expect(many.status == 1)
    #expect(many.error.contains("found I and Q of 9 frequencies, expected those of 1 to 8"))
    let unnamed = try Program.run(["replay", try write("unnamed", channels: 2, frequencies: [])])
    #expect(unnamed.status == 0, "\(unnamed.error)")
    #expect(unnamed.output.contains("sapper:frequencies_hz") && unnamed.output.contains("f1"))
    // Nothing but the same count again and again.
    #expect(unnamed.output.contains("stuck"))
  }

  @Test("Of two coils the pulse induction is replayed, and the balance where it is asked for")
  func both() throws {
    let lane = try ShortBalance()
    let sweep = try ShortSweep(passes: 1)
    for ending in [".sigmf-meta", ".sigmf-data"] {
      try FileManager.default.copyItem(
        atPath: lane.path + "-balance" + ending, toPath: sweep.path + "-balance" + ending)
    }
    try FileManager.default.removeItem(atPath: sweep.path + ".sigmf-collection")
    let all = try Program.run(["replay", sweep.path])
    #expect(all.output.contains("gates and the earth field"))
    #expect(all.output.contains("--sensor balance looks at it"), "\(all.output)")
    let balance = try Program.run(["replay", sweep.path, "--sensor", "balance"])
    #expect(balance.output.contains("I and Q at 2 frequencies"), "\(balance.error)")
    let none = try Program.run(["replay", sweep.path, "--sensor", "radar"])
    #expect(none.status == 1)
  }
}

@Suite("Imports of an induction balance")
struct BalanceImportTests {
  /// 20 s of one carrier at 8 kHz as text of I and Q: noise, and one bump.
  private func text(frames: Int = 2_000) -> String {
    var state: UInt64 = 0x5eed
    var text = "t,i1,q1\n"
    for frame in 0..<frames {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let x = Double(frame - 1_200) / 15
      let bump = 4_000 * exp(-x * x)
      let noise = Int((state >> 33) % 9) - 4
      text += "\(Double(frame) / 100),\(900 + noise),\(-300 - Int(bump) - noise)\n"
    }
    return text
  }

  @Test("Text of I and Q becomes a balance whose replay finds what is in it")
  func csv() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("session.csv")
    try text().write(toFile: file, atomically: true, encoding: .utf8)
    let imported = try Program.run(
      ["import", file, "--frequencies-hz", "8000", "-o", folder.path("session")])
    #expect(imported.status == 0, "\(imported.error)")
    let replay = try Program.run(["replay", folder.path("session"), "--events", "-"])
    let found = replay.output.split(separator: "\n").filter { $0.contains("\"detection\"") }
    #expect(found.count == 1, "\(replay.output)\(replay.error)")
    // 90° behind ferrite.
    #expect(found.first?.firstMatch(of: /"target_id":(49|50|51)\}$/) != nil)
  }

  @Test("Frequencies out of order are refused before anything is written")
  func order() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("session.csv")
    try "t,i1,q1,i2,q2\n0,1,2,3,4\n0.01,1,2,3,5\n0.02,1,2,3,6\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    let result = try Program.run(
      ["import", file, "--frequencies-hz", "24000,8000", "-o", folder.path("session")])
    #expect(result.status == 1)
    #expect(result.error.contains("found 8000 after 24000, expected frequencies in rising order"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("session-balance.sigmf-meta")))
  }
}
