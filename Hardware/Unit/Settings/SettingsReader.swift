import CUnit
import DetectorCore
package import Devices
import Journal

/// Reads the unit's INI file by libinih.
package enum SettingsReader {
  /// Bytes of an INI file at the most.
  static let maximumBytes = 32_768

  /// The settings of a file, checked as a whole; `needsLimits` is whether a self-test must have limits.
  package static func read(
    _ file: DeviceName, needsLimits: Bool = true
  ) throws(SettingsError) -> UnitSettings {
    var bytes = InlineArray<32_768, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    // SAFETY: the path ends with a zero, the buffer holds as many bytes as it says.
    let count = unsafe span.withUnsafeMutableBufferPointer { buffer in
      unsafe file.withCText { path in
        unsafe cunit_file_read(path, buffer.baseAddress, buffer.count)
      }
    }
    guard count >= 0 else {
      let number = ErrorNumber(Int32(truncatingIfNeeded: -count))
      var error = SettingsError(
        file: file,
        expected: number == .accessDenied
          ? "a file that this user may read. Try: ls -l shows whose it is: let this user in"
          : "an INI file of at most 32,768 bytes")
      var words = DeviceName()
      words.append(number)
      error.found = words
      throw error
    }
    return try parse(bytes.span.extracting(0..<Int(count)), file: file, needsLimits: needsLimits)
  }

  /// The settings of a text; `file` is what a person calls it.
  package static func parse(
    _ text: Span<UInt8>, file: DeviceName, needsLimits: Bool = true
  ) throws(SettingsError) -> UnitSettings {
    let entries = try INIEntries(text, file: file)
    var settings = UnitSettings()
    for index in 0..<entries.count { try settings.take(try entries.entry(at: index)) }
    try settings.check(file: file, needsLimits: needsLimits)
    settings.limitToSamples()
    return settings
  }
}

extension UnitSettings {
  /// Refuses what is right key by key and wrong together.
  func check(file: DeviceName, needsLimits: Bool) throws(SettingsError) {
    guard rateMicrohertz > 0 else {
      throw missing("instrument", "rate_hz", "frames a second", file)
    }
    guard description.gateCount > 0 else {
      throw missing("instrument", "gates_us", "the gates, such as 8-20 20-40 300-400", file)
    }
    guard description.lsbFemtovolts > 0 else {
      throw missing("instrument", "lsb_nv", "nanovolts at the coil per count", file)
    }
    if link == .spi, readyLine.isEmpty {
      throw missing("front-end", "ready_line", "the name of the data-ready line", file)
    }
    if selfTest.isRequired, needsLimits || selfTest.minimum.count + selfTest.maximum.count > 0 {
      guard selfTest.minimum.count == description.gateCount else {
        throw missing("self-test", "minimum", "a count for each gate, or required = off", file)
      }
      guard selfTest.maximum.count == description.gateCount else {
        throw missing("self-test", "maximum", "a count for each gate, or required = off", file)
      }
    }
  }

  /// A converter of 16 bits is at its rail where 16 bits end, whoever forgot to say so.
  mutating func limitToSamples() {
    guard sampleBytes == 2 else { return }
    configuration.railCounts = min(configuration.railCounts, Int32(Int16.max))
  }

  /// Whether the self-test has limits for every gate.
  var hasLimits: Bool {
    selfTest.minimum.count == description.gateCount
      && selfTest.maximum.count == description.gateCount
  }

  private func missing(
    _ section: StaticString, _ key: StaticString, _ expected: StaticString, _ file: DeviceName
  ) -> SettingsError {
    var error = SettingsError(file: file, expected: expected)
    error.section = DeviceName(stringLiteral: section)
    error.key = DeviceName(stringLiteral: key)
    return error
  }
}
