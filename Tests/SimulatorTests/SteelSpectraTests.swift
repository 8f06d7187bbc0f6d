import Foundation
import Physics
import Testing

@Suite("Hollow steel bodies")
struct SteelSpectraTests {
  /// A body's gates with its axis and with its side to the field, microvolts, a point 15 cm under the
  /// reference coil: what Tests/checking/steel-spectra makes of its modes.
  struct Row: Sendable {
    let name: String
    let axial: [Double]
    let transverse: [Double]
  }

  static let rows = [
    Row(
      name: "mortar-60", axial: [12_153, 6_645, 3_334, 1_497],
      transverse: [12_202, 5_974, 2_525, 908]),
    Row(
      name: "mortar-82", axial: [23_169, 12_841, 6_539, 3_008],
      transverse: [26_149, 13_424, 6_012, 2_313]),
    Row(
      name: "ozm72-like", axial: [30_183, 16_534, 8_319, 3_752],
      transverse: [32_840, 17_431, 8_154, 3_314]),
    Row(
      name: "pomz-like", axial: [11_692, 6_127, 2_858, 1_168],
      transverse: [9_586, 4_405, 1_733, 578]),
    Row(
      name: "tin-can", axial: [15_271, 9_314, 3_655, 620],
      transverse: [14_191, 8_767, 3_636, 684]),
  ]

  private func gates(_ spectrum: RelaxationSpectrum) -> [Double] {
    let instrument = InductionInstrument()
    let field = instrument.coil.field(across: 0, along: 0.15).along
    let scale =
      CircularCoil.vacuumPermeability * instrument.squaredTurnsCurrent * field * field * 1e6
    return instrument.gateSeconds.prefix(4).map {
      scale * instrument.drive.gateMean(of: spectrum, in: $0)
    }
  }

  @Test("Both axes have the gates of the finite elements that made them", arguments: rows)
  func table(row: Row) throws {
    let target = try #require(InductionTargetLibrary.target(named: row.name))
    for (found, known) in [(target.axial, row.axial), (target.transverse, row.transverse)] {
      for (voltage, expected) in zip(gates(found), known) {
        // The rows are rounded to a microvolt.
        #expect(abs(voltage - expected) < 0.51 + 1e-4 * expected, "\(row.name) \(voltage)")
      }
    }
  }

  @Test("Across its axis a tube has the steady moment that is known of an endless one")
  func steady() throws {
    for (name, width, length, wall, permeability) in [
      ("mortar-60", 0.060, 0.150, 0.007, 100.0), ("mortar-82", 0.082, 0.200, 0.008, 100.0),
      ("ozm72-like", 0.108, 0.172, 0.005, 100.0), ("pomz-like", 0.060, 0.107, 0.009, 200.0),
      ("tin-can", 0.075, 0.100, 0.000_25, 100.0),
    ] {
      let outer = width / 2
      let hollow = pow((outer - wall) / outer, 2)
      let above = (permeability * permeability - 1) * (1 - hollow)
      let below = pow(permeability + 1, 2) - pow(permeability - 1, 2) * hollow
      let known = 2 * Double.pi * outer * outer * length * above / below
      let target = try #require(InductionTargetLibrary.target(named: name))
      // The mesh ends at 40 radii, which is 1/1,600 of the moment, and has linear elements.
      #expect(abs(target.transverse.steadyVolume / known - 1) < 0.01, "\(name)")
    }
  }

  @Test("Steel's late gates are louder along the axis than a shell of its kind says")
  func late() throws {
    let mortar = try #require(InductionTargetLibrary.target(named: "mortar-60"))
    let shell = SphericalShell(
      radiusMetres: 0.038, wallMetres: 0.007, permeability: 100, conductivity: 5e6
    ).spectrum
    let ratios = zip(gates(mortar.axial), gates(shell)).map { $0 / $1 }
    #expect(ratios[3] > 2.5 && ratios[3] > 1.3 * ratios[0], "\(ratios)")
  }

  @Test("Along the axis steel decays slower than across it: it leads its own field")
  func slower() throws {
    for name in ["mortar-60", "mortar-82", "pomz-like", "ozm72-like"] {
      let target = try #require(InductionTargetLibrary.target(named: name))
      let (along, across) = (gates(target.axial), gates(target.transverse))
      #expect(along[3] / along[0] > across[3] / across[0], "\(name)")
    }
  }

  @Test("Every mode is positive and within the times that were fitted")
  func modes() throws {
    for row in Self.rows {
      let target = try #require(InductionTargetLibrary.target(named: row.name))
      for mode in target.axial.modes + target.transverse.modes {
        #expect(mode.volume > 0 && (1.4e-6...2.1e-2).contains(mode.seconds))
      }
      #expect(target.axial.steadyVolume > target.transverse.steadyVolume)
    }
  }

  @Test("A wide body has of a point what finite elements have of a uniform field, within 15 %")
  func wide() throws {
    let mine = try #require(InductionTargetLibrary.target(named: "tm62-like"))
    var point = mine
    point.widthMetres = 0.1
    point.coreMetres = 0.1
    // First gate of a closed drum of 320 by 100 mm, its middle so far under the reference coil, over the
    // same in a uniform field.
    for (metres, known) in [(0.10, 1.126), (0.15, 0.900), (0.20, 0.882), (0.30, 0.904)] {
      let ratio = peak(mine, metres) / peak(point, metres)
      #expect(abs(ratio / known - 1) < 0.15, "\(metres): \(ratio)")
    }
  }

  /// The first gate over a body, whose middle lies so far under the coil.
  private func peak(_ target: InductionTarget, _ metres: Double) -> Double {
    var pass = InductionPass(
      over: target, heightMetres: metres - target.lengthMetres / 2, speed: 0.5)
    pass.leadMetres = 0.01
    return pass.profile(stepMetres: 0.01)[1][0]
  }
}
