import DetectorCore
import Recording
import Testing

@Suite("Files of trace records")
struct TraceRecordTests {
  static let recordings: [MadeRecording] = [.dt1, .rd3, .iprb, .segy, .ids]

  @Test("Each format gives the made traces with their interval and spacing", arguments: recordings)
  func madeTraces(recording: MadeRecording) throws {
    var file = try recording.open()
    #expect(file.traceCount == Int64(Made.traces))
    #expect(file.description.samplesPerTrace == Int32(Made.samples))
    #expect(file.description.sampleIntervalFemtoseconds == 200_000)
    #expect(file.description.traceSpacingMicrometres == 20_000)
    let drained = try DrainedRadar(&file, tracesPerBlock: 7)
    var expected: [Int32] = []
    for trace in 0..<Made.traces {
      expected += (0..<Made.samples).map { Made.whole(trace, $0) }
    }
    #expect(drained.samples == expected)
    try file.rewind()
    #expect(try DrainedRadar(&file, tracesPerBlock: 1).samples == expected)
  }

  @Test("A short tail is left out with a warning and flagged at the end", arguments: recordings)
  func shortTail(recording: MadeRecording) throws {
    var file = try recording.cut(50).open()
    #expect(file.traceCount == Int64(Made.traces - 1))
    #expect(file.warns(of: "size"))
    #expect(try DrainedRadar(&file).end.flags.contains(.shortTail))
  }

  @Test("Less than a trace is refused with the bytes it needs", arguments: recordings)
  func tooShort(recording: MadeRecording) throws {
    var short = recording
    short.data = Array(short.data.prefix(100))
    let refusal = try #require(short.refusal())
    #expect(!refusal.expected.isEmpty && !refusal.found.isEmpty)
    short.data = []
    #expect(short.refusal() != nil)
  }

  @Test("What the person says stands over the header, with a warning", arguments: recordings)
  func options(recording: MadeRecording) throws {
    var options = RadarFileOptions()
    options.sampleIntervalFemtoseconds = 100_000
    options.traceSpacingMicrometres = 50_000
    options.centreFrequencyKilohertz = 1_200_000
    let file = try recording.open(options)
    #expect(file.description.sampleIntervalFemtoseconds == 100_000)
    #expect(file.description.traceSpacingMicrometres == 50_000)
    #expect(file.description.centreFrequencyKilohertz == 1_200_000)
    #expect(file.warnings.contains { $0.assumed.contains("--dt-ps stands") })
    #expect(file.warnings.contains { $0.assumed.contains("--spacing-m stands") })
  }

  @Test("Figures that no radar has are refused", arguments: recordings)
  func absurdOptions(recording: MadeRecording) {
    var options = RadarFileOptions()
    options.sampleIntervalFemtoseconds = 1
    #expect(recording.refusal(options)?.field == "--dt-ps")
  }

  @Test("A sample at the rail is flagged as clipped")
  func clipped() throws {
    var file = try MadeRecording.rd3.patching([0xFF, 0x7F], at: 20).open()
    let drained = try DrainedRadar(&file, tracesPerBlock: 1)
    #expect(drained.headers[0].flags.contains(.clipped))
    #expect(!drained.headers[1].flags.contains(.clipped))
  }

  @Test("A pipe of SEG-Y or IDS gives the traces of the file and cannot be rewound")
  func pipes() throws {
    let segy = ByteSource(bytes: Made.segy(), name: "-", asStream: true)
    let ids = ByteSource(bytes: Made.ids(), name: "-", asStream: true)
    var files = [
      try SEGYReader.open(segy, options: RadarFileOptions()),
      try IDSReader.open(ids, options: RadarFileOptions()),
    ]
    for index in files.indices {
      #expect(files[index].traceCount == nil)
      #expect(try DrainedRadar(&files[index]).samples.count == Made.traces * Made.samples)
      #expect(throws: RecordingError.self) { try files[index].rewind() }
    }
  }

  @Test("The opener knows each by content, and a text header leads to its traces")
  func opener() throws {
    let folder = try TemporaryFolder()
    let pairs = [
      ("a", "DT1", "HD", MadeRecording.dt1), ("b", "rd3", "rad", .rd3),
      ("c", "iprb", "iprh", .iprb),
    ]
    for (stem, data, text, recording) in pairs {
      let traces = try folder.write(recording.data, as: "\(stem).\(data)")
      let header = try folder.write(recording.header ?? [], as: "\(stem).\(text)")
      for path in [traces, header] {
        #expect(try RadarFileOpener.open(path).formatName == data.uppercased(), "\(path)")
      }
    }
    let segy = try folder.write(Made.segy(), as: "lies.DZT")
    #expect(try RadarFileOpener.open(segy).formatName == "SEG-Y")
    let ids = try folder.write(Made.ids(), as: "lies.csv")
    #expect(try RadarFileOpener.open(ids).formatName == "IDS")
  }

