import DetectorCore
import Recording
import Testing

@Suite("SEG-Y")
struct SEGYTests {
  static func open(
    _ bytes: [UInt8], _ options: RadarFileOptions = RadarFileOptions()
  ) throws(RecordingError) -> TraceRecordFile {
    try MadeRecording(name: "made.sgy", data: bytes).open(options)
  }

  @Test("Whole numbers read alike in int16, int32, IBM and IEEE floats", arguments: [1, 2, 3, 5])
  func types(format: Int) throws {
    var file = try Self.open(Made.segy(format: format))
    var other = try MadeRecording.rd3.open()
    #expect(file.scaleShift == 0)
    #expect(try DrainedRadar(&file).samples == DrainedRadar(&other).samples)
    #expect(!file.warns(of: "format code"))
  }

  @Test("int8 is read with its own rails")
  func narrow() throws {
    var file = try Self.open(Made.segy(format: 8))
    #expect(file.description.railHigh == 127)
    #expect(try DrainedRadar(&file).samples[12] == Int32(Int8(Made.sample(0, 12) / 128)))
  }

  @Test("The interval is said to be picoseconds, and how much its rounding may be")
  func unit() throws {
    let plain = try Self.open(Made.segy())
    let warning = try #require(plain.warnings.first { $0.field == "interval (byte 3217)" })
    #expect(warning.assumed.contains("a seismic program reads microseconds"))
    #expect(warning.assumed.contains("0.3 %"))
    let said = try Self.open(Made.segy(text: "C 1 INTERVALS ARE PICOSECONDS"))
    #expect(said.warnings.contains { $0.assumed.contains("as the text header says") })
  }

  @Test(
    "An exact interval of the text header is taken where it rounds to the word",
    arguments: [true, false])
  func exact(ebcdic: Bool) throws {
    let text = "C 2 SAMPLE INTERVAL 199.75 PS"
    let file = try Self.open(Made.segy(ebcdic: ebcdic, text: text))
    #expect(file.description.sampleIntervalFemtoseconds == 199_750)
    #expect(!file.warns(of: "interval"))
    let wrong = try Self.open(Made.segy(text: "C 2 SAMPLE INTERVAL 400 PS"))
    #expect(wrong.description.sampleIntervalFemtoseconds == 200_000)
    #expect(wrong.warnings.contains { $0.found.contains("the text header says 400 ps") })
  }

  @Test("Extended text headers are passed over and read, and a wrong number of them is refused")
  func extensions() throws {
    var file = try Self.open(Made.segy(extensions: 2))
    #expect(try DrainedRadar(&file).samples.count == Made.traces * Made.samples)
    var bytes = Made.segy(extensions: 2)
    Made.put([0, 1], at: 3_504, in: &bytes)
    #expect(throws: RecordingError.self) { try Self.open(bytes) }
    Made.put([0xFF, 0xFF], at: 3_504, in: &bytes)
    #expect(throws: RecordingError.self) { try Self.open(bytes) }
  }

  @Test("Codes that are not read and little-endian files are refused by name")
  func refusedCodes() throws {
    for (word, words) in [([UInt8(0), 4], "found 4"), ([3, 0], "little-endian")] {
      var bytes = Made.segy()
      Made.put(word, at: 3_224, in: &bytes)
      let refusal = try #require(MadeRecording(name: "made.sgy", data: bytes).refusal())
      #expect(refusal.field == "format code (byte 3225)")
      #expect(refusal.description.contains(words))
    }
  }

  @Test(
    "Floats that are said to be of the other kind, and whole numbers said to be floats, are told")
  func confusedTypes() throws {
    func relabelled(_ format: Int, as other: UInt8) -> [UInt8] {
      var bytes = Made.segy(format: format)
      bytes[3_225] = other
      return bytes
    }
    for (format, other) in [(1, UInt8(5)), (5, 1), (1, 2), (5, 2), (2, 1), (2, 5)] {
      let recording = MadeRecording(name: "made.sgy", data: relabelled(format, as: other))
      do throws(RecordingError) {
        let file = try recording.open()
        #expect(file.warns(of: "format code"), "\(format) as \(other)")
      } catch {
        #expect(error.field == "format code (byte 3225)")
      }
    }
  }

