/// One frame as metal-detector-studio writes it.
struct StudioFeature: Equatable {
  /// Its line, from 1.
  var line: Int
  /// Its number.
  var number: Int64
  /// Its time.
  var timeNanoseconds: Int64
  /// I and Q by the name of the harmonic.
  var harmonics: [String: Vector]

  /// I and Q.
  struct Vector: Equatable {
    var i: Double
    var q: Double
  }
}

/// A harmonic as the device's profile describes it.
struct StudioHarmonic: Equatable {
  var name: String
  var frequencyMillihertz: Int64
}

/// The lines of such a recording: frames are given, the rest is counted.
struct StudioLines {
  /// Types that are known and passed over.
  private static let known: Set<String> = ["hello", "raw", "raw_iq", "config", "config_ack"]

  /// Lines so far.
  var number: Int { lines.number }
  /// Harmonics of the profile, in order; empty where no line has one.
  private(set) var profile: [StudioHarmonic] = []
  /// Lines that were passed over, by type.
  private(set) var passed: [String: Int] = [:]
  /// Whether the last line was cut off.
  private(set) var wasCut = false
  private let file: String
  private var lines: ByteLines

  /// Begins at the first line.
  init(_ source: ByteSource) {
    file = source.name
    lines = ByteLines(source, lineLimit: StudioReader.lineLimit + 1)
  }

  /// The next frame, nil after the last.
  mutating func next() throws(RecordingError) -> StudioFeature? {
    while let line = try lines.next() {
      guard line.contains(where: { $0 > 32 }) else { continue }
      guard let members = try object(line) else { return nil }
      let type = try text(members, "type", line: number)
      let isFirst = number == 1
      guard isFirst == (type == "meta") else {
        throw trouble(
          "type", found: "\"\(type.prefix(24))\"",
          expected: isFirst ? "\"meta\" in the first line" : "\"meta\" in the first line alone")
      }
      if type == "feature" { return try feature(members) }
      if type == "meta" || type == "hello" { try takeProfile(members) }
      if type == "meta" {
        let version = try text(members, "schema_version", line: number)
        guard version.hasPrefix("1.") else {
          throw trouble(
            "schema_version", found: "\"\(version.prefix(24))\"", expected: "a version of 1")
        }
      } else {
        passed[Self.known.contains(type) ? type : "that is not known", default: 0] += 1
      }
    }
    return nil
  }

  /// The members of a line; nil for a last line that was cut off.
  private mutating func object(_ line: [UInt8]) throws(RecordingError) -> [JSONMember]? {
    guard line.count <= StudioReader.lineLimit else {
      throw trouble(
        "length", found: "over \(StudioReader.lineLimit) bytes", expected: "a shorter line")
    }
    do throws(RecordingError) {
      if case .object(let members) = try JSONScanner.parse(line, file: file) { return members }
    } catch {
      var rest = lines
      if number > 1, try rest.next() == nil {
        wasCut = true
        return nil
      }
      var placed = error
      let column = error.field.split(separator: " ").last.map { ", column \($0)" } ?? ""
      placed.field = "line \(number)\(column)"
      throw placed
    }
    throw trouble("object", found: "another value", expected: "a JSON object in every line")
  }

  private func feature(_ members: [JSONMember]) throws(RecordingError) -> StudioFeature {
    guard case .number(let number)? = members["seq"], let seq = number.scaled(decimals: 0),
      seq.isExact, (0...Int64(UInt32.max)).contains(seq.value)
    else { throw wrong(members, "seq", expected: "a whole number from 0 to 4294967295") }
    guard case .number(let time)? = members["t"], let nanoseconds = time.scaled(decimals: 9),
      nanoseconds.value.magnitude < 1 << 62
    else { throw wrong(members, "t", expected: "seconds") }
    guard case .object(let harmonics)? = members["harmonics"] else {
      throw wrong(members, "harmonics", expected: "an object with i and q of every harmonic")
    }
    var feature = StudioFeature(
      line: self.number, number: seq.value, timeNanoseconds: nanoseconds.value, harmonics: [:])
    for each in harmonics {
      guard case .object(let parts) = each.value else {
        throw trouble(
          "harmonics \(each.key.prefix(24))", found: each.value.kindName,
          expected: "an object with i and q")
      }
      feature.harmonics[each.key] = StudioFeature.Vector(
        i: try part(parts, "i", of: each.key), q: try part(parts, "q", of: each.key))
    }
    return feature
  }

  private func part(
    _ members: [JSONMember], _ key: String, of harmonic: String
  ) throws(RecordingError) -> Double {
    guard case .number(let number)? = members[key], let value = Double(number.text),
      abs(value) <= 1e15
    else {
      throw wrong(
        members, key, in: "harmonics \(harmonic.prefix(24)) ", expected: "a number of LSB")
    }
    return value
  }

  /// Takes the harmonics of a profile, where a line has one.
  private mutating func takeProfile(_ members: [JSONMember]) throws(RecordingError) {
    guard case .object(let device)? = members["profile"],
      case .array(let harmonics)? = device["harmonics"]
    else { return }
    var taken: [StudioHarmonic] = []
    for value in harmonics {
      guard case .object(let harmonic) = value, case .string(let name)? = harmonic["id"],
        case .number(let number)? = harmonic["freq_hz"],
        let frequency = number.scaled(decimals: 3),
        (1...1_000_000_000_000).contains(frequency.value)
      else {
        throw trouble(
          "profile harmonics", found: value.kindName, expected: "an id and freq_hz above 0")
      }
      taken.append(StudioHarmonic(name: name, frequencyMillihertz: frequency.value))
    }
    profile = taken
  }

  private func text(
    _ members: [JSONMember], _ key: String, line: Int
  ) throws(RecordingError) -> String {
    guard case .string(let text)? = members[key] else {
      throw wrong(members, key, expected: "a text")
    }
    return text
  }

  private func wrong(
    _ members: [JSONMember], _ key: String, in place: String = "", expected: String
  ) -> RecordingError {
    trouble(place + key, found: members[key]?.kindName ?? "nothing", expected: expected)
  }

  private func trouble(_ field: String, found: String, expected: String) -> RecordingError {
    RecordingError(
      .refused, file: file, field: "line \(number), \(field)", found: found, expected: expected)
  }

  /// Whether the first bytes of a file are a line of type `meta`.
  static func isPlausible(_ bytes: [UInt8]) -> Bool {
    guard bytes.first == UInt8(ascii: "{") else { return false }
    let line = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self).filter { $0 != " " }
    return line.contains("\"type\":\"meta\"")
  }
}
