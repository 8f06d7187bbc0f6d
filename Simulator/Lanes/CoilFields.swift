import DetectorCore
import Physics
import Recording

/// Reads the coil with its pulser, gates and converter.
enum CoilFields {
  static let keys = [
    "varied", "radius_m", "turns", "current_a", "pulse_us", "turn_off_us", "pulse_rate_hz",
    "pulses_per_frame", "gates_us", "lsb_nv", "rail_v", "bipolar",
  ]

  static func instrument(
    _ fields: ScenarioFields?, seed: UInt64
  ) throws(RecordingError) -> InductionInstrument {
    guard let fields else { return InductionInstrument() }
    var coil =
      try fields.flag("varied") == true ? varied(fields.chance("varied")) : InductionInstrument()
    if let value = try fields.number("radius_m", in: 0.03...0.6) {
      coil.coilRadiusMicrometres = Int64(value * 1e6 + 0.5)
    }
    if let value = try fields.count("turns", in: 1...500) { coil.coilTurns = Int32(value) }
    if let value = try fields.number("current_a", in: 0.01...50) {
      coil.coilCurrentMilliamperes = Int64(value * 1e3 + 0.5)
    }
    if let value = try fields.number("pulse_us", in: 5...5_000) {
      coil.pulseNanoseconds = Int64(value * 1e3 + 0.5)
    }
    if let value = try fields.number("turn_off_us", in: 0...100) {
      coil.turnOffNanoseconds = Int64(value * 1e3 + 0.5)
    }
    if let value = try fields.number("pulse_rate_hz", in: 50...20_000) {
      coil.pulseRateMillihertz = Int64(value * 1e3 + 0.5)
    }
    if let value = try fields.count("pulses_per_frame", in: 1...64) {
      coil.pulsesPerFrame = Int32(value)
    }
    if let pairs = try fields.pairs("gates_us", in: 1...2_000) {
      guard (2...16).contains(pairs.count) else {
        throw fields.refusal("gates_us", found: "\(pairs.count) gates", expected: "2 to 16")
      }
      coil.gates = pairs.map {
        InductionInstrument.Gate(
          startNanoseconds: Int64($0.lowerBound * 1e3 + 0.5),
          endNanoseconds: Int64($0.upperBound * 1e3 + 0.5))
      }
    }
    if let value = try fields.number("lsb_nv", in: 0.1...10_000) {
      coil.lsbFemtovolts = Int64(value * 1e6 + 0.5)
    }
    coil.railVolts = try fields.number("rail_v", in: 1e-4...20) ?? coil.railVolts
    coil.isBipolar = try fields.flag("bipolar") ?? coil.isBipolar
    try check(coil, fields)
    return coil
  }

  /// The last gate closes before the next pulse begins.
  private static func check(
    _ coil: InductionInstrument, _ fields: ScenarioFields
  ) throws(RecordingError) {
    let period = 1_000_000_000_000 / coil.pulseRateMillihertz
    let free = period - coil.pulseNanoseconds - coil.turnOffNanoseconds
    let last = coil.gates.map(\.endNanoseconds).max() ?? 0
    guard last <= free else {
      throw fields.refusal(
        "gates_us", found: "a gate that closes at \(last / 1_000) us",
        expected: "at most \(max(free, 0) / 1_000) us, when the next pulse begins")
    }
  }

  /// A coil of the kinds that are built: the seed draws its size, gates, rates and converter.
  private static func varied(_ chance: RandomStream) -> InductionInstrument {
    var chance = chance
    func pick<Value>(_ values: [Value]) -> Value {
      values[Int(chance.integer(below: UInt64(values.count)))]
    }
    var coil = InductionInstrument()
    // Small coils have more turns: the inductance stays near 0.3 mH.
    let (radius, turns) = pick([
      (100_000, 24), (115_000, 22), (130_000, 20), (150_000, 17), (165_000, 15), (180_000, 14),
    ])
    coil.coilRadiusMicrometres = Int64(radius)
    coil.coilTurns = Int32(turns)
    coil.coilCurrentMilliamperes = pick([1_500, 2_000, 3_000])
    coil.pulseNanoseconds = pick([100_000, 150_000, 200_000])
    coil.pulseRateMillihertz = pick([870_000, 1_000_000, 1_130_000])
    coil.pulsesPerFrame = pick([1, 2, 4])
    coil.lsbFemtovolts = pick([5_000_000, 10_000_000, 20_000_000])
    let edges: [Int64] = pick([
      [8, 16, 32, 64, 128], [8, 20, 40, 72, 144], [10, 18, 34, 70, 140], [10, 25, 50, 90, 180],
      [12, 24, 48, 96, 192], [12, 30, 60, 108, 216],
    ])
    let earth: (Int64, Int64) = pick([(300, 400), (350, 450)])
    coil.gates = zip(edges, edges.dropFirst()).map { start, end in
      InductionInstrument.Gate(startNanoseconds: start * 1_000, endNanoseconds: end * 1_000)
    }
    coil.gates.append(
      InductionInstrument.Gate(
        startNanoseconds: earth.0 * 1_000, endNanoseconds: earth.1 * 1_000))
    return coil
  }
}
