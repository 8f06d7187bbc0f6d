import DetectorCore
import Physics
import TestSupport
import Testing

@Suite("Targets at depth")
struct TargetDepthTests {
  /// A pass over a body, the coil 2 cm above neutral soil.
  private static func pass(
    _ target: InductionTarget, depthMetres: Double, pitchDegrees: Double, speed: Double
  ) -> InductionPass {
    var pass = InductionPass(over: target, heightMetres: 0.02, speed: speed)
    pass.depthMetres = depthMetres
    pass.pitchDegrees = pitchDegrees
    pass.ground = InductionGround()
    pass.ground.viscosity = 1e-7
    pass.seed = 7
    return pass
  }

  /// Deviations of one output's white noise at which the best gate peaks, the earth-field gate taken off.
  private static func deviations(_ pass: InductionPass) throws -> Double {
    let settings = try InductionSettings(
      description: pass.instrument.description, rateMicrohertz: pass.instrument.rateMicrohertz)
    let white = pass.instrument.whiteVolts(pass.noise)
    let earth = try #require(white.last)
    // The decimator passes 1/1.8 M of the noise's power.
    let share = 1 / (1.8 * Double(settings.factor))
    let profile = pass.profile(stepMetres: 0.02)
    return (0..<white.count - 1).map { gate in
      let peak = profile.map { abs($0[gate] - ($0.last ?? 0)) }.max() ?? 0
      return peak / ((white[gate] * white[gate] + earth * earth) * share).squareRoot()
    }.max() ?? 0
  }

  /// The depth at which the peak is six deviations, to 5 mm; nil where it is less at contact.
  private static func deepest(
    _ target: InductionTarget, pitchDegrees: Double
  ) throws -> Double? {
    func isLoud(_ depth: Double) throws -> Bool {
      try deviations(
        pass(target, depthMetres: depth, pitchDegrees: pitchDegrees, speed: 0.5)) >= 6
    }
    guard try isLoud(0) else { return nil }
    var (low, high) = (0.0, 1.5)
    while high - low > 0.005 {
      let middle = (low + high) / 2
      if try isLoud(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// Deeper than this a bump grows as wide as the motion filter, which takes it for ground.
  private static let widestMetres = 0.5

  @Test(
    "Every target is found from contact to 9/10 of where its peak is six deviations, or of 0.5 m",
    arguments: InductionTargetLibrary.names.filter { $0 != "stainless-ball-5" })
  func ladder(name: String) throws {
    let target = try #require(InductionTargetLibrary.target(named: name))
    for pitch in [0.0, 90] {
      guard let deepest = try Self.deepest(target, pitchDegrees: pitch) else { continue }
      for speed in [0.1, 1.0] {
        for rung in 0...5 {
          let depth = min(deepest, Self.widestMetres) * 0.9 * Double(rung) / 5
          let pass = Self.pass(target, depthMetres: depth, pitchDegrees: pitch, speed: speed)
          let record = try ChainRun.record(pass.scene)
          let isFound = record.events(.detection).contains {
            // A ring on its edge answers from both sides, farther off the deeper it lies.
            $0.position.map { abs($0.eastMillimetres) <= 200 + Int32(depth * 800) } ?? false
          }
          #expect(isFound, "\(name) at \(depth) m, \(speed) m/s, pitch \(pitch)")
        }
      }
    }
  }
}
