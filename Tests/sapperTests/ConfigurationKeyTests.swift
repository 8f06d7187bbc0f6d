import DetectorCore
import Journal
import Testing

@testable import sapper

@Suite("Configuration keys")
struct ConfigurationKeyTests {
  private static let indices = Array(ConfigurationKeys.all.indices)

  @Test("Every key has a default that its own range accepts", arguments: indices)
  func defaultIsInRange(index: Int) {
    let key = ConfigurationKeys.all[index]
    #expect(key.accepts(key.defaultValue))
    #expect(key.minimum < key.maximum)
    #expect(key.value(in: DetectorConfiguration()) == key.defaultValue)
  }

  @Test("Every key is written and read back as the same integer", arguments: indices)
  func roundTrip(index: Int) throws {
    let key = ConfigurationKeys.all[index]
    let middle = key.minimum + (key.maximum - key.minimum) / 3 / key.step * key.step
    for value in [key.minimum, middle, key.maximum, key.defaultValue] {
      var configuration = DetectorConfiguration()
      try key.store(value, in: &configuration)
      #expect(key.value(in: configuration) == value)
      let bytes = Array(key.text(value).utf8)
      #expect(try key.parse(bytes.span) == value)
    }
  }

  @Test("No key stores what another one does", arguments: indices)
  func keysAreSeparate(index: Int) throws {
    var configuration = DetectorConfiguration()
    try ConfigurationKeys.all[index].store(
      ConfigurationKeys.all[index].minimum, in: &configuration)
    for other in Self.indices where other != index {
      let key = ConfigurationKeys.all[other]
      #expect(key.value(in: configuration) == key.defaultValue)
    }
  }

  @Test("Outside its range a key stores nothing", arguments: indices)
  func outOfRangeIsRefused(index: Int) {
    let key = ConfigurationKeys.all[index]
    for value in [key.minimum - 1, key.maximum + 1, .min, .max] where !key.accepts(value) {
      var configuration = DetectorConfiguration()
      #expect(throws: ConfigurationFault.outOfRange) {
        try key.store(value, in: &configuration)
      }
      #expect(configuration == DetectorConfiguration())
    }
  }

  @Test("The name of a key ends with its unit, and no two are the same", arguments: indices)
  func namesAreSound(index: Int) {
    let key = ConfigurationKeys.all[index]
    let unit = "\(key.unit)".lowercased().replacing("/", with: "_")
      .replacing("√", with: "rt").replacing("µ", with: "u").replacing("μ", with: "u")
    #expect(unit.isEmpty || "\(key.name)".hasSuffix("_" + unit))
    #expect(Self.indices.count { ConfigurationKeys.all[$0].path == key.path } == 1)
    #expect("\(key.why)".hasSuffix("."))
  }

  @Test("The written text fits the buffer that the unit keeps for it")
  func textFits() throws {
    var configuration = DetectorConfiguration()
    for index in Self.indices {
      let key = ConfigurationKeys.all[index]
      try key.store(key.maximum, in: &configuration)
    }
    var text = TextBuffer<2_048>()
    ConfigurationText.write(configuration, into: &text)
    #expect(!text.isOverflown && text.count <= ConfigurationText.maximumLength)
  }
}

@Suite("Configuration decimals")
struct ConfigurationDecimalTests {
  @Test(
    "A decimal is read as exactly the integer it says",
    arguments: [
      ("0.600", 3, 600), ("0.6", 3, 600), ("12", 3, 12_000), ("-0.25", 2, -25), ("0", 0, 0),
      ("00.5", 1, 5), ("0.1000000", 3, 100), ("9223372036854775807", 0, Int64.max),
      ("0.000001", 6, 1), ("4.00", 2, 400),
    ])
  func parses(text: String, decimals: Int, value: Int64) throws {
    let bytes = Array(text.utf8)
    #expect(try ConfigurationDecimal.parse(bytes.span, decimals: decimals) == value)
  }

  @Test(
    "What is not a plain decimal is refused for what it is",
    arguments: [
      ("", ConfigurationFault.empty), ("-", .notANumber), (".5", .notANumber),
      ("5.", .notANumber), ("+1", .notANumber), ("1e3", .notANumber), ("0,6", .notANumber),
      ("0.6 m", .notANumber), ("0.6m", .notANumber), ("nan", .notANumber),
      ("inf", .notANumber), ("0x10", .notANumber), ("1.2.3", .notANumber), ("1 2", .notANumber),
      ("٣", .notANumber), ("0.0001", .tooManyDecimals), ("9223372036854775808", .outOfRange),
      ("99999999999999999999999", .outOfRange), ("9223372036854775.808", .outOfRange),
      ("--1", .notANumber),
    ])
  func refuses(text: String, fault: ConfigurationFault) {
    #expect(throws: fault) {
      let bytes = Array(text.utf8)
      return try ConfigurationDecimal.parse(bytes.span, decimals: 3)
    }
  }

  @Test(
    "Three places are always written, more only where they count",
    arguments: [
      (Int64(600), 3, "0.600"), (1_250, 6, "0.00125"), (20_000, 6, "0.020"), (400, 2, "4.00"),
      (-5, 3, "-0.005"), (7, 0, "7"), (0, 6, "0.000"), (.min, 9, "-9223372036.854775808"),
    ])
  func writes(value: Int64, decimals: Int, expected: String) {
    let text = WrittenText.string { text in
      ConfigurationDecimal.write(value, decimals: decimals, into: &text)
    }
    #expect(text == expected)
  }

  @Test("Every integer that is written reads back the same, over seeds")
  func roundTrip() throws {
    var state: UInt64 = 0x5eed
    for step in 0..<2_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Int64(bitPattern: state) >> Int64(step % 63)
      // The lowest integer has no positive twin and cannot pass a sign-and-magnitude reader.
      guard value != .min else { continue }
      let bytes = Array(
        WrittenText.string { text in
          ConfigurationDecimal.write(value, decimals: step % 10, into: &text)
        }.utf8)
      #expect(try ConfigurationDecimal.parse(bytes.span, decimals: step % 10) == value)
    }
  }
}
