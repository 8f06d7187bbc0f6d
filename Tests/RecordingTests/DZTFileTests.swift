import DetectorCore
import Recording
import TestSupport
import Testing

@Suite("DZT files")
struct DZTFileTests {
  @Test(
    "gprpy's file opens with no option: 512 x 1040 at 93.75 ps and 20 mm, confirmed by its marks",
    .enabled(if: SharedData.isPresent, "the shared data are absent"))
  func gprpyFile() throws {
    var file = try DZTFile(path: SharedData.gprpy)
    #expect(file.description.samplesPerTrace == 512)
    #expect(file.traceCount == 1_040)
    #expect(file.description.sampleIntervalFemtoseconds == 93_750)
    #expect(file.description.traceSpacingMicrometres == 20_000)
    #expect(file.description.centreFrequencyKilohertz == 400_000)
    #expect(file.description.permittivityHundredths == 600)
    // The header's top is a tenth of its depth above the ground: sample 51.2, Q8.
    #expect(file.description.timeZeroSampleQ8 == 13_107)
    #expect(file.marks.map(\.trace) == Array(stride(from: 0, through: 1_000, by: 100)))
    #expect(file.warnings.isEmpty)
    let drained = try DrainedRadar(&file)
    #expect(drained.samples.count == 512 * 1_040)
    #expect(Array(drained.samples[0..<5]) == [-1, -1, -1, -1, 0])
    #expect(Array(drained.samples[46..<52]) == [-3, 42, 122, 380, 717, 1_337])
  }

  @Test(
    "iet-gpr's file opens with no option: 256 x 863 at 39.0625 ps and 1.25 mm",
    .enabled(if: SharedData.isPresent, "the shared data are absent"))
  func ietGPRFile() throws {
    let file = try DZTFile(path: SharedData.ietGPR)
    #expect(file.description.samplesPerTrace == 256)
    #expect(file.traceCount == 863)
    #expect(file.description.sampleIntervalFemtoseconds == 39_063)
    #expect(file.description.traceSpacingMicrometres == 1_250)
    #expect(file.description.centreFrequencyKilohertz == 2_600_000)
    #expect(file.description.timeZeroSampleQ8 == 3_277)
    #expect(file.marks.map(\.trace) == [159, 319, 479, 639, 799])
    // Its depth was set for another permittivity than the header's, which is all there is to say.
    #expect(file.warnings.map(\.field) == ["permittivity (byte 54)"])
  }

  @Test(
    "The same scene in 8, 16 and 32 bit and in two channels reads the same to the width",
    .enabled(if: SharedData.isPresent, "the shared data are absent"),
    arguments: ["at_ap", "uxo_clutter"])
  func vectorsAgree(scene: String) throws {
    func drain(_ name: String, channel: Int? = nil) throws -> [Int32] {
      var options = RadarFileOptions()
      options.channel = channel
      var file = try DZTFile(
        path: SharedData.vector("\(scene)_\(name).DZT"), options: options)
      return try DrainedRadar(&file).samples
    }
    let reference = try drain("16bit")
    #expect(reference.count == 509 * 60)
    #expect(try drain("32bit") == reference)
    #expect(try drain("2ch_16bit") == reference)
    // Channel 1 of the two-channel vector is the same line walked the other way.
    let walkedBack = stride(from: 59, through: 0, by: -1).flatMap { trace in
      reference[(trace * 509)..<((trace + 1) * 509)]
    }
    #expect(try drain("2ch_16bit", channel: 1) == walkedBack)
    // The 8-bit vector is scaled to +-120 where the others have +-30000, and rounded to nearest.
    let eight = try drain("8bit")
    #expect(zip(eight, reference).allSatisfy { abs($0 * 250 - $1) <= 125 })
    var options = RadarFileOptions()
    options.sampleIntervalFemtoseconds = 23_587
    options.traceSpacingMicrometres = 20_000
    var text =
      try RadarFileOpener.open(
        SharedData.vector("\(scene)_i16.csv"), options: options) as! RadarCSVFile
    let written = try DrainedRadar(&text).samples
    // Samples 0 and 1 of a DZT are a counter and a mark, and read as sample 2.
    let differing = zip(written, reference).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
    #expect(differing.allSatisfy { $0 % 509 < 2 })
  }

  @Test("Samples 0 and 1 of every trace take the value of sample 2", arguments: [8, 16, 32])
  func leadingSamples(bits: Int) throws {
    let made = DZTBuilder(bits: bits, zero: 0, marks: [3, 50])
    var file = try made.open()
    let samples = try DrainedRadar(&file).samples
    for scan in 0..<made.scans {
      for sample in 0..<made.samples {
        let wanted = made.signal(scan: scan, channel: 0, sample: max(2, sample))
        #expect(samples[scan * made.samples + sample] == Int32(wanted))
      }
    }
    #expect(file.description.leadingNonSignalSamples == 2)
  }

  @Test("Any block size gives the same samples, and so does a second pass")
  func blockCuts() throws {
    let made = DZTBuilder(scans: 211, marks: [20, 40, 60])
    var file = try made.open()
    let reference = try DrainedRadar(&file, tracesPerBlock: 211)
    for tracesPerBlock in [1, 2, 7, 100, 500] {
      try file.rewind()
      let drained = try DrainedRadar(&file, tracesPerBlock: tracesPerBlock)
      #expect(drained.samples == reference.samples)
      #expect(drained.end == BlockHeader.end(index: 211, sequence: 211))
    }
    #expect(file.marks.map(\.trace) == [20, 40, 60])
  }

