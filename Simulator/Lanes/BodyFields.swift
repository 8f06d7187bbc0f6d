import DetectorCore
import Physics
import Recording

/// One thing in the ground as coil and radar meet it.
struct LaneBody {
  /// What the coil meets; nil for what has no metal.
  var buried: BuriedTarget?
  /// What the radar meets.
  var object: BuriedObject
}

/// Reads what lies in the ground.
enum BodyFields {
  static let keys = [
    "target", "casing", "count", "depth_m", "pitch_deg", "heading_deg", "east_m", "north_m",
    "pair_m",
  ]
  /// Things without metal, which only a radar meets.
  static let withoutMetal = ["root", "rock"]
  /// Casings that hold explosive and let waves through.
  static let casings = ["none", "ap-plastic", "at-plastic"]

  /// What of a casing lies over its cap, metres.
  private static let apCover = 0.015
  private static let atCover = 0.02

  /// Makes a body; its place is set afterwards.
  static func body(
    named name: String, casing: String, depthMetres: Double, pitchDegrees: Double,
    headingDegrees: Double
  ) -> LaneBody? {
    if let object = stone(name, depthMetres: depthMetres) { return LaneBody(object: object) }
    guard var target = InductionTargetLibrary.target(named: name) else { return nil }
    var cover = 0.0
    switch casing {
    case "ap-plastic":
      target.name = "AP plastic case, " + target.name
      target.targetClass = .antiPersonnelMine
      target.radiusMetres = 0.0555
      cover = apCover
    case "at-plastic":
      target.name = "AT plastic case, " + target.name
      target.targetClass = .antiTankMine
      target.radiusMetres = 0.135
      cover = atCover
    default: break
    }
    var buried = BuriedTarget(
      target, east: 0, north: 0, depthMetres: depthMetres, pitchDegrees: pitchDegrees,
      headingDegrees: headingDegrees)
    buried.coverMetres = cover
    return LaneBody(buried: buried, object: echo(of: target, casing: casing, depth: depthMetres))
  }

  private static func stone(_ name: String, depthMetres: Double) -> BuriedObject? {
    switch name {
    case "root":
      BuriedObject(
        .clutter, name: "root", positionMetres: 0, depthMetres: depthMetres, radiusMetres: 0.012,
        reflection: 0.065)
    case "rock":
      BuriedObject(
        .clutter, name: "rock", positionMetres: 0, depthMetres: depthMetres, radiusMetres: 0.04,
        reflection: -0.060)
    default: nil
    }
  }

  /// How a body throws back waves of 1.5 GHz, as loud as those of the dual lanes: in a plastic casing the cap
  /// is what they meet, with the polarity of metal.
  private static func echo(
    of target: InductionTarget, casing: String, depth: Double
  ) -> BuriedObject {
    var object = BuriedObject(
      target.targetClass, name: target.name, positionMetres: 0, depthMetres: depth,
      radiusMetres: target.radiusMetres, reflection: 0.12)
    let width = max(target.lengthMetres, target.widthMetres)
    switch casing {
    case "ap-plastic":
      object.reflection = -0.03
      object.isFlat = true
      object.casingMetres = 0.05
      object.metalReflection = 0.17
      object.metalMetres = apCover
    case "at-plastic":
      object.reflection = -0.015
      object.isFlat = true
      object.casingMetres = 0.11
      object.metalReflection = 0.125
      object.metalMetres = atCover
    default:
      // Metal of the width of a wavelength and more throws back most of what comes.
      object.reflection = width > 0.2 ? 0.30 : width > 0.05 ? 0.25 : 0.12
      object.isFlat = target.widthMetres > 0.2
    }
    return object
  }
}

/// Puts bodies into the ground: where the scenario says, or apart from each other where it does not.
struct Placing {
  /// Tries for one body before it may lie nearer to its neighbours.
  private static let tries = 60
  private let field: LaneField
  private let separation: Double
  private(set) var bodies: [LaneBody] = []

