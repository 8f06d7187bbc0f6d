import Foundation
import Physics
import Testing

@Suite("Ground that conducts")
struct ConductingGroundTests {
  @Test("Late, a step dies as σ^1.5·μ0^2.5·√π·a⁴/20·t^−2.5", arguments: [0.05, 0.5])
  func late(conductivity: Double) {
    let decay = HalfSpaceDecay(conductivity: conductivity, radiusMetres: 0.13, heightMetres: 0)
    for seconds in [100e-6, 400e-6, 2e-3] {
      let permeability = 4e-7 * Double.pi
      let known =
        pow(conductivity, 1.5) * pow(permeability, 2.5) * Double.pi.squareRoot() * pow(0.13, 4) / 20
        * pow(seconds, -2.5)
      // The next term of the series is of the order of μ0·σ·a²/t: 1e-4 at the most.
      #expect(abs(decay.step(seconds) / known - 1) < 5e-4, "\(seconds)")
    }
  }

  /// A sum over λ of the same integral, in equal steps and with the library's own functions.
  private func summed(_ time: Double, _ conductivity: Double, height: Double) -> Double {
    let k = 4e-7 * Double.pi * conductivity
    let rate = (time / k).squareRoot()
    var sum = 0.0
    let steps = 4_000
    for step in 0..<steps {
      let x = 8 * (Double(step) + 0.5) / Double(steps)
      let wave = x / rate
      let kernel = exp(-x * x) / Double.pi.squareRoot() - x * erfc(x)
      sum += pow(j1(wave * 0.13), 2) * exp(-2 * wave * height) * wave * kernel
    }
    return 2 * Double.pi * 4e-7 * Double.pi * 0.0169 * sum * 8 / Double(steps) / (k * rate * rate)
  }

  @Test("A step meets its integral summed in small steps", arguments: [0.02, 0.5, 5])
  func integral(conductivity: Double) {
    for height in [0.0, 0.05, 0.3] {
      let decay = HalfSpaceDecay(
        conductivity: conductivity, radiusMetres: 0.13, heightMetres: height)
      for seconds in [5e-6, 15e-6, 100e-6, 600e-6] {
        let known = summed(seconds, conductivity, height: height)
        // The middle rule errs by (8/4,000)²/24 of the kernel's bend, 1e-6.
        #expect(abs(decay.step(seconds) / known - 1) < 1e-5)
      }
    }
  }

  @Test("The reference coil hears what an independent model of a half-space says, within 4 %")
  func figures() {
    let instrument = InductionInstrument()
    func microvolts(_ conductivity: Double) -> [Double] {
      HalfSpaceDecay(conductivity: conductivity, radiusMetres: 0.13, heightMetres: 0.05)
        .means(in: instrument.gateSeconds, instrument.drive)
        .map { $0 * instrument.squaredTurnsCurrent * 1e6 }
    }
    // Known for 0.1 S/m: 1.13, 0.21, 0.036 µV, to half a unit of the last digit.
    for ((value, known), half) in zip(
      zip(microvolts(0.1), [1.13, 0.21, 0.036]), [0.005, 0.005, 0.0005])
    {
      #expect(abs(value - known) < 0.04 * known + half, "\(value) for \(known)")
    }
    // Known for sea water: 269, 52, 8.8, 1.3 µV; it has 4 S/m here.
    for ((value, known), half) in zip(
      zip(microvolts(4), [269, 52, 8.8, 1.3]), [0.5, 0.5, 0.05, 0.05])
    {
      #expect(abs(value - known) < 0.04 * known + half, "\(value) for \(known)")
    }
  }

  @Test("Height takes little of it, and more of what conducts better")
  func height() {
    func ratio(_ conductivity: Double) -> Double {
      let low = HalfSpaceDecay(conductivity: conductivity, radiusMetres: 0.13, heightMetres: 0)
      let high = HalfSpaceDecay(conductivity: conductivity, radiusMetres: 0.13, heightMetres: 0.1)
      return high.step(15e-6) / low.step(15e-6)
    }
    // e^(−2λh) at λ ≈ √(k/t): 0.09 1/m of clay of 0.1 S/m, 0.58 1/m of the sea.
    #expect((0.97...0.99).contains(ratio(0.1)) && (0.85...0.90).contains(ratio(4)))
  }
}
