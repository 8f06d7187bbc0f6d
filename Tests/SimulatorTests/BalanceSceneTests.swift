import DetectorCore
import Foundation
import Lanes
import Physics
import Recording
import Testing

@Suite("Induction balance, simulated")
struct BalanceSceneTests {
  /// Degrees behind ferrite at 5, 8, 20 and 50 kHz, as another program reckoned them; of its
  /// stainless ball too, which is a little magnetic where the one here is not.
  static let phases: [(name: String, degrees: [Double])] = [
    ("chrome-ball-10", [-11, -14, -21, -32]), ("steel-pin-1g", [-8, -10, -15, -24]),
    ("brass-ball-10", [-142, -151, -163, -169]),
    ("al-ball-10", [-157, -162, -169, -173]),
  ]

  /// The same of hollow steel along its axis, by finite elements at each frequency by itself: its modes,
  /// which were fitted to its decay in time, have to meet them.
  static let steelPhases: [(name: String, degrees: [Double])] = [
    ("mortar-60", [-83.6, -99.8, -131.1, -151.3]), ("mortar-82", [-104.9, -121.7, -146.5, -160.1]),
    ("ozm72-like", [-124.2, -137.9, -155.4, -164.7]),
    ("pomz-like", [-63.4, -76.6, -108.9, -137.1]),
    ("tm62-like", [-162.7, -166.1, -170.9, -173.8]), ("tin-can", [-83.7, -108.9, -143.0, -156.9]),
  ]

  @Test("Hollow steel answers each frequency at the phase of finite elements within 1°")
  func steel() throws {
    for (name, known) in Self.steelPhases {
      let target = try #require(InductionTargetLibrary.target(named: name))
      let means = drive([5_000, 8_000, 20_000, 50_000]).means(of: target.axial)
      for place in known.indices {
        let phase = atan2(means[2 * place + 1], means[2 * place]) * 180 / Double.pi
        #expect(abs(phase - known[place]) < 1, "\(name): \(phase) at \(place)")
      }
    }
  }

  private func drive(_ hertz: [Double]) -> BalanceDrive {
    var drive = BalanceDrive()
    drive.frequenciesMillihertz = hertz.map { Int64($0 * 1_000) }
    return drive
  }

  @Test("Bodies answer each frequency at the known phase within 3°", arguments: phases.indices)
  func knownPhases(row: Int) throws {
    let (name, known) = Self.phases[row]
    let target = try #require(InductionTargetLibrary.target(named: name))
    let means = drive([5_000, 8_000, 20_000, 50_000]).means(of: target.axial)
    for place in known.indices {
      let phase = atan2(means[2 * place + 1], means[2 * place]) * 180 / Double.pi
      #expect(abs(phase - known[place]) < 3, "\(name): \(phase) at \(place)")
    }
  }

  @Test(
    "A solid sphere that is not magnetic has the closed form's polarisability within a hundredth")
  func sphere() {
    // χ = −1.5 (1 − 3 (z coth z − 1)/z²), z = (1+j)·a/δ; at a/δ = 2 it is reckoned here by hand.
    let (radius, conductivity) = (0.01, 3.5e7)
    let depth = radius / 2
    let angular = 2 / (4e-7 * Double.pi * conductivity * depth * depth)
    var drive = BalanceDrive()
    drive.frequenciesMillihertz = [Int64(angular / (2 * Double.pi) * 1_000)]
    let spectrum = SphericalShell(
      radiusMetres: radius, permeability: 1, conductivity: conductivity
    ).spectrum
    let means = drive.means(of: spectrum)
    let x = 2.0
    // (sinh 2x − j sin 2x)/(cosh 2x − cos 2x) is coth z.
    let below = cosh(2 * x) - cos(2 * x)
    let coth = (sinh(2 * x) / below, -sin(2 * x) / below)
    let z = (x, x)
    let product = (z.0 * coth.0 - z.1 * coth.1 - 1, z.0 * coth.1 + z.1 * coth.0)
    // z² = 2jx²: dividing by it turns by −90°.
    let quotient = (product.1 / (2 * x * x), -product.0 / (2 * x * x))
    let volume = 4 / 3 * Double.pi * radius * radius * radius
    let real = -1.5 * volume * (1 - 3 * quotient.0)
    let imaginary = -1.5 * volume * (-3 * quotient.1)
    let exact = drive.angular[0]
    #expect(abs(means[0] / exact - real) < 0.01 * abs(real), "\(means[0] / exact) \(real)")
    #expect(abs(means[1] / exact - imaginary) < 0.01 * abs(imaginary))
  }

