import DetectorCore
import Physics
package import Recording
import Yams

/// Reads a scenario, which is YAML, and makes the lane of a seed from it.
///
/// Every key is optional except `sweep`; a number may be a pair `[from, to]`, from which the seed draws.
/// A key that is not known, a value out of range or a body without a name are refused with file, line,
/// key and the nearest known key.
package enum ScenarioReader {
  /// Bytes of a scenario at the most.
  package static let maximumBytes = 65_536
  /// Bodies in a lane at the most.
  static let maximumBodies = 200
  static let topKeys = [
    "about", "coil", "sweep", "ground", "hazards", "clutter", "separation_m", "noise", "faults",
    "radar", "balance",
  ]

  /// The lane of a text; `file` is named in refusals and `name` is the scenario's.
  package static func lane(
    _ text: String, file: String, name: String, seed: UInt64
  ) throws(RecordingError) -> Lane {
    let fields = try top(text, file: file, seed: seed)
    let about = try fields.text("about") ?? ""
    guard let sweepFields = try fields.fields("sweep", known: SweepFields.keys) else {
      throw fields.missing("sweep", "how the coil is moved")
    }
    let plan = try SweepFields.plan(sweepFields)
    var scene = InductionScene(name: name, seed: seed, sweep: plan.sweep)
    scene.trackRateMicrohertz = plan.trackRateMicrohertz
    scene.trackMetres = plan.trackMetres
    let coil = try fields.fields("coil", known: CoilFields.keys)
    scene.instrument = try CoilFields.instrument(coil, seed: seed)
    let ground = try fields.fields("ground", known: GroundFields.keys)
    if let ground { scene.ground = try GroundFields.ground(ground, over: plan.field) }
    if let balance = try fields.fields("balance", known: BalanceFields.keys) {
      scene.instrument = try BalanceFields.instrument(
        balance, winding: scene.instrument, coil: coil)
      try BalanceFields.check(scene.ground, ground)
    }
    if let noise = try fields.fields("noise", known: NoiseFields.keys) {
      scene.noise = try NoiseFields.noise(noise)
    }
    if let faults = try fields.fields("faults", known: FaultFields.keys) {
      scene.faults.perMinute = try FaultFields.rates(faults)
    }
    var placing = Placing(
      field: plan.field, separation: try fields.number("separation_m", in: 0...5) ?? 0.45)
    for key in ["hazards", "clutter"] {
      let entries = try fields.list(key, known: BodyFields.keys, most: 50)
      for entry in entries { try placing.add(entry, seed: seed) }
    }
    scene.targets = placing.bodies.compactMap(\.buried)
    var lane = Lane(name: name, about: about, seed: seed, induction: scene)
    if let radar = try fields.fields("radar", known: RadarFields.keys) {
      guard plan.kind == "line" else {
        throw fields.refusal("radar", found: "a sweep of kind \(plan.kind)", expected: "line")
      }
      lane.radar = try RadarFields.scene(
        radar, name: name, seed: seed, plan: plan, bodies: placing.bodies)
    }
    return lane
  }

  /// The line that says what a scenario is for.
  package static func about(_ text: String, file: String) throws(RecordingError) -> String {
    try top(text, file: file, seed: 0).text("about") ?? ""
  }

  private static func top(
    _ text: String, file: String, seed: UInt64
  ) throws(RecordingError) -> ScenarioFields {
    guard text.utf8.count <= maximumBytes else {
      throw ScenarioFields.refusal(
        file, 1, "size", found: "\(text.utf8.count) bytes", expected: "at most \(maximumBytes)")
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      throw ScenarioFields.refusal(
        file, line(of: error), "YAML", found: reason(of: error), expected: "a scenario in YAML")
    }
    guard let node else {
      throw ScenarioFields.refusal(
        file, 1, "scenario", found: "nothing", expected: "keys with values, one a line")
    }
    return try ScenarioFields(node, file: file, place: "", seed: seed, known: topKeys)
  }

  private static func line(of error: any Error) -> Int {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: 1
    }
  }

  private static func reason(of error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      problem
    case .duplicatedKeysInMapping(let keys, _):
      "the key \(keys.joined(separator: ", ")) twice"
    default: "what is not YAML"
    }
  }
}
