import Foundation
import Physics
import Testing

@Suite("Induction physics")
struct InductionFieldTests {
  @Test(
    "Elliptic integrals meet their known values",
    arguments: [
      (0.0, 1.5707963267948966, 1.5707963267948966), (0.5, 1.8540746773013719, 1.3506438810476755),
      (0.9, 2.5780921133481733, 1.1047747327040733), (0.99, 3.6956373629898747, 1.0159935450252239),
      (1 - 1e-9, 11.747927282280077, 1.0000000056239633),
    ])
  func elliptic(parameter: Double, first: Double, second: Double) {
    let integrals = EllipticIntegrals(parameter: parameter)
    // Where m nears 1 its own last bit moves K by 1e-8 of itself; 1e-13 elsewhere.
    let bound = parameter > 0.999 ? 1e-7 : 1e-13
    #expect(abs(integrals.first - first) < bound * first)
    #expect(abs(integrals.second - second) < bound * second)
  }

  @Test("The field on the axis is a²/2(a²+z²)^1.5, and the reference coil has its known field")
  func axis() {
    let coil = CircularCoil(radiusMetres: 0.13)
    // N·I of the reference coil is 40 A; the known field has three digits.
    for (height, known) in [(0.10, 76.6), (0.15, 43.2), (0.20, 24.9), (0.30, 9.7)] {
      let field = coil.field(across: 0, along: height).along
      let exact = 0.0169 / 2 / pow(0.0169 + height * height, 1.5)
      #expect(abs(field - exact) < 1e-14 * exact)
      #expect(abs(40 * field - known) < 0.06)
    }
  }

  @Test(
    "Beside the axis the field is that of Biot and Savart's sum",
    arguments: [
      (0.02, 0.05), (0.13, 0.03), (0.2, 0.1), (0.5, 0.3), (1.5, 0.6), (0.0001, 0.1),
    ])
  func beside(across: Double, along: Double) {
    let field = CircularCoil(radiusMetres: 0.13).field(across: across, along: along)
    let summed = biotSavart(radius: 0.13, across: across, along: along)
    let size = (summed.0 * summed.0 + summed.1 * summed.1).squareRoot()
    // The sum of a smooth periodic function converges faster than any power: 2,000 parts are exact.
    #expect(abs(field.across - summed.0) < 1e-9 * size)
    #expect(abs(field.along - summed.1) < 1e-9 * size)
  }

  @Test("The mutual inductance of two coils is the flux of one through the other")
  func mutual() {
    let coil = CircularCoil(radiusMetres: 0.13)
    for distance in [0.06, 0.1, 0.2, 1.0] {
      var flux = 0.0
      let steps = 4_000
      for step in 0..<steps {
        let across = 0.13 * (Double(step) + 0.5) / Double(steps)
        let field = coil.field(across: across, along: distance).along
        flux += field * 2 * Double.pi * across * 0.13 / Double(steps)
      }
      let exact = CircularCoil.vacuumPermeability * flux
      // The midpoint rule over 4,000 rings is good to (1/4000)² times the curvature, about 1e-5 here.
      #expect(abs(coil.mutualInductance(distanceMetres: distance) - exact) < 2e-5 * exact)
    }
  }

  @Test("The soil signal of the reference coil is the known one: 39, 23 and 7.9 µV for F = 1e-5")
  func soil() {
    let coil = CircularCoil(radiusMetres: 0.13)
    let drive = InductionDrive(pulseSeconds: 150e-6, turnOffSeconds: 3e-6, periodSeconds: 1e-3)
    let gate = GateSeconds(start: 10e-6, end: 20e-6)
    for (height, known) in [(0.03, 39.0), (0.05, 23.0), (0.10, 7.9)] {
      let volts =
        800 * 0.5e-5 * coil.mutualInductance(distanceMetres: 2 * height)
        * drive.soilMean(exponent: 1, in: gate)
      #expect(abs(volts * 1e6 - known) < 0.03 * known)
    }
  }

  @Test("Soil's gate ratios are the known 5.039 and 5.898; an exponent of nearly 1 joins that of 1")
  func soilRatios() {
    let drive = InductionDrive(pulseSeconds: 150e-6, turnOffSeconds: 3e-6, periodSeconds: 1e-3)
    let gates = InductionInstrument().gateSeconds
    let means = gates.map { drive.soilMean(exponent: 1, in: $0) }
    #expect(abs(means[0] / means[2] - 5.039) < 0.001)
    #expect(abs(means[1] / means[3] - 5.898) < 0.001)
    for (gate, mean) in zip(gates, means) {
      #expect(abs(drive.soilMean(exponent: 1 + 2e-6, in: gate) - mean) < 1e-5 * mean)
    }
  }

  private func biotSavart(radius: Double, across: Double, along: Double) -> (Double, Double) {
    var sum = (0.0, 0.0)
    let steps = 2_000
    for step in 0..<steps {
      let angle = 2 * Double.pi * Double(step) / Double(steps)
      let (x, y) = (across - radius * cos(angle), -radius * sin(angle))
      let cube = pow(x * x + y * y + along * along, 1.5)
      sum.0 += radius * cos(angle) * along / cube
      sum.1 += (-radius * sin(angle) * y - radius * cos(angle) * x) / cube
    }
    let scale = 1 / (2 * Double(steps))
    return (sum.0 * scale, sum.1 * scale)
  }
}
