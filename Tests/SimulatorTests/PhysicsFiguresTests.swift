import DetectorCore
import Foundation
import Lanes
import Physics
import Recording
import TestSupport
import Testing

/// Holds scenes against the radar of the dual lanes, which another model made.
@Suite("Figures of scenes")
struct PhysicsFiguresTests {
  static let lanes = SharedData.lanes
  /// The lanes that have 60 traces and more away from their objects.
  static let open = ["dual4", "dual5"]
  static let arePresent = SharedData.has("lanes/dual5.sigmf-collection")

  @Test("The demo lane's bounce and noise are those of the dual lanes, its soil at most as loud")
  func demoByItself() throws {
    for seed: UInt64 in 1...3 {
      let figures = try SceneFigures(demo(seed: seed))
      print(figures.line(named: "demo \(seed)"))
      // What the dual lanes have: 0.83 to 0.85, 39, 0.8; their soils from 1.1 to 2.9 at 6 to 9 periods.
      #expect((0.80...0.87).contains(figures.bounce))
      #expect((30...60).contains(figures.inBounce))
      #expect((0.6...1.0).contains(figures.noise))
      #expect((3...11).contains(figures.bands[0]))
      #expect((1.0...2.9).contains(figures.bands[4]))
      for (near, far) in zip(figures.bands, figures.bands.dropFirst()) { #expect(near > far) }
    }
  }

  @Test(
    "The lanes themselves have the figures that the demo lane is held to",
    .enabled(if: arePresent, "needs ../shared/data/lanes"), arguments: open)
  func lane(_ name: String) throws {
    let figures = try SceneFigures(
      SigMFRadarFile(opening: "\(Self.lanes)/\(name).sigmf-collection"))
    #expect((0.80...0.87).contains(figures.bounce))
    #expect((30...60).contains(figures.inBounce))
    #expect((0.6...1.0).contains(figures.noise))
    #expect((3...11).contains(figures.bands[0]))
    #expect((1.0...2.95).contains(figures.bands[4]))
  }

  @Test(
    "The demo lane's mines echo at most a fifth louder or fainter than those of the dual lanes",
    .enabled(if: arePresent, "needs ../shared/data/lanes"))
  func mines() throws {
    let lanes = try (1...5).flatMap { number in
      let path = "\(Self.lanes)/dual\(number).sigmf-collection"
      let figures = try SceneFigures(SigMFRadarFile(opening: path))
      print(figures.line(named: "dual\(number)"))
      return figures.echoes
    }
    let demo = try SceneFigures(demo(seed: 1)).echoes
    for kind in ["AT", "AP"] {
      let there = lanes.filter { $0.name.hasPrefix(kind) }.map(\.perMille)
      let here = demo.filter { $0.name.hasPrefix(kind) }.map(\.perMille)
      let faintest = try #require(there.min())
      let loudest = try #require(there.max())
      #expect(!here.isEmpty)
      #expect(here.allSatisfy { (0.8 * faintest...1.2 * loudest).contains($0) }, "\(kind)")
    }
  }

  @Test(
    "Echoes of simulated lanes have the polarity of the dual lanes', and widths between theirs",
    .enabled(if: arePresent, "needs ../shared/data/lanes"))
  func shapes() throws {
    let lanes = try (1...5).flatMap { number in
      try SceneFigures(
        SigMFRadarFile(opening: "\(Self.lanes)/dual\(number).sigmf-collection")
      ).echoes
    }
    let simulated = try (1...3 as ClosedRange<UInt64>).flatMap { seed in
      let lane = try #require(try LaneLibrary.lane(named: "dual", seed: seed))
      let figures = try SceneFigures(RadarSceneSource(try #require(lane.radar)))
      print(figures.line(named: "dual, seed \(seed)"))
      return figures.echoes
    }
    for (there, here) in [("AP plastic", "AP plastic"), ("AT plastic", "AT plastic")] {
      let known = lanes.filter { $0.name.hasPrefix(there) }
      let made = simulated.filter { $0.name.hasPrefix(here) }
      #expect(!known.isEmpty && !made.isEmpty)
      let sign = known[0].isPositive
      #expect(known.allSatisfy { $0.isPositive == sign }, "\(there)")
      #expect(made.allSatisfy { $0.isPositive == sign }, "\(here)")
      let widths = known.map(\.widthMetres).sorted()
      for echo in made {
        #expect(echo.widthMetres > 0.7 * widths[0], "\(echo)")
        #expect(echo.widthMetres < 1.3 * widths[widths.count - 1], "\(echo)")
      }
    }
  }

  private func demo(seed: UInt64) throws -> RadarSceneSource {
    RadarSceneSource(try #require(SceneLibrary.scene(named: "demo", seed: seed)))
  }
}

/// What the radar of a lane looks like, by figures: peaks and deviations in per mille of the bounce.
struct SceneFigures {
  /// Median of the traces' largest magnitude, parts of full scale.
  let bounce: Double
  /// Deviation from the mean over traces away from objects (over all where those are under 30), half a period before to one behind the peak.
  let inBounce: Double
  /// The same from 1 to 2, 2 to 3, 3 to 4.5, 4.5 to 6 and 6 to 9 periods behind the peak.
  let bands: [Double]
  /// The same over the first 8 samples.
  let noise: Double
  /// What each object adds near the time of its top.
  let echoes: [ObjectEcho]

  init(_ source: some RadarFile) throws {
    var source = source
    let described = source.description
    let samples = Int(described.samplesPerTrace)
    var traces: [[Double]] = []
    var block = [Int32](repeating: 0, count: samples)
    while true {
      var span = block.mutableSpan
      if try source.read(into: &span).count == 0 { break }
      traces.append(block.map(Double.init))
    }
    let spacing = Double(described.traceSpacingMicrometres) * 1e-6
    let period =
      1e12 / Double(described.centreFrequencyKilohertz)
      / Double(described.sampleIntervalFemtoseconds)
    let truth = source.annotations.filter { $0.kind == .truth }
    let middles = truth.map { Double($0.sampleStart) + Double($0.sampleCount) / 2 }
    let beside = traces.indices.filter { trace in
      zip(truth, middles).allSatisfy { object, middle in
        abs(Double(trace) - middle) * spacing > (object.radiusMetres ?? 0) + 0.2
      }
    }
    let clear = beside.count < 30 ? Array(traces.indices) : beside
    let peaks = traces.map { trace in trace.map(abs).max() ?? 0 }
    let level = Self.median(peaks)
    let place = Int(Self.median(traces.map { Double(Self.peak($0)) }))
    let mean = (0..<samples).map { sample in
      clear.reduce(0.0) { $0 + traces[$1][sample] } / Double(clear.count)
    }
    func deviation(_ range: Range<Int>) -> Double {
      let squares = range.reduce(0.0) { sum, sample in
        sum + clear.reduce(0.0) { $0 + pow(traces[$1][sample] - mean[sample], 2) }
      }
      return (squares / Double(range.count * clear.count)).squareRoot() / level * 1_000
    }
    func band(_ first: Double, _ last: Double) -> Double {
      deviation((place + Int(first * period))..<(place + Int(last * period)))
    }
    bounce = level / 32_768
    inBounce = band(-0.5, 1)
    bands = [band(1, 2), band(2, 3), band(3, 4.5), band(4.5, 6), band(6, 9)]
    noise = deviation(0..<8)
    // The bounce's own middle is a third of a period behind the peak; the soil is taken as √6.
    let light = Double(described.sampleIntervalFemtoseconds) * 299_792_458e-15
    echoes = zip(truth, middles).map { object, middle in
      let echo = ObjectEcho.profile(
        around: middle, depth: object.depthMetres ?? 0, count: traces.count, spacing: spacing
      ) { trace, path in
        let top = Double(place) + 0.35 * period + 2 * path * 6.0.squareRoot() / light
        let near = max(Int(top - 0.8 * period), 0)...min(Int(top + 0.8 * period), samples - 1)
        return near.map { traces[trace][$0] - mean[$0] }.max { abs($0) < abs($1) } ?? 0
      }
      return ObjectEcho(
        name: object.object ?? "", perMille: abs(echo.peak) / level * 1_000,
        isPositive: echo.peak > 0, widthMetres: echo.width)
    }
  }

  /// One line of the table in the article.
  func line(named name: String) -> String {
    let numbers = ([bounce, inBounce] + bands + [noise]).map { String(format: "%.2f", $0) }
    let objects = echoes.map { echo in
      let figures = String(format: "%.0f, %.2f m", echo.perMille, echo.widthMetres)
      return "\(echo.name) \(echo.isPositive ? "+" : "-")\(figures)"
    }
    return "\(name): " + (numbers + objects).joined(separator: " | ")
  }

  private static func peak(_ trace: [Double]) -> Int {
    trace.indices.max { abs(trace[$0]) < abs(trace[$1]) } ?? 0
  }

  private static func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }
}

/// What one object adds to the traces over it.
struct ObjectEcho {
  let name: String
  /// The largest deviation from the mean near its top's time, over its middle.
  let perMille: Double
  /// The sign of that deviation.
  let isPositive: Bool
  /// How far along the line the deviation along its hyperbola stays above half of that.
  let widthMetres: Double

  /// The deviation along the hyperbola; `deviation` gives that of a trace at a path's length.
  static func profile(
    around middle: Double, depth: Double, count: Int, spacing: Double,
    deviation: (_ trace: Int, _ path: Double) -> Double
  ) -> (peak: Double, width: Double) {
    let reach = max(Int(middle) - 25, 0)...min(Int(middle) + 25, count - 1)
    let values = reach.map { trace in
      let aside = (Double(trace) - middle) * spacing
      return deviation(trace, (depth * depth + aside * aside).squareRoot())
    }
    let near = values.indices.filter {
      abs(Double(reach.lowerBound + $0) - middle) <= 3
    }
    guard let apex = near.max(by: { abs(values[$0]) < abs(values[$1]) }) else { return (0, 0) }
    let half = abs(values[apex]) / 2
    var (low, high) = (apex, apex)
    while low > 0, abs(values[low - 1]) > half { low -= 1 }
    while high + 1 < values.count, abs(values[high + 1]) > half { high += 1 }
    return (values[apex], Double(high - low + 1) * spacing)
  }
}
