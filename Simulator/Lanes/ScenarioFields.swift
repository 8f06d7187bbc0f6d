import Physics
import Recording
import Yams

/// The fields of one mapping of a scenario, read strictly: each key is known and each value is in range.
struct ScenarioFields {
  /// The file, for refusals.
  let file: String
  /// Where the mapping stands, e.g. `coil`; empty at the top.
  let place: String
  private let seed: UInt64
  private let line: Int
  private let values: [String: Node]
  private let lines: [String: Int]

  /// Reads a mapping; a key that is not `known` is refused with the nearest one that is.
  init(
    _ node: Node, file: String, place: String, seed: UInt64, known: [String]
  ) throws(RecordingError) {
    self.file = file
    self.place = place
    self.seed = seed
    line = node.mark?.line ?? 1
    guard let mapping = node.mapping else {
      throw Self.refusal(
        file, line, place.isEmpty ? "scenario" : place, found: Self.kind(of: node),
        expected: "keys with values, one a line")
    }
    var values: [String: Node] = [:]
    var lines: [String: Int] = [:]
    for pair in mapping {
      let key = pair.key.string ?? Self.kind(of: pair.key)
      let line = pair.key.mark?.line ?? self.line
      guard known.contains(key) else {
        let nearest = Nearest.word(to: key, among: known)
        throw Self.refusal(
          file, line, place.isEmpty ? key : "\(place).\(key)", found: "an unknown key",
          expected: "one of \(known.joined(separator: ", "))",
          advice: nearest.map { "\($0)" } ?? "")
      }
      values[key] = pair.value
      lines[key] = line
    }
    self.values = values
    self.lines = lines
  }

  /// Whether the key is there.
  func has(_ key: String) -> Bool { values[key] != nil }

  /// A number, or one that the seed draws from a pair `[from, to]`; `nil` where it is absent.
  func number(_ key: String, in range: ClosedRange<Double>) throws(RecordingError) -> Double? {
    guard let node = values[key] else { return nil }
    if let pair = node.sequence {
      guard pair.count == 2 else { throw refusal(key, node, expected(range)) }
      let low = try scalar(key, pair[0], in: range)
      let high = try scalar(key, pair[1], in: range)
      guard low <= high else { throw refusal(key, node, "a pair [from, to] in rising order") }
      var stream = RandomStream(seed: seed, source: "scenario \(path(key))")
      return low + (high - low) * stream.uniform()
    }
    return try scalar(key, node, in: range)
  }

  /// A whole number, or one that the seed draws from a pair `[from, to]`, both ends included.
  func count(_ key: String, in range: ClosedRange<Int>) throws(RecordingError) -> Int? {
    guard let node = values[key] else { return nil }
    let limits = Double(range.lowerBound)...Double(range.upperBound)
    let nodes = node.sequence.map(Array.init) ?? [node]
    var wholes: [Int] = []
    for part in nodes {
      let value = try scalar(key, part, in: limits)
      guard let whole = Int(exactly: value) else { throw refusal(key, part, "a whole number") }
      wholes.append(whole)
    }
    switch wholes.count {
    case 1 where node.sequence == nil: return wholes[0]
    case 2 where wholes[0] <= wholes[1]:
      var stream = RandomStream(seed: seed, source: "scenario \(path(key))")
      return wholes[0] + Int(stream.integer(below: UInt64(wholes[1] - wholes[0] + 1)))
    default: throw refusal(key, node, "a whole number or a pair [from, to] of them")
    }
  }

  /// A pair of numbers in rising order, as it stands.
  func range(
    _ key: String, in range: ClosedRange<Double>
  ) throws(RecordingError) -> ClosedRange<Double>? {
    guard let node = values[key] else { return nil }
    guard let pair = node.sequence else {
      let value = try scalar(key, node, in: range)
      return value...value
    }
    guard pair.count == 2 else { throw refusal(key, node, "a pair [from, to]") }
    let low = try scalar(key, pair[0], in: range)
    let high = try scalar(key, pair[1], in: range)
    guard low <= high else { throw refusal(key, node, "a pair [from, to] in rising order") }
    return low...high
  }

  /// A list of numbers in rising order, as they stand.
  func rising(
    _ key: String, in range: ClosedRange<Double>, most: Int
  ) throws(RecordingError) -> [Double]? {
    guard let node = values[key] else { return nil }
    guard let list = node.sequence, (1...most).contains(list.count) else {
      throw refusal(key, node, "a list of 1 to \(most) numbers")
    }
    var numbers: [Double] = []
    for item in list {
      let value = try scalar(key, item, in: range)
      guard value > numbers.last ?? -.infinity else {
        throw refusal(key, item, "numbers in rising order")
      }
      numbers.append(value)
    }
    return numbers
  }

