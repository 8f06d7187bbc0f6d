import DetectorCore
import Foundation

/// A straight pass of a coil over soil and bodies, made from the chain's own shapes: 1,000 frames and 50
/// points of the track a second, at 0.5 m/s.
struct LevelLane {
  /// A body: where it lies along the way, which decay of the dictionary it has, and its peak.
  struct Body {
    var metres: Double
    var decay = 3
    var nanovolts: Double
  }

  /// What left the chain.
  struct Record: EventSink {
    var levels: [OperatorLevel] = []
    var events: [DetectionEvent] = []
    mutating func level(_ level: OperatorLevel) { levels.append(level) }
    mutating func emit(_ event: DetectionEvent) { events.append(event) }
  }

  static let metresAFrame = 0.0005

  var metres = 5.0
  var bodies: [Body] = []
  var soilNanovolts = 5_000.0
  var noiseNanovolts = 300.0
  /// The ground is so many times as strong from here on.
  var step: (metres: Double, times: Double)?
  /// Frames that are lost, and where.
  var gap: (metres: Double, frames: Int)?
  /// Where the track jumps 5 m aside.
  var jumpMetres: Double?
  /// Where the coil stands still, and how long, seconds.
  var still: (metres: Double, seconds: Double)?
  var hasTrack = true
  var seed: UInt64 = 1
  /// The threshold of the level, hundredths; that of the defaults unless it is set.
  var levelThresholdHundredths: Int32?

  static func settings(
    hasTrack: Bool = true, hasCoil: Bool = true, levelThresholdHundredths: Int32? = nil
  ) throws -> InductionSettings {
    var description = InductionDescription(lsbFemtovolts: 10_000_000)
    description.pulseNanoseconds = 150_000
    description.pulsesPerFrame = 1
    if hasCoil {
      description.coilRadiusMicrometres = 130_000
      description.coilTurns = 20
      description.coilCurrentMilliamperes = 2_000
    }
    for (start, end) in [(10, 20), (20, 40), (40, 80), (80, 160), (300, 400)] as [(Int64, Int64)] {
      description.append(.init(startNanoseconds: start * 1_000, endNanoseconds: end * 1_000))
    }
    var configuration = InductionConfiguration()
    if let levelThresholdHundredths {
      configuration.levelThresholdHundredths = levelThresholdHundredths
    }
    return try InductionSettings(
      description: description, rateMicrohertz: 1_000_000_000,
      trackRateMicrohertz: hasTrack ? 50_000_000 : 0, configuration: configuration)
  }

  /// Where the coil is at a frame.
  func place(ofFrame frame: Int) -> Double {
    let moving = Double(frame) * Self.metresAFrame
    guard let still, moving > still.metres else { return moving }
    return max(still.metres, moving - still.seconds * 1_000 * Self.metresAFrame)
  }

  /// Frames of the pass.
  var frameCount: Int { Int(metres / Self.metresAFrame + (still?.seconds ?? 0) * 1_000) }

  func run() throws -> Record {
    var pipeline = InductionPipeline(
      settings: try Self.settings(
        hasTrack: hasTrack, levelThresholdHundredths: levelThresholdHundredths))
    var record = Record()
    try run(&pipeline, into: &record)
    pipeline.finish(into: &record)
    return record
  }

  /// How far a cap is heard at the end of the pass.
  func reach() throws -> CapReach? {
    var pipeline = InductionPipeline(settings: try Self.settings(hasTrack: hasTrack))
    var record = Record()
    try run(&pipeline, into: &record)
    return pipeline.capReach
  }

  private func run(_ pipeline: inout InductionPipeline, into record: inout Record) throws {
    let settings = pipeline.settings
    var random = SplitMix(seed: seed)
    var index = 0
    for frame in 0..<frameCount {
      let place = place(ofFrame: frame)
      if hasTrack, frame % 20 == 0 {
        let isAside = jumpMetres.map { place >= $0 } ?? false
        pipeline.take(
          TrackPoint(
            eastMillimetres: Int32(place * 1_000), northMillimetres: isAside ? 5_000 : 0,
            heightMillimetres: 30, quality: 0),
          timeMicroseconds: Int64(frame) * 1_000, into: &record)
      }
      let counts = counts(at: place, settings, &random)
      if let gap, frame >= Int(gap.metres / Self.metresAFrame),
        frame < Int(gap.metres / Self.metresAFrame) + gap.frames
      {
        continue
      }
      pipeline.process(
        counts.span,
        header: BlockHeader(count: 1, index: Int64(index), sequence: Int64(frame)), into: &record)
      index += 1
    }
  }

  /// The highest level over a part of the way, in units of its threshold.
  func highest(_ record: Record, _ part: ClosedRange<Double>) -> Double {
    var highest = 0.0
    for level in record.levels where part.contains(place(ofFrame: Int(level.sequence))) {
      highest = max(highest, Double(level.levelQ8) / 256)
    }
    return highest
  }

  /// Length of the way in a part of it on which the level stands at its threshold, metres.
  func sounding(_ record: Record, _ part: ClosedRange<Double>) -> Double {
    let frames = record.levels.filter {
      part.contains(place(ofFrame: Int($0.sequence))) && $0.levelQ8 >= 256
    }
    return Double(frames.count) * Self.metresAFrame
  }

  private func counts(
    at place: Double, _ settings: InductionSettings, _ random: inout SplitMix
  ) -> [Int32] {
    // Height and texture change the soil's signal by a quarter, within half a metre to a metre.
    var soil = soilNanovolts * (1 + 0.17 * sin(place * 7) + 0.08 * sin(place * 13 + 1))
    if let step, place >= step.metres { soil *= step.times }
    var result = [Int32](repeating: 0, count: 5)
    for band in 0..<4 {
      var volts = soil * Double(settings.soil[band]) / 1_048_576
      for body in bodies {
        let far = (place - body.metres) / 0.18
        let share = pow(1 + far * far, -3)
        let shape = Double(settings.dictionary.shapes[body.decay][band]) / 1_048_576
        volts += body.nanovolts * share * shape
      }
      volts += noiseNanovolts * Self.gaussian(&random)
      result[band] = Int32((volts / 10).rounded())
    }
    return result
  }

  private static func gaussian(_ random: inout SplitMix) -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += Double(random.next() >> 11) / 9_007_199_254_740_992 }
    return sum
  }
}
