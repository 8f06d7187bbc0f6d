import DetectorCore
import Devices
import Journal

/// One `key = value` of an INI file and where it stands, with the readers of its value.
struct SettingsEntry {
  var file: DeviceName
  var line: Int32
  var section: DeviceName
  var key: DeviceName
  var value: DeviceName

  /// Why the value is refused.
  @inline(never)
  func refusal(
    _ expected: StaticString, range: ClosedRange<Int64>? = nil, decimals: Int = 0
  ) -> SettingsError {
    var error = SettingsError(file: file, expected: expected)
    error.line = line
    error.section = section
    error.key = key
    error.found = value
    error.range = range
    error.decimals = decimals
    return error
  }

  /// Reads a number counted in 10^-`decimals`.
  @inline(never)
  func number(
    _ range: ClosedRange<Int64>, decimals: Int = 0
  ) throws(SettingsError) -> Int64 {
    let expected: StaticString = decimals == 0 ? "a whole number" : "a plain decimal"
    let result: Int64
    do throws(ConfigurationFault) {
      result = try value.withBytes { (bytes) throws(ConfigurationFault) in
        try ConfigurationDecimal.parse(bytes, decimals: decimals)
      }
    } catch {
      throw refusal(expected, range: range, decimals: decimals)
    }
    guard range.contains(result), !value.isMalformed else {
      throw refusal(expected, range: range, decimals: decimals)
    }
    return result
  }

  /// Reads `on` or `off`.
  func isOn() throws(SettingsError) -> Bool {
    if value.matches("on") { return true }
    if value.matches("off") { return false }
    throw refusal("on or off")
  }

  /// Reads a name of a line, chip or file; nothing stands for none.
  func name() throws(SettingsError) -> DeviceName {
    guard !value.isMalformed else { throw refusal("a name of at most 127 bytes") }
    return value
  }

  /// Reads gates such as `8-20 20-40 300-400`, microseconds after switch-off.
  func gates(into description: inout InductionDescription) throws(SettingsError) {
    let expected: StaticString = "3 to 8 gates as start-end in µs, such as 8-20 20-40 300-400"
    var fresh = InductionDescription(lsbFemtovolts: description.lsbFemtovolts)
    fresh.copyFigures(from: description)
    try eachWord { (word) throws(SettingsError) in
      var start = DeviceName()
      var end = DeviceName()
      var isPastDash = false
      for place in 0..<word.count {
        if word[place] == UInt8(ascii: "-") && !isPastDash {
          isPastDash = true
        } else if isPastDash {
          end.append(word[place])
        } else {
          start.append(word[place])
        }
      }
      guard let opens = start.nanoseconds, let closes = end.nanoseconds, opens > 0, opens < closes,
        fresh.gateCount < 8
      else { throw refusal(expected) }
      fresh.append(.init(startNanoseconds: opens, endNanoseconds: closes))
    }
    guard fresh.gateCount >= 3 else { throw refusal(expected) }
    description = fresh
  }

  /// Reads a count for each gate.
  func counts() throws(SettingsError) -> GateCounts {
    let expected: StaticString = "a whole number for each gate, blanks between them"
    var counts = GateCounts()
    try eachWord { (word) throws(SettingsError) in
      let number: Int64? = word.withBytes { try? ConfigurationDecimal.parse($0, decimals: 0) }
      guard let number, let count = Int32(exactly: number), counts.count < 8 else {
        throw refusal(expected)
      }
      counts.values[counts.count] = count
      counts.count += 1
    }
    guard counts.count > 0 else { throw refusal(expected) }
    return counts
  }

  /// Calls `body` with each word of the value.
  private func eachWord(
    _ body: (DeviceName) throws(SettingsError) -> Void
  ) throws(SettingsError) {
    guard !value.isMalformed else { throw refusal("a value of at most 127 bytes") }
    var word = DeviceName()
    for place in 0...value.count {
      if place < value.count, value[place] != UInt8(ascii: " "), value[place] != 9 {
        word.append(value[place])
      } else if !word.isEmpty {
        try body(word)
        word = DeviceName()
      }
    }
  }
}

extension DeviceName {
  /// Whether the name is this text.
  @inline(never)
  func matches(_ text: StaticString) -> Bool {
    guard text.utf8CodeUnitCount == count, !isMalformed else { return false }
    for place in 0..<count {
      // SAFETY: `place` is below the constant's own length.
      guard unsafe text.utf8Start[place] == self[place] else { return false }
    }
    return true
  }

  /// The name as microseconds, in nanoseconds; `nil` when it is no number.
  fileprivate var nanoseconds: Int64? {
    withBytes { try? ConfigurationDecimal.parse($0, decimals: 3) }
  }
}

extension InductionDescription {
  /// Takes over everything but the gates.
  mutating func copyFigures(from other: InductionDescription) {
    lsbFemtovolts = other.lsbFemtovolts
    pulseNanoseconds = other.pulseNanoseconds
    turnOffNanoseconds = other.turnOffNanoseconds
    pulseRateMillihertz = other.pulseRateMillihertz
    pulsesPerFrame = other.pulsesPerFrame
    coilRadiusMicrometres = other.coilRadiusMicrometres
    coilTurns = other.coilTurns
    coilCurrentMilliamperes = other.coilCurrentMilliamperes
  }
}
