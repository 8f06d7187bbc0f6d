/// What the columns of a text are, by their names.
struct CoilColumns: Equatable {
  /// What one column holds.
  enum Role: Equatable {
    /// Time; `places` is how many decimals of its unit make nanoseconds.
    case time(places: Int)
    /// The device's number of the frame.
    case sequence
    /// A number of the coil: its place in the frame.
    case value(Int)
    /// x, y, height in metres, or quality.
    case track(Int)
    /// Current in A, temperature in °C, battery in V, or flags.
    case housekeeping(Int)
    /// Left aside.
    case skipped
  }

  /// Names for a person who has to choose them.
  static let known =
    "t (seconds; t_ms, t_us), seq, g1 g2 … ef or i1 q1 i2 q2 …, x y height (metres), quality, "
    + "current_a, temperature_c, battery_v, flags, and - for a column to leave aside"

  /// The columns in order.
  let roles: [Role]
  /// Numbers of the coil in a frame.
  let valueCount: Int
  /// Whether these are I and Q instead of gates.
  let isBalance: Bool
  /// Names that are not known and were left aside.
  let strangers: [String]

  /// Whether every frame has a place.
  var hasTrack: Bool { holds { if case .track = $0 { true } else { false } } }
  /// Whether every frame has housekeeping.
  var hasHousekeeping: Bool { holds { if case .housekeeping = $0 { true } else { false } } }
  /// Whether there is a time.
  var hasTime: Bool { holds { if case .time = $0 { true } else { false } } }
  /// Whether there is the device's number.
  var hasSequence: Bool { roles.contains(.sequence) }

  /// Takes names; unknown ones are refused unless they come from the file's own heading.
  init(
    _ names: [String], isOwnHeading: Bool, field: String, notes: ReaderNotes
  ) throws(RecordingError) {
    let names = names.map { $0.lowercased() }
    var strangers: [String] = []
    var gates: [Int: Int] = [:]
    var balance: [Int: Int] = [:]
    var earthField: Int?
    var roles: [Role] = []
    var seen: Set<String> = []
    for (place, name) in names.enumerated() {
      let isNamed = name != "-" && !name.isEmpty
      try notes.require(
        !isNamed || seen.insert(name).inserted, field: field, found: "\"\(name.prefix(24))\" twice",
        expected: "every column once", advice: "- for the one to leave aside")
      if let number = Self.number(name, behind: "g") {
        gates[number] = place
      } else if let number = Self.balanceNumber(name) {
        balance[number] = place
      } else if name == "ef" {
        earthField = place
      }
      if isNamed, Self.side(name) == nil, gates[Self.number(name, behind: "g") ?? -1] != place,
        balance[Self.balanceNumber(name) ?? -1] != place, earthField != place
      {
        try notes.require(
          isOwnHeading, field: field, found: "\"\(name.prefix(24))\"",
          expected: "a name of \(Self.known)", advice: "- for a column to leave aside")
        strangers.append(name)
      }
      roles.append(Self.side(name) ?? .skipped)
    }
    self.strangers = strangers
    isBalance = gates.isEmpty && earthField == nil && !balance.isEmpty
    let places = try Self.places(
      gates: gates, balance: balance, earthField: earthField, field: field, notes: notes)
    for (value, place) in places.enumerated() { roles[place] = .value(value) }
    valueCount = places.count
    self.roles = roles
    try notes.require(
      hasTime || hasSequence, field: field, found: "no column t", expected: "a time (t, seconds)",
      advice: "seq with --frames-hz, where frames are numbered instead")
  }

  /// Where the coil's numbers stand, in the order of the frame.
  private static func places(
    gates: [Int: Int], balance: [Int: Int], earthField: Int?, field: String, notes: ReaderNotes
  ) throws(RecordingError) -> [Int] {
    try notes.require(
      balance.isEmpty || (gates.isEmpty && earthField == nil), field: field,
      found: "gates beside I and Q", expected: "one instrument",
      advice: "one import for each, the other's columns named -")
    if !balance.isEmpty {
      let places = (0..<balance.count).compactMap { balance[$0] }
      try notes.require(
        places.count == balance.count && places.count % 2 == 0, field: field,
        found: "\(balance.count) columns of I and Q with one missing",
        expected: "i1 q1 i2 q2 and so on, without a hole")
      return places
    }
    let places = (1...max(gates.count, 1)).compactMap { gates[$0] }
    try notes.require(
      !gates.isEmpty, field: field, found: "no column of a gate",
      expected: "g1 g2 … ef, or i1 q1 …", advice: "--columns, which names the columns in order")
    try notes.require(
      places.count == gates.count, field: field,
      found: "gates \(gates.keys.sorted().map { "g\($0)" }.joined(separator: " "))",
      expected: "g1 to g\(gates.count) without a hole")
    guard let earthField else {
      throw notes.refusal(
        field: field, found: "no column ef",
        expected: "the earth-field gate, the last one, long after the decay",
        advice: "naming the latest gate ef")
    }
    return places + [earthField]
  }

  private func holds(_ test: (Role) -> Bool) -> Bool { roles.contains(where: test) }

  /// What a column beside the coil's numbers holds.
  private static func side(_ name: String) -> Role? {
    switch name {
    case "t", "t_s", "time", "time_s": .time(places: 9)
    case "t_ms": .time(places: 6)
    case "t_us": .time(places: 3)
    case "seq", "sequence", "frame": .sequence
    case "x", "x_m": .track(0)
    case "y", "y_m": .track(1)
    case "height", "height_m": .track(2)
    case "quality": .track(3)
    case "current_a": .housekeeping(0)
    case "temperature_c": .housekeeping(1)
    case "battery_v": .housekeeping(2)
    case "flags": .housekeeping(3)
    default: nil
    }
  }

  /// I and Q of one frequency after the other: i1 is 0, q1 is 1, i2 is 2.
  private static func balanceNumber(_ name: String) -> Int? {
    if name == "i" || name == "q" { return name == "i" ? 0 : 1 }
    if let number = number(name, behind: "i") { return 2 * number - 2 }
    return number(name, behind: "q").map { 2 * $0 - 1 }
  }

  private static func number(_ name: String, behind letter: Character) -> Int? {
    guard name.first == letter, name.utf8.count <= 3, let number = Int(name.dropFirst()),
      number > 0, name.dropFirst().allSatisfy(\.isNumber)
    else { return nil }
    return number
  }

  /// Whether a row of names is a heading of a coil's recording.
  static func isHeading(_ names: [String]) -> Bool {
    let names = Set(names.map { $0.lowercased() })
    let times: Set<String> = ["t", "t_s", "time", "time_s", "t_ms", "t_us", "seq", "frame"]
    return !names.isDisjoint(with: times) && !names.isDisjoint(with: ["g1", "i1", "i"])
  }
}