  @Test("A pipe gives the samples and marks of the file, and cannot be rewound")
  func pipe() throws {
    let made = DZTBuilder(bits: 32, zero: 0, scans: 3_000, marks: [5, 2_000])
    var file = try made.open()
    var stream = try made.open(asStream: true)
    #expect(stream.traceCount == nil)
    #expect(stream.marks.isEmpty)
    #expect(
      try DrainedRadar(&stream, tracesPerBlock: 9).samples == DrainedRadar(&file).samples)
    #expect(stream.marks.map(\.trace) == [5, 2_000])
    #expect(throws: RecordingError.self) { try stream.rewind() }
  }

  @Test("Channels follow each other inside a scan, and the others are named when none is chosen")
  func channels() throws {
    let made = DZTBuilder(channels: 3)
    for channel in 0..<3 {
      var options = RadarFileOptions()
      options.channel = channel
      var file = try made.open(options)
      let samples = try DrainedRadar(&file).samples
      for sample in 2..<made.samples {
        #expect(
          samples[5 * made.samples + sample]
            == Int32(made.signal(scan: 5, channel: channel, sample: sample)))
      }
      #expect(!file.warns(of: "channels"))
    }
    let unchosen = try made.open()
    #expect(unchosen.channel == 0)
    #expect(unchosen.warnings.contains { $0.assumed.contains("1 (400MHz), 2 (400MHz)") })
    var options = RadarFileOptions()
    options.channel = 3
    #expect(made.refusal(options)?.field == "channel")
  }

  @Test("A channel count of 0 is one channel")
  func noChannels() throws {
    let file = try DZTBuilder(channels: 0).open()
    #expect(file.channelCount == 1)
    #expect(file.traceCount == 100)
  }

  @Test("The data start at 1024 times a small data word, as SIR-4000 files have it")
  func dataStart() throws {
    let made = DZTBuilder(tag: 0x07FF, data: 128, system: 8, gapByteCount: 131_072 - 1_024)
    var file = try made.open()
    #expect(file.traceCount == 100)
    let samples = try DrainedRadar(&file).samples
    #expect(samples[14] == Int32(made.signal(scan: 0, channel: 0, sample: 14)))
  }

  @Test("Scans that the counter misses are a gap in the sequence, and no block spans it")
  func gaps() throws {
    var counters = Array(0..<100)
    for index in 40..<100 { counters[index] += 3 }
    for index in 41..<100 { counters[index] += 1 }
    var file = try DZTBuilder(counters: counters).open()
    #expect(file.warnings.contains { $0.found.hasPrefix("4 scans missing") })
    let drained = try DrainedRadar(&file, tracesPerBlock: 64)
    #expect(drained.headers.map(\.count) == [40, 1, 59])
    #expect(drained.headers.map(\.index) == [0, 40, 41])
    #expect(drained.headers.map(\.sequence) == [0, 43, 45])
    #expect(drained.end.sequence == 104)
  }

  @Test("A counter that starts again is no loss, and is said once")
  func restart() throws {
    let counters = Array(0..<50) + Array(0..<30) + Array(0..<20)
    var file = try DZTBuilder(counters: counters).open()
    let drained = try DrainedRadar(&file)
    #expect(drained.end.sequence == 100)
    #expect(file.warnings.filter { $0.assumed.hasPrefix("a restart") }.count == 1)
  }

  @Test(
    "The counter may wrap with its width, and at 16 bits in 32-bit files", arguments: [8, 16, 32])
  func wrap(bits: Int) throws {
    let top = bits == 8 ? 256 : 65_536
    let counters = (0..<300).map { ($0 + top - 20) % top }
    var file = try DZTBuilder(bits: bits, zero: 0, scans: 300, counters: counters).open()
    #expect(try DrainedRadar(&file).end.sequence == 300)
    let ofCounter = file.warnings.filter { $0.field.hasPrefix("scan counter") }
    #expect(ofCounter.map(\.found) == ["a first count of \(top - 20)"])
  }

  @Test("A sample at a rail of its width marks the block as clipped")
  func clipping() throws {
    var bytes = DZTBuilder().build()
    let offset = 1_024 + (30 * 64 + 20) * 2
    bytes[offset] = 0xFF
    bytes[offset + 1] = 0xFF
    var file = try DZTFile(source: ByteSource(bytes: bytes, name: "clipped.DZT"))
    let drained = try DrainedRadar(&file, tracesPerBlock: 10)
    let flags = drained.headers.map { $0.flags.contains(.clipped) }
    #expect(flags == [false, false, false, true] + [Bool](repeating: false, count: 6))
    #expect(file.description.railHigh == 32_767)
  }

  @Test("A short tail is dropped, warned of, and flagged at the end")
  func shortTail() throws {
    var bytes = DZTBuilder().build()
    bytes.removeLast(50)
    for asStream in [false, true] {
      var file = try DZTFile(
        source: ByteSource(bytes: bytes, name: "cut.DZT", asStream: asStream))
      let drained = try DrainedRadar(&file)
      #expect(drained.samples.count == 99 * 64)
      #expect(drained.end.flags == .shortTail)
      #expect(file.warns(of: "size") == !asStream)
    }
  }
}
