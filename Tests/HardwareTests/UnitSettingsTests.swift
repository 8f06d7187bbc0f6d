import DetectorCore
import Devices
import Journal
import Testing
import Unit

/// A whole INI file that is right.
private let right = """
  [front-end]
  ready_line = DRDY
  [instrument]
  rate_hz = 870
  gates_us = 10-25 25-50 50-90 90-180 350-450
  lsb_nv = 5
  [self-test]
  minimum = 10 10 10 10 -5
  maximum = 99 99 99 99 5
  """

private func read(_ text: String) -> String {
  do throws(SettingsError) {
    let bytes = Array(text.utf8)
    _ = try SettingsReader.parse(bytes.span, file: "unit.ini")
    return "taken"
  } catch {
    return error.description
  }
}

@Suite("The unit's INI file") struct UnitSettingsTests {
  @Test("Values arrive as integers in the chain's units")
  func values() throws {
    let outputs = "[outputs]\nled_fault = GPIO17\nalsa = plughw:CARD=Device\n"
    let bytes = Array((right + "\n[operator]\nmute_s = 12.5\n" + outputs).utf8)
    let settings = try SettingsReader.parse(bytes.span, file: "unit.ini")
    #expect(settings.rateMicrohertz == 870_000_000)
    #expect(settings.description.gateCount == 5)
    #expect(settings.description.gates[4].endNanoseconds == 450_000)
    #expect(settings.description.lsbFemtovolts == 5_000_000)
    #expect(settings.selfTest.minimum.values[4] == -5)
    #expect(settings.operation.muteMilliseconds == 12_500)
    #expect(settings.outputs.lines[6] == "GPIO17")
    #expect(settings.outputs.soundCard == "plughw:CARD=Device")
    #expect(UnitSettings().outputs.soundCard.isEmpty, "off unless it is named")
  }

  @Test("A converter of 16 bits has its full scale where 16 bits end, unless it is lower")
  func fullScale() throws {
    for (extra, expected) in [
      ("", Int32.max), ("[front-end]\nsample_bytes = 2\n", 32_767),
      ("[front-end]\nsample_bytes = 2\n[induction]\nrail_counts = 30000\n", 30_000),
      ("[front-end]\nsample_bytes = 2\n[induction]\nrail_counts = 100000\n", 32_767),
      ("[front-end]\nsample_bytes = 4\n[induction]\nrail_counts = 100000\n", 100_000),
    ] {
      let bytes = Array((right + "\n" + extra).utf8)
      let settings = try SettingsReader.parse(bytes.span, file: "unit.ini")
      #expect(settings.configuration.railCounts == expected, "\(extra)")
    }
  }

  @Test(
    "A wrong value is refused by file, line, key, what stands there and what was expected",
    arguments: [
      (
        "[recording]\ninterval_ms = fast\n",
        "unit.ini:2: [recording] interval_ms: found \"fast\"; expected a whole number from 50 to 60000"
      ),
      (
        "[recording]\n; a comment\ninterval_ms = 49\n",
        "unit.ini:3: [recording] interval_ms: found \"49\"; expected a whole number from 50 to 60000"
      ),
      (
        "[instrument]\nrate_hz = 10\n",
        "unit.ini:2: [instrument] rate_hz: found \"10\"; expected a plain decimal from 20 to 8000"
      ),
      (
        "[instrument]\ngates_us = 10-25 50-25 300-400\n",
        "unit.ini:2: [instrument] gates_us: found \"10-25 50-25 300-400\"; expected 3 to 8 gates as"
          + " start-end in µs, such as 8-20 20-40 300-400"
      ),
      (
        "[operator]\nmute_s = 31\n",
        "unit.ini:2: [operator] mute_s: found \"31\"; expected a plain decimal from 1 to 30"
      ),
      (
        "[front-end]\nlink = i2c\n",
        "unit.ini:2: [front-end] link: found \"i2c\"; expected spi or serial"
      ),
      (
        "[inputs]\nactive_low = yes\n",
        "unit.ini:2: [inputs] active_low: found \"yes\"; expected on or off"
      ),
      (
        "[front-end]\nready_lin = X\n",
        "unit.ini:2: [front-end] found \"ready_lin\"; expected one of link"
      ),
      (
        "[frontend]\nlink = spi\n",
        "unit.ini:2: [frontend] found \"link\"; expected one of the sections"
      ),
      (
        "[induction]\nthreshold = 0.5\n",
        "unit.ini:2: [induction] threshold: found \"0.5\"; expected a plain decimal from 1 to 100"
      ),
      (
        "[induction]\n\nrail_counts = many\n",
        "unit.ini:3: [induction] rail_counts: found \"many\"; expected a whole number from 1 to"
      ),
      (
        "[induction]\nspeed_m_s = 10.001\n",
        "unit.ini:2: [induction] speed_m_s: found \"10.001\"; expected a plain decimal from 0.01"
      ),
      (
        "[induction]\ntreshold = 5\n",
        "unit.ini:2: [induction] found \"treshold\"; expected one of threshold, level_threshold"
      ),
      ("link = spi\n", "unit.ini:1: found \"link\"; expected one of the sections"),
      ("[front-end]\nnonsense\n", "unit.ini:2: expected [section], key = value, or ; comment"),
      (
        "[induction]\nthreshold = 4.6\nthreshold = 90\n",
        "unit.ini:3: [induction] threshold: found \"90\"; expected one value; the first stands at line 2"
      ),
      (
        "[front-end]\nlink = spi\n[inputs]\n[front-end]\nlink = spi\n",
        "unit.ini:5: [front-end] link: found \"spi\"; expected one value; the first stands at line 2"
      ),
      (
        "[induction]\rthreshold = 90\n",
        "unit.ini:1: found \"\\x0d\"; expected lines that end in LF or CR LF, not in CR alone"
      ),
      (
        "[induction]\r\n; a comment\rthreshold = 90\r\n",
        "unit.ini:2: found \"\\x0d\"; expected lines that end in LF or CR LF"
      ),
      ("[induction] threshold = 90\n", "unit.ini:1: expected [section] alone on its line"),
      (
        "[induction]\n; \u{1B}[2J\n",
        "unit.ini:2: found \"\\x1b\"; expected text in UTF-8 without control characters"
      ),
      (
        "[induction]\nthreshold = 5 ; \u{9B}2J\n",
        "unit.ini:2: found \"\\xc2\"; expected text in UTF-8 without control characters"
      ),
      (
        "[front-end]\nlink = \u{202E}ips\n",
        "unit.ini:2: [front-end] link: found \"\\xe2\\x80\\xaeips\"; expected spi or serial"
      ),
      (
        "[self-test]\nminimum = 1 2 x\n",
        "unit.ini:2: [self-test] minimum: found \"1 2 x\"; expected a whole number for each gate"
      ),
    ])
  func refused(text: String, expected: String) {
    #expect(read(text).hasPrefix(expected), "\(read(text))")
  }

