import DetectorCore
import Journal

/// Where a positioning system says that the antennas of a scene were, 50 times a second.
struct SceneTrack {
  /// Positions a second, millionths.
  static let rateMicrohertz: Int64 = 50_000_000
  /// Numbers in a position: x mm, y mm, height mm, quality.
  static let columns: Int32 = 4
  /// All positions, one after the other.
  let samples: [Int32]

  /// Walks the line at an even pace; the positioning is off by 2 mm.
  init(_ scene: RadarScene) {
    var stream = RandomStream(seed: scene.seed, source: "track")
    let instrument = scene.instrument
    let rate = Double(max(instrument.traceRateMillihertz, 1)) / 1_000
    let pace = instrument.spacingMetres * rate
    let seconds = Double(scene.deviceTraceCount) / rate
    let count = Int(seconds * Double(Self.rateMicrohertz) / 1e6) + 1
    var samples: [Int32] = []
    samples.reserveCapacity(count * Int(Self.columns))
    for index in 0..<count {
      let metres = pace * Double(index) * 1e6 / Double(Self.rateMicrohertz)
      for value in [metres, 0, instrument.heightMetres] {
        let millimetres = value * 1_000 + 2 * stream.gaussian()
        samples.append(Int32(millimetres < 0 ? millimetres - 0.5 : millimetres + 0.5))
      }
      samples.append(Self.quality)
    }
    self.samples = samples
  }

  /// What the stream says of itself.
  static func description(seed: UInt64) -> StreamDescription {
    StreamDescription(
      contents: .track(nil), sampleType: .int32, channelCount: columns,
      rateMicrohertz: rateMicrohertz, seed: seed)
  }

  /// The best quality.
  private static let quality: Int32 = 100
}
