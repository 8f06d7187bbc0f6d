import DetectorCore
import Foundation
import Testing

/// A number with a real and an imaginary part.
private struct Complex {
  var re: Double
  var im: Double
  static func + (a: Complex, b: Complex) -> Complex { Complex(re: a.re + b.re, im: a.im + b.im) }
  static func - (a: Complex, b: Complex) -> Complex { Complex(re: a.re - b.re, im: a.im - b.im) }
  static func * (a: Complex, b: Complex) -> Complex {
    Complex(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
  }
  static func * (a: Double, b: Complex) -> Complex { Complex(re: a * b.re, im: a * b.im) }
  static func / (a: Complex, b: Complex) -> Complex {
    let power = b.re * b.re + b.im * b.im
    return Complex(
      re: (a.re * b.re + a.im * b.im) / power, im: (a.im * b.re - a.re * b.im) / power)
  }
  /// (1 − e^−2z) / (1 + e^−2z), which does not overflow.
  var hyperbolicTangent: Complex {
    let size = exp(-2 * re)
    let power = Complex(re: size * cos(2 * im), im: -size * sin(2 * im))
    let one = Complex(re: 1, im: 0)
    return (one - power) / (one + power)
  }
}

/// Phase in degrees of a solid sphere's polarisability in a uniform field: its closed form.
private func spherePhase(
  diameter: Double, permeability: Double, conductivity: Double, hertz: Double
) -> Double {
  let product = 2 * Double.pi * hertz * 4e-7 * Double.pi * permeability * conductivity
  let size = diameter / 2 * (product / 2).squareRoot()
  let alpha = Complex(re: size, im: size)
  let tangent = alpha.hyperbolicTangent
  let t = alpha * alpha * tangent - alpha + tangent
  let u = tangent - alpha
  let chi = (2 * permeability * u + t) / (permeability * u - t)
  return atan2(chi.im, chi.re) * 180 / Double.pi
}

@Suite("Lock-in and phase")
struct BalanceKernelTests {
  private func demodulate(_ x: [Int32], period: Int, periods: Int) -> [Phasor] {
    var kernel = SynchronousDemodulator(samplesPerPeriod: period, periods: periods)
    return x.compactMap { kernel.push($0) }
  }

  @Test(
    "Four samples a period, by hand: I is the first less the third, Q the fourth less the second")
  func byHand() {
    #expect(
      demodulate([100, 30, -60, -50], period: 4, periods: 1)
        == [Phasor(inPhase: 80, quadrature: -40)])
    #expect(demodulate([7, 7, 7, 7, 9, 9, 9, 9], period: 4, periods: 2) == [Phasor()])
  }

  /// References are rounded to 2⁻¹⁶ each: an output of amplitude A is off by at most 2 A 2⁻¹⁶, and by half
  /// a count.
  @Test("A tone's phasor is that of Double within what rounding can do", arguments: seeds(6))
  func property(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for period in [3, 4, 5, 8, 16, 63, 64] {
      let count = period * 8
      let x = (0..<count).map { _ in Int32(truncatingIfNeeded: random.next()) >> 4 }
      let found = demodulate(x, period: period, periods: 8)[0]
      var (i, q, largest) = (0.0, 0.0, 0.0)
      for n in 0..<count {
        let angle = 2 * Double.pi * Double(n) / Double(period)
        i += 2 * Double(x[n]) * cos(angle) / Double(count)
        q -= 2 * Double(x[n]) * sin(angle) / Double(count)
        largest = max(largest, abs(Double(x[n])))
      }
      // The references' own 2⁻²² adds to their rounding.
      let bound = 2 * largest * (0x1p-16 + 0x1p-22) + 0.5
      #expect(abs(Double(found.inPhase) - i) <= bound)
      #expect(abs(Double(found.quadrature) - q) <= bound)
    }
  }