  @Test("The chain's keys are those of sapper config, at both ends of their ranges")
  func chain() throws {
    for place in InductionKeys.all.indices {
      let key = InductionKeys.all[place]
      for value in [key.minimum, key.maximum] {
        var number = DeviceName()
        key.write(value, into: &number)
        let text = Array((right + "\n[induction]\n\(key.name) = \(number)\n").utf8)
        let settings = try SettingsReader.parse(text.span, file: "unit.ini")
        var chains = DetectorConfiguration()
        chains.induction = settings.configuration
        #expect(key.value(in: chains) == value)
        try key.store(key.defaultValue, in: &chains)
        #expect(chains == DetectorConfiguration(), "and no other key was touched")
      }
    }
  }

  @Test("What is missing is named with its section")
  func missing() {
    #expect(read(right) == "taken")
    for (line, words) in [
      ("rate_hz = 870", "[instrument] rate_hz: found nothing; expected frames a second"),
      ("lsb_nv = 5", "[instrument] lsb_nv: found nothing"),
      ("gates_us = 10-25 25-50 50-90 90-180 350-450", "[instrument] gates_us: found nothing"),
      ("ready_line = DRDY", "[front-end] ready_line: found nothing"),
      ("maximum = 99 99 99 99 5", "[self-test] maximum: found nothing"),
    ] {
      let text = right.split(separator: "\n").filter { $0 != line }.joined(separator: "\n")
      #expect(read(text).hasPrefix("unit.ini: " + words), "\(read(text))")
    }
    let short = right.replacing("minimum = 10 10 10 10 -5", with: "minimum = 10 10")
    #expect(read(short).contains("[self-test] minimum"))
  }

  @Test("An overlong value is refused and never cut")
  func overlong() {
    let long = String(repeating: "x", count: 130)
    #expect(read("[front-end]\nspi_device = /dev/\(long)\n").contains("at most 127 bytes"))
    let longer = String(repeating: "y", count: 300)
    #expect(read("[front-end]\nspi_device = \(longer)\n").contains(":2:"))
  }

  @Test("A file that is not there is said with its name and the cause")
  func absent() {
    do throws(SettingsError) {
      _ = try SettingsReader.read("/no/such/unit.ini")
      Issue.record("it was read")
    } catch {
      #expect(error.description.contains("/no/such/unit.ini"))
      #expect(error.description.contains("ENOENT"))
    }
  }

  @Test("Bytes of every kind are refused or taken, and never end the program", arguments: 0..<50)
  func noise(seed: UInt64) {
    var dice = Dice(seed: seed)
    var bytes = Array(right.utf8)
    for _ in 0..<Int.random(in: 1...40, using: &dice) {
      bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
    }
    do throws(SettingsError) {
      let settings = try SettingsReader.parse(bytes.span, file: "noise")
      #expect(settings.rateMicrohertz > 0)
    } catch {
      #expect(error.description.hasPrefix("noise"))
    }
  }
}
