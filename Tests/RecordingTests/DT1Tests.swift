import DetectorCore
import Recording
import TestSupport
import Testing

@Suite("DT1")
struct DT1Tests {
  static var floats: MadeRecording {
    MadeRecording(name: "made.DT1", data: Made.dt1(width: 4), header: Array(Made.hd.utf8))
  }

  @Test("A file whose headers all agree is opened without a warning")
  func silent() throws {
    #expect(try MadeRecording.dt1.open().warnings.isEmpty)
    #expect(try Self.floats.open().warnings.isEmpty)
  }

  @Test(
    "Floats that are whole numbers stay as they are; others are scaled by a stated power of two")
  func floatSamples() throws {
    var whole = try Self.floats.open()
    var counts = try MadeRecording.dt1.open()
    #expect(whole.scaleShift == 0)
    #expect(try DrainedRadar(&whole).samples == DrainedRadar(&counts).samples)
    var copy = Self.floats
    copy.data = Made.dt1(width: 4, fraction: 0.25)
    var scaled = try copy.open()
    let samples = try DrainedRadar(&scaled).samples
    // The largest sample lies between 2^12 and 2^13, so that 2^17 keeps it within 2^30.
    #expect(scaled.scaleShift == 17)
    #expect(samples[30] == Int32((Made.sample(0, 30) + 0.25) * 131_072))
    #expect(scaled.facts.contains { $0.name == "scale" && $0.value == "2^17" })
    #expect(scaled.warns(of: "samples"))
  }

  @Test("A sample that is no number becomes 0 and counts as clipped, and many are refused")
  func strays() throws {
    var file = try Self.floats.patching(Made.little(Float.nan.bitPattern), at: 128).open()
    let drained = try DrainedRadar(&file)
    #expect(drained.samples[0] == 0)
    #expect(drained.headers[0].flags.contains(.clipped))
    #expect(file.warns(of: "samples"))
    var copy = Self.floats
    for trace in 0..<Made.traces {
      for index in 0..<16 {
        Made.put([0, 0, 0xC0, 0x7F], at: trace * 384 + 128 + 4 * index, in: &copy.data)
      }
    }
    #expect(copy.refusal()?.field.hasPrefix("bytes per sample") == true)
  }

  @Test("An HD that contradicts the trace headers is warned of, and the trace headers are believed")
  func contradiction() throws {
    let file = try MadeRecording.dt1.replacing("= 64", "= 63").open()
    #expect(file.description.samplesPerTrace == 64)
    #expect(file.warns(of: "NUMBER OF PTS/TRC"))
    let none = try MadeRecording.dt1.replacing("NUMBER OF PTS/TRC", "POINTS").open()
    #expect(none.description.samplesPerTrace == 64)
    #expect(none.warns(of: "NUMBER OF PTS/TRC"))
  }

  @Test("A first trace header that differs from all others is warned of and not believed")
  func firstHeader() throws {
    let samples = try MadeRecording.dt1.patching(Made.little(Float(128).bitPattern), at: 8).open()
    #expect(samples.description.samplesPerTrace == 64)
    #expect(samples.warns(of: "samples (byte 8"))
    let width = try MadeRecording.dt1.patching(Made.little(Float(4).bitPattern), at: 20).open()
    #expect(width.description.railHigh == 32_767)
    #expect(width.warns(of: "bytes per sample"))
  }

  @Test("Trace headers that do not follow one another are refused with both figures")
  func incoherent() throws {
    var copy = MadeRecording.dt1.replacing("= 64", "= 60")
    for trace in 0..<Made.traces {
      Made.put(Made.little(Float(70).bitPattern), at: trace * 256 + 8, in: &copy.data)
    }
    let refusal = try #require(copy.refusal())
    #expect(refusal.field == "samples (byte 8 of a trace header)")
    #expect(refusal.found.contains("70") && refusal.expected.contains("60"))
    #expect(!refusal.advice.isEmpty)
  }

  @Test("A header that differs in the middle of a long file is warned of while it is read")
  func watched() throws {
    var copy = MadeRecording.dt1
    for _ in 0..<4 { copy.data += copy.data }
    let trace = 301
    Made.put(Made.little(Float(32).bitPattern), at: trace * 256 + 8, in: &copy.data)
    var file = try copy.open()
    let before = file.warnings.count
    _ = try DrainedRadar(&file)
    #expect(file.warnings.count == before + 1)
    #expect(file.warnings.last?.found.contains("trace 301") == true)
  }

