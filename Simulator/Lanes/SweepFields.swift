import Physics
import Recording

/// The stretch of ground that a sweep covers.
struct LaneField: Sendable {
  /// Where bodies may lie, east.
  let east: ClosedRange<Double>
  /// Where bodies may lie, north.
  let north: ClosedRange<Double>
}

/// Reads how the coil is moved.
enum SweepFields {
  static let keys = [
    "kind", "width_m", "length_m", "spacing_m", "arm_m", "speed_m_s", "height_m", "bob_m",
    "bob_hz", "wander_m", "end_lift_m", "rock_deg", "rock_hz", "tilt_deg", "speed_variation",
    "spacing_variation", "pauses_per_minute", "turn_s", "still_s", "pump_s", "pump_m",
    "pump_period_s", "spots", "spot_m", "track_hz", "track_m",
  ]

  /// A sweep and what follows from it.
  struct Plan {
    /// `cart`, `hand`, `line` or `pump`.
    let kind: String
    /// The sweep.
    var sweep: InductionSweep
    /// Where bodies may lie.
    let field: LaneField
    /// Length of the lane, metres.
    let lengthMetres: Double
    /// Positions a second, millionths.
    let trackRateMicrohertz: Int64
    /// Deviation of the positions, metres.
    let trackMetres: Double
  }

  static func plan(_ fields: ScenarioFields) throws(RecordingError) -> Plan {
    guard let kind = try fields.word("kind", among: ["cart", "hand", "line", "pump"]) else {
      throw fields.missing("kind", "cart, hand, line or pump")
    }
    let width = try fields.number("width_m", in: 0.3...3) ?? (kind == "hand" ? 1.2 : 1)
    let length = try fields.number("length_m", in: 0.5...50) ?? 6
    let spacing = try fields.number("spacing_m", in: 0.02...0.5) ?? (kind == "hand" ? 0.15 : 0.125)
    let arm = try fields.number("arm_m", in: 0.6...2) ?? 1.1
    guard kind != "hand" || width < 2 * arm else {
      throw fields.refusal("width_m", found: "\(width)", expected: "less than twice arm_m")
    }
    var sweep = InductionSweep([])
    if let seconds = try fields.number("still_s", in: 0...600), seconds > 0 {
      sweep.stretches.append(.still(seconds: seconds))
    }
    let pump = try pump(fields, seconds: kind == "pump" ? 8 : 0)
    if kind != "pump", let pump { sweep.stretches.append(pump) }
    let field: LaneField
    switch kind {
    case "cart":
      sweep.stretches.append(
        .raster(widthMetres: width, lengthMetres: length, spacingMetres: spacing))
      field = LaneField(east: inset(-width / 2, width / 2, 0.1), north: inset(0, length, 0.4))
    case "hand":
      handHabits(&sweep)
      sweep.stretches.append(
        .arcs(
          widthMetres: width, lengthMetres: length, spacingMetres: spacing, armMetres: arm))
      field = LaneField(east: inset(-width / 2, width / 2, 0.2), north: inset(0, length, 0.4))
    case "pump":
      field = try pumped(fields, &sweep, by: pump, length: length)
    default:
      sweep.stretches.append(
        .line(from: .init(east: 0, north: 0), to: .init(east: length, north: 0)))
      sweep.speedVariation = 0
      field = LaneField(east: inset(0, length, 0.35), north: -0.05...0.05)
    }
    try habits(fields, &sweep)
    let rate = try fields.number("track_hz", in: 0...1_000) ?? 50
    return Plan(
      kind: kind, sweep: sweep, field: field, lengthMetres: length,
      trackRateMicrohertz: Int64(rate * 1e6 + 0.5),
      trackMetres: try fields.number("track_m", in: 0...1) ?? 0.0035)
  }

  /// Raising and lowering where the coil is; nil for none.
  private static func pump(
    _ fields: ScenarioFields, seconds unless: Double
  ) throws(RecordingError) -> InductionSweep.Stretch? {
    let seconds = try fields.number("pump_s", in: 0...120) ?? unless
    let high = try fields.number("pump_m", in: 0.05...1) ?? 0.30
    let period = try fields.number("pump_period_s", in: 0.5...10) ?? 2
    return seconds > 0 ? .pump(seconds: seconds, highMetres: high, periodSeconds: period) : nil
  }

  /// Pumps at spots in a row to the east, then moves on by a length, where bodies may lie.
  private static func pumped(
    _ fields: ScenarioFields, _ sweep: inout InductionSweep,
    by pump: InductionSweep.Stretch?, length: Double
  ) throws(RecordingError) -> LaneField {
    let count = Int(try fields.number("spots", in: 1...20) ?? 2)
    let apart = try fields.number("spot_m", in: 0.05...5) ?? 0.7
    var east = 0.0
    for spot in 0..<count {
      if let pump { sweep.stretches.append(pump) }
      let next = east + (spot + 1 < count ? apart : length)
      sweep.stretches.append(
        .line(from: .init(east: east, north: 0), to: .init(east: next, north: 0)))
      east = next
    }
    sweep.speedVariation = 0
    return LaneField(east: inset(east - length, east, 0.35), north: -0.05...0.05)
  }

  private static func inset(_ low: Double, _ high: Double, _ margin: Double) -> ClosedRange<Double>
  {
    let margin = min(margin, (high - low) / 3)
    return (low + margin)...(high - margin)
  }

  /// A hand is less even than a cart.
  private static func handHabits(_ sweep: inout InductionSweep) {
    sweep.speedVariation = 0.2
    sweep.spacingVariation = 0.25
    sweep.wanderMetres = 0.008
    sweep.endLiftMetres = 0.03
    sweep.pausesPerMinute = 2
    sweep.tiltDegrees = 2
  }

  private static func habits(
    _ fields: ScenarioFields, _ sweep: inout InductionSweep
  ) throws(RecordingError) {
    sweep.speed = try fields.number("speed_m_s", in: 0.02...3) ?? sweep.speed
    sweep.heightMetres = try fields.number("height_m", in: 0.005...0.5) ?? sweep.heightMetres
    sweep.bobMetres = try fields.number("bob_m", in: 0...0.2) ?? sweep.bobMetres
    sweep.bobHertz = try fields.number("bob_hz", in: 0...10) ?? sweep.bobHertz
    sweep.wanderMetres = try fields.number("wander_m", in: 0...0.1) ?? sweep.wanderMetres
    sweep.endLiftMetres = try fields.number("end_lift_m", in: 0...0.5) ?? sweep.endLiftMetres
    sweep.rockDegrees = try fields.number("rock_deg", in: 0...45) ?? sweep.rockDegrees
    sweep.rockHertz = try fields.number("rock_hz", in: 0...10) ?? sweep.rockHertz
    sweep.tiltDegrees = try fields.number("tilt_deg", in: 0...20) ?? sweep.tiltDegrees
    sweep.speedVariation =
      try fields.number("speed_variation", in: 0...0.5) ?? sweep.speedVariation
    sweep.spacingVariation =
      try fields.number("spacing_variation", in: 0...0.5) ?? sweep.spacingVariation
    sweep.pausesPerMinute =
      try fields.number("pauses_per_minute", in: 0...60) ?? sweep.pausesPerMinute
    sweep.turnSeconds = try fields.number("turn_s", in: 0...10) ?? sweep.turnSeconds
  }
}
