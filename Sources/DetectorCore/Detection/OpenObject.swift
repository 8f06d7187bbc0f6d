/// An object that may still gain members.
struct OpenObject: BitwiseCopyable, Sendable {
  /// Members whose places are kept.
  static let capacity = 16

  private struct Place: BitwiseCopyable, Sendable {
    var east: Int32 = 0
    var north: Int32 = 0
    var weight: Int64 = 0
  }

  /// Whether the slot is in use.
  var isOpen = false
  /// Id of the first member.
  private(set) var firstID: UInt32 = 0
  /// Response of the strongest member.
  private(set) var strongest = BandVector()
  /// Length of the way when the coil was last near, 1/256 mm.
  var seenArcQ8: Int64 = 0
  private var event_ = DetectionEvent(
    .detection(TargetFinding()), sensor: .induction, sample: nil, sequence: 0, timeMicroseconds: 0)
  private var east: Int64 = 0
  private var north: Int64 = 0
  private var strength: Int32 = 0
  private var members = Members()
  private var places = InlineArray<16, Place>(repeating: Place())
  private var placeCount = 0

  init() {}

  /// Opens an object with its first member.
  init(first member: SurfaceMember) {
    isOpen = true
    firstID = member.event.id
    take(member)
    add(place: member)
    members.append(member.event.id)
    seenArcQ8 = member.arcQ8
    strength = member.event.strengthHundredths ?? 0
  }

  /// Adds a member.
  mutating func add(_ member: SurfaceMember, isStronger: Bool) {
    if isStronger { take(member) }
    add(place: member)
    members.append(member.event.id)
    seenArcQ8 = member.arcQ8
    strength = max(strength, member.event.strengthHundredths ?? 0)
  }

  /// From the strongest member to another one, millimetres.
  func distance(to member: SurfaceMember) -> Int64 {
    distance(eastMillimetres: member.eastMillimetres, northMillimetres: member.northMillimetres)
  }

  /// From the strongest member to a place, millimetres.
  func distance(eastMillimetres: Int64, northMillimetres: Int64) -> Int64 {
    let dx = Int32(clamping: eastMillimetres - east)
    let dy = Int32(clamping: northMillimetres - north)
    return Int64(SquareRoot.ofSquares(dx, dy))
  }

  /// The object as it is written.
  func event() -> DetectionEvent {
    var object = event_
    var finding = object.finding ?? TargetFinding()
    finding.strengthHundredths = strength
    if finding.position != nil, let mean = meanPosition() { finding.position = mean }
    object.id = 0
    object.body = .object(finding, members)
    return object
  }

  /// The mean of the members near the strongest, by their weight; `nil` where none has any.
  private func meanPosition() -> Position? {
    var east: Int64 = 0
    var north: Int64 = 0
    var sum: Int64 = 0
    for index in 0..<placeCount {
      let place = places[index]
      let distance = distance(
        eastMillimetres: Int64(place.east), northMillimetres: Int64(place.north))
      guard distance <= SurfaceMerger.placeMillimetres else { continue }
      east += (Int64(place.east) - self.east) * place.weight
      north += (Int64(place.north) - self.north) * place.weight
      sum += place.weight
    }
    guard sum > 0 else { return nil }
    return Position(
      eastMillimetres: Int32(clamping: self.east + east.dividedToNearest(by: sum)),
      northMillimetres: Int32(clamping: self.north + north.dividedToNearest(by: sum)))
  }

  private mutating func take(_ member: SurfaceMember) {
    event_ = member.event
    strongest = member.response
    east = member.eastMillimetres
    north = member.northMillimetres
  }

  /// Keeps where a member was; its weight is its amplitude in the early bands, in 1/16 µV.
  private mutating func add(place member: SurfaceMember) {
    guard placeCount < Self.capacity else { return }
    let early = abs(member.response[0]) + abs(member.response[1])
    let weight = member.response[0] > 0 ? min(early / 16_000, 1 << 32) : 0
    places[placeCount] = Place(
      east: Int32(clamping: member.eastMillimetres),
      north: Int32(clamping: member.northMillimetres), weight: max(weight, 1))
    placeCount += 1
  }
}