  @Test("Full scale, a constant and alternating extremes stay within the rail")
  func rails() {
    for period in [3, 4, 7, 64] {
      let count = SynchronousDemodulator.maximumSamples / period * period
      for pattern in 0..<4 {
        let x = (0..<count).map { n -> Int32 in
          switch pattern {
          case 0: .max
          case 1: .min
          case 2: n % 2 == 0 ? .max : .min
          default: n % period * 2 < period ? .max : .min
          }
        }
        let found = demodulate(x, period: period, periods: count / period)
        #expect(found.count == 1)
        #expect(found[0].polar.magnitude < 3_100_000_000)
        if pattern < 2 { #expect(found[0].polar.magnitude < 70_000) }
      }
    }
  }

  @Test("A lock-in that is put down and taken up again gives the same bits", arguments: seeds(4))
  func splits(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let x: [Int32] = random.samples(500)
    let whole = demodulate(x, period: 5, periods: 3)
    var kernel = SynchronousDemodulator(samplesPerPeriod: 5, periods: 3)
    var parts: [Phasor] = []
    for block in random.cuts(of: x.count, longest: 40) {
      var copy = kernel
      for sample in x[block] { if let output = copy.push(sample) { parts.append(output) } }
      kernel = copy
    }
    #expect(parts == whole && whole.count == 33)
  }

  /// Spheres of 10 mm at 5, 8, 20 and 50 kHz: chrome steel, stainless steel a little magnetic, brass and
  /// aluminium; degrees as calculated elsewhere, of metals whose figures are not all known.
  @Test(
    "Known spheres come out of the lock-in at their phases, and as their numbers",
    arguments: [
      (100.0, 4e6, [-11.0, -14, -21, -32]), (1.02, 1.45e6, [-90, -97, -116, -140]),
      (1, 1.5e7, [-142, -151, -163, -169]), (1, 3.5e7, [-157, -162, -169, -173]),
    ])
  func spheres(permeability: Double, conductivity: Double, degrees: [Double]) {
    for (hertz, expected) in zip([5e3, 8e3, 20e3, 50e3], degrees) {
      let phase = spherePhase(
        diameter: 0.010, permeability: permeability, conductivity: conductivity, hertz: hertz)
      #expect(abs(phase - expected) < 1.1)
      for period in [4, 16] {
        let x = (0..<(period * 64)).map { n in
          let angle = 2 * Double.pi * Double(n) / Double(period) + phase * Double.pi / 180
          return Int32((1e6 * cos(angle)).rounded())
        }
        let found = demodulate(x, period: period, periods: 64)[0].polar
        // 2⁻¹⁵ of the references and 0.003° of the angle's last bit.
        let turn = Double(found.angle.signedBits) * 360 / 65_536
        #expect(abs(turn - phase) < 0.006)
        #expect(abs(Double(found.magnitude) - 1e6) < 100)
        #expect(abs(Double(TargetID.number(of: found.angle)) - (-phase / 1.8).rounded(.down)) <= 1)
      }
    }
  }

  /// 24 truncations of a count, and 2⁻²³ of a radian: 2⁻²².
  @Test("Cosine and sine are within 2⁻²² of Double, and exact at quarters")
  func sine() {
    for bits in stride(from: 0, through: 65_535, by: 37) {
      let (c, s) = Sine.pair(of: BinaryAngle(bits: UInt16(bits)))
      let angle = 2 * Double.pi * Double(bits) / 65_536
      #expect(abs(Double(c) / 0x1p30 - cos(angle)) < 0x1p-22)
      #expect(abs(Double(s) / 0x1p30 - sin(angle)) < 0x1p-22)
    }
    let quarters = [(1, 0), (0, 1), (-1, 0), (0, -1)] as [(Int64, Int64)]
    for (number, (c, s)) in quarters.enumerated() {
      let found = Sine.pair(of: BinaryAngle(bits: UInt16(number << 14)))
      #expect(found.cosine == c << 30 && found.sine == s << 30)
    }
  }

  @Test("A filter follows a step as its pole says, to the count, at the rails too")
  func filter() {
    for size in [1, 1_000, 1 << 30, Int64.max] {
      for frames in [0, 1, 16, 250, 8_000] as [Int64] {
        var filter = PhasorFilter(framesQ8: frames * 256)
        filter.take(Phasor(inPhase: -size, quadrature: size == 1 ? 0 : -size))
        let start = Double(filter.value.inPhase)
        let end = Double(Phasor(inPhase: size).clamped.inPhase)
        let count = 2 * frames + 1
        for _ in 0..<count { filter.take(Phasor(inPhase: size, quadrature: size)) }
        let left = pow(1 - 1 / Double(1 + frames), Double(count))
        let expected = end + (start - end) * left
        // Each step rounds to 2⁻¹⁵ of a count, α to 2⁻³⁰ of the way.
        let bound = 0.5 + Double(count) * (0x1p-15 + abs(end - start) * 0x1p-30)
        #expect(abs(Double(filter.value.inPhase) - expected) <= bound)
      }
    }
  }

  @Test("A number that is shown holds still while the phase trembles")
  func hysteresis() {
    func phase(_ degrees: Double) -> BinaryAngle {
      BinaryAngle(bits: UInt16(truncatingIfNeeded: Int((degrees / 360 * 65_536).rounded())))
    }
    #expect(TargetID.number(of: phase(0)) == 0 && TargetID.number(of: phase(-179.99)) == 99)
    #expect(TargetID.number(of: phase(10)) == 0 && TargetID.number(of: phase(170)) == 99)
    #expect(TargetID.number(of: phase(-90)) == 50)
    var target = TargetID()
    #expect(target.number == nil)
    target.take(phase(-90.1))
    for degrees in [-88.3, -91.9, -90.1] {
      target.take(phase(degrees))
      #expect(target.number == 50)
    }
    target.take(phase(-94))
    #expect(target.number == 52)
    target.reset()
    #expect(target.number == nil)
  }

  /// A slope of 10⁵ counts against 30 of noise: 30/(35,000 √500) rad is 0.002°, and 0.011° is rounding.
  @Test("Ground that moves on a line teaches its phase", arguments: [-12.0, -1.5, 0, 7, 22])
  func groundPhase(degrees: Double) throws {
    var random = SplitMix(seed: 3)
    var ground = GroundPhase()
    for n in 0..<500 {
      let swing = 1e5 * (1 - cos(Double(n) / 10)) / 2
      let angle = degrees * Double.pi / 180
      ground.take(
        Phasor(
          inPhase: Int64(swing * cos(angle)) + Int64(random.below(100)) + 5_000,
          quadrature: Int64(swing * sin(angle)) + Int64(random.below(100)) - 77_000))
    }
    guard case .learnt(let angle) = ground.verdict() else {
      Issue.record("refused: \(ground.verdict())")
      return
    }
    #expect(abs(Double(angle.signedBits) * 360 / 65_536 - degrees) < 0.02)
  }

  @Test("Metal's phase, noise and a short look are refused as ground")
  func refusedPhase() {
    func verdict(_ count: Int, degrees: Double, swing: Double) -> GroundPhase.Result {
      var random = SplitMix(seed: 5)
      var ground = GroundPhase()
      for n in 0..<count {
        let size = swing * (1 - cos(Double(n) / 10)) / 2
        let angle = degrees * Double.pi / 180
        ground.take(
          Phasor(
            inPhase: Int64(size * cos(angle)) + Int64(random.below(100)),
            quadrature: Int64(size * sin(angle)) + Int64(random.below(100))))
      }
      return ground.verdict()
    }
    #expect(verdict(500, degrees: -97, swing: 1e5) == .refused(.outOfRange))
    #expect(verdict(500, degrees: -32, swing: 1e5) == .refused(.outOfRange))
    #expect(verdict(500, degrees: 0, swing: 50) == .refused(.tooWeak))
    #expect(verdict(60, degrees: 0, swing: 1e5) == .refused(.tooShort))
    // At the rails nothing traps.
    var ground = GroundPhase()
    for n in 0..<2_000 {
      let rail: Int64 = n % 3 == 0 ? .max : .min
      ground.take(Phasor(inPhase: rail, quadrature: n % 2 == 0 ? rail : 0))
    }
    if case .learnt = ground.verdict() { Issue.record("rails were learnt") }
  }

  @Test("A floor follows noise to its deviation, and one loud value hardly moves it")
  func floor() {
    var random = SplitMix(seed: 9)
    var floor = AmplitudeFloor(least: 4, memory: 1_000)
    for _ in 0..<20_000 {
      // Twelve uniform numbers less six, times 100.
      let sum = (0..<12).reduce(0) { sum, _ in sum + random.below(10_000) }
      floor.take(Int64((sum - 60_000) / 100))
    }
    #expect(abs(Double(floor.deviation) - 100) < 8)
    let before = floor.deviation
    floor.take(.min)
    #expect(floor.deviation - before <= 2)
    for _ in 0..<20_000 { floor.take(0) }
    #expect(floor.deviation == 4)
  }
}
