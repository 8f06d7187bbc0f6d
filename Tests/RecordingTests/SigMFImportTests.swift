import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("SigMF import")
struct SigMFImportTests {
  @Test("A radar file comes out of its import as it went in")
  func roundTrip() throws {
    let folder = try SigMFFolder()
    var source = MadeUpRadarFile(
      description: smallRadar(rails: -128...127), sequences: Array(3..<40) + Array(50..<90))
    source.description.leadingNonSignalSamples = 1
    source.description.permittivityHundredths = 625
    source.description.timeZeroSampleQ8 = 100
    source.marks = [TraceMark(trace: 5, label: "stake"), TraceMark(trace: 76, label: "")]
    source.positions = [
      TracePosition(
        trace: 0, latitudeE7: 481_234_567, longitudeE7: -111_234_567, heightMillimetres: 512_345),
      TracePosition(trace: 40, latitudeE7: 0, longitudeE7: 0, heightMillimetres: nil),
    ]
    var truth = RecordingAnnotation(sampleStart: 4, sampleCount: 2, kind: .truth, label: "t")
    truth.confidence = 0.25
    source.annotations = [truth]
    var file: any RadarFile = source
    var told: [Int64] = []
    try SigMFImport.write(from: &file, to: folder.file("lane")) { done, total in
      told.append(done)
      #expect(total == 77)
    }
    #expect(told.last == 77)
    var read = try SigMFRadarFile(opening: folder.file("lane.sigmf-collection"))
    #expect(read.description == source.description)
    #expect(read.marks == source.marks)
    #expect(read.positions == source.positions)
    #expect(read.annotations == source.annotations)
    #expect(read.warnings.isEmpty, "\(read.warnings)")
    #expect(read.recording.global.about == "imported from made-up.dat (made up, channel 2 of 2)")
    #expect(read.recording.global.stream.sampleType == .int16)
    try file.rewind()
    #expect(try readAll(&read).samples == samples(of: &file))
    #expect(read.recording.captures.map(\.globalIndex) == [3, 50])
    #expect(try SigMFVerify.check(read.recording) == .matches)
  }

  @Test("Rails beyond 16 bits take 32", arguments: [-32_769...0, 0...32_768, .min ... .max])
  func wide(rails: ClosedRange<Int32>) throws {
    let folder = try SigMFFolder()
    var file: any RadarFile = MadeUpRadarFile(
      description: smallRadar(rails: rails), sequences: Array(0..<9))
    try SigMFImport.write(from: &file, to: folder.file("lane"))
    var read = try SigMFRadarFile(opening: folder.file("lane"))
    #expect(read.recording.global.stream.sampleType == .int32)
    #expect(read.description == file.description)
    try file.rewind()
    #expect(try readAll(&read).samples == samples(of: &file))
  }

  @Test("A sample at a rail is flagged after the import as before it")
  func clipped() throws {
    let folder = try SigMFFolder()
    var file: any RadarFile = MadeUpRadarFile(
      description: smallRadar(rails: -128...127), sequences: Array(0..<60))
    try SigMFImport.write(from: &file, to: folder.file("lane"))
    var read = try SigMFRadarFile(opening: folder.file("lane"))
    let headers = try readAll(&read, blockTraces: 1).headers
    for header in headers {
      let values = (0..<4).map { madeUp(header.sequence, $0) }
      let isClipped = values.contains { $0 <= -128 || $0 >= 127 }
      #expect(header.flags.contains(.clipped) == isClipped)
    }
    #expect(headers.contains { $0.flags.contains(.clipped) })
    #expect(headers.contains { !$0.flags.contains(.clipped) })
  }

  @Test("An import that cannot be finished leaves nothing behind")
  func removed() throws {
    let folder = try SigMFFolder()
    var source = MadeUpRadarFile(description: smallRadar(), sequences: Array(0..<9))
    source.description.railHigh = 40_000
    source.description.railLow = 39_000
    var lying = source
    lying.description.railHigh = 32_767
    lying.description.railLow = -32_768
    var file: any RadarFile = LyingRadarFile(inner: source, claimed: lying.description)
    let error = #expect(throws: RecordingError.self) {
      try SigMFImport.write(from: &file, to: folder.file("lane"))
    }
    #expect(error?.found == "39000")
    #expect(folder.names.isEmpty)
  }

  @Test("Without a rate a fix has no time, and the traces have none either")
  func noRate() throws {
    let folder = try SigMFFolder()
    var source = MadeUpRadarFile(description: smallRadar(), sequences: [0, 1, 2])
    source.description.traceRateMillihertz = 0
    source.positions = [
      TracePosition(trace: 1, latitudeE7: 5, longitudeE7: 6, heightMillimetres: nil)
    ]
    var file: any RadarFile = source
    try SigMFImport.write(from: &file, to: folder.file("lane"))
    #expect(
      try folder.text("lane.gnss.jsonl")
        == #"{"frame":1,"latitude_deg":0.0000005,"longitude_deg":0.0000006}"# + "\n")
    let read = try SigMFRadarFile(opening: folder.file("lane"))
    #expect(read.description == source.description)
    #expect(read.positions == source.positions)
  }

  private func samples(of file: inout any RadarFile) throws -> [Int32] {
    var block = [Int32](repeating: 0, count: 4 * 5)
    var samples: [Int32] = []
    while true {
      var span = block.mutableSpan
      let header = try file.read(into: &span)
      if header.count == 0 { return samples }
      samples += block[..<(header.count * 4)]
    }
  }
}

/// A radar file whose samples break the rails that it claims.
struct LyingRadarFile: RadarFile {
  var inner: MadeUpRadarFile
  var claimed: RadarDescription
  var formatName: String { inner.formatName }
  var path: String { inner.path }
  var description: RadarDescription { claimed }
  var facts: [RecordingFact] { [] }
  var warnings: [RecordingWarning] { [] }
  var channelCount: Int { 1 }
  var channel: Int { 0 }
  var traceCount: Int64? { inner.traceCount }
  var marks: [TraceMark] { [] }
  var positions: [TracePosition] { [] }
  var annotations: [RecordingAnnotation] { [] }

  mutating func rewind() throws(RecordingError) { try inner.rewind() }

  mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    try inner.read(into: &block)
  }
}
