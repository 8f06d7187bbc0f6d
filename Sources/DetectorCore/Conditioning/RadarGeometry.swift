/// The axes of a step's trace, before anything was found in it.
public struct RadarAxes: BitwiseCopyable, Sendable, Equatable {
  /// Samples in a step's trace.
  public let samples: Int
  /// Samples to a period of the centre frequency, Q8.
  public let periodQ8: Int32
  /// Time between samples, fs.
  public let intervalFemtoseconds: Int64
  /// Distance between steps, µm.
  public let stepMicrometres: Int64
  /// Wave speed in the ground, µm/ns.
  public let waveSpeedMicrometresPerNanosecond: Int64
  /// Deepest depth to look at, µm.
  public let depthMaximumMicrometres: Int64

  package init(
    samples: Int, periodQ8: Int32, intervalFemtoseconds: Int64, stepMicrometres: Int64,
    waveSpeedMicrometresPerNanosecond: Int64, depthMaximumMicrometres: Int64
  ) {
    self.samples = samples
    self.periodQ8 = periodQ8
    self.intervalFemtoseconds = intervalFemtoseconds
    self.stepMicrometres = stepMicrometres
    self.waveSpeedMicrometresPerNanosecond = waveSpeedMicrometresPerNanosecond
    self.depthMaximumMicrometres = depthMaximumMicrometres
  }

  /// Depth of `count` samples of two-way time, µm: v·t/2.
  public func depthMicrometres(samples count: Int) -> Int64 {
    Int64(max(count, 0)) * intervalFemtoseconds * waveSpeedMicrometresPerNanosecond / 2_000_000
  }
}

/// Where the chain looks, known once the ground bounce has been found.
public struct RadarGeometry: BitwiseCopyable, Sendable, Equatable {
  /// The axes of a step's trace.
  public let axes: RadarAxes
  /// Sample of the ground bounce in a step's trace.
  public let bounce: Int
  /// Envelope of the ground bounce, in the chain's own counts.
  public let bounceAmplitude: Int32
  /// Sample of the transmit instant that hyperbolae are reckoned from, Q8: three quarters of a
  /// period before the bounce, which holds for an antenna near the ground.
  public let timeZeroQ8: Int64
  /// First sample of a step's trace that is looked at: half a period after the bounce.
  public let gateStart: Int
  /// One past the last sample looked at.
  public let gateEnd: Int
  /// Samples in a cell: half a period.
  public let cellSamples: Int
  /// Cells from the gate's start to its end.
  public let cellCount: Int

  /// Cells at the most.
  public static let maximumCells = 64
  /// Samples of a step that the shortest trace must have.
  package static let minimumSamples = 8

  /// Lays the gate behind a bounce that was found at `bounce`.
  package init(axes: RadarAxes, bounce: Int, amplitude: Int32) {
    self.axes = axes
    let count = axes.samples
    let period = Int(axes.periodQ8)
    self.bounce = bounce
    bounceAmplitude = amplitude
    timeZeroQ8 = Int64(bounce) * 256 - Int64(period) * 3 / 4
    // Two-way time of the deepest depth in samples: 2d/v, with d in µm, v in µm/ns.
    let deepest =
      2 * axes.depthMaximumMicrometres * 1_000_000 / axes.waveSpeedMicrometresPerNanosecond
      / axes.intervalFemtoseconds
    gateStart = min(bounce + (period / 2 + 255) / 256, count - 1)
    let end = min(count, bounce + Int(min(deepest, Int64(count))))
    let length = max(end - gateStart, 1)
    let least = (length + Self.maximumCells - 1) / Self.maximumCells
    cellSamples = max(max((period + 256) / 512, 1), least)
    cellCount = max(length / cellSamples, 1)
    gateEnd = min(gateStart + cellCount * cellSamples, count)
  }

  /// Depth of a sample under the bounce, µm: v·t/2.
  public func depthMicrometres(ofSample sample: Int) -> Int64 {
    axes.depthMicrometres(samples: sample - bounce)
  }

  /// The samples of a cell.
  package func samples(ofCell cell: Int) -> Range<Int> {
    let start = min(gateStart + cell * cellSamples, gateEnd - 1)
    return start..<min(start + cellSamples, gateEnd)
  }
}
