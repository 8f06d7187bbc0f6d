/// What changes from frame to frame: white noise, radio, mains, knocks, another detector.
struct FrameNoise {
  /// A stretch of frames with a height of its own.
  private struct Stretch {
    let frames: Range<Int64>
    let volts: Double
    let decay: Double
  }

  private let white: [Double]
  private let radio: [Double]
  private let knockShares: [Double]
  private var mains: MainsHum?
  private let neighbour: NeighbourPulses?
  private var chance: RandomStream
  private var radioChance: RandomStream
  private let bursts: [Stretch]
  private let knocks: [Stretch]
  private var burst = 0
  private var knock = 0
  private var ringing: [(volts: Double, decay: Double)] = []
  private var frame: Int64 = 0

  init(_ scene: InductionScene, frameCount: Int64) {
    let instrument = scene.instrument
    white = instrument.whiteVolts(scene.noise)
    // A lock-in hears of a burst what a gate of 10 µs does.
    let lengths =
      instrument.balance == nil
      ? instrument.gateSeconds.map { $0.end - $0.start }
      : [Double](repeating: 10e-6, count: instrument.channelCount)
    radio = lengths.map { scene.noise.burstMicrovolts * 1e-6 * (10e-6 / $0).squareRoot() }
    chance = RandomStream(seed: scene.seed, source: "white noise")
    radioChance = RandomStream(seed: scene.seed, source: "radio")
    mains = MainsHum(scene)
    neighbour = NeighbourPulses(scene)
    let rate = instrument.frameRate
    bursts = Self.stretches(
      scene, "bursts", perMinute: scene.noise.burstsPerMinute, frameCount: frameCount
    ) { stream in
      (stream.uniform(in: 0.05..<0.5) * rate, 0, 1)
    }
    knocks = Self.stretches(
      scene, "knocks", perMinute: scene.noise.knocksPerMinute, frameCount: frameCount
    ) { stream in
      let sign: Double = stream.next() & 1 == 0 ? 1 : -1
      let volts = sign * scene.noise.knockMicrovolts * 1e-6 * stream.uniform(in: 0.5..<1.5)
      let seconds = stream.uniform(in: 0.05..<0.2)
      return (seconds * rate, volts, Elementary.exp(-1 / (seconds * rate)))
    }
    // A knock moves the wire in the field: all gates hear it, none quite alike.
    var stream = RandomStream(seed: scene.seed, source: "knock shares")
    knockShares = (0..<instrument.channelCount).map { _ in 1 + 0.05 * stream.gaussian() }
  }

  /// Adds the noise of the next frame to its gates, volts.
  mutating func add(to gates: inout [Double]) {
    for gate in white.indices where white[gate] > 0 {
      gates[gate] += white[gate] * chance.gaussian()
    }
    while burst < bursts.count, bursts[burst].frames.upperBound <= frame { burst += 1 }
    if burst < bursts.count, bursts[burst].frames.contains(frame) {
      for gate in radio.indices { gates[gate] += radio[gate] * radioChance.gaussian() }
    }
    while knock < knocks.count, knocks[knock].frames.lowerBound <= frame {
      ringing.append((knocks[knock].volts, knocks[knock].decay))
      knock += 1
    }
    if !ringing.isEmpty {
      for place in ringing.indices {
        for gate in knockShares.indices { gates[gate] += ringing[place].volts * knockShares[gate] }
        ringing[place].volts *= ringing[place].decay
      }
      ringing.removeAll { $0.volts.magnitude < 1e-9 }
    }
    mains?.add(to: &gates)
    neighbour?.add(frame: frame, to: &gates)
    frame += 1
  }

  private static func stretches(
    _ scene: InductionScene, _ name: String, perMinute: Double, frameCount: Int64,
    make: (inout RandomStream) -> (frames: Double, volts: Double, decay: Double)
  ) -> [Stretch] {
    guard perMinute > 0 else { return [] }
    var stream = RandomStream(seed: scene.seed, source: name)
    var all: [Stretch] = []
    var seconds = 0.0
    while true {
      seconds -= Elementary.log(1 - stream.uniform()) * 60 / perMinute
      let first = Int64(seconds * scene.instrument.frameRate)
      guard first < frameCount else { return all }
      let (frames, volts, decay) = make(&stream)
      let last = first + max(Int64(frames), 1)
      all.append(Stretch(frames: first..<last, volts: volts, decay: decay))
      seconds = Double(last) / scene.instrument.frameRate
    }
  }
}

/// The mains as every gate of every pulse meets it, averaged over the pulses of a frame.
///
/// v = a·sin(2πf·t + φ) and its third and fifth harmonics at a third and a fifth; the phase advances from
/// pulse to pulse, so that a pulse rate near a multiple of the mains makes a slow beat.
struct MainsHum {
  private struct Harmonic {
    var cosine: Double
    var sine: Double
    let turn: (cosine: Double, sine: Double)
    let gates: [(cosine: Double, sine: Double)]
  }

  private var harmonics: [Harmonic]

  init?(_ scene: InductionScene) {
    let noise = scene.noise
    // A lock-in over whole periods of its carrier does not hear the mains.
    guard noise.mainsMicrovolts > 0, scene.instrument.balance == nil else { return nil }
    let instrument = scene.instrument
    let pulses = Int(max(instrument.pulsesPerFrame, 1))
    let clock = 1 + noise.clockPartsPerMillion * 1e-6
    let period = instrument.drive.periodSeconds * clock
    var stream = RandomStream(seed: scene.seed, source: "mains")
    let start = stream.uniform()
    harmonics = [1, 3, 5].map { order in
      let angular = 2 * Double.pi * noise.mainsHertz * Double(order)
      let phase = 2 * Double.pi * start * Double(order)
      let step = angular * period * Double(pulses)
      let amplitude = noise.mainsMicrovolts * 1e-6 / Double(order)
      let gates = instrument.gateSeconds.map { gate in
        Self.mean(
          amplitude: amplitude, angular: angular, period: period, pulses: pulses, gate: gate,
          isBipolar: instrument.isBipolar)
      }
      return Harmonic(
        cosine: Elementary.cos(phase), sine: Elementary.sin(phase),
        turn: (Elementary.cos(step), Elementary.sin(step)), gates: gates)
    }
  }

  /// Adds the mains of the next frame.
  mutating func add(to gates: inout [Double]) {
    for place in harmonics.indices {
      let (cosine, sine) = (harmonics[place].cosine, harmonics[place].sine)
      for gate in harmonics[place].gates.indices {
        let share = harmonics[place].gates[gate]
        gates[gate] += sine * share.cosine + cosine * share.sine
      }
      let turn = harmonics[place].turn
      harmonics[place].cosine = cosine * turn.cosine - sine * turn.sine
      harmonics[place].sine = sine * turn.cosine + cosine * turn.sine
    }
  }

  /// The mean over a frame's pulses of sin(φ + angle) as c·sin φ + s·cos φ: gives (c, s).
  private static func mean(
    amplitude: Double, angular: Double, period: Double, pulses: Int, gate: GateSeconds,
    isBipolar: Bool
  ) -> (cosine: Double, sine: Double) {
    var sum = (cosine: 0.0, sine: 0.0)
    for pulse in 0..<pulses {
      let angle = angular * (Double(pulse) * period + (gate.start + gate.end) / 2)
      let sign: Double = isBipolar && pulse & 1 == 1 ? -1 : 1
      sum.cosine += sign * Elementary.cos(angle)
      sum.sine += sign * Elementary.sin(angle)
    }
    return (sum.cosine * amplitude / Double(pulses), sum.sine * amplitude / Double(pulses))
  }
}
