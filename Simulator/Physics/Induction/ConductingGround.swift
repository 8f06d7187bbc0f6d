/// The decay of ground that conducts, under a loop that is switched off: wet clay, sea water.
///
/// Over a half-space of conductivity σ, with k = μ0·σ and x = λ·√(t/k), a step from 1 A in one turn of radius
/// a at height h gives
///
///     v(t) = 2π·μ0·a²·∫ J1(λa)²·e^(−2λh)·(λ/k)·[√(k/πt)·e^(−x²) − λ·erfc(x)] dλ,
///
/// the inverse transform of the reflection (γ−λ)/(γ+λ), γ² = λ² + s·k (Ward and Hohmann, 1988, 4.4). Late it
/// is σ^(3/2)·μ0^(5/2)·√π·a⁴/20·t^(−5/2). The pulse is part of it: a current that rises in a straight line
/// for T takes the mean of v over t … t+T away, one that falls for t_r spreads it over t … t+t_r.
struct ConductingGround {
  /// Heights that the decay is tabulated for, from the ground up.
  private static let heights = 11
  /// From one to the next, metres.
  private static let step = 0.05
  private let gates: [Double]
  private let gateCount: Int

  /// Of a scene; nothing for a balance, of whose carriers a scenario cannot ask it.
  init(_ scene: InductionScene) {
    let instrument = scene.instrument
    gateCount = instrument.channelCount
    let conductivity = scene.ground.conductivity
    guard conductivity > 0, instrument.balance == nil else {
      gates = []
      return
    }
    gates = (0..<Self.heights).flatMap { place in
      HalfSpaceDecay(
        conductivity: conductivity, radiusMetres: instrument.coil.radiusMetres,
        heightMetres: Double(place) * Self.step
      ).means(in: instrument.gateSeconds, instrument.drive).map {
        instrument.squaredTurnsCurrent * $0
      }
    }
  }

  /// Adds what is heard at a height; `factor` is what the place has of the decay.
  func add(_ factor: Double, height: Double, to sums: inout [Double], from first: Int) {
    guard !gates.isEmpty else { return }
    let place = min(max(height / Self.step, 0), Double(Self.heights - 1) - 1e-9)
    let index = Int(place)
    let part = place - Double(index)
    for gate in 0..<gateCount {
      let low = gates[index * gateCount + gate]
      let high = gates[(index + 1) * gateCount + gate]
      sums[first + gate] += factor * (low + (high - low) * part)
    }
  }
}

/// One turn of 1 A at one height over a conducting half-space.
package struct HalfSpaceDecay {
  private let conductance: Double
  private let radius: Double
  private let height: Double

  /// Gauss's rule of eight points on −1 … 1 (Abramowitz and Stegun, 25.4.30).
  private static let rule: [(node: Double, weight: Double)] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362_0),
    (0.525_532_409_916_329_0, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_3),
  ].flatMap { [(-$0.0, $0.1), ($0.0, $0.1)] }
  /// Steps of the table of v(t), each a fourteenth longer than the one before.
  private static let ratio = 0.07

  /// A ground, a coil and its height.
  package init(conductivity: Double, radiusMetres: Double, heightMetres: Double) {
    conductance = CircularCoil.vacuumPermeability * conductivity
    radius = radiusMetres
    height = heightMetres
  }

  /// The means of the voltage over gates after a pulse, volts for one turn and 1 A.
  package func means(in gates: [GateSeconds], _ drive: InductionDrive) -> [Double] {
    let first = gates.map(\.start).min() ?? 1e-6
    let last = (gates.map(\.end).max() ?? 1e-6) + drive.turnOffSeconds + drive.pulseSeconds
    // v is nearly a power of t: its logarithm over that of t is nearly straight.
    let start = Elementary.log(first)
    let count = Int((Elementary.log(last) - start) / Self.ratio) + 2
    let table = (0..<count).map {
      Elementary.log(step(Elementary.exp(start + Double($0) * Self.ratio)))
    }
    func value(_ time: Double) -> Double {
      let place = min(max((Elementary.log(time) - start) / Self.ratio, 0), Double(count - 2))
      let index = min(Int(place), count - 2)
      let part = place - Double(index)
      return Elementary.exp(table[index] + (table[index + 1] - table[index]) * part)
    }
    return gates.map { gate in
      Self.mean(gate.start, gate.end) { time in
        Self.mean(time, time + drive.turnOffSeconds) { late in
          value(late) - Self.mean(late, late + drive.pulseSeconds, pieces: 3, value)
        }
      }
    }
  }

  /// v(t) of a step.
  package func step(_ time: Double) -> Double {
    let rate = (time / conductance).squareRoot()
    // e^(−x²) has fallen to 1e-16 at x = 6: from there on nothing is left.
    let end = 6.0
    let mean = Self.mean(0, end, pieces: 6) { x in
      let wave = x / rate
      let bessel = Self.bessel(wave * radius)
      let kernel = Elementary.exp(-x * x) / Double.pi.squareRoot() - x * Self.complement(x)
      return bessel * bessel * Elementary.exp(-2 * wave * height) * wave * kernel
    }
    // dλ = dx/rate, and (λ/k)·√(k/t) = λ/(k·rate).
    return 2 * Double.pi * CircularCoil.vacuumPermeability * radius * radius * end * mean
      / (conductance * rate * rate)
  }

  /// The mean of a function over a stretch, by Gauss's rule in equal pieces.
  private static func mean(
    _ start: Double, _ end: Double, pieces: Int = 1, _ value: (Double) -> Double
  ) -> Double {
    guard end > start else { return value(start) }
    let half = (end - start) / Double(2 * pieces)
    var sum = 0.0
    for piece in 0..<pieces {
      let middle = start + Double(2 * piece + 1) * half
      for point in rule { sum += point.weight * value(middle + half * point.node) }
    }
    return sum / Double(2 * pieces)
  }

  /// J1 by its series; where its argument grows beyond ten the kernel has died.
  private static func bessel(_ z: Double) -> Double {
    let square = -z * z / 4
    var (term, sum) = (z / 2, z / 2)
    for order in 1...40 {
      term *= square / (Double(order) * Double(order + 1))
      sum += term
    }
    return sum
  }

  /// erfc of 0 and more: the series below 2, the continued fraction above (Abramowitz and Stegun,
  /// 7.1.5 and 7.1.14).
  private static func complement(_ x: Double) -> Double {
    guard x < 2 else {
      var fraction = x
      for order in stride(from: 60, through: 1, by: -1) {
        fraction = x + Double(order) / 2 / fraction
      }
      return Elementary.exp(-x * x) / (Double.pi.squareRoot() * fraction)
    }
    var (term, sum) = (x, x)
    for order in 1...40 {
      term *= -x * x / Double(order)
      sum += term / Double(2 * order + 1)
    }
    return 1 - 2 / Double.pi.squareRoot() * sum
  }
}
