import Foundation
import Physics
import Testing

@Suite("Induction targets")
struct InductionTargetTests {
  /// One row of the reference table: microvolts in four gates, the target's middle 15 cm under the coil.
  struct Row: Sendable {
    let name: String
    /// As the table has them: half a unit of their last digit belongs to the tolerance.
    let microvolts: [String]
  }

  static let rows = [
    Row(name: "al-cap-6x7", microvolts: ["5.7", "2.1", "0.32", "0.01"]),
    Row(name: "al-cap-6x40", microvolts: ["33", "12", "1.8", "0.06"]),
    Row(name: "steel-pin-0.5g", microvolts: ["0.77", "0.25", "0.08", "0.02"]),
    Row(name: "steel-pin-1g", microvolts: ["1.9", "0.63", "0.20", "0.05"]),
    Row(name: "steel-pin-2g", microvolts: ["4.6", "1.6", "0.50", "0.14"]),
    Row(name: "chrome-ball-5", microvolts: ["0.72", "0.23", "0.07", "0.02"]),
    Row(name: "chrome-ball-10", microvolts: ["10.4", "3.6", "1.2", "0.32"]),
    Row(name: "chrome-ball-15", microvolts: ["47", "17", "5.7", "1.6"]),
    Row(name: "pmn2-like", microvolts: ["26", "9.3", "3.1", "0.85"]),
    Row(name: "pmn-like-ring", microvolts: ["10900", "6050", "1950", "232"]),
    Row(name: "steel-fragment-10g", microvolts: ["34", "12.5", "4.1", "1.2"]),
    Row(name: "brass-case", microvolts: ["85", "50", "18", "2.6"]),
    Row(name: "al-pull-tab", microvolts: ["51", "19", "2.9", "0.09"]),
  ]

  @Test(
    "The gate voltages of caps, pins, balls, rings and tubes are those of the reference table within 5 % and its rounding",
    arguments: rows)
  func table(row: Row) throws {
    let found = try microvolts(row.name)
    for (voltage, text) in zip(found, row.microvolts) {
      let known = try #require(Double(text))
      let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
      let rounding = 0.5 * pow(10, -Double(decimals))
      #expect(abs(voltage - known) < 0.05 * known + rounding, "\(row.name): \(found)")
    }
  }

  @Test("A stainless ball of 5 mm has died before the first gate: below 0.01 µV")
  func stainless() throws {
    #expect(try microvolts("stainless-ball-5").allSatisfy { $0 < 0.01 })
  }

  @Test("A solid non-magnetic sphere has τ = μ0σa²/(nπ)² and A = 12a³/πn²")
  func solidSphere() {
    let spectrum = SphericalShell(radiusMetres: 0.01, permeability: 1, conductivity: 3.5e7).spectrum
    for (order, mode) in zip(1..., spectrum.modes.prefix(20)) {
      let n = Double(order)
      let seconds = 4e-7 * Double.pi * 3.5e7 * 1e-4 / (n * n * Double.pi * Double.pi)
      let volume = 12e-6 / (Double.pi * n * n)
      #expect(abs(mode.seconds / seconds - 1) < 1e-11)
      #expect(abs(mode.volume / volume - 1) < 1e-8)
    }
  }

  @Test("A solid magnetic sphere has A = 12πa³μ/(x² + (μ−1)(μ+2)), and Σ A nears N0 + 2πa³")
  func magneticSphere() {
    let sphere = SphericalShell(radiusMetres: 0.005, permeability: 20, conductivity: 5e6)
    let spectrum = sphere.spectrum
    let diffusion = 4e-7 * Double.pi * 20 * 5e6
    for mode in spectrum.modes {
      let square = diffusion / mode.seconds * 0.005 * 0.005
      let volume = 12 * Double.pi * 1.25e-7 * 20 / (square + 19 * 22)
      #expect(abs(mode.volume / volume - 1) < 1e-7)
    }
    #expect(abs(sphere.steadyVolume - 4 * Double.pi * 1.25e-7 * 19 / 22) < 1e-18)
    let whole = sphere.steadyVolume + 2 * Double.pi * 1.25e-7
    // The modes left out are faster than 0.4 µs: the integral of 12πa³μ/x² from there, a fifth.
    #expect(spectrum.volume < whole && spectrum.volume > 0.75 * whole)
  }

