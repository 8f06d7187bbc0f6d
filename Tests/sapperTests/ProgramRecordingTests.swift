import DetectorCore
import Foundation
import Recording
import Testing

@testable import sapper

@Suite("Program on a recording")
struct ProgramRecordingTests {
  private let folder: TemporaryFolder
  private let collection: String

  /// A collection of the fake's traces, made anew for each test.
  init() throws {
    folder = try TemporaryFolder()
    collection = folder.path("lane")
    var fake = FakeRadarFile(traces: 200, samples: 64)
    fake.lostBefore = [90: 3]
    var annotation = RecordingAnnotation(
      sampleStart: 50, sampleCount: 10, kind: .truth, label: "mine")
    annotation.depthMetres = 0.1
    fake.annotations = [annotation]
    var file: any RadarFile = fake
    try SigMFImport.write(from: &file, to: collection)
  }

  @Test("inspect says what it is, and --json can be parsed")
  func inspect() throws {
    let text = try Program.run(["inspect", collection])
    #expect(text.status == 0 && text.error.isEmpty)
    #expect(text.output.contains("200 traces of 64 samples"))
    #expect(text.output.contains("annotations  1 truth"))
    let json = try Program.run(["inspect", collection, "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    let members = try #require(object as? [String: Any])
    #expect(members["traces"] as? Int == 200)
    #expect(members["samples_per_trace"] as? Int == 64)
    #expect(members["sample_interval_fs"] as? Int == 20_000)
  }

  @Test("inspect tells the streams of a recording without radar, which replay refuses in words")
  func withoutRadar() throws {
    let meta = """
      {"global": {"core:datatype": "ri32_le", "core:version": "1.2.5", "core:sample_rate": 50.0,
      "core:num_channels": 4, "sapper:sensor": "track", "core:extensions":
      [{"name": "sapper", "version": "0.1.0", "optional": true}]},
      "captures": [{"core:sample_start": 0}], "annotations": []}
      """
    let path = folder.path("walk-track")
    try Data(meta.utf8).write(to: URL(fileURLWithPath: path + ".sigmf-meta"))
    try Data(count: 3 * 16).write(to: URL(fileURLWithPath: path + ".sigmf-data"))
    let text = try Program.run(["inspect", folder.path("walk")])
    #expect(text.status == 0)
    #expect(text.output.contains("walk-track  track, 3 samples, 4 values each, 50.0 a second"))
    let json = try Program.run(["inspect", folder.path("walk"), "--json"])
    #expect(json.output.contains("\"sensor\": \"track\""))
    let replay = try Program.run(["replay", folder.path("walk")])
    #expect(replay.status == 1 && replay.error.contains("expected a stream of ground_radar"))
  }

  @Test("--verify takes data that match and refuses data that were touched")
  func verify() throws {
    let sound = try Program.run(["inspect", collection, "--verify"])
    #expect(sound.status == 0)
    #expect(sound.output.contains("matches the data"))
    let data = URL(fileURLWithPath: collection + "-radar.sigmf-data")
    var bytes = try Data(contentsOf: data)
    bytes[100] ^= 1
    try bytes.write(to: data)
    let touched = try Program.run(["inspect", collection, "--verify"])
    #expect(touched.status == 1)
    #expect(touched.output.isEmpty)
    #expect(touched.error.contains("lane-radar.sigmf-data: core:sha512: found "))
    let mended = try Program.run(["repair", collection])
    #expect(mended.status == 0)
    #expect(try Program.run(["inspect", collection, "--verify"]).status == 0)
  }

  @Test(
    "--events - gives JSON lines and nothing else, the same at any block size",
    arguments: [1, 7, 64, 4_096])
  func eventLines(block: Int) throws {
    let reference = try Program.run(["replay", collection, "--events", "-"])
    let result = try Program.run([
      "replay", collection, "--events", "-", "--block", "\(block)", "--levels",
      folder.path("levels"),
    ])
    #expect(result.status == 0)
    #expect(result.output == reference.output)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last?.isEmpty == true)
    for (index, line) in lines.dropLast().enumerated() {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      #expect((object as? [String: Any])?["id"] as? Int == index + 1)
    }
    #expect(lines.dropLast().last?.contains("\"kind\":\"end\"") == true)
    #expect(try folder.text("levels").split(separator: "\n").count == 201)
  }

  @Test("Events in a file are the bytes of --events -")
  func eventFile() throws {
    let lines = try Program.run(["replay", collection, "--events", "-"])
    for _ in 0..<2 {
      let file = try Program.run(["replay", collection, "--events", folder.path("events")])
      #expect(file.status == 0)
      #expect(file.output.isEmpty)
      #expect(try folder.text("events") == lines.output)
    }
  }

  @Test("The figures of the run are told on standard error only")
  func figures() throws {
    let result = try Program.run(["replay", collection])
    #expect(result.status == 0)
    #expect(result.error.hasPrefix("200 traces, 2.00 m, "))
    #expect(!result.output.contains("real time"))
    #expect(result.output.contains("SigMF, 200 traces of 64 samples"))
  }

  @Test(
    "A failed write ends a replay with 1",
    arguments: [["--levels", "/dev/full"], ["--levels", "/nowhere/levels"]])
  func levelsFail(arguments: [String]) throws {
    let result = try Program.run(["replay", collection, "--events", "-"] + arguments)
    #expect(result.status == 1)
    #expect(!result.wasKilled)
    #expect(result.error.contains("sapper: \(arguments[1]): "))
  }

  @Test("A reader that goes away ends a replay with 1", arguments: [[], ["--events", "-"]])
  func brokenPipe(arguments: [String]) throws {
    let result = try Program.run(
      ["replay", collection] + arguments, output: try Program.abandonedPipe())
    #expect(result.status == 1)
    #expect(!result.wasKilled)
    #expect(result.error.contains("sapper: standard output: write: found \"Broken pipe\""))
  }

  @Test(
    "No output overwrites a recording",
    arguments: [
      ["replay", "--events"], ["replay", "--levels"], ["report", "-o"],
    ])
  func recordingIsSafe(arguments: [String]) throws {
    for part in ["-radar.sigmf-data", "-radar.sigmf-meta", ".sigmf-collection"] {
      let path = collection + part
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      let result = try Program.run([arguments[0], collection, arguments[1], path])
      #expect(result.status == 1)
      #expect(result.error.contains("a file of another kind"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
  }

  @Test("import copies a recording, and never over one that stands")
  func importing() throws {
    let copy = folder.path("copy")
    let first = try Program.run(["import", collection, "-o", copy])
    #expect(first.status == 0)
    #expect(first.output == "\(copy).sigmf-collection\n")
    let data = URL(fileURLWithPath: copy + "-radar.sigmf-data")
    let original = URL(fileURLWithPath: collection + "-radar.sigmf-data")
    #expect(try Data(contentsOf: data) == Data(contentsOf: original))
    let second = try Program.run(["import", collection, "-o", copy])
    #expect(second.status == 1)
    #expect(try Data(contentsOf: data) == Data(contentsOf: original))
  }

  @Test("A report is one page, made again over itself with the same bytes")
  func report() throws {
    let path = folder.path("report.html")
    let first = try Program.run(["report", collection, "-o", path])
    #expect(first.status == 0)
    #expect(first.output.isEmpty)
    let page = try folder.text("report.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("sapper report "))
    #expect(try Program.run(["report", collection, "-o", path]).status == 0)
    #expect(try folder.text("report.html") == page)
  }

  @Test("A report that is refused leaves no page")
  func refusedReport() throws {
    let path = folder.path("none.html")
    #expect(try Program.run(["report", folder.path("none"), "-o", path]).status == 1)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("A figure beside a SigMF recording is refused", arguments: ["--dt-ps", "--spacing-m"])
  func foreignFigure(option: String) throws {
    let result = try Program.run(["replay", collection, option, "0.5"])
    #expect(result.status == 1)
    #expect(result.error.contains(": \(option): found a figure beside a SigMF recording"))
  }

  @Test("The configuration stored in a recording is in force until another one is named")
  func storedConfiguration() throws {
    let meta = URL(fileURLWithPath: collection + "-radar.sigmf-meta")
    let text = String(decoding: try Data(contentsOf: meta), as: UTF8.self)
    let stored = "\"sapper:configuration\": \"[radar]\\nthreshold = 9\\n\", \"core:datatype\""
    try Data(text.replacing("\"core:datatype\"", with: stored).utf8).write(to: meta)
    let shown = try Program.run(["config", "show", collection])
    #expect(shown.status == 0)
    #expect(shown.output.contains(" = 9.00 "))
    #expect(shown.output.contains("lane-radar.sigmf-meta:2"))
    #expect(shown.error.contains("in force is the configuration stored in "))
    let named = try folder.write("[radar]\ndepth_maximum_m = 1\n", to: "named.ini")
    let other = try Program.run(["config", "show", collection, "--config", named])
    #expect(!other.output.contains(" = 9.00 "))
    #expect(other.output.contains(" = 1.000 "))
    #expect(!other.error.contains("in force"))
  }

  private static let shape = ["--dt-ps", "100", "--spacing-m", "0.02", "--freq-mhz", "1500"]

  /// A radar CSV of 64 samples and 40 traces: an arrival, and an echo that moves.
  private var csv: String {
    (0..<64).map { sample in
      (0..<40).map { trace in
        let arrival = abs(sample - 8) < 4 ? 9_000 - 2_000 * abs(sample - 8) : 0
        let apex = sample - 30 - (trace - 20) * (trace - 20) / 20
        return "\(arrival + (abs(apex) < 4 ? 900 - 200 * abs(apex) : 0))"
      }.joined(separator: ",")
    }.joined(separator: "\n") + "\n"
  }

  @Test("A CSV needs its interval, and says which option gives it")
  func csvWithoutInterval() throws {
    let path = try folder.write(csv, to: "line.csv")
    let result = try Program.run(["inspect", path])
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.error.contains("--dt-ps"))
    #expect(try Program.run(["inspect", path] + Self.shape).status == 0)
  }

  @Test("A pipe gives the same output as the file it comes from")
  func pipe() throws {
    let text = csv
    let path = try folder.write(text, to: "line.csv")
    let file = try Program.run(["replay", path, "--events", "-"] + Self.shape)
    let pipe = try Program.run(
      ["replay", "-", "--format", "csv", "--events", "-"] + Self.shape, input: Data(text.utf8))
    #expect(pipe.status == 0)
    #expect(pipe.output == file.output)
    let table = try Program.run(
      ["replay", "-", "--format", "csv"] + Self.shape, input: Data(text.utf8))
    #expect(table.output.hasPrefix("standard input: "))
  }

  @Test("A frequency that nothing says is estimated, with a warning that names it")
  func withoutFrequency() throws {
    let text = csv
    let path = try folder.write(text, to: "line.csv")
    let shape = Array(Self.shape.dropLast(2))
    let file = try Program.run(["replay", path, "--events", "-"] + shape)
    #expect(file.status == 0)
    #expect(file.error.contains(": centre frequency: found nothing; "))
    #expect(file.error.contains(" MHz is assumed, from the spectrum of the first 16 traces"))
  }

  @Test("A recording that breaks off in its header is refused, never misread")
  func brokenHeader() throws {
    let path = try folder.write(String(repeating: "\0", count: 700), to: "short.DZT")
    let result = try Program.run(["replay", path, "--events", "-"])
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("sapper: \(path): "))
  }

  @Test("The hidden benchmark prints the time of a sample, what left the chain, and its state")
  func benchmark() throws {
    func lines(passes: String) throws -> [Substring] {
      let result = try Program.run(["benchmark", collection, "--passes", passes])
      #expect(result.status == 0)
      return result.output.split(separator: "\n")
    }
    let once = try lines(passes: "1")
    try #require(once.count == 3)
    #expect(once[0].hasSuffix("million samples a second (12800 samples)"))
    #expect(once[1].contains(" levels and "))
    #expect(once[2].hasPrefix("state "))
    #expect(try lines(passes: "2").dropFirst() == once.dropFirst())
  }
}
