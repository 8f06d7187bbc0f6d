/// A second detector of the same make near by: what its pulses induce in the gates.
///
/// Two coils flat on the ground D apart share M = μ0·(N·π·a²)²/4πD³, far from each other. A gate of T seconds
/// has M·(I(t1) − I(t2))/T of the other's current I, which rises for its pulse and falls within microseconds.
/// Its clock differs by some millionths, so that its pulses walk through the gates of this one: a burst for
/// each gate, of T over the walk in a second, again after every walk round the whole period.
struct NeighbourPulses: Sendable {
  private let mutual: Double
  private let gates: [GateSeconds]
  private let pulse: Double
  private let fall: Double
  private let current: Double
  private let period: Double
  private let otherPeriod: Double
  private let phase: Double
  private let pulses: Int
  private let isBipolar: Bool

  /// Of a scene; nil where no other detector is near. A lock-in does not hear it.
  init?(_ scene: InductionScene) {
    let noise = scene.noise
    let instrument = scene.instrument
    guard noise.neighbourMetres > 0, instrument.balance == nil else { return nil }
    let distance = noise.neighbourMetres
    let area = instrument.windingArea
    mutual =
      CircularCoil.vacuumPermeability * area * area
      / (4 * Double.pi * distance * distance * distance)
    gates = instrument.gateSeconds
    pulse = instrument.drive.pulseSeconds
    fall = instrument.drive.turnOffSeconds
    current = Double(instrument.coilCurrentMilliamperes) / 1e3
    period = instrument.drive.periodSeconds
    otherPeriod = period * (1 + noise.neighbourPartsPerMillion * 1e-6)
    pulses = Int(max(instrument.pulsesPerFrame, 1))
    isBipolar = instrument.isBipolar
    var stream = RandomStream(seed: scene.seed, source: "neighbour")
    phase = stream.uniform() * otherPeriod
  }

  /// Adds what a frame's pulses hear of the other's, volts.
  func add(frame: Int64, to sums: inout [Double]) {
    for number in 0..<pulses {
      let count = Double(frame) * Double(pulses) + Double(number)
      // Where in the other's period this pulse has ended.
      let time = phase + count * (period - otherPeriod)
      let sign: Double = isBipolar && (frame * Int64(pulses) + Int64(number)) & 1 == 1 ? -1 : 1
      for gate in gates.indices {
        let change = current(at: time + gates[gate].start) - current(at: time + gates[gate].end)
        sums[gate] +=
          sign * mutual * change / (gates[gate].end - gates[gate].start)
          / Double(pulses)
      }
    }
  }

  /// The other's current at a time in its period, amperes; its pulse begins at 0.
  private func current(at time: Double) -> Double {
    let turns = time / otherPeriod
    let place = (turns - turns.rounded(.down)) * otherPeriod
    if place < pulse { return current * place / pulse }
    if place < pulse + fall { return current * (1 - (place - pulse) / fall) }
    return 0
  }
}
