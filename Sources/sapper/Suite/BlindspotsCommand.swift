import ArgumentParser
import DetectorCore
import Journal
import Physics
import Recording

/// Looks for decays that the chain is blind to.
struct BlindspotsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blindspots",
    abstract: "Print how strong a single decay must be to alarm, for each time constant.",
    discussion: """
      For time constants of 5 to 200 µs in steps of 10 %, a body of one decay is passed over. 1.0 is the \
      strength at which the best single gate, filtered along the way as the chain does, stands at six \
      deviations of its white noise; printed is the smallest multiple that alarms with every seed.
      """)

  /// What lies under the body.
  enum Ground: String, ExpressibleByArgument, CaseIterable {
    /// Nothing.
    case air
    /// Soil of moderate viscosity.
    case soil
  }

  @Option(help: "Ground under the body: air or soil.")
  var ground = Ground.air

  @Option(help: "Speed of the coil, m/s.")
  var speed = 0.5

  @Option(help: "Seeds of each figure.")
  var seeds = 3

  @Flag(help: "Print JSON with stable keys.")
  var json = false

  @OptionGroup var configurationOptions: ConfigurationOptions

  func validate() throws {
    guard (1...100).contains(seeds) else { throw ValidationError("--seeds: expected 1 to 100.") }
    guard (0.05...3).contains(speed) else { throw ValidationError("--speed: expected 0.05 to 3.") }
  }

  func run() throws(RecordingError) {
    let chain = try configurationOptions.load().induction
    let trials = Self.constants.map {
      BlindspotTrial(seconds: $0, isOverSoil: ground == .soil, speed: speed, seeds: seeds)
    }
    var bar = ProgressBar(total: Int64(trials.count), noun: "decays")
    let multiples = Parallel.map(trials.count) {
      bar.update(done: Int64($0))
    } body: { index in
      trials[index].smallestMultiple(chain)
    }
    bar.clear()
    try ByteOutput.print(
      json ? page(multiples).text() + "\n" : Self.text(multiples, ground: ground))
  }

  /// 5 to 200 µs in steps of 10 %.
  static let constants: [Double] = {
    var constants: [Double] = []
    var each = 5e-6
    while each < 200e-6 {
      constants.append(each)
      each *= 1.1
    }
    return constants + [200e-6]
  }()

  private static func text(_ multiples: [Double?], ground: Ground) -> String {
    var text = "in the \(ground.rawValue); smallest multiple of six deviations that alarms\n"
    for (constant, multiple) in zip(constants, multiples) {
      text += Text.right(SuitePage.fixed(constant * 1e6, 1), 7) + " µs  "
      guard let multiple else {
        text += "none up to \(SuitePage.fixed(BlindspotTrial.largest, 0))\n"
        continue
      }
      let length = Int((multiple * 10).rounded())
      text += Text.right(SuitePage.fixed(multiple, 2), 6) + "  "
      text += String(repeating: "#", count: min(length, 70)) + "\n"
    }
    let worst = multiples.map { $0 ?? .infinity }.max() ?? 0
    return text + "worst: "
      + (worst.isFinite ? SuitePage.fixed(worst, 2) : "no alarm at all") + "\n"
  }

  private func page(_ multiples: [Double?]) -> JSONPage {
    .object([
      ("ground", .string(ground.rawValue)), ("seeds", .integer(Int64(seeds))),
      (
        "decays",
        .array(
          zip(Self.constants, multiples).map { constant, multiple in
            .object([
              ("time_constant_ns", ScorePage.scaled(constant, 1e9)),
              ("multiple_hundredths", multiple.map { ScorePage.scaled($0, 100) } ?? .null),
            ])
          })
      ),
    ])
  }
}

/// One decay.
struct BlindspotTrial: Sendable {
  /// Its time constant.
  var seconds: Double
  /// Whether soil lies under it.
  var isOverSoil: Bool
  /// Speed of the coil, m/s.
  var speed: Double
  /// Seeds that must all alarm.
  var seeds: Int

