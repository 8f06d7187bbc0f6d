/// What moves the gates slowly besides the ground: earth field, drift, flicker; and how the battery fares.
struct InductionDisturbance {
  private let noise: InductionNoise
  private let area: Double
  private let drift: [Double]
  private let imbalance: [Double]
  private var temperature: SlowNoise
  private var common: [SlowNoise]
  private var own: [[SlowNoise]]

  /// Intervals of the knots that flicker is made of, seconds.
  private static let octaves = [0.1, 0.4, 1.6, 6.4, 25.6]
  /// The earth field's parts where it dips by 60 degrees, and 30 degrees aside of the lane's width.
  private static let dip = (east: 0.4330127018922193, north: 0.25, up: -0.8660254037844386)

  init(_ scene: InductionScene) {
    noise = scene.noise
    let instrument = scene.instrument
    // A lock-in does not hear what changes as slowly as the earth's field.
    area = instrument.balance == nil ? instrument.windingArea : 0
    drift = instrument.driftShares.map { scene.noise.microvoltsPerKelvin * 1e-6 * $0 }
    imbalance =
      instrument.balance?.imbalance ?? [Double](repeating: 0, count: instrument.channelCount)
    temperature = SlowNoise(
      intervalSeconds: 20, deviation: 0.05,
      stream: RandomStream(seed: scene.seed, source: "temperature"))
    // Two halves of equal power, one that all gates share: each octave has its part of either.
    let parts = Double(2 * Self.octaves.count)
    let deviation = scene.noise.flickerMicrovolts * 1e-6 / parts.squareRoot()
    func octaves(_ name: String) -> [SlowNoise] {
      Self.octaves.map {
        SlowNoise(
          intervalSeconds: $0, deviation: deviation,
          stream: RandomStream(seed: scene.seed, source: "\(name) \($0)"))
      }
    }
    common = octaves("flicker")
    own = (0..<instrument.channelCount).map { octaves("flicker of gate \($0)") }
  }

  /// Kelvin above the temperature at the start.
  mutating func warming(at seconds: Double) -> Double {
    guard noise.warmingKelvinPerMinute != 0 else { return 0 }
    return noise.warmingKelvinPerMinute * seconds / 60 + temperature.value(at: seconds)
  }

  /// The current in parts of the nominal one.
  func current(at seconds: Double) -> Double {
    max(1 - noise.sagMillivoltsPerMinute * seconds / 60 / noise.batteryMillivolts, 0)
  }

  /// Adds what is heard between two poses to the gates, volts; `seconds` after the start.
  mutating func add(
    from before: SweepPath.Pose, to after: SweepPath.Pose, over span: Double, at seconds: Double,
    warming: Double, to gates: inout [Double], from first: Int
  ) {
    // N·A·d(B·n)/dt, n being the coil's axis: (lean, 1)/√(1 + lean²).
    let turned = Self.flux(after) - Self.flux(before)
    let earth = area * noise.earthFieldMicrotesla * 1e-6 * turned / span
    var shared = earth
    let current = current(at: seconds)
    let hasFlicker = noise.flickerMicrovolts > 0
    if hasFlicker {
      for place in common.indices { shared += common[place].value(at: seconds) }
    }
    for gate in drift.indices {
      var value = shared + drift[gate] * warming
      if hasFlicker {
        for place in own[gate].indices { value += own[gate][place].value(at: seconds) }
      }
      gates[first + gate] += value + imbalance[gate] * current
    }
  }

  private static func flux(_ pose: SweepPath.Pose) -> Double {
    let length = (1 + pose.leanEast * pose.leanEast + pose.leanNorth * pose.leanNorth).squareRoot()
    return (dip.east * pose.leanEast + dip.north * pose.leanNorth + dip.up) / length
  }
}
