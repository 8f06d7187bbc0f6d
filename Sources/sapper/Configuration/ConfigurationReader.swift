import DetectorCore
import Journal
import Recording

/// An INI file into a configuration; every doubt is refused with its line, key, value and range.
enum ConfigurationReader {
  /// The configuration in the file at `path`.
  static func configuration(
    at path: String
  ) throws(RecordingError) -> LoadedConfiguration {
    let bytes = try SmallFile.bytes(
      at: path, limit: INIParser.maximumBytes, what: "a configuration")
    return try configuration(from: bytes, name: path)
  }

  /// The configuration that INI text holds.
  static func configuration(
    from bytes: [UInt8], name: String
  ) throws(RecordingError) -> LoadedConfiguration {
    var loaded = LoadedConfiguration()
    for entry in try INIParser.entries(of: bytes, name: name) {
      let index = try indexOfKey(entry, name: name)
      let key = ConfigurationKeys.all[index]
      if case .ini(_, let line) = loaded.origins[index] {
        throw INIParser.refusal(
          name, entry.line, key.path,
          found: "a second value, " + INIParser.quoted(entry.value.utf8),
          expected: "one value; the first stands at line \(line)",
          advice: "removing one of the two")
      }
      let value = try value(of: entry, key: key, name: name)
      do throws(ConfigurationFault) {
        try key.store(value, in: &loaded.chains)
      } catch {
        throw refusal(of: error, entry: entry, key: key, name: name)
      }
      loaded.origins[index] = .ini(file: name, line: entry.line)
    }
    return loaded
  }

  /// Which key an entry means; an unknown one is answered with the nearest that is known.
  private static func indexOfKey(
    _ entry: INIEntry, name: String
  ) throws(RecordingError) -> Int {
    let keys = ConfigurationKeys.all
    var sections: [String] = []
    var names: [String] = []
    for index in keys.indices {
      let section = "\(keys[index].section)"
      if section == entry.section && "\(keys[index].name)" == entry.name { return index }
      if !sections.contains(section) { sections.append(section) }
      if section == entry.section { names.append("\(keys[index].name)") }
    }
    let sectionList = sections.map { "[\($0)]" }.joined(separator: ", ")
    guard !entry.section.isEmpty else {
      throw INIParser.refusal(
        name, entry.line, entry.name, found: "a key above every section",
        expected: "a section first: \(sectionList)")
    }
    guard sections.contains(entry.section) else {
      let nearest = Nearest.word(to: entry.section, among: sections) ?? sections[0]
      throw INIParser.refusal(
        name, entry.line, "[\(entry.section)]", found: "an unknown section",
        expected: sectionList, advice: "[\(nearest)]")
    }
    throw INIParser.refusal(
      name, entry.line, "\(entry.section).\(entry.name)", found: "an unknown key",
      expected: "one of the \(names.count) keys of [\(entry.section)]",
      advice: Nearest.word(to: entry.name, among: names)
        ?? "sapper config explain, which lists every key")
  }

  private static func value(
    of entry: INIEntry, key: ConfigurationKey, name: String
  ) throws(RecordingError) -> Int64 {
    let bytes = Array(entry.value.utf8)
    do throws(ConfigurationFault) {
      return try key.parse(bytes.span)
    } catch {
      throw refusal(of: error, entry: entry, key: key, name: name)
    }
  }

  private static func refusal(
    of fault: ConfigurationFault, entry: INIEntry, key: ConfigurationKey, name: String
  ) -> RecordingError {
    let quoted = INIParser.quoted(entry.value.utf8)
    var found = quoted
    var expected = key.range
    var advice = ""
    switch fault {
    case .empty:
      found = "nothing"
      advice = "\(key.name) = \(key.text(key.defaultValue))"
    case .notANumber:
      expected = "a plain decimal, " + key.range
      advice = plainNumber(in: entry.value, key: key).map { "\(key.name) = \($0)" } ?? ""
    case .tooManyDecimals:
      expected = "at most \(key.decimals) places after the point, " + key.range
    case .outOfRange, .betweenSteps, .notASwitch:
      break
    case .notDerivable:
      expected = "a number, since nothing derives it: " + key.range
      advice = "\(key.name) = \(key.text(key.defaultValue))"
    }
    return INIParser.refusal(
      name, entry.line, key.path, found: found, expected: expected, advice: advice)
  }

  /// The number a person most likely meant: without its unit, with a point for a comma.
  private static func plainNumber(in value: String, key: ConfigurationKey) -> String? {
    var number = ""
    for character in value {
      if character.isASCII && character.isNumber {
        number.append(character)
      } else if (character == "." || character == ",") && !number.contains(".") {
        number.append(number.isEmpty ? "0." : ".")
      } else {
        break
      }
    }
    let bytes = Array(number.utf8)
    guard (try? key.parse(bytes.span)) != nil else { return nil }
    return number
  }
}
