import ArgumentParser
import DetectorCore
import Journal
import Physics
import Recording

/// Measures how high a coil still finds a test ball, as CWA 14747 does in the air and over soil.
struct HeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "heights",
    abstract: "Print the maximum detection height for test balls (CWA 14747), from simulation.",
    discussion: """
      For each ball, speed and ground the coil passes over the ball at rising heights, and the highest \
      at which every lower one alarmed counts; the figure is the mean of the seeds and their standard \
      deviation, in centimetres from coil to ball. Over soil the ball's top lies at the surface. Four \
      metres of the same ground are passed over first, in which the chain learns it.
      """)

  @Option(name: .customLong("diameters-mm"), help: "Diameters of the balls, parted by commas.")
  var diameters = "3,5,8,10,15,20"

  @Option(name: .customLong("speeds-m-s"), help: "Speeds, parted by commas.")
  var speeds = "0.1,0.5,1.0,1.5"

  @Option(help: "Seeds of each figure.")
  var seeds = 5

  @Flag(help: "Print JSON with stable keys.")
  var json = false

  @OptionGroup var configurationOptions: ConfigurationOptions

  func validate() throws {
    guard (1...1_000).contains(seeds) else { throw ValidationError("--seeds: expected 1 to 1000.") }
    _ = try Self.numbers(diameters, "--diameters-mm", in: 1...200)
    _ = try Self.numbers(speeds, "--speeds-m-s", in: 0.05...3)
  }

  func run() throws(RecordingError) {
    let chain = try configurationOptions.load().induction
    let sizes = (try? Self.numbers(diameters, "", in: 1...200)) ?? []
    let paces = (try? Self.numbers(speeds, "", in: 0.05...3)) ?? []
    var trials: [HeightTrial] = []
    for isOverSoil in [false, true] {
      for metal in [InductionTarget.BallMetal.chromeSteel, .aluminium] {
        for size in sizes {
          for pace in paces {
            for seed in 1...seeds {
              trials.append(
                HeightTrial(
                  metal: metal, diameterMetres: size / 1_000, speed: pace, isOverSoil: isOverSoil,
                  seed: UInt64(seed)))
            }
          }
        }
      }
    }
    var bar = ProgressBar(total: Int64(trials.count), noun: "trials")
    let heights = Parallel.map(trials.count) {
      bar.update(done: Int64($0))
    } body: {
      [trials] index in
      trials[index].heightMetres(chain)
    }
    bar.clear()
    let figures = stride(from: 0, to: trials.count, by: seeds).map { first in
      HeightFigure(trial: trials[first], heights: Array(heights[first..<first + seeds]))
    }
    try ByteOutput.print(
      json ? HeightPage.json(figures).text() + "\n" : HeightPage.text(figures, speeds: paces))
  }

  private static func numbers(
    _ text: String, _ name: String, in range: ClosedRange<Double>
  ) throws -> [Double] {
    let numbers = text.split(separator: ",").compactMap { Double($0) }
    guard !numbers.isEmpty, numbers.allSatisfy(range.contains),
      numbers.count == text.split(separator: ",", omittingEmptySubsequences: false).count
    else {
      throw ValidationError(
        "\(name): found '\(text)', expected numbers from \(range.lowerBound) to "
          + "\(range.upperBound) parted by commas.")
    }
    return numbers
  }
}

/// One ball, one speed, one ground, one seed.
struct HeightTrial: Sendable {
  /// What the ball is of.
  var metal: InductionTarget.BallMetal
  /// Its diameter.
  var diameterMetres: Double
  /// Speed of the coil, m/s.
  var speed: Double
  /// Whether soil lies under the ball.
  var isOverSoil: Bool
  /// What the noise grows from.
  var seed: UInt64

  /// Step and end of the ladder, metres.
  static let step = 0.01
  /// Ground before and behind the ball, in which the chain learns it, metres.
  static let leadMetres = 4.0
  /// Highest rung.
  static let rungs = 80

