import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("SigMF writer")
struct SigMFWriterTests {
  @Test(
    "What is written is read back: samples, gaps, annotations, events", arguments: [false, true])
  func roundTrip(isWide: Bool) throws {
    let folder = try SigMFFolder()
    var radar = smallRadar(rails: isWide ? .min ... .max : -32_768...32_767)
    radar.timeZeroSampleQ8 = -3
    radar.antennaHeightMicrometres = 51_000
    radar.permittivityHundredths = 900
    radar.leadingNonSignalSamples = 2
    var stream = SigMFStream(StreamDescription(radar: radar, seed: .max))
    stream.about = "a \"lane\" of µ"
    stream.scenario = "dual"
    stream.configuration = "[radar]\nthreshold = 4\n"
    stream.datetime = "2026-01-01T00:00:00Z"
    var truth = RecordingAnnotation(sampleStart: 2, sampleCount: 3, kind: .truth, label: "ap_mine")
    truth.targetClass = .antiPersonnelMine
    truth.object = "PMN-2-like"
    truth.positionMetres = (east: 0.777, north: -0.01)
    truth.depthMetres = 0.0555
    truth.radiusMetres = 0.056
    stream.annotations = [truth]
    var writer = try SigMFWriter(path: folder.file("lane"), streams: [stream], syncInterval: 4)
    try append(0, 5, to: &writer)
    try append(8, 2, to: &writer)
    try writer.emit(detection(7, sample: 4))
    writer.annotate(RecordingAnnotation(sampleStart: 0, sampleCount: 1, kind: .mark, label: "x"))
    try append(10, 3, to: &writer)
    try writer.close()

    var file = try SigMFRadarFile(opening: folder.file("lane.sigmf-collection"))
    #expect(file.description == radar)
    #expect(file.warnings.isEmpty, "\(file.warnings)")
    let all = try readAll(&file)
    #expect(all.samples == madeUpBlock(0, count: 5) + madeUpBlock(8, count: 5))
    #expect(all.headers.map(\.index) == [0, 3, 5, 8])
    #expect(all.headers.map(\.sequence) == [0, 3, 8, 11])
    #expect(file.marks == [TraceMark(trace: 0, label: "x")])
    let found = try #require(file.annotations.last)
    #expect(file.annotations.first == truth)
    #expect(found.kind == .detection && found.targetClass == .uxo && found.depthMetres == 0.11)
    let global = file.recording.global
    #expect(global.about == stream.about && global.scenario == "dual" && global.stream.seed == .max)
    #expect(global.configuration == stream.configuration && global.collection == "lane")
    #expect(file.recording.captures.first?.datetime == stream.datetime)
    #expect(try SigMFVerify.check(file.recording) == .matches)
    #expect(try SigMFRepair.repair(folder.file("lane")).isEmpty)
  }

