import DetectorCore

/// How far a detonator cap was heard over a recording: the middle of it, the worst, and where that was.
///
/// Frames at a rail of the converter are left out, since an overload is an alarm; frames in which nothing can be
/// heard count as 0.
struct ReachTally {
  /// A reach with its place.
  struct Worst: Equatable {
    var reachMillimetres: Int64
    var heightMillimetres: Int64?
    var sequence: Int64
  }

  /// Frames from one look at the coil's height to the next: a track has 50 points a second.
  private static let heightInterval: Int64 = 16

  private let track: (any PositionTrack)?
  private let rateMicrohertz: Int64
  private var reaches: [Int64] = []
  private var depths: [Int64] = []
  private var height: (sequence: Int64, millimetres: Int64?)?
  /// Frames of which the reach is known.
  private(set) var count: Int64 = 0
  /// The frame with the least depth, or without a height with the least reach; the first of equals.
  private(set) var worst: Worst?

  /// Tallies levels of so many frames a second along a track.
  init(track: (any PositionTrack)?, rateMicrohertz: Int64) {
    self.track = rateMicrohertz > 0 ? track : nil
    self.rateMicrohertz = rateMicrohertz
  }

  /// Takes a level.
  mutating func take(_ level: OperatorLevel) {
    guard let reach = level.reachMillimetres, !level.flags.contains(.saturated) else { return }
    if reaches.isEmpty {
      reaches = [Int64](repeating: 0, count: Int(UInt16.max) + 1)
      depths = reaches
    }
    reaches[Int(reach)] += 1
    count += 1
    let height = heightMillimetres(at: level.sequence)
    let worse = Worst(
      reachMillimetres: Int64(reach), heightMillimetres: height, sequence: level.sequence)
    if let height { depths[Int(max(0, Int64(reach) - height))] += 1 }
    if worst.map({ Self.isWorse(worse, than: $0) }) ?? true { worst = worse }
  }

  /// The median reach, millimetres.
  var medianMillimetres: Int64? { Self.median(reaches) }

  /// The median depth in the ground, millimetres; nothing without heights.
  var medianDepthMillimetres: Int64? { Self.median(depths) }

  /// Frames with less than half the median reach.
  var short: Int64 {
    guard let median = medianMillimetres else { return 0 }
    return reaches.prefix(Int((median + 1) / 2)).reduce(0, +)
  }

  /// Place and time of the worst.
  var place: (position: Position?, timeMicroseconds: Int64)? {
    guard let worst, rateMicrohertz > 0 else { return nil }
    let time = DeviceTime.microseconds(
      ofSequence: worst.sequence, rateMicrohertz: rateMicrohertz)
    return (track?.position(atMicroseconds: time), time)
  }

  private mutating func heightMillimetres(at sequence: Int64) -> Int64? {
    if let height, (0..<Self.heightInterval).contains(sequence - height.sequence) {
      return height.millimetres
    }
    let time = DeviceTime.microseconds(ofSequence: sequence, rateMicrohertz: rateMicrohertz)
    let found = track?.heightMillimetres(atMicroseconds: time).map { max(0, Int64($0)) }
    height = (sequence, found)
    return found
  }

  private static func isWorse(_ one: Worst, than other: Worst) -> Bool {
    // Where a height is known for one only, the coil's plane is the place that both are measured from.
    guard let height = one.heightMillimetres, let otherHeight = other.heightMillimetres else {
      return one.reachMillimetres < other.reachMillimetres
    }
    return max(0, one.reachMillimetres - height) < max(0, other.reachMillimetres - otherHeight)
  }

  private static func median(_ counts: [Int64]) -> Int64? {
    let whole = counts.reduce(0, +)
    guard whole > 0 else { return nil }
    var below: Int64 = 0
    for (millimetres, number) in counts.enumerated() {
      below += number
      if 2 * below >= whole { return Int64(millimetres) }
    }
    return nil
  }
}

extension ReachTally {
  /// What a person reads below a table of events.
  var text: String {
    guard let median = medianMillimetres, let worst else {
      return "How far a cap is heard is not known: the recording does not say radius, turns and "
        + "current of the coil.\n"
    }
    var text = "A cap of 6 × 7 mm is heard \(Self.centimetres(median)) from the coil"
    if let deep = medianDepthMillimetres { text += ", \(Self.centimetres(deep)) deep" }
    text += " (median); at worst \(Self.words(worst))"
    if let place { text += ", " + Self.words(place) }
    text += ".\n"
    if short > 0 {
      let hundredths = short * 10_000 / max(count, 1)
      let share = hundredths > 0 ? Text.fixed(hundredths, decimals: 2, shown: 2) : "under 0.01"
      text += "It is heard to less than half of that on \(share) % of the frames.\n"
    }
    return text
  }

  private static func words(_ worst: Worst) -> String {
    guard worst.reachMillimetres > 0 else { return "not at all" }
    let reach = centimetres(worst.reachMillimetres)
    guard let height = worst.heightMillimetres else { return reach }
    let depth = worst.reachMillimetres - height
    return depth > 0 ? "\(reach), \(centimetres(depth)) deep" : "\(reach), not into the ground"
  }

  private static func words(_ place: (position: Position?, timeMicroseconds: Int64)) -> String {
    let time = Text.fixed(place.timeMicroseconds, decimals: 6, shown: 1) + " s"
    guard let position = place.position else { return "at \(time)" }
    let east = Text.fixed(Int64(position.eastMillimetres), decimals: 3, shown: 2)
    let north = Text.fixed(Int64(position.northMillimetres), decimals: 3, shown: 2)
    return "at \(east) m east, \(north) m north (\(time))"
  }

  private static func centimetres(_ millimetres: Int64) -> String {
    Text.fixed(millimetres, decimals: 1, shown: 1) + " cm"
  }
}