  @Test("Soil lags by (π/2)/(χ/F), and its χ/F falls by 1 in a natural logarithm of frequency")
  func soil() {
    let drive = drive([10_000, 10_000 * 2.718281828459045])
    let soil = drive.soil(ratio: 50)
    #expect(abs(soil[0] / drive.angular[0] - 50) < 1e-9)
    #expect(abs(soil[2] / drive.angular[1] - 49) < 1e-6)
    #expect(abs(soil[1] / drive.angular[0] + Double.pi / 2) < 1e-9)
  }

  private func scene(seed: UInt64 = 1) throws -> InductionScene {
    try #require(try LaneLibrary.lane(named: "balance-nothing", seed: seed)).induction
  }

  private func frames(_ scene: InductionScene, block: Int, most: Int = 3_000) -> [Int32] {
    var source = InductionSceneSource(scene)
    var room = [Int32](repeating: 0, count: block * source.gateCount)
    var all: [Int32] = []
    while all.count < most * source.gateCount {
      var span = room.mutableSpan
      let header = source.readBlock(into: &span)
      if header.count == 0 { break }
      all += room.prefix(header.count * source.gateCount)
    }
    return Array(all.prefix(most * source.gateCount))
  }

  @Test("The same seed gives the same frames however they are cut, another seed other ones")
  func repeatable() throws {
    let one = frames(try scene(), block: 64)
    #expect(one == frames(try scene(), block: 999))
    #expect(one != frames(try scene(seed: 2), block: 64))
    #expect(one.count == 12_000)
  }

  @Test("Over no ground I and Q of a frame have e/√T of noise, and the imbalance")
  func noise() throws {
    var scene = try scene()
    scene.ground = .air
    scene.noise = .none
    scene.noise.whiteNanovoltsPerRootHertz = 5
    let found = frames(scene, block: 512, most: 4_000)
    // 5 nV/√Hz over a 250th of a second is 79 nV: 15.8 counts of 5 nV.
    for channel in 0..<4 {
      let values = stride(from: channel, to: found.count, by: 4).map { Double(found[$0]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
      #expect(abs(variance.squareRoot() - 15.81) < 0.8)
      let known = try #require(scene.instrument.balance).imbalance[channel] / 5e-9
      #expect(abs(mean - known) < 2)
    }
  }

  @Test(
    "A scenario's balance is refused where it contradicts itself",
    arguments: [
      ("balance: {frequencies_hz: [19000, 6500]}", "balance.frequencies_hz", "rising order"),
      ("balance: {frequencies_hz: []}", "balance.frequencies_hz", "1 to 8 numbers"),
      ("balance: {frequencies_hz: 6500}", "balance.frequencies_hz", "1 to 8 numbers"),
      ("balance: {frequencies_hz: [nan]}", "balance.frequencies_hz", "from 1000.0"),
      ("balance: {frequencies_hz: [0]}", "balance.frequencies_hz", "from 1000.0"),
      ("balance: {frame_rate_hz: 9000}", "balance.frame_rate_hz", "20.0 to 2000.0"),
      ("balance: {gates_us: [[1, 2]]}", "balance.gates_us", "an unknown key"),
      ("balance: {}\ncoil: {pulse_us: 100}", "coil.pulse_us", "radius_m and turns"),
      ("balance: {}\ncoil: {varied: true}", "coil.varied", "radius_m and turns"),
      (
        "balance: {}\nground: {conductivity_s_m: 4}", "ground.conductivity_s_m",
        "conducts nothing"
      ),
    ])
  func refusals(text: String, field: String, words: String) throws {
    do throws(RecordingError) {
      _ = try ScenarioReader.lane(
        text + "\nsweep: {kind: cart}\n", file: "x.yaml", name: "x", seed: 1)
      Issue.record("nothing was refused")
    } catch {
      #expect(error.field == field && error.description.contains(words), "\(error)")
      #expect(error.file.hasPrefix("x.yaml:"))
    }
  }

  @Test("The radius and turns of the coil's winding hold for a balance too")
  func winding() throws {
    let lane = try ScenarioReader.lane(
      "balance: {}\ncoil: {radius_m: 0.1, turns: 33}\nsweep: {kind: cart}\n", file: "x", name: "x",
      seed: 1)
    let instrument = lane.induction.instrument
    #expect(instrument.coilRadiusMicrometres == 100_000 && instrument.coilTurns == 33)
    #expect(instrument.channelCount == 4 && instrument.rateMicrohertz == 250_000_000)
  }
}
