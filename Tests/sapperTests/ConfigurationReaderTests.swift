import DetectorCore
import Journal
import Recording
import Testing

@testable import sapper

@Suite("Configuration files")
struct ConfigurationReaderTests {
  private func load(_ text: String) throws(RecordingError) -> LoadedConfiguration {
    try ConfigurationReader.configuration(from: Array(text.utf8), name: "my.ini")
  }

  /// Where a key stands in the table.
  private func index(_ name: String) throws -> Int {
    try #require(
      ConfigurationKeys.all.indices.first { "\(ConfigurationKeys.all[$0].name)" == name })
  }

  /// Keys of the radar section.
  private var radarKeyCount: Int {
    ConfigurationKeys.all.indices.count { "\(ConfigurationKeys.all[$0].section)" == "radar" }
  }

  private func refusal(_ text: String) -> RecordingError? {
    refusal(Array(text.utf8))
  }

  private func refusal(_ bytes: [UInt8]) -> RecordingError? {
    do throws(RecordingError) {
      _ = try ConfigurationReader.configuration(from: bytes, name: "my.ini")
      return nil
    } catch {
      return error
    }
  }

  @Test("A value is read in the unit of its key and keeps its line")
  func readsValues() throws {
    let loaded = try load("; a comment\n[radar]\ndepth_maximum_m = 0.600 ; metres\nthreshold: 5\n")
    #expect(loaded.radar.depthMaximumMillimetres == 600)
    #expect(loaded.radar.thresholdHundredths == 500)
    #expect(loaded.origins[try index("depth_maximum_m")] == .ini(file: "my.ini", line: 3))
    #expect(loaded.origins[try index("threshold")] == .ini(file: "my.ini", line: 4))
    #expect(loaded.origins[0] == .standard)
  }

  @Test("auto at a derived key is the same as leaving it out")
  func automatic() throws {
    let loaded = try load("[radar]\ndepth_maximum_m = auto\n")
    #expect(loaded.radar == RadarConfiguration())
    #expect(loaded.origins[try index("depth_maximum_m")] == .ini(file: "my.ini", line: 2))
  }

  @Test(
    "The marks of other editors change nothing",
    arguments: [
      "\u{FEFF}[radar]\nthreshold = 5\n", "[radar]\r\nthreshold = 5\r\n",
      "[radar]\n  threshold = 5\n", "[radar]\n\tthreshold\t=\t5", "[radar] ; chain\nthreshold=5",
      "# note\n\n[radar]\n# another\nthreshold = 5 ; times\n",
      "[radar]\ndepth_maximum_m = auto\n   threshold = 5\n",
    ])
  func editors(text: String) throws {
    #expect(try load(text).radar.thresholdHundredths == 500)
  }

  @Test("An empty file is the defaults")
  func empty() throws {
    #expect(try load("") == LoadedConfiguration())
    #expect(try load("[radar]\n") == LoadedConfiguration())
  }

  @Test("The same name in two sections is two keys")
  func sections() throws {
    let loaded = try load("[induction]\nthreshold = 7\nspeed_m_s = 0.8\n[radar]\nthreshold = 5\n")
    #expect(loaded.induction.thresholdHundredths == 700)
    #expect(loaded.induction.speedMillimetresPerSecond == 800)
    #expect(loaded.radar.thresholdHundredths == 500)
  }

  @Test(
    "A refusal of the induction section names its own range and its own nearest key",
    arguments: [
      (
        "[induction]\nspeed_m_s = 0\n",
        "my.ini:2: induction.speed_m_s: found \"0\", expected 0.010 to 10.000 m/s"
      ),
      (
        "[induction]\nrail_counts = 1.5\n",
        "my.ini:2: induction.rail_counts: found \"1.5\", expected at most 0 places after the "
          + "point, 1 to 2147483647 counts"
      ),
      (
        "[induction]\nsped_m_s = 1\n",
        "my.ini:2: induction.sped_m_s: found an unknown key, expected one of the COUNT keys of "
          + "[induction]. Try: speed_m_s"
      ),
      (
        "[balance]\nbaseline_ms = 10\n",
        "my.ini:2: balance.baseline_ms: found \"10\", expected 50 to 60000 ms"
      ),
      (
        "[balance]\nthreshold = six\n",
        "my.ini:2: balance.threshold: found \"six\", expected a plain decimal, 1.00 to 100.00"
      ),
      (
        "[inductoin]\nthreshold = 5\n",
        "my.ini:2: [inductoin]: found an unknown section, expected [radar], [induction], "
          + "[balance]. Try: [induction]"
      ),
    ])
  func inductionRefusals(text: String, message: String) throws {
    let count = InductionKeys.all.count
    let found = try #require(refusal(text)?.description)
    #expect(found == message.replacing("COUNT", with: "\(count)"))
  }

  @Test(
    "A refusal names line, key, value, range, and what to try",
    arguments: [
      (
        "[radar]\n\ndepth_maximum_m = 99\n",
        "my.ini:3: radar.depth_maximum_m: found \"99\", expected 0.020 to 20.000 m, or auto"
      ),
      (
        "[radar]\ndepth_maximum_m = 0\n",
        "my.ini:2: radar.depth_maximum_m: found \"0\", expected 0.020 to 20.000 m, or auto"
      ),
      (
        "[radar]\ndepth_maximum_m = 0.6 m\n",
        "my.ini:2: radar.depth_maximum_m: found \"0.6 m\", expected a plain decimal, "
          + "0.020 to 20.000 m, or auto. Try: depth_maximum_m = 0.6"
      ),
      (
        "[radar]\ndepth_maximum_m = 0,6\n",
        "my.ini:2: radar.depth_maximum_m: found \"0,6\", expected a plain decimal, "
          + "0.020 to 20.000 m, or auto. Try: depth_maximum_m = 0.6"
      ),
      (
        "[radar]\nthreshold = many\n",
        "my.ini:2: radar.threshold: found \"many\", expected a plain decimal, 1.00 to 100.00"
      ),
      (
        "[radar]\nthreshold =\n",
        "my.ini:2: radar.threshold: found nothing, expected 1.00 to 100.00. "
          + "Try: threshold = DEFAULT"
      ),
      (
        "[radar]\nthreshold = auto\n",
        "my.ini:2: radar.threshold: found \"auto\", expected a number, since nothing derives it: "
          + "1.00 to 100.00. Try: threshold = DEFAULT"
      ),
      (
        "[radar]\nthreshold = 4.005\n",
        "my.ini:2: radar.threshold: found \"4.005\", expected at most 2 places after the point, "
          + "1.00 to 100.00"
      ),
      (
        "[radar]\ntime_gain = 0.30\n",
        "my.ini:2: radar.time_gain: found \"0.30\", expected 0.00 to 1.00 in steps of 0.50"
      ),
      (
        "[radar]\nalignment = 1\n",
        "my.ini:2: radar.alignment: found \"1\", expected on or off"
      ),
      (
        "[radar]\nalignment =\n",
        "my.ini:2: radar.alignment: found nothing, expected on or off. Try: alignment = on"
      ),
      (
        "[radar]\nthreshold = -4\n",
        "my.ini:2: radar.threshold: found \"-4\", expected 1.00 to 100.00"
      ),
      (
        "[radar]\nthreshold = 4\nthreshold = 5\n",
        "my.ini:3: radar.threshold: found a second value, \"5\", expected one value; the first "
          + "stands at line 2. Try: removing one of the two"
      ),
      (
        "[radar]\ndepth_maxium_m = 1\n",
        "my.ini:2: radar.depth_maxium_m: found an unknown key, expected one of the COUNT keys of "
          + "[radar]. Try: depth_maximum_m"
      ),
      (
        "[radar]\nThreshold = 5\n",
        "my.ini:2: radar.Threshold: found an unknown key, expected one of the COUNT keys of "
          + "[radar]. Try: threshold"
      ),
      (
        "[radar]\nzzzzzz = 1\n",
        "my.ini:2: radar.zzzzzz: found an unknown key, expected one of the COUNT keys of [radar]. "
          + "Try: sapper config explain, which lists every key"
      ),
      (
        "[rader]\nthreshold = 5\n",
        "my.ini:2: [rader]: found an unknown section, expected [radar], [induction], "
          + "[balance]. Try: [radar]"
      ),
      (
        "threshold = 5\n",
        "my.ini:1: threshold: found a key above every section, "
          + "expected a section first: [radar], [induction], [balance]"
      ),
      (
        "[radar\nthreshold = 5\n",
        "my.ini:1: line: found \"[radar\", expected [section], key = value, or ; comment"
      ),
      (
        "[radar] threshold = 5\n",
        "my.ini:1: line: found \"[radar] threshold = 5\", expected [section] alone on its line"
      ),
      (
        "[radar]\rthreshold = 90\n",
        "my.ini:1: line: found \"[radar]\\x0dthreshold = 90\", expected lines that end in LF or "
          + "CR LF, not in CR alone. Try: saving it as plain text"
      ),
      (
        "[radar]\r\n; a comment\rthreshold = 90\r\n",
        "my.ini:2: line: found \"; a comment\\x0dthreshold = 90\", expected lines that end in LF "
          + "or CR LF, not in CR alone. Try: saving it as plain text"
      ),
      (
        "[radar]\n; \u{1B}[2J\n",
        "my.ini:2: line: found \"; \\x1b[2J\", expected text in UTF-8 without control "
          + "characters. Try: saving it as plain text"
      ),
      (
        "[radar]\nthreshold\n",
        "my.ini:2: line: found \"threshold\", expected [section], key = value, or ; comment"
      ),
    ])
  func refusals(text: String, message: String) throws {
    let key = ConfigurationKeys.all[try index("threshold")]
    let expected = message.replacing("DEFAULT", with: key.text(key.defaultValue))
      .replacing("COUNT", with: "\(radarKeyCount)")
    #expect(refusal(text)?.description == expected)
  }

  @Test("A line that libinih would cut is refused, and the longest that fits is read whole")
  func longLines() throws {
    let comment = String(repeating: "x", count: 400)
    let error = try #require(refusal("[radar]\nthreshold = 5 ; \(comment)\n"))
    #expect(error.description.hasPrefix("my.ini:2: line: found 416 bytes, expected at most "))
    let limit = try #require(Int(error.expected.split(separator: " ").last ?? ""))
    let start = "threshold = 5 ; "
    let longest = start + String(repeating: "x", count: limit - start.count)
    #expect(try load("[radar]\n\(longest)\n").radar.thresholdHundredths == 500)
    #expect(refusal("[radar]\n\(longest)x\n")?.file == "my.ini:2")
  }

  @Test("A NUL byte is refused with its line, even inside a comment")
  func nulByte() {
    let error = refusal(Array("[radar]\n; a".utf8) + [0] + Array("b\nthreshold = 5\n".utf8))
    #expect(
      error?.description == "my.ini:2: line: found a NUL byte, expected text in UTF-8. "
        + "Try: saving it as plain text")
  }

  @Test("Bytes that are no text never reach the terminal as they are")
  func controlBytes() throws {
    let bytes = Array("[radar]\nthreshold = ".utf8) + [0x1B, 0x5B, 0x32, 0x4A, 0xFF, 0x0A]
    let error = try #require(refusal(bytes))
    #expect(error.found.contains("\\x1b[2J"))
    #expect(!error.description.utf8.contains(0x1B))
  }

  @Test("Bytes that are no UTF-8 are refused with their line, even inside a comment")
  func noText() throws {
    let wrong: [[UInt8]] = [
      [0xB5], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ]
    for bytes in wrong {
      let error = try #require(refusal(Array("[radar]\n; ".utf8) + bytes + [0x0A]))
      #expect(error.file == "my.ini:2" && error.expected.hasPrefix("text in UTF-8"))
    }
    #expect(refusal("[radar]\n; µ € 𝄞 are text\nthreshold = 5\n") == nil)
  }

  @Test("A file larger than any configuration is refused")
  func tooLarge() {
    let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: INIParser.maximumBytes + 1)
    #expect(refusal(bytes)?.field == "size")
    #expect(refusal([UInt8](bytes.dropLast())) == nil)
  }

  @Test("No mutation of a configuration crashes the reader, and what is read is in range")
  func mutations() throws {
    let text = Array(LoadedConfiguration().text.utf8) + Array("; end\n".utf8)
    var state: UInt64 = 0xC0FFEE
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for _ in 0..<2_000 {
      var bytes = text
      for _ in 0...next(4) {
        let place = next(bytes.count)
        switch next(3) {
        case 0: bytes[place] = UInt8(next(256))
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8(next(256)), at: place)
        }
      }
      guard let loaded = try? ConfigurationReader.configuration(from: bytes, name: "m") else {
        continue
      }
      for index in ConfigurationKeys.all.indices {
        let key = ConfigurationKeys.all[index]
        #expect(key.accepts(key.value(in: loaded.chains)))
      }
    }
  }
}

