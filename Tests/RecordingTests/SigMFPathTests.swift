import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("SigMF collections and names")
struct SigMFPathTests {
  @Test("A recording opens by its collection, its bare name and each of its streams")
  func names() throws {
    let folder = try recording()
    for name in ["lane.sigmf-collection", "lane"] {
      let collection = try SigMFCollection(opening: folder.file(name))
      #expect(collection.streams.map(\.name) == ["lane-radar", "lane-track"])
      #expect(collection.path == folder.file("lane"))
      #expect(collection.track != nil && collection.induction == nil)
    }
    for name in ["lane-radar.sigmf-meta", "lane-radar.sigmf-data", "lane-radar"] {
      let collection = try SigMFCollection(opening: folder.file(name))
      #expect(collection.streams.map(\.name) == ["lane-radar"])
      #expect(collection.path == folder.file("lane"))
    }
  }

  @Test("Without a collection file the streams are found by their names, with a warning")
  func recovered() throws {
    let folder = try recording()
    try FileManager.default.removeItem(atPath: folder.file("lane.sigmf-collection"))
    // A recording whose name begins the same is another one.
    for suffix in ["meta", "data"] {
      try FileManager.default.copyItem(
        atPath: folder.file("lane-radar.sigmf-\(suffix)"),
        toPath: folder.file("lane-b-radar.sigmf-\(suffix)"))
    }
    for name in ["lane", "lane.sigmf-collection"] {
      let collection = try SigMFCollection(opening: folder.file(name))
      #expect(collection.streams.map(\.name) == ["lane-radar", "lane-track"])
      #expect(collection.warnings.first?.file == folder.file("lane.sigmf-collection"))
    }
  }

  @Test("A stream beside the collection that it does not name is told")
  func unlisted() throws {
    let folder = try recording()
    let text = try folder.text("lane.sigmf-collection")
    let start = try #require(text.range(of: ", {\"name\": \"lane-track\""))
    let end = try #require(text.range(of: "}]\n"))
    let last = text.index(after: end.lowerBound)
    let without = text.replacingCharacters(in: start.lowerBound..<last, with: "")
    try folder.write("lane.sigmf-collection", without)
    let collection = try SigMFCollection(opening: folder.file("lane"))
    #expect(collection.streams.map(\.name) == ["lane-radar"])
    #expect(collection.warnings.map(\.found) == ["no lane-track"])
  }

  @Test(
    "A collection that leads out of its folder, or nowhere, is refused",
    arguments: [
      #"[{"name": "../lane-radar"}]"#, #"[{"name": "/etc/passwd"}]"#, #"[{"name": ".."}]"#,
      #"[{"name": ""}]"#, #"[{"name": "absent"}]"#, "[]", "[5]", #"[{"hash": "x"}]"#,
      #"[{"name": "lane-radar"}, {"name": "lane-radar"}]"#,
      #"[{"name": "lane-radar", "hash": "short"}]"#, #"[{"name": "lane\nradar"}]"#,
    ])
  func badStreams(streams: String) throws {
    let folder = try recording()
    try folder.write(
      "lane.sigmf-collection",
      #"{"collection": {"core:version": "1.2.5", "core:streams": \#(streams)}}"#)
    #expect(throws: RecordingError.self) {
      try SigMFCollection(opening: folder.file("lane.sigmf-collection"))
    }
  }

  @Test("What is a SigMF recording is known by its content first, then by its name")
  func recognises() throws {
    let folder = try recording()
    for name in [
      "lane", "lane.sigmf-collection", "lane-radar", "lane-radar.sigmf-meta",
      "lane-radar.sigmf-data",
    ] {
      #expect(SigMFRadarFile.recognises(folder.file(name)), "\(name)")
    }
    try folder.write("other.sigmf-data", "bytes without a description")
    try folder.write("notes.json", "{\"a\": 1}")
    try folder.write("renamed.json", try folder.text("lane-radar.sigmf-meta"))
    #expect(!SigMFRadarFile.recognises(folder.file("other.sigmf-data")))
    #expect(!SigMFRadarFile.recognises(folder.file("notes.json")))
    #expect(!SigMFRadarFile.recognises(folder.file("absent")))
    #expect(SigMFRadarFile.recognises(folder.file("renamed.json")))
  }

  @Test("Every figure of a recording is told with where it came from")
  func facts() throws {
    let folder = try recording()
    let facts = try SigMFRadarFile(opening: folder.file("lane")).facts
    let interval = try #require(facts.first { $0.name == "sample interval" })
    #expect(
      interval
        == RecordingFact(
          name: "sample interval", value: "21.228", unit: "ps", origin: "sapper:sample_interval_s"))
    #expect(facts.first { $0.name == "time zero" }?.value == "not said")
    #expect(facts.allSatisfy { !$0.origin.isEmpty })
  }

  @Test("Fixes that are keyed by the frames of a coil are tied to traces by their time")
  func fixesByTime() throws {
    let folder = try recording()
    try folder.write(
      "lane.gnss.jsonl",
      #"{"frame":150,"time_s":0.100000,"latitude_deg":48.1,"longitude_deg":11.0}"# + "\n"
        + #"{"frame":3,"time_s":99.0,"latitude_deg":48.1,"longitude_deg":11.0}"# + "\n"
        + #"{"frame":4,"ti"#)
    var file = try SigMFRadarFile(opening: folder.file("lane"))
    #expect(file.positions.map(\.trace) == [3])
    #expect(file.warnings.map(\.field) == ["line 3", "frame"])
    for suffix in ["meta", "data"] {
      try FileManager.default.copyItem(
        atPath: folder.file("lane-radar.sigmf-\(suffix)"),
        toPath: folder.file("lane-induction.sigmf-\(suffix)"))
    }
    file = try SigMFRadarFile(try SigMFRecording.open(folder.file("lane-radar")))
    // 0.1 s at 20 traces a second is trace 2.
    #expect(file.positions.map(\.trace) == [2])
    try folder.write("lane.gnss.jsonl", "{\"frame\":1}\n")
    #expect(throws: RecordingError.self) { try SigMFRadarFile(opening: folder.file("lane-radar")) }
  }

  /// Five traces and three positions.
  private func recording() throws -> SigMFFolder {
    let folder = try SigMFFolder()
    let track = StreamDescription(
      contents: .track(TrackOrigin(longitudeE9: 1, latitudeE9: 2)), sampleType: .int32,
      channelCount: 4, rateMicrohertz: 50_000_000)
    var writer = try SigMFWriter(
      path: folder.file("lane"),
      streams: [SigMFStream(StreamDescription(radar: smallRadar())), SigMFStream(track)],
      syncInterval: 10)
    for (stream, count) in [5, 3].enumerated() {
      let block = madeUpBlock(0, count: count)
      try writer.append(
        block.span, header: BlockHeader(count: count, index: 0, sequence: 0), to: stream)
    }
    try writer.close()
    return folder
  }
}