  @Test("A number of samples that trace headers contradict is not believed")
  func samples() throws {
    var bytes = Made.segy()
    Made.put([0, 65], at: 3_220, in: &bytes)
    let file = try Self.open(bytes)
    #expect(file.description.samplesPerTrace == 64)
    #expect(file.warns(of: "samples (byte 3221)"))
    var first = Made.segy()
    Made.put([0, 65], at: 3_600 + 114, in: &first)
    #expect(try Self.open(first).warns(of: "samples (byte 115"))
  }

  @Test("Coordinates in feet are converted, and those that are no lengths leave the spacing open")
  func coordinates() throws {
    var bytes = Made.segy()
    bytes[3_255] = 2
    let feet = try Self.open(bytes)
    #expect(feet.description.traceSpacingMicrometres == 6_096)
    #expect(feet.warns(of: "units (byte 3255)"))
    var degrees = Made.segy()
    for trace in 0..<Made.traces {
      Made.put([0, 3], at: 3_600 + trace * (240 + 128) + 88, in: &degrees)
    }
    let file = try Self.open(degrees)
    #expect(file.description.traceSpacingMicrometres == 0)
    #expect(file.warns(of: "coordinates"))
  }

  @Test("Zero bytes in the text header are told")
  func zeroBytes() throws {
    var bytes = Made.segy()
    bytes[100] = 0
    #expect(try Self.open(bytes).warns(of: "text header"))
  }

  @Test("IBM floats decode by their definition")
  func ibm() {
    // 0x42640000 is 0.390625 times 16^2; the second is the example of the standard literature.
    let cases: [([UInt8], Double)] = [
      ([0x42, 0x64, 0, 0], 100), ([0xC2, 0x76, 0xA0, 0], -118.625), ([0, 0, 0, 0], 0),
      ([0x41, 0x10, 0, 0], 1),
    ]
    for (bytes, value) in cases {
      #expect(SampleCoding.ibm32Big.real(bytes.span, at: 0) == value)
    }
  }
}

@Suite("IDS")
struct IDSTests {
  @Test("Interval and spacing are always warned of: nothing confirms them")
  func warned() throws {
    let file = try MadeRecording.ids.open()
    #expect(file.warns(of: "total sweep time") && file.warns(of: "sweep dx"))
    #expect(file.description.centreFrequencyKilohertz == 600_000)
  }

  @Test("Samples that the size of the file contradicts are refused with the figure that fits")
  func samples() throws {
    let refusal = try #require(
      MadeRecording(name: "a.dt", data: Made.ids(samples: 63)).refusal())
    #expect(refusal.field.hasPrefix("samples"))
    #expect(refusal.found == "63" && refusal.expected.hasPrefix("64"))
  }

  @Test("Traces that the size of the file contradicts are warned of")
  func traces() throws {
    let file = try MadeRecording(name: "a.dt", data: Made.ids(traces: 39)).open()
    #expect(file.traceCount == 40)
    #expect(file.warns(of: "traces (record H"))
  }

  @Test("A file without its records is refused by the name of what is missing")
  func records() throws {
    var noHeader = Made.ids()
    noHeader[3 * 1_028] = 73
    let refusal = try #require(MadeRecording(name: "a.dt", data: noHeader).refusal())
    #expect(refusal.field == "record H")
    var noData = Made.ids()
    noData[4 * 1_028] = 73
    #expect(MadeRecording(name: "a.dt", data: noData).refusal()?.expected.contains("tag R") == true)
    var length = Made.ids()
    length[5] = 0xFF
    #expect(MadeRecording(name: "a.dt", data: length).refusal() != nil)
  }
}