  @Test("A window that the trace headers contradict is warned of, and none is refused")
  func window() throws {
    let file = try MadeRecording.dt1.replacing("= 12.8", "= 25.6").open()
    #expect(file.description.sampleIntervalFemtoseconds == 400_000)
    #expect(file.warns(of: "TOTAL TIME WINDOW"))
    let refusal = try #require(MadeRecording.dt1.replacing("= 12.8", "=").refusal())
    #expect(refusal.field.hasPrefix("TOTAL TIME WINDOW"))
    #expect(refusal.advice.contains("--dt-ps"))
  }

  @Test("Feet are converted, unknown units leave the spacing open with a warning")
  func units() throws {
    let feet = try MadeRecording.dt1.replacing("= m", "= ft").open()
    #expect(feet.description.traceSpacingMicrometres == 6_096)
    #expect(feet.description.antennaSeparationMicrometres == 45_720)
    let unknown = try MadeRecording.dt1.replacing("= m", "= ells").open()
    #expect(unknown.description.traceSpacingMicrometres == 0)
    #expect(unknown.warns(of: "POSITION UNITS"))
  }

  @Test(
    "A step that positions and ends contradict is warned of; without one the positions stand in")
  func step() throws {
    let wrong = try MadeRecording.dt1.replacing("= 0.0200", "= 0.0300").open()
    #expect(wrong.description.traceSpacingMicrometres == 30_000)
    #expect(wrong.warnings.contains { $0.found.contains("starting and final position") })
    let none = try MadeRecording.dt1.replacing("STEP SIZE USED", "STEP").open()
    #expect(none.description.traceSpacingMicrometres == 20_000)
    #expect(none.warns(of: "STEP SIZE USED"))
  }

  @Test("Positions of the GPS file stand at their traces; those during a pause are counted once")
  func satellite() throws {
    var copy = MadeRecording.dt1
    copy.sides["gps"] = Array(
      """
      Trace #1 at position 0.0
      $GPGGA,120000,4530.0000,N,01115.6000,E,1,8,0.9,12.3,M,47.0,M,,
      Trace #11 at position 0.2
      $GPGGA,120001,4530.0100,N,01115.6000,E,1,8,0.9,12.4,M,47.0,M,,
      Trace #11 at position 0.2
      $GPGGA,120002,4530.0200,N,01115.6000,E,1,8,0.9,12.5,M,47.0,M,,
      Trace #12 at position 0.2
      $GPGGA,120003,,,,,0,,,,M,,M,,
      Trace #99 at position 2.0
      $GPGGA,120004,4530.0300,N,01115.6000,E,1,8,0.9,12.6,M,47.0,M,,

      """.utf8)
    let file = try copy.open()
    #expect(file.positions.map(\.trace) == [0, 10])
    #expect(file.positions.first?.latitudeE7 == 455_000_000)
    #expect(file.positions.last?.heightMillimetres == 12_400)
    #expect(file.facts.contains { $0.name == "positions while paused" && $0.value == "1" })
    let warning = try #require(file.warnings.first { $0.field.hasPrefix("GPS") })
    #expect(warning.found == "1 lines without a fix, 1 lines beyond the last trace")
  }

  @Test(
    "The real files have the shape, timing and spacing that their peers report",
    .enabled(if: SharedData.isPresent, "the shared data are absent"))
  func realFiles() throws {
    let offset = try RadarFileOpener.open(SharedData.gpr + "/gprpy/SnS/ComOffs/XLINE00.DT1")
    #expect(offset.traceCount == 531)
    #expect(offset.description.samplesPerTrace == 1_500)
    #expect(offset.description.sampleIntervalFemtoseconds == 800_000)
    #expect(offset.description.traceSpacingMicrometres == 609_600)
    #expect(offset.description.centreFrequencyKilohertz == 50_000)
    #expect(!offset.warns(of: "TOTAL TIME WINDOW") && !offset.warns(of: "STEP SIZE USED"))
    let warr = try RadarFileOpener.open(SharedData.gpr + "/gprpy/SnS/WARR/XLINE00.HD")
    #expect(warr.traceCount == 164)
    #expect(warr.description.samplesPerTrace == 1_900)
    #expect(warr.description.sampleIntervalFemtoseconds == 400_000)
    // Its trace headers confirm the step; its starting position is 0.6 m further on than they are.
    #expect(warr.description.traceSpacingMicrometres == 100_000)
    #expect(warr.warnings.contains { $0.found.contains("starting and final position") })
  }
}