  init(field: LaneField, separation: Double) {
    self.field = field
    self.separation = separation
  }

  /// Adds all bodies of an entry.
  mutating func add(_ fields: ScenarioFields, seed: UInt64) throws(RecordingError) {
    let known = InductionTargetLibrary.names + BodyFields.withoutMetal
    guard let name = try Self.name(fields, known: known) else {
      throw fields.missing("target", "one of \(known.joined(separator: ", "))")
    }
    let casing = try fields.word("casing", among: BodyFields.casings) ?? "none"
    let depth = try fields.range("depth_m", in: 0...1.5) ?? 0.02...0.10
    let pitch = try fields.range("pitch_deg", in: -90...90) ?? 90...90
    let heading = try fields.range("heading_deg", in: -360...360) ?? 0...360
    let pair = try fields.number("pair_m", in: 0.01...3)
    let fixedEast = try fields.number("east_m", in: -50...50)
    let fixedNorth = try fields.number("north_m", in: -50...50)
    var chance = fields.chance("places")
    for _ in 0..<(try fields.count("count", in: 0...50) ?? 1) {
      guard
        let body = BodyFields.body(
          named: name, casing: casing, depthMetres: GroundFields.draw(depth, &chance),
          pitchDegrees: GroundFields.draw(pitch, &chance),
          headingDegrees: GroundFields.draw(heading, &chance))
      else { throw fields.missing("target", "one of \(known.joined(separator: ", "))") }
      guard bodies.count + 2 <= ScenarioReader.maximumBodies else {
        throw fields.refusal(
          "count", found: "more than \(ScenarioReader.maximumBodies) bodies in all",
          expected: "fewer")
      }
      let place = self.place(&chance)
      put(body, east: fixedEast ?? place.east, north: fixedNorth ?? place.north)
      if let pair { putBeside(body, metres: pair, &chance) }
    }
  }

  /// A parametric ball may stand beside the listed names.
  private static func name(
    _ fields: ScenarioFields, known: [String]
  ) throws(RecordingError) -> String? {
    if let text = try fields.text("target"), text.contains("-ball-"),
      InductionTargetLibrary.target(named: text) != nil
    {
      return text
    }
    return try fields.word("target", among: known)
  }

  private mutating func put(_ body: LaneBody, east: Double, north: Double) {
    var body = body
    body.buried?.east = east
    body.buried?.north = north
    body.object.positionMetres = east
    body.object.asideMetres = north
    bodies.append(body)
  }

  /// Puts the same once more at a distance from the last one, where the field has room for it.
  private mutating func putBeside(
    _ body: LaneBody, metres: Double, _ chance: inout RandomStream
  ) {
    guard let last = bodies.last else { return }
    let (east, north) = (last.object.positionMetres, last.object.asideMetres)
    for _ in 0..<Self.tries {
      let angle = 2 * Double.pi * chance.uniform()
      let place = (
        east: east + metres * Elementary.cos(angle), north: north + metres * Elementary.sin(angle)
      )
      guard field.east.contains(place.east), field.north.contains(place.north) else { continue }
      return put(body, east: place.east, north: place.north)
    }
    let side: Double = east + metres <= field.east.upperBound ? 1 : -1
    put(body, east: east + side * metres, north: north)
  }

  /// A place as far from all bodies as is asked, or as far as there is room.
  private func place(_ chance: inout RandomStream) -> (east: Double, north: Double) {
    var apart = separation
    while true {
      for _ in 0..<Self.tries {
        let east = GroundFields.draw(field.east, &chance)
        let north = GroundFields.draw(field.north, &chance)
        let isFree = bodies.allSatisfy { body in
          let x = body.object.positionMetres - east
          let y = body.object.asideMetres - north
          return x * x + y * y >= apart * apart
        }
        if isFree { return (east, north) }
      }
      apart *= 0.8
      if apart < 0.01 { apart = 0 }
    }
  }
}