  @Test("A gap that no pipeline tells of is told by the writer, one that is told is told once")
  func gaps() throws {
    let folder = try SigMFFolder()
    var writer = try open(folder)
    try append(0, 2, to: &writer)
    try append(5, 2, to: &writer)
    var gap = DetectionEvent(
      .gap(lost: 3), sensor: .radar, sample: 2, sequence: 5, timeMicroseconds: 250_000)
    gap.id = 1
    try writer.emit(gap)
    try append(9, 2, to: &writer)
    try append(11, 2, to: &writer)
    try writer.close()
    #expect(
      try folder.text("lane.events.jsonl") == """
        {"id":1,"kind":"gap","sensor":"radar","sample":2,"time_s":0.250000,"lost":3}
        {"kind":"gap","sensor":"radar","sample":4,"time_s":0.450000,"lost":2}

        """)
    let recording = try SigMFRecording.open(folder.file("lane-radar"))
    #expect(recording.captures.map(\.sampleStart) == [0, 2, 4])
    #expect(recording.captures.map(\.globalIndex) == [0, 5, 9])
  }

  @Test("Samples after a gap are not in the file before an event line tells of it")
  func gapFirst() throws {
    let folder = try SigMFFolder()
    var writer = try open(folder)
    try append(0, 4, to: &writer)
    #expect(try folder.bytes("lane-radar.sigmf-data").count == 32)
    try append(9, 3, to: &writer)
    #expect(try folder.bytes("lane-radar.sigmf-data").count == 32)
    try append(12, 1, to: &writer)
    #expect(try folder.bytes("lane-radar.sigmf-data").count == 64)
    #expect(try folder.text("lane.events.jsonl").contains("\"lost\":5"))
  }

  @Test("A description that a reader would refuse is not written")
  func unreadable() throws {
    let folder = try SigMFFolder()
    var descriptions = [smallRadar(), smallRadar(), smallRadar()]
    descriptions[0].samplesPerTrace = 0
    descriptions[1].sampleIntervalFemtoseconds = 0
    descriptions[2].traceSpacingMicrometres = -1
    for description in descriptions {
      var error: RecordingError?
      do throws(RecordingError) {
        _ = try SigMFWriter(
          path: folder.file("lane"), streams: [SigMFStream(.init(radar: description))],
          syncInterval: 1)
      } catch let thrown {
        error = thrown
      }
      #expect(error?.kind == .unwritable)
      #expect(error?.field.hasPrefix("global ") == true)
    }
    #expect(folder.names.isEmpty)
  }

  @Test("A stream that does not start with the device's first sample starts after a gap")
  func firstGap() throws {
    let folder = try SigMFFolder()
    var writer = try open(folder)
    try append(6, 2, to: &writer)
    try append(8, 1, to: &writer)
    try writer.synchronise()
    let cut = try SigMFRecording.open(folder.file("lane-radar"))
    #expect(cut.captures.map(\.globalIndex) == [6])
    try writer.close()
    let closed = try SigMFRecording.open(folder.file("lane-radar"))
    #expect(closed.captures.map(\.globalIndex) == [6])
    #expect(closed.warnings.isEmpty)
  }

  @Test("A track's gap, which no event can name, stands in the description at once")
  func unnamedGap() throws {
    let folder = try SigMFFolder()
    let track = StreamDescription(
      contents: .track(nil), sampleType: .int32, channelCount: 4, rateMicrohertz: 50_000_000)
    var writer = try SigMFWriter(
      path: folder.file("lane"), streams: [SigMFStream(track)], syncInterval: 1)
    try append(0, 2, to: &writer)
    try append(7, 2, to: &writer)
    let cut = try SigMFRecording.open(folder.file("lane-track"))
    #expect(cut.captures.map(\.globalIndex) == [0, 7])
    #expect(cut.sampleCount == 4)
    try writer.close()
  }

  @Test("A number that the sample type cannot hold is refused, and the block is a gap afterwards")
  func railsBroken() throws {
    let folder = try SigMFFolder()
    var writer = try open(folder)
    try append(0, 2, to: &writer)
    var bad = madeUpBlock(2, count: 2)
    bad[5] = 40_000
    let header = BlockHeader(count: 2, index: 2, sequence: 2)
    let error = #expect(throws: RecordingError.self) {
      try writer.append(bad.span, header: header)
    }
    #expect(error?.field == "sample 3, number 1")
    #expect(error?.found == "40000")
    try append(4, 2, to: &writer)
    try writer.close()
    let recording = try SigMFRecording.open(folder.file("lane-radar"))
    #expect(recording.sampleCount == 4)
    #expect(recording.captures.map(\.globalIndex) == [0, 4])
  }

  @Test("Nothing of a recording that stands there is touched")
  func existing() throws {
    for name in [
      "lane-radar.sigmf-meta", "lane-radar.sigmf-data", "lane.sigmf-collection",
      "lane.events.jsonl", "lane.gnss.jsonl",
    ] {
      let folder = try SigMFFolder()
      try folder.write(name, "precious")
      var error: RecordingError?
      do throws(RecordingError) {
        _ = try SigMFWriter(
          path: folder.file("lane"), streams: [SigMFStream(.init(radar: smallRadar()))],
          syncInterval: 1)
      } catch let thrown {
        error = thrown
      }
      #expect(error?.errorNumber == EEXIST)
      #expect(error?.file == folder.file(name))
      #expect(folder.names == [name])
      #expect(try folder.text(name) == "precious")
    }
  }

  @Test("An abandoned recording leaves no file")
  func abandoned() throws {
    let folder = try SigMFFolder()
    var writer = try open(folder)
    try append(0, 2, to: &writer)
    try append(5, 2, to: &writer)
    try writer.synchronise()
    #expect(folder.names.count == 3)
    try writer.abandon()
    #expect(folder.names.isEmpty)
  }

  @Test("Whatever was written by hand comes out of an edit with the same bytes")
  func sameBytes() throws {
    let folder = try SigMFFolder()
    var stream = SigMFStream(StreamDescription(radar: smallRadar()))
    stream.about = "\u{1}\"\\/µ\u{7F}"
    stream.annotations = [
      RecordingAnnotation(sampleStart: 0, sampleCount: 1, kind: .mark, label: "a")
    ]
    _ = try SigMFWriter(path: folder.file("lane"), streams: [stream], syncInterval: 1)
    let bytes = try folder.bytes("lane-radar.sigmf-meta")
    #expect(try JSONScanner.parse(bytes, file: "x").descriptionBytes == bytes)
  }

  @Test("Two streams and what both saw: each event in the stream of its sensor")
  func twoStreams() throws {
    let folder = try SigMFFolder()
    var induction = InductionDescription(lsbFemtovolts: 20_000_000)
    for gate in 0..<4 {
      induction.append(
        .init(startNanoseconds: Int64(gate) * 10_000, endNanoseconds: Int64(gate + 1) * 10_000))
    }
    let coil = StreamDescription(
      contents: .pulseInduction(induction), sampleType: .int32, channelCount: 4,
      rateMicrohertz: 1_000_000_000)
    var writer = try SigMFWriter(
      path: folder.file("lane"),
      streams: [SigMFStream(coil), SigMFStream(StreamDescription(radar: smallRadar()))],
      syncInterval: 100)
    try append(0, 9, to: &writer, stream: 0)
    try append(0, 9, to: &writer, stream: 1)
    try writer.emit(detection(1, sample: 3))
    try writer.emit(detection(2, sample: 4, sensor: .induction))
    try writer.emit(detection(3, sample: 5, sensor: .fused))
    try writer.close()
    let collection = try SigMFCollection(opening: folder.file("lane"))
    #expect(collection.streams.map(\.name) == ["lane-induction", "lane-radar"])
    #expect(collection.induction?.annotations.map(\.sampleStart) == [4, 5])
    #expect(collection.radar?.annotations.map(\.sampleStart) == [3])
    #expect(collection.warnings.isEmpty)
    var frames = try SigMFInductionStream(opening: folder.file("lane"))
    #expect(frames.description.gateCount == 4 && frames.frameCount == 9)
    var block = [Int32](repeating: 0, count: 40)
    var span = block.mutableSpan
    #expect(try frames.read(into: &span).count == 9)
    #expect(Array(block[..<36]) == madeUpBlock(0, count: 9))
  }

  private func open(_ folder: SigMFFolder) throws -> SigMFWriter {
    try SigMFWriter(
      path: folder.file("lane"), streams: [SigMFStream(StreamDescription(radar: smallRadar()))],
      syncInterval: 1)
  }

  private func append(
    _ sequence: Int64, _ count: Int, to writer: inout SigMFWriter, stream: Int = 0
  ) throws {
    let block = madeUpBlock(sequence, count: count)
    try writer.append(
      block.span, header: BlockHeader(count: count, index: 0, sequence: sequence), to: stream)
  }
}

/// A detection at a sample.
func detection(_ id: UInt32, sample: Int64, sensor: Sensor = .radar) -> DetectionEvent {
  var finding = TargetFinding()
  finding.targetClass = .uxo
  finding.depthMillimetres = 110
  finding.confidenceHundredths = 50
  finding.strengthHundredths = 150
  finding.action = .investigate
  finding.rule = .radarEcho
  var event = DetectionEvent(
    .detection(finding), sensor: sensor, sample: sample, sequence: 0,
    timeMicroseconds: sample * 50_000)
  event.id = id
  return event
}