  /// The highest rung below which every other one alarmed; 0 where the lowest did not.
  func heightMetres(_ configuration: InductionConfiguration) -> Double {
    // Rungs of 4 cm first, then of 1 cm: at most 24 passes.
    var found = 0
    var rung = 4
    while rung <= Self.rungs, isFound(rung, configuration) {
      found = rung
      rung += 4
    }
    for fine in found + 1..<min(found + 4, Self.rungs + 1) {
      guard isFound(fine, configuration) else { break }
      found = fine
    }
    return Double(found) * Self.step
  }

  private func isFound(_ rung: Int, _ configuration: InductionConfiguration) -> Bool {
    let ball = InductionTarget.ball(metal, diameterMetres: diameterMetres)
    var pass = InductionPass(over: ball, heightMetres: Double(rung) * Self.step, speed: speed)
    pass.ground = isOverSoil ? InductionGround() : .air
    pass.leadMetres = Self.leadMetres
    pass.seed = seed
    let run = SceneRun(
      scene: pass.scene, configuration: DetectorConfiguration(induction: configuration))
    guard let events = try? run.events() else { return false }
    let reach = (ball.radiusMetres + 0.10) * 1_000
    return events.contains { event in
      guard event.kind == .detection, let place = event.position else { return false }
      return Double(place.eastMillimetres).magnitude <= reach
    }
  }
}

/// What the seeds of one figure gave.
struct HeightFigure {
  /// The first of the trials.
  var trial: HeightTrial
  /// Heights, metres.
  var heights: [Double]

  /// Mean, metres.
  var mean: Double { heights.reduce(0, +) / Double(max(heights.count, 1)) }
  /// Standard deviation of one height, metres.
  var deviation: Double {
    guard heights.count > 1 else { return 0 }
    let sum = heights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum / Double(heights.count - 1)).squareRoot()
  }
}

/// Heights as text and as JSON.
enum HeightPage {
  /// A block for each metal and ground, balls down, speeds across.
  static func text(_ figures: [HeightFigure], speeds: [Double]) -> String {
    var text = ""
    for first in stride(from: 0, to: figures.count, by: speeds.count) {
      let row = figures[first..<first + speeds.count]
      let trial = figures[first].trial
      let isNew =
        first == 0 || figures[first - 1].trial.metal != trial.metal
        || figures[first - 1].trial.isOverSoil != trial.isOverSoil
      if isNew {
        text += (first == 0 ? "" : "\n") + "\(trial.metal.rawValue) balls, "
        text += trial.isOverSoil ? "over soil" : "in the air"
        text += "; height in cm\n" + Text.right("mm", 6)
        text += speeds.map { Text.right(SuitePage.fixed($0, 1) + " m/s", 14) }.joined() + "\n"
      }
      text += Text.right(SuitePage.fixed(trial.diameterMetres * 1_000, 0), 6)
      text +=
        row.map { figure in
          Text.right(
            SuitePage.fixed(figure.mean * 100, 1) + " ± "
              + SuitePage.fixed(figure.deviation * 100, 1), 14)
        }.joined() + "\n"
    }
    return text
  }

  /// For a program.
  static func json(_ figures: [HeightFigure]) -> JSONPage {
    .object([
      (
        "heights",
        .array(
          figures.map { figure in
            .object([
              ("metal", .string(figure.trial.metal.rawValue)),
              ("diameter_um", ScorePage.scaled(figure.trial.diameterMetres, 1e6)),
              ("speed_mm_s", ScorePage.scaled(figure.trial.speed, 1_000)),
              ("ground", .string(figure.trial.isOverSoil ? "soil" : "air")),
              ("mean_mm", ScorePage.scaled(figure.mean, 1_000)),
              ("deviation_mm", ScorePage.scaled(figure.deviation, 1_000)),
              ("seeds", .integer(Int64(figure.heights.count))),
            ])
          })
      )
    ])
  }
}