  @Test("A thin shell has one slow mode, τ = μ0σad/3 and A = 2πa³")
  func thinShell() throws {
    let wall = 1e-4
    let shell = SphericalShell(
      radiusMetres: 0.05, wallMetres: wall, permeability: 1, conductivity: 1e7)
    let mode = try #require(shell.spectrum.modes.first)
    // Corrections are of the order of wall over radius, 0.2 %.
    #expect(abs(mode.seconds / (4e-7 * Double.pi * 1e7 * 0.05 * wall / 3) - 1) < 3e-3)
    #expect(abs(mode.volume / (2 * Double.pi * 1.25e-4) - 1) < 6e-3)
    #expect(shell.steadyVolume == 0)
  }

  @Test("A shell whose cavity is small is the solid sphere")
  func thickShell() {
    let solid = SphericalShell(radiusMetres: 0.02, permeability: 5, conductivity: 5e6).spectrum
    let thick = SphericalShell(
      radiusMetres: 0.02, wallMetres: 0.0195, permeability: 5, conductivity: 5e6
    ).spectrum
    // A cavity of ka turns the n-th mode's phase by β = (2μ−2)/3(1+2μ)·(ka)³; τ moves by 2β/kb, which for
    // n = 3 is 7e-4.
    for (one, other) in zip(solid.modes.prefix(3), thick.modes) {
      #expect(abs(one.seconds / other.seconds - 1) < 1e-3)
      #expect(abs(one.volume / other.volume - 1) < 1e-2)
    }
  }

  @Test("A ring's time constant is its inductance over its resistance, and A is μ0(πR²)²/L")
  func ring() {
    let ring = RelaxationSpectrum.ring(
      radiusMetres: 0.05, wireRadiusMetres: 0.001, conductivity: 5e6)
    let inductance = 4e-7 * Double.pi * 0.05 * (log(400.0) - 2)
    let resistance = 2 * Double.pi * 0.05 / (5e6 * Double.pi * 1e-6)
    #expect(abs(ring.modes[0].seconds / (inductance / resistance) - 1) < 1e-12)
    let area = Double.pi * 0.0025
    #expect(abs(ring.volume / (4e-7 * Double.pi * area * area / inductance) - 1) < 1e-12)
  }

  @Test("Pulses that end at once leave of a decay what integrating their rise leaves")
  func rise() {
    let drive = InductionDrive(pulseSeconds: 100e-6, turnOffSeconds: 0, periodSeconds: 800e-6)
    for seconds in [5e-6, 30e-6, 200e-6] {
      // Every step of the rise leaves −e^(−age/τ) of itself, the end of the pulse 1; 40 pulses.
      var sum = 0.0
      let steps = 20_000
      for pulse in 0..<40 {
        let age = Double(pulse) * 800e-6
        sum += exp(-age / seconds)
        for step in 0..<steps {
          let part = (Double(step) + 0.5) / Double(steps)
          sum -= exp(-(age + part * 100e-6) / seconds) / Double(steps)
        }
      }
      #expect(abs(drive.factor(seconds: seconds) / sum - 1) < 1e-6)
    }
  }

  @Test("A fall that takes its time leaves what integrating it leaves, were the pulse long before")
  func fall() {
    let drive = InductionDrive(pulseSeconds: 1e3, turnOffSeconds: 5e-6, periodSeconds: 2e3)
    for seconds in [5e-6, 30e-6, 200e-6] {
      let steps = 20_000
      var sum = 0.0
      for step in 0..<steps {
        let age = (Double(step) + 0.5) / Double(steps) * 5e-6
        sum += exp(-age / seconds) / Double(steps)
      }
      #expect(abs(drive.factor(seconds: seconds) / sum - 1) < 1e-6)
    }
  }

  private func microvolts(_ name: String) throws -> [Double] {
    let target = try #require(InductionTargetLibrary.target(named: name))
    let instrument = InductionInstrument()
    let field = instrument.coil.field(across: 0, along: 0.15).along
    let scale =
      CircularCoil.vacuumPermeability * instrument.squaredTurnsCurrent * field * field * 1e6
    // A long or flat body's decay is shared between its axes; the table's is their mean, save for rings
    // and tubes, whose axis it speaks of.
    let isShared = target.axial.modes.count > 1
    return instrument.gateSeconds.prefix(4).map { gate in
      let axial = instrument.drive.gateMean(of: target.axial, in: gate)
      let transverse = instrument.drive.gateMean(of: target.transverse, in: gate)
      return scale * (isShared ? (axial + 2 * transverse) / 3 : axial)
    }
  }
}
