import DetectorCore
import Recording
import TestSupport
import Testing

@Suite("RD3, RD7 and IPRB")
struct RawTraceTests {
  @Test("A file whose headers all agree is opened without a warning")
  func silent() throws {
    #expect(try MadeRecording.rd3.open().warnings.isEmpty)
    #expect(try MadeRecording.iprb.open().warnings.isEmpty)
  }

  @Test("RD7 is RD3 times 65,536")
  func wide() throws {
    var copy = MadeRecording.rd3
    (copy.name, copy.data) = ("made.rd7", Made.bare(width: 4))
    var wide = try copy.open()
    var narrow = try MadeRecording.rd3.open()
    #expect(wide.warnings.isEmpty)
    #expect(
      try DrainedRadar(&wide).samples == DrainedRadar(&narrow).samples.map { $0 * 65_536 })
  }

  @Test("A window of twice samples over frequency is said to be that, and both figures are shown")
  func twiceTheWindow() throws {
    let file = try MadeRecording.rd3.replacing("TIMEWINDOW:12.8", "TIMEWINDOW:25.6").open()
    #expect(file.description.sampleIntervalFemtoseconds == 200_000)
    let warning = try #require(file.warnings.first { $0.field.hasPrefix("FREQUENCY") })
    #expect(warning.found.contains("25.6 ns over 64 SAMPLES makes 400 ps, twice as long"))
    #expect(warning.assumed.contains("200 ps a sample"))
  }

  @Test("The width of a name that does not fit the size is refused, unless the person insists")
  func renamed() throws {
    var copy = MadeRecording.rd3
    copy.data = Made.bare(width: 4)
    let refusal = try #require(copy.refusal())
    #expect(refusal.field == "ending .rd3")
    #expect(refusal.found == "16 bit" && refusal.expected.hasPrefix("32 bit"))
    var options = RadarFileOptions()
    options.format = "rd3"
    #expect(copy.refusal(options) == nil)
    let bits = MadeRecording.iprb.replacing("VERSION: 16", "VERSION: 32")
    #expect(bits.refusal()?.field.hasPrefix("DATA VERSION") == true)
    #expect(MadeRecording.iprb.replacing("VERSION: 16", "VERSION: 24").refusal() != nil)
  }

  @Test("SAMPLES that window, frequency and size contradict are refused with the figure that fits")
  func wrongSamples() throws {
    let refusal = try #require(MadeRecording.rd3.replacing("SAMPLES:64", "SAMPLES:63").refusal())
    #expect(refusal.field.hasPrefix("SAMPLES"))
    #expect(refusal.found == "63" && refusal.expected.hasPrefix("64"))
    #expect(MadeRecording.rd3.replacing("SAMPLES:64", "SAMPLES:9999").refusal() != nil)
    #expect(MadeRecording.rd3.replacing("SAMPLES:64", "SAMPLES:0").refusal() != nil)
  }

  @Test("A last trace that the size contradicts is warned of, and the size counts")
  func lastTrace() throws {
    let file = try MadeRecording.iprb.replacing("TRACE: 40", "TRACE: 41").open()
    #expect(file.traceCount == 40)
    #expect(file.warns(of: "LAST TRACE"))
  }

  @Test("Traces triggered by time have no spacing, with a warning")
  func timeTriggered() throws {
    let file = try MadeRecording.rd3.replacing("INTERVAL:0.02", "INTERVAL:0.00").open()
    #expect(file.description.traceSpacingMicrometres == 0)
    #expect(file.warnings.contains { $0.found == "0, traces triggered by time" })
  }

  @Test("A distance that the end of the line contradicts is warned of")
  func wrongDistance() throws {
    let file = try MadeRecording.rd3.replacing("INTERVAL:0.02", "INTERVAL:0.03").open()
    #expect(file.description.traceSpacingMicrometres == 30_000)
    #expect(file.warnings.contains { $0.found.contains("40 traces over 0.78 m make 0.02 m") })
  }

  @Test("COR files of ten and of nine columns, with commas and with a trace 0, give positions")
  func coordinates() throws {
    var copy = MadeRecording.rd3
    copy.sides["cor"] = Array(
      """
      0\t2020-05-01\t10:00:00\t48.1234567\tN\t11.5\tE\t512.3\tM\t0.9
      1\t2020-05-01\t10:00:01\t48.1234568\tN\t11.5\tE\t512.3\tM\t0.9
      5\t2020-05-01\t10:00:02\t48,1234569\tS\t11,5\tW\t512,4M\t0.9
      5\t2020-05-01\t10:00:03\t48.1234570\tN\t11.5\tE\t512.3\tM\t0.9
      4\t2020-05-01\t10:00:04\t48.1234571\tN\t11.5\tE\t512.3\tM\t0.9
      9\t2020-05-01\t10:00:05\tnowhere
      41\t2020-05-01\t10:00:06\t48.1234572\tN\t11.5\tE\t512.3\tM\t0.9

      """.utf8)
    let file = try copy.open()
    #expect(file.positions.map(\.trace) == [0, 4])
    #expect(file.positions.first?.latitudeE7 == 481_234_567)
    #expect(file.positions.last?.latitudeE7 == -481_234_569)
    #expect(file.positions.last?.longitudeE7 == -115_000_000)
    #expect(file.positions.last?.heightMillimetres == 512_400)
    #expect(file.facts.contains { $0.name == "positions while paused" && $0.value == "2" })
    #expect(file.warnings.contains { $0.found == "3 decimal commas" })
    let passed = try #require(file.warnings.first { $0.found.contains("damaged") })
    #expect(
      passed.found
        == "1 lines damaged, 1 lines with a trace that ran back, 1 lines beyond the last trace")
  }

  @Test(
    "The real IPRB has its peers' shape; the stop position settles which distance is right",
    .enabled(if: SharedData.isPresent, "the shared data are absent"))
  func realFile() throws {
    let file = try RadarFileOpener.open(SharedData.gpr + "/gpr_seal/beach_0001_0.iprb")
    #expect(file.traceCount == 834)
    #expect(file.description.samplesPerTrace == 351)
    #expect(file.description.sampleIntervalFemtoseconds == 312_500)
    #expect(file.description.traceSpacingMicrometres == 18_325)
    #expect(file.description.centreFrequencyKilohertz == 300_000)
    #expect(file.description.timeZeroSampleQ8 == 8_192)
    #expect(file.warns(of: "USER DISTANCE INTERVAL"))
    #expect(!file.warns(of: "SAMPLES") && !file.warns(of: "FREQUENCY"))
  }
}
