import Physics
import Recording

/// Reads the carriers of an induction balance, which stands in for the pulses of the coil.
enum BalanceFields {
  static let keys = [
    "frequencies_hz", "frame_rate_hz", "current_a", "lsb_nv", "rail_v", "imbalance_uv",
  ]
  /// Keys of the coil that only pulses have.
  private static let pulseKeys = [
    "varied", "current_a", "pulse_us", "turn_off_us", "pulse_rate_hz", "pulses_per_frame",
    "gates_us", "lsb_nv", "rail_v", "bipolar",
  ]

  /// The coil with carriers instead of pulses; `coil` is what the scenario says of the winding.
  static func instrument(
    _ fields: ScenarioFields, winding: InductionInstrument, coil: ScenarioFields?
  ) throws(RecordingError) -> InductionInstrument {
    if let coil, let key = pulseKeys.first(where: coil.has) {
      throw coil.refusal(
        key, found: "a key of pulses beside a balance",
        expected: "radius_m and turns alone; what else a balance has stands under balance")
    }
    var instrument = winding
    var drive = BalanceDrive()
    if let hertz = try fields.rising("frequencies_hz", in: 1_000...200_000, most: 8) {
      drive.frequenciesMillihertz = hertz.map { Int64($0 * 1e3 + 0.5) }
    }
    if let value = try fields.number("frame_rate_hz", in: 20...2_000) {
      drive.rateMicrohertz = Int64(value * 1e6 + 0.5)
    }
    drive.imbalanceMicrovolts =
      try fields.number("imbalance_uv", in: 0...10_000) ?? drive.imbalanceMicrovolts
    instrument.coilCurrentMilliamperes =
      Int64((try fields.number("current_a", in: 0.001...5) ?? 0.2) * 1e3 + 0.5)
    instrument.lsbFemtovolts =
      Int64((try fields.number("lsb_nv", in: 0.1...10_000) ?? 5) * 1e6 + 0.5)
    instrument.railVolts = try fields.number("rail_v", in: 1e-4...5) ?? 0.04
    instrument.balance = drive
    return instrument
  }

  /// What the ground of a balance has no model for.
  static func check(
    _ ground: InductionGround, _ fields: ScenarioFields?
  ) throws(RecordingError) {
    guard let fields, ground.conductivity > 0 else { return }
    throw fields.refusal(
      "conductivity_s_m", found: "\(ground.conductivity)",
      expected: "0 or nothing beside a balance, whose ground conducts nothing")
  }
}
