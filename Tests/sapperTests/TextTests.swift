import DetectorCore
import Recording
import Testing

@testable import sapper

@Suite("Text for people")
struct TextTests {
  @Test(
    "Figures are rounded half away from zero, in integers",
    arguments: [
      (Int64(1_250), 3, 2, "1.25"), (1_255, 3, 2, "1.26"), (-1_255, 3, 2, "-1.26"),
      (4, 3, 2, "0.00"), (-4, 3, 2, "0.00"), (5, 0, 0, "5"), (7, 0, 2, "7.00"),
      (999, 3, 0, "1"), (.max, 0, 0, "9223372036854775807"), (.min, 0, 0, "-9223372036854775808"),
    ])
  func fixed(value: Int64, decimals: Int, shown: Int, expected: String) {
    #expect(Text.fixed(value, decimals: decimals, shown: shown) == expected)
  }

  @Test("Foreign control characters and text-turning marks are spelled out")
  func printable() {
    #expect(Text.printable("a\u{1b}[2Jb\u{7f}\u{85}\u{202e}") == "a\\x1b[2Jb\\x7f\\x85\\x202e")
    #expect(Text.printable("two\nlines, 10 µm") == "two\nlines, 10 µm")
    #expect(Text.line("two\nlines") == "two\\x0alines")
  }

  @Test("A long path keeps its end within the bytes it is given")
  func tail() {
    let path = String(repeating: "ä", count: 100) + ".ini"
    let tail = Text.tail(path, bytes: 40)
    #expect(tail.utf8.count <= 40)
    #expect(tail.hasPrefix("…") && tail.hasSuffix(".ini"))
    #expect(Text.tail("my.ini", bytes: 40) == "my.ini")
  }

  @Test("A value is written as JSON that keeps order and escapes")
  func json() {
    let value = JSONPage.object([
      ("b", .string("a\"\\\n\u{1}")), ("a", .array([.integer(-1), .null, .boolean(true)])),
      ("e", .array([])), ("o", .object([])),
    ])
    #expect(
      value.text() == """
        {
          "b": "a\\"\\\\\\n\\u0001",
          "a": [
            -1,
            null,
            true
          ],
          "e": [],
          "o": {}
        }
        """)
  }

  @Test(
    "The bar shows the share that is done and never more than all",
    arguments: [
      (Int64(0), Int64(10), "[..............................]   0 %  0 of 10 traces"),
      (5, 10, "[###############...............]  50 %  5 of 10 traces"),
      (12, 10, "[##############################] 100 %  12 of 10 traces"),
    ])
  func bar(done: Int64, total: Int64, expected: String) {
    #expect(ProgressBar.text(done: done, total: total, noun: "traces") == expected)
    #expect(ProgressBar.text(done: done, total: nil, noun: "traces") == "\(done) traces")
  }

  @Test("The meter gives length, time and pace only where the recording has them")
  func meter() {
    var description = RadarDescription(samplesPerTrace: 8, sampleIntervalFemtoseconds: 1)
    let bare = ReplayMeter.text(
      traces: 200, description: description, elapsed: .milliseconds(500))
    #expect(bare == "200 traces, 0.50 s")
    description.traceSpacingMicrometres = 12_500
    description.traceRateMillihertz = 100_000
    let full = ReplayMeter.text(
      traces: 200, description: description, elapsed: .milliseconds(500))
    #expect(full == "200 traces, 2.50 m, 0.50 s, 4.0× real time")
  }
}

@Suite("Pages about a recording")
struct RecordingPageTests {
  private func recording(_ file: FakeRadarFile? = nil) -> OpenedRecording {
    OpenedRecording(radar: file ?? self.file())
  }

  private func file() -> FakeRadarFile {
    var file = FakeRadarFile(traces: 863, samples: 256)
    file.description.centreFrequencyKilohertz = 2_600_000
    file.facts = [
      RecordingFact(
        name: "sample interval", value: "20.000", unit: "ps", origin: "header range/samples"),
      RecordingFact(name: "antenna", value: "evil\u{1b}[31m\nname", origin: "header"),
    ]
    file.warnings = [
      RecordingWarning(file: "fake.dzt", field: "size", found: "3 bytes more", assumed: "ignored")
    ]
    file.annotations = [
      RecordingAnnotation(sampleStart: 1, sampleCount: 2, kind: .truth, label: "mine")
    ]
    return file
  }
  private let seen = LookedAt(
    shallowestMillimetres: 21, deepestMillimetres: 256, smallestCasingMillimetres: 19)