  /// A list of pairs of numbers, each in rising order.
  func pairs(
    _ key: String, in range: ClosedRange<Double>
  ) throws(RecordingError) -> [ClosedRange<Double>]? {
    guard let node = values[key] else { return nil }
    guard let list = node.sequence, !list.isEmpty else {
      throw refusal(key, node, "a list of pairs [from, to]")
    }
    var pairs: [ClosedRange<Double>] = []
    for item in list {
      guard let pair = item.sequence, pair.count == 2 else {
        throw refusal(key, item, "a pair [from, to]")
      }
      let low = try scalar(key, pair[0], in: range)
      let high = try scalar(key, pair[1], in: range)
      guard low < high else { throw refusal(key, item, "a pair [from, to] in rising order") }
      pairs.append(low...high)
    }
    return pairs
  }

  /// One of some words; `nil` where it is absent.
  func word(_ key: String, among words: [String]) throws(RecordingError) -> String? {
    guard let node = values[key] else { return nil }
    guard let word = node.string, node.scalar != nil, words.contains(word) else {
      let nearest = node.string.flatMap { Nearest.word(to: $0, among: words) }
      throw refusal(
        key, node, "one of \(words.joined(separator: ", "))", advice: nearest ?? "")
    }
    return word
  }

  /// A text of one line; `nil` where it is absent.
  func text(_ key: String) throws(RecordingError) -> String? {
    guard let node = values[key] else { return nil }
    guard let scalar = node.scalar, !scalar.string.contains("\n"), scalar.string.utf8.count <= 200
    else { throw refusal(key, node, "a text of one line and at most 200 bytes") }
    return scalar.string
  }

  /// `true` or `false`; `nil` where it is absent.
  func flag(_ key: String) throws(RecordingError) -> Bool? {
    try word(key, among: ["true", "false"]).map { $0 == "true" }
  }

  /// The mapping under a key; `nil` where it is absent.
  func fields(_ key: String, known: [String]) throws(RecordingError) -> ScenarioFields? {
    guard let node = values[key] else { return nil }
    return try ScenarioFields(node, file: file, place: path(key), seed: seed, known: known)
  }

  /// The mappings of the list under a key; none where it is absent.
  func list(_ key: String, known: [String], most: Int) throws(RecordingError) -> [ScenarioFields] {
    guard let node = values[key] else { return [] }
    guard let list = node.sequence, list.count <= most else {
      throw refusal(key, node, "a list of at most \(most) entries, each beginning with a dash")
    }
    var all: [ScenarioFields] = []
    for (index, item) in list.enumerated() {
      all.append(
        try ScenarioFields(
          item, file: file, place: "\(path(key))[\(index)]", seed: seed, known: known))
    }
    return all
  }

  /// A stream of chance of this mapping.
  func chance(_ name: String) -> RandomStream {
    RandomStream(seed: seed, source: "scenario \(path(name))")
  }

  /// The refusal of a key that is missing.
  func missing(_ key: String, _ expected: String) -> RecordingError {
    Self.refusal(file, line, path(key), found: "nothing", expected: expected)
  }

  /// The refusal of a key's value as a whole.
  func refusal(_ key: String, found: String, expected: String) -> RecordingError {
    Self.refusal(file, lines[key] ?? line, path(key), found: found, expected: expected)
  }

  private func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  private func expected(_ range: ClosedRange<Double>) -> String {
    "a number from \(range.lowerBound) to \(range.upperBound), or a pair [from, to] of them"
  }

  private func scalar(
    _ key: String, _ node: Node, in range: ClosedRange<Double>
  ) throws(RecordingError) -> Double {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any,
      let value = Double(scalar.string), range.contains(value)
    else { throw refusal(key, node, expected(range)) }
    return value
  }

  private func refusal(
    _ key: String, _ node: Node, _ expected: String, advice: String = ""
  ) -> RecordingError {
    let found = node.scalar.map { "\"\($0.string)\"" } ?? Self.kind(of: node)
    return Self.refusal(
      file, node.mark?.line ?? lines[key] ?? line, path(key), found: found, expected: expected,
      advice: advice)
  }

  private static func kind(of node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string)\""
    case .sequence(let list): "a list of \(list.count)"
    case .mapping: "keys with values"
    case .alias: "an alias"
    }
  }

  static func refusal(
    _ file: String, _ line: Int, _ field: String, found: String, expected: String,
    advice: String = ""
  ) -> RecordingError {
    RecordingError(
      .refused, file: "\(file):\(line)", field: field, found: found, expected: expected,
      advice: advice)
  }
}