@Suite("Configuration page")
struct ConfigurationPageTests {
  private let figures = [
    DerivedFigure(
      name: "wave speed", text: "0.106 m/ns", origin: "header permittivity 8.00",
      why: "It turns time into depth.")
  ]

  @Test("What show prints reads back to the same configuration, whatever the path")
  func showReadsBack() throws {
    var loaded = LoadedConfiguration()
    for index in ConfigurationKeys.all.indices {
      let key = ConfigurationKeys.all[index]
      try key.store(key.minimum + key.step, in: &loaded.chains)
      let name = String(repeating: "ä;\n=[", count: 60) + ".ini"
      loaded.origins[index] = .ini(file: name, line: 1_000_000 + index)
    }
    let page = ConfigurationPage.show(loaded, derived: figures)
    let read = try ConfigurationReader.configuration(from: Array(page.utf8), name: "shown")
    #expect(read.chains == loaded.chains)
    #expect(page.contains("; wave speed  0.106 m/ns | header permittivity 8.00"))
  }

  @Test("The defaults are shown as defaults")
  func showDefaults() throws {
    let page = ConfigurationPage.show(LoadedConfiguration(), derived: [])
    let lines = page.split(separator: "\n").filter { $0.contains(" = ") && !$0.hasPrefix(";") }
    #expect(lines.count == ConfigurationKeys.all.count)
    for index in ConfigurationKeys.all.indices {
      let key = ConfigurationKeys.all[index]
      #expect(lines[index].hasPrefix("\(key.name) "))
      #expect(lines[index].contains(" = \(key.text(key.defaultValue)) "))
      #expect(lines[index].contains("; \(key.range) "))
    }
    #expect(lines.allSatisfy { $0.hasSuffix("| default") })
  }

  @Test("explain gives every key its value, range, origin and reason")
  func explain() {
    let page = ConfigurationPage.explain(LoadedConfiguration(), derived: figures)
    for index in ConfigurationKeys.all.indices {
      let key = ConfigurationKeys.all[index]
      #expect(page.contains("\(key.path)\n  value    \(key.text(key.defaultValue))"))
      #expect(page.contains("  range    \(key.range)\n  origin   default\n"))
    }
    #expect(page.contains("derived: wave speed\n  value    0.106 m/ns\n"))
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}

@Suite("Nearest word")
struct NearestTests {
  @Test(
    "The distance is the number of letters to change",
    arguments: [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("same", "same", 0)])
  func distance(first: String, second: String, expected: Int) {
    #expect(Nearest.distance(Array(first.utf8), Array(second.utf8)) == expected)
    #expect(Nearest.distance(Array(second.utf8), Array(first.utf8)) == expected)
  }

  @Test("A word that resembles none gets no suggestion")
  func noSuggestion() {
    #expect(Nearest.word(to: "zzz", among: ["threshold"]) == nil)
    #expect(Nearest.word(to: "treshold", among: ["other", "threshold"]) == "threshold")
  }
}