  @Test("inspect says shape, depth, facts with origin, and warnings")
  func inspectText() {
    let page = InspectionPage(
      recording: recording(), lookedAt: seen, derived: [], verified: [])
    #expect(
      page.text == """
        fake.dzt: FAKE
          shape        863 traces of 256 samples
          line         8.63 m, a trace each 10 mm
          window       5.12 ns, a sample each 20 ps
          looked at    0.021 to 0.256 m deep; above that the ground bounce hides it
          casings      two echoes part from 0.019 m on
          marks        0
          positions    0
          annotations  1 truth

        header
          sample interval  20.000 ps             header range/samples
          antenna          evil\\x1b[31m\\x0aname  header

        warnings
          size: found 3 bytes more; ignored

        """)
  }

  @Test("inspect --json keeps its keys, and gives null for what is not said")
  func inspectJSON() {
    var bare = file()
    bare.description.centreFrequencyKilohertz = 0
    let page = InspectionPage(
      recording: recording(bare), lookedAt: nil, derived: [], verified: [])
    guard case .object(let members) = page.json else {
      Issue.record("not an object")
      return
    }
    #expect(
      members.map(\.0) == [
        "path", "format", "traces", "samples_per_trace", "channels", "channel",
        "sample_interval_fs", "trace_spacing_um", "trace_rate_millihertz", "centre_frequency_khz",
        "time_zero_sample_q8", "permittivity_hundredths", "antenna_separation_um",
        "antenna_height_um", "looked_at", "marks", "positions", "annotations", "facts", "derived",
        "streams", "checksums", "warnings",
      ])
    let text = page.json.text()
    #expect(text.contains("\"centre_frequency_khz\": null"))
    #expect(text.contains("\"looked_at\": null"))
    #expect(text.contains("\"truth\": 1"))
  }

  @Test("An antenna too coarse for a mine says so")
  func coarse() {
    let coarse = LookedAt(
      shallowestMillimetres: 500, deepestMillimetres: 6_000, smallestCasingMillimetres: 500)
    #expect(RecordingSummary(recording: recording(), lookedAt: coarse).text.contains("too coarse"))
    #expect(!RecordingSummary(recording: recording(), lookedAt: seen).text.contains("too coarse"))
  }

  @Test("Nothing found is never said to be clear ground")
  func nothingFound() {
    let summary = RecordingSummary(recording: recording(), lookedAt: seen)
    var totals = Totals()
    totals.samples = 863
    #expect(summary.closing(totals).contains("That says nothing of"))
    totals.detections = 1
    #expect(
      summary.closing(totals) == "\n863 traces: 1 detection, 0 objects, 0 gaps, 0 faults\n")
  }

  @Test("A recording without spacing says so instead of inventing a length")
  func withoutSpacing() {
    var description = RadarDescription(samplesPerTrace: 8, sampleIntervalFemtoseconds: 1)
    #expect(RecordingSummary.line(description, traces: 5) == "spacing not said")
    description.traceRateMillihertz = 24_500
    #expect(
      RecordingSummary.line(description, traces: 5) == "24.5 traces a second, spacing not said")
  }
}

@Suite("Pace")
struct PacerTests {
  @Test("The pace is the recording's rate, else a stated sweep speed")
  func origin() throws {
    var description = RadarDescription(
      samplesPerTrace: 256, sampleIntervalFemtoseconds: 40_000)
    description.centreFrequencyKilohertz = 1_000_000
    description.traceSpacingMicrometres = 20_000
    let swept = Pacer(try RadarSettings(description: description))
    #expect(swept.origin.contains("0.5 m/s"))
    #expect(swept.blockTraces == 1)
    description.traceRateMillihertz = 1_000_000
    let rated = Pacer(try RadarSettings(description: description))
    #expect(rated.origin == "the recording's trace rate")
    #expect(rated.blockTraces == 50)
  }
}

@Suite("Shell words")
struct ShellWordsTests {
  @Test(
    "A word is quoted only where a shell would read more into it",
    arguments: [
      (["sapper", "report", "a/b_1.DZT", "-o", "r.html"], "sapper report a/b_1.DZT -o r.html"),
      (["a b", "", "it's", "$x", "ä"], "'a b' '' 'it'\\''s' '$x' 'ä'"),
    ])
  func quoting(words: [String], line: String) {
    #expect(ShellWords.line(words) == line)
  }
}