  /// Multiples are looked for up to this one.
  static let largest = 32.0
  /// Ratio of one multiple to the next.
  private static let ratio = 1.05
  /// Coil over the body, metres.
  private static let height = 0.08
  /// Volume that the strength is reckoned with first, cubic metres.
  private static let volume = 1e-7

  /// The smallest multiple that alarms with every seed; none up to the largest.
  func smallestMultiple(_ configuration: InductionConfiguration) -> Double? {
    let volume = Self.volume * 6 / deviations(pass(volume: Self.volume))
    // Ratios from 0.5 on; found by halving, since more metal is never less signal.
    var low = 0
    var high = 86
    guard alarms(volume, high, configuration) else { return nil }
    while low < high {
      let middle = (low + high) / 2
      if alarms(volume, middle, configuration) { high = middle } else { low = middle + 1 }
    }
    return Self.multiple(high)
  }

  private static func multiple(_ rung: Int) -> Double {
    var multiple = 0.5
    for _ in 0..<rung { multiple *= ratio }
    return multiple
  }

  private func pass(volume: Double) -> InductionPass {
    var pass = InductionPass(
      over: .exponential(volume: volume, seconds: seconds), heightMetres: Self.height,
      speed: speed)
    pass.ground = isOverSoil ? InductionGround() : .air
    pass.leadMetres = HeightTrial.leadMetres
    return pass
  }

  private func alarms(
    _ volume: Double, _ rung: Int, _ configuration: InductionConfiguration
  ) -> Bool {
    (1...seeds).allSatisfy { seed in
      var pass = pass(volume: volume * Self.multiple(rung))
      pass.seed = UInt64(seed)
      let run = SceneRun(
        scene: pass.scene, configuration: DetectorConfiguration(induction: configuration))
      guard let events = try? run.events() else { return false }
      return events.contains { event in
        guard event.kind == .detection, let place = event.position else { return false }
        return place.eastMillimetres.magnitude <= 150
      }
    }
  }

  /// The best single gate's peak behind the motion filter, in deviations of its white noise.
  private func deviations(_ pass: InductionPass) -> Double {
    let step = 0.005
    let cell = Double(PathCells.lengthQ8) / 256_000
    let inCell = Int((cell / step).rounded())
    let profile = pass.profile(stepMetres: step)
    let white = pass.instrument.whiteVolts(pass.noise)
    guard let earth = white.last else { return 1 }
    let framesInCell = Double(pass.instrument.rateMicrohertz) / 1e6 * cell / speed
    let power = Double(MotionFilter.noisePowerQ16) / 65_536
    var best = 0.0
    for gate in 0..<white.count - 1 {
      let cells = stride(from: 0, to: profile.count - inCell, by: inCell).map { first in
        (first..<first + inCell).reduce(0) { $0 + profile[$1][gate] - (profile[$1].last ?? 0) }
          / Double(inCell)
      }
      let deviation =
        ((white[gate] * white[gate] + earth * earth) / framesInCell * power).squareRoot()
      best = max(best, Self.filteredPeak(cells) / deviation)
    }
    return max(best, 1e-12)
  }

  /// The chain's motion filter in Double, at its highest.
  private static func filteredPeak(_ cells: [Double]) -> Double {
    let (reach, inner, half) = (MotionFilter.reach, MotionFilter.inner, MotionFilter.triangle)
    guard cells.count > 2 * reach else { return 0 }
    return (reach..<cells.count - reach).map { centre in
      var (near, far) = (0.0, 0.0)
      for k in -reach...reach {
        near += Double(max(half - abs(k), 0)) * cells[centre + k]
        if abs(k) >= inner { far += cells[centre + k] }
      }
      return near / Double(half * half) - far / Double(2 * (reach - inner + 1))
    }.max() ?? 0
  }
}
