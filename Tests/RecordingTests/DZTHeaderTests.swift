import DetectorCore
import Recording
import Testing

@Suite("DZT headers against everything else in the file")
struct DZTHeaderTests {
  @Test("A shape that cannot be is refused with the field and the bounds")
  func impossibleShapes() {
    #expect(DZTBuilder(samples: 0).refusal()?.field == "samples per scan (byte 4)")
    #expect(DZTBuilder(samples: 4_097, scans: 1).refusal()?.field == "samples per scan (byte 4)")
    #expect(DZTBuilder(channels: 65, scans: 1).refusal()?.field == "channels (byte 52)")
    #expect(DZTBuilder(data: 0).refusal()?.field == "data (byte 2)")
    #expect(DZTBuilder(data: 1_000).refusal()?.field == "data (byte 2)")
    #expect(DZTBuilder(scans: 0).refusal()?.field == "data (byte 2)")
    var bytes = DZTBuilder().build()
    bytes[6] = 24
    #expect(throws: RecordingError.self) {
      try DZTFile(source: ByteSource(bytes: bytes, name: "24.DZT"))
    }
  }

  @Test("Headers cut anywhere are refused", arguments: [1, 2, 100, 1_023])
  func cutHeader(length: Int) {
    let bytes = Array(DZTBuilder().build().prefix(length))
    #expect(throws: RecordingError.self) {
      try DZTFile(source: ByteSource(bytes: bytes, name: "cut.DZT"))
    }
  }

  @Test("A wrong shape is refused with the shape that the scan counter fits")
  func wrongShape() {
    let right = "64 samples of 16 bits in 1 channel from byte 1024"
    func refusal(_ change: (inout [UInt8]) -> Void) -> String {
      var bytes = DZTBuilder().build()
      change(&bytes)
      do throws(RecordingError) {
        _ = try DZTFile(source: ByteSource(bytes: bytes, name: "wrong.DZT"))
        return "opened"
      } catch {
        return error.expected
      }
    }
    #expect(refusal { $0[4] = 32 }.hasSuffix(right))
    #expect(refusal { $0[4] = 128 }.hasSuffix(right))
    #expect(refusal { $0[4] = 63 }.hasSuffix("from byte 1024"))
    #expect(refusal { $0[6] = 8 }.hasSuffix(right))
    #expect(refusal { $0[6] = 32 }.hasSuffix(right))
    #expect(refusal { $0[52] = 2 }.hasSuffix(right))
    // One block further on: eight scans would be missing in front.
    #expect(refusal { ($0[2], $0[3]) = (2, 0) }.contains("scan counter 7"))
  }

  @Test("A file without a counter opens with a warning that nothing confirms its shape")
  func noCounter() throws {
    let file = try DZTBuilder(counters: [Int](repeating: 0, count: 100)).open()
    let warning = try #require(file.warnings.first { $0.field.hasPrefix("scan counter") })
    #expect(!warning.found.contains("not alike"))
    var bytes = DZTBuilder(counters: [Int](repeating: 0, count: 100)).build()
    bytes[4] = 59
    let wrong = try DZTFile(source: ByteSource(bytes: bytes, name: "wrong.DZT"))
    #expect(wrong.warnings.contains { $0.found.contains("not alike") })
  }

  @Test("The shortest scans without a counter are looked at too", arguments: [1, 2, 3, 40])
  func shortestScans(scans: Int) throws {
    let counters = [Int](repeating: 9, count: scans)
    var file = try DZTBuilder(samples: 16, scans: scans, counters: counters).open()
    #expect(try DrainedRadar(&file).samples.count == 16 * scans)
    #expect(file.warns(of: "scan counter"))
  }

  @Test("Signed words in a 16-bit file are warned of")
  func signedWords() throws {
    var bytes = DZTBuilder().build()
    for offset in stride(from: 1_024, to: bytes.count, by: 2) where (offset - 1_024) % 128 >= 4 {
      bytes[offset + 1] ^= 0x80
    }
    let file = try DZTFile(source: ByteSource(bytes: bytes, name: "signed.DZT"))
    #expect(file.warnings.contains { $0.found.contains("smoother signal as signed") })
  }

  @Test(
    "A range that is no window is refused, unless the interval is given",
    arguments: [0, -1, .nan, .infinity, 1e9, 0.01] as [Float])
  func impossibleRange(range: Float) throws {
    let made = DZTBuilder(range: range, depth: 0.9)
    #expect(made.refusal()?.field == "range (byte 26)")
    var options = RadarFileOptions()
    options.sampleIntervalFemtoseconds = 187_500
    let file = try made.open(options)
    #expect(file.description.sampleIntervalFemtoseconds == 187_500)
  }

  @Test(
    "The range is believed in silence only where depth and permittivity agree to float precision")
  func rangeWitness() throws {
    #expect(try !DZTBuilder().open().warns(of: "range"))
    #expect(try DZTBuilder(depth: 0.91).open().warns(of: "range"))
    #expect(try DZTBuilder(depth: 0).open().warns(of: "range"))
    #expect(try DZTBuilder(depth: .nan).open().warns(of: "range"))
    // 12.00001 ns moves the interval by 0.2 fs; the depth is still that of 12 ns.
    #expect(try DZTBuilder(range: 12.00002, depth: 0.9).open().warns(of: "range"))
  }

  @Test("The interval is held against the antenna and against the signal")
  func intervalWitness() throws {
    #expect(try DZTBuilder(range: 1_200).open().warns(of: "range"))
    #expect(try DZTBuilder(range: 0.5).open().warns(of: "range"))
    // 12 samples a cycle at 187.5 ps are 444 MHz, which a 1.6 GHz antenna does not give.
    #expect(try DZTBuilder(antenna: "51600S").open().warns(of: "range"))
    #expect(try !DZTBuilder(antenna: "50400S").open().warns(of: "range"))
  }

  @Test("Time zero follows a position inside the window, else the top, else is not said")
  func timeZero() throws {
    func zero(_ made: DZTBuilder) throws -> Int32? { try made.open().description.timeZeroSampleQ8 }
    #expect(try zero(DZTBuilder()) == nil)
    // 2 ns are 10.667 samples of 187.5 ps.
    #expect(try zero(DZTBuilder(position: -2)) == 2_731)
    // 0.15 m at a permittivity of 4 are 2 ns.
    #expect(try zero(DZTBuilder(top: -0.15)) == 2_731)
    let far = try DZTBuilder(position: -230).open()
    #expect(far.description.timeZeroSampleQ8 == nil)
    #expect(far.warns(of: "position"))
    #expect(try !DZTBuilder(position: -2).open().warns(of: "position"))
    #expect(try DZTBuilder(position: -2, top: -0.3).open().warns(of: "position"))
    #expect(try DZTBuilder(position: -6).open().warns(of: "position"))
    #expect(try DZTBuilder(position: 1).open().warns(of: "position"))
    #expect(try DZTBuilder(position: .nan).open().warns(of: "position"))
    #expect(try DZTBuilder(top: 0.2).open().warns(of: "top"))
  }

  @Test("Marks confirm the spacing or contradict it")
  func spacingByMarks() throws {
    let marks = [10, 35, 60, 85]
    #expect(try !DZTBuilder(marks: marks).open().warns(of: "scans per metre"))
    let other = try DZTBuilder(scansPerMetre: 60, marks: marks).open()
    #expect(other.warnings.contains { $0.found.contains("make 50") })
    // 25 scans from mark to mark would be 12.5 scans a metre if byte 18 held metres per mark.
    #expect(try DZTBuilder(scansPerMetre: 12.5, marks: marks).open().warns(of: "scans per metre"))
    let uneven = try DZTBuilder(marks: [10, 35, 62, 85]).open()
    #expect(uneven.warnings.contains { $0.found.contains("no marks") })
    #expect(try DZTBuilder(scansPerMetre: 50.01).open().warns(of: "scans per metre"))
  }

  @Test("Headers of further channels confirm the spacing or contradict it")
  func spacingByHeaders() throws {
    #expect(try !DZTBuilder(channels: 2).open().warns(of: "scans per metre"))
    var bytes = DZTBuilder(channels: 2).build()
    bytes[1_024 + 16] ^= 4
    let file = try DZTFile(source: ByteSource(bytes: bytes, name: "two.DZT"))
    #expect(file.warnings.contains { $0.found.contains("header of channel 1") })
  }

  @Test("Without scans per metre the spacing is 0, the rate is given and the spacing asked for")
  func timeTriggered() throws {
    let file = try DZTBuilder(scansPerMetre: 0, marks: [10, 35, 60]).open()
    #expect(file.description.traceSpacingMicrometres == 0)
    #expect(file.description.traceRateMillihertz == 100_000)
    let warning = try #require(file.warnings.first { $0.field.hasPrefix("scans per metre") })
    #expect(warning.assumed.contains("--spacing-m"))
    #expect(warning.found.contains("would make 50 scans per metre"))
    var options = RadarFileOptions()
    options.traceSpacingMicrometres = 25_000
    let given = try DZTBuilder(scansPerMetre: 0).open(options)
    #expect(given.description.traceSpacingMicrometres == 25_000)
  }

  @Test(
    "Scans per metre that cannot be are refused",
    arguments: [-50, .nan, .infinity, 1e-30, 1e9] as [Float])
  func impossibleSpacing(scansPerMetre: Float) {
    let refusal = DZTBuilder(scansPerMetre: scansPerMetre).refusal()
    #expect(refusal?.field == "scans per metre (byte 14)")
  }

  @Test("Options stand over the header, with a warning where they differ")
  func options() throws {
    var options = RadarFileOptions()
    options.sampleIntervalFemtoseconds = 200_000
    options.traceSpacingMicrometres = 30_000
    options.centreFrequencyKilohertz = 900_000
    let file = try DZTBuilder().open(options)
    #expect(file.description.sampleIntervalFemtoseconds == 200_000)
    #expect(file.description.traceSpacingMicrometres == 30_000)
    #expect(file.description.centreFrequencyKilohertz == 900_000)
    for field in ["range", "scans per metre", "antenna"] { #expect(file.warns(of: field)) }
    options.sampleIntervalFemtoseconds = -5
    #expect(DZTBuilder().refusal(options)?.field == "--dt-ps")
  }

  @Test(
    "Antenna names give their frequency",
    arguments: [
      ("400MHz", 400_000), ("1500MHz", 1_500_000), ("1.6 GHz", 1_600_000), ("5106", 200_000),
      ("5100", 1_500_000), ("5103A", 400_000), ("5104", 270_000), ("3101D", 900_000),
      ("3207AP", 100_000), ("50270S", 270_000), ("50400", 400_000), ("D50800", 800_000),
      ("51600S", 1_600_000), ("52600S", 2_600_000), ("62000-003", 2_000_000),
      ("SS MINI #454", 2_600_000), ("51999", 0), ("", 0), ("?\u{1}?", 0), ("99999999MHz", 0),
      ("MHz", 0), (".5GHz", 0),
    ])
  func antennas(name: String, kilohertz: Int64) {
    #expect(DZTAntenna(name: name, system: 3).kilohertz == kilohertz)
  }

  @Test("An antenna name of any bytes is read, and an unknown one is warned of")
  func strangeAntenna() throws {
    var bytes = DZTBuilder().build()
    for index in 98..<112 { bytes[index] = UInt8(0xF0 + index % 16) }
    let file = try DZTFile(source: ByteSource(bytes: bytes, name: "odd.DZT"))
    #expect(file.description.centreFrequencyKilohertz == 0)
    #expect(file.warns(of: "antenna"))
  }
}
