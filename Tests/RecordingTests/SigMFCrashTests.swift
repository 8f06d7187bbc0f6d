import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("SigMF after a power failure")
struct SigMFCrashTests {
  @Test("Cut at every byte of the last samples, it opens with the whole ones and says the rest")
  func everyByte() throws {
    let folder = try cutRecording()
    let data = try folder.bytes("lane-radar.sigmf-data")
    #expect(data.count == 7 * 8)
    for length in (data.count - 16)...data.count {
      try folder.write("lane-radar.sigmf-data", bytes: Array(data[..<length]))
      var file = try SigMFRadarFile(opening: folder.file("lane"))
      let all = try readAll(&file)
      #expect(all.samples == Array(Self.samples[..<(length / 8 * 4)]))
      #expect(all.headers.map(\.sequence) == [0, 3, 9])
      let tails = file.warnings.filter { $0.field == "end of the data" }
      #expect(tails.count == (length % 8 == 0 ? 0 : 1))
      #expect(all.headers.last?.flags.contains(.shortTail) == (length % 8 != 0))
      if let tail = tails.first { #expect(tail.found.hasPrefix("\(length % 8) bytes")) }
    }
  }

  @Test("Repair completes it at every cut, loses no byte, and finds nothing to do the second time")
  func repair() throws {
    let whole = try cutRecording()
    let data = try whole.bytes("lane-radar.sigmf-data")
    for length in (data.count - 16)...data.count {
      let folder = try cutRecording()
      let cut = Array(data[..<length])
      try folder.write("lane-radar.sigmf-data", bytes: cut)
      let said = try SigMFRepair.repair(folder.file("lane")).joined(separator: "\n")
      #expect(said.contains("core:sha512") && said.contains("sigmf-collection: written"))
      #expect(said.contains("core:trailing_bytes") == (length % 8 != 0), "\(said)")
      #expect(said.contains("annotations: events taken in") && said.contains("captures: gaps"))
      #expect(try folder.bytes("lane-radar.sigmf-data") == cut)
      let collection = try SigMFCollection(opening: folder.file("lane.sigmf-collection"))
      let radar = try #require(collection.radar)
      #expect(radar.sampleCount == Int64(length / 8))
      #expect(radar.captures.map(\.globalIndex) == [0, 9])
      #expect(radar.annotations.map(\.label) == ["uxo"])
      #expect(try SigMFVerify.check(radar) == .matches)
      let names = folder.names
      let bytes = try names.map { try folder.bytes($0) }
      #expect(try SigMFRepair.repair(folder.file("lane")).isEmpty)
      #expect(folder.names == names)
      #expect(try names.map { try folder.bytes($0) } == bytes)
      #expect(!names.contains { $0.hasSuffix(".part") })
    }
  }

  @Test("Events cut at every byte of the last line: the lines before it are read, the rest is told")
  func eventsCut() throws {
    let folder = try cutRecording()
    let events = try folder.bytes("lane.events.jsonl")
    let first = try #require(events.firstIndex(of: UInt8(ascii: "\n")))
    for length in (first + 1)...events.count {
      try folder.write("lane.events.jsonl", bytes: Array(events[..<length]))
      var reader = try EventLineReader(path: folder.file("lane.events.jsonl"))
      var kinds: [EventKind] = []
      while let event = try reader.next() { kinds.append(event.kind) }
      // The newline alone may be missing; any other cut leaves no JSON object.
      let isWhole = length >= events.count - 1
      #expect(kinds == (isWhole ? [.gap, .detection] : [.gap]))
      #expect(reader.cutByteCount == (isWhole ? 0 : length - first - 1))
      let recording = try SigMFRecording.open(folder.file("lane-radar"))
      #expect(recording.captures.map(\.globalIndex) == [0, 9])
    }
  }

  @Test("A collection that is missing, stale or broken is mended by repair")
  func collection() throws {
    let folder = try cutRecording()
    _ = try SigMFRepair.repair(folder.file("lane"))
    let good = try folder.bytes("lane.sigmf-collection")
    let stale = String(decoding: good, as: UTF8.self)
      .replacingOccurrences(of: "\"hash\": \"", with: "\"hash\": \"0")
      .replacingOccurrences(of: "\"}]\n", with: "\"}],\n    \"core:author\": \"me\"\n")
    // One digit more in front and one less behind keeps 128.
    let shortened = stale.replacing(/[0-9a-f]"}\]/) { _ in "\"}]" }
    try folder.write("lane.sigmf-collection", shortened)
    let opened = try SigMFCollection(opening: folder.file("lane"))
    #expect(opened.warnings.map(\.field) == ["collection core:streams[0] hash"])
    let said = try SigMFRepair.repair(folder.file("lane"))
    #expect(said.count == 1 && said[0].contains("core:streams"))
    #expect(try folder.text("lane.sigmf-collection").contains("\"core:author\": \"me\""))
    #expect(try SigMFCollection(opening: folder.file("lane")).warnings.isEmpty)

    try folder.write("lane.sigmf-collection", bytes: Array(good[..<(good.count / 2)]))
    #expect(throws: RecordingError.self) {
      try SigMFCollection(opening: folder.file("lane.sigmf-collection"))
    }
    #expect(try SigMFRepair.repair(folder.file("lane"))[0].contains("written anew"))
    #expect(try folder.bytes("lane.sigmf-collection") == good)
  }

  @Test("Repair keeps what it does not know")
  func unknownFields() throws {
    let folder = try SigMFFolder()
    var meta = RadarMeta()
    meta["core:author"] = "\"someone\""
    meta["antenna:gain"] = "3.250"
    meta.captures = #"[{"core:sample_start": 0, "core:frequency": 1.50e9}]"#
    meta.annotations =
      #"[{"core:sample_start": 1, "core:comment": "kept", "other:x": [1, {"y": 2}]}]"#
    try folder.write("lane-radar.sigmf-meta", meta.text)
    try folder.write("lane-radar.sigmf-data", bytes: [UInt8](repeating: 0, count: 24))
    _ = try SigMFRepair.repair(folder.file("lane"))
    let text = try folder.text("lane-radar.sigmf-meta")
    for kept in [
      "\"core:author\": \"someone\"", "\"antenna:gain\": 3.250", "\"core:frequency\": 1.50e9",
      "\"core:comment\": \"kept\"", "\"other:x\": [1, {\"y\": 2}]",
    ] {
      #expect(text.contains(kept), "\(kept) is gone")
    }
  }

  @Test("A name under which nothing was recorded is refused")
  func nothing() throws {
    let folder = try SigMFFolder()
    #expect(throws: RecordingError.self) { try SigMFRepair.repair(folder.file("lane")) }
    #expect(throws: RecordingError.self) { try SigMFCollection(opening: folder.file("lane")) }
    #expect(folder.names.isEmpty)
  }

  static let samples = madeUpBlock(0, count: 4) + madeUpBlock(9, count: 3)

  /// Four traces, a gap of five, three traces and a detection; the writer is never closed.
  private func cutRecording() throws -> SigMFFolder {
    let folder = try SigMFFolder()
    let radar = StreamDescription(radar: smallRadar())
    var writer = try SigMFWriter(
      path: folder.file("lane"), streams: [SigMFStream(radar)], syncInterval: 2)
    for (sequence, count) in [(Int64(0), 4), (9, 3)] {
      let block = madeUpBlock(sequence, count: count)
      try writer.append(
        block.span, header: BlockHeader(count: count, index: 0, sequence: sequence))
    }
    try writer.synchronise()
    try writer.emit(detection(1, sample: 2))
    return folder
  }
}