  @Test("Traces without their text header are refused by the name of what is missing")
  func missingHeader() throws {
    let folder = try TemporaryFolder()
    for (name, recording) in [
      ("a.DT1", MadeRecording.dt1), ("b.rd3", .rd3), ("c.iprb", .iprb),
    ] {
      let path = try folder.write(recording.data, as: name)
      do throws(RecordingError) {
        _ = try RadarFileOpener.open(path)
        Issue.record("\(name) was opened without its header")
      } catch {
        #expect(error.found == "none beside it")
        #expect(error.advice.contains("copying both files"))
      }
    }
  }
}

@Suite("Text headers")
struct KeyedTextTests {
  static let recordings: [MadeRecording] = [.dt1, .rd3, .iprb]

  @Test("Zero bytes are left out with a warning", arguments: recordings)
  func zeroBytes(recording: MadeRecording) throws {
    var copy = recording
    copy.header?.insert(contentsOf: [0, 0], at: 10)
    copy.header?.append(0)
    let file = try copy.open()
    #expect(file.warns(of: "text header"))
    #expect(file.description == (try recording.open().description))
  }

  @Test("Names that are no UTF-8 are taken as Latin-1 with a warning")
  func foreignNames() throws {
    var copy = MadeRecording.rd3.replacing("600 MHz shielded", "600 MHz geschirmt X")
    let place = try #require(copy.header?.firstIndex(of: 88))
    copy.header?[place] = 0xFC
    let file = try copy.open()
    #expect(file.description.centreFrequencyKilohertz == 600_000)
    #expect(file.warnings.contains { $0.assumed == "they are taken as Latin-1" })
    #expect(file.facts.contains { $0.value.contains("ü") })
  }

  @Test("Decimal commas are read as points with a warning that names the key")
  func decimalCommas() throws {
    for (recording, old, new, key) in [
      (MadeRecording.dt1, "= 12.8", "= 12,8", "TOTAL TIME WINDOW"),
      (.rd3, ":5000.000000", ":5000,000000", "FREQUENCY"),
      (.iprb, ": 12.800", ": 12,800", "TIMEWINDOW"),
    ] {
      let file = try recording.replacing(old, new).open()
      #expect(file.description.sampleIntervalFemtoseconds == 200_000)
      #expect(file.warnings.contains { $0.field.hasPrefix(key) && $0.found.contains("comma") })
    }
  }

  @Test("An antenna that names no frequency is warned of and leaves it open")
  func unknownAntenna() throws {
    for (recording, old, new) in [
      (MadeRecording.rd3, "600 MHz shielded", "Horn B"), (.iprb, ": 600 MHz", ": CrossOver"),
      (.dt1, "= 600.00", "= unknown"),
    ] {
      let file = try recording.replacing(old, new).open()
      #expect(file.description.centreFrequencyKilohertz == 0)
      #expect(file.warnings.contains { $0.assumed.contains("--freq-mhz gives it") })
    }
  }

  @Test("A key that comes twice with two values is warned of")
  func twice() throws {
    let file = try MadeRecording.rd3.replacing("STACKS:1", "SAMPLES:65\nSTACKS:1").open()
    #expect(file.description.samplesPerTrace == 64)
    #expect(file.warns(of: "SAMPLES"))
  }

  @Test("Lines in another order, CR LF and trailing blanks change nothing", arguments: recordings)
  func order(recording: MadeRecording) throws {
    var copy = recording
    let text = String(decoding: copy.header ?? [], as: UTF8.self)
    let lines = text.split(separator: "\n").reversed().joined(separator: "  \r\n")
    copy.header = Array((lines + "\r\n").utf8)
    #expect(try copy.open().description == recording.open().description)
  }

  @Test("A text of endless lines is refused")
  func endless() {
    var copy = MadeRecording.dt1
    copy.header = Array(String(repeating: "A = 1\n", count: 2_000).utf8)
    #expect(copy.refusal()?.field.hasPrefix("text header") == true)
  }

  @Test("A frequency is found in the text on an antenna, and two that differ are none")
  func antennas() {
    #expect(AntennaFrequency.megahertz(in: "500 MHz shielded") == 500)
    #expect(AntennaFrequency.megahertz(in: "HF 1.6GHz") == 1_600)
    #expect(AntennaFrequency.megahertz(in: "Dual 250MHz / 700MHz") == nil)
    #expect(AntennaFrequency.megahertz(in: "MHz") == nil)
    #expect(AntennaFrequency.megahertz(in: "") == nil)
    #expect(AntennaFrequency.megahertz(in: "CrossOver 730") == nil)
  }
}
