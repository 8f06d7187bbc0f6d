/// What the detector says of one step: the loudest cell over its threshold.
package struct StepStatistic: BitwiseCopyable, Sendable, Equatable {
  /// Amplitude over threshold, Q8; 256 is at threshold.
  package var ratioQ8: UInt32 = 0
  /// Coherent amplitude there, in counts: floors differ with depth, so that only amplitudes say
  /// where along the track an echo is the loudest.
  package var amplitude: UInt32 = 0
  /// The cell it was found in.
  package var cell: Int32 = 0
  /// The sample of the step's trace it was found at.
  package var sample: Int32 = 0
  /// The step was lost or bad, and the statistic says nothing.
  package var isHeld = false

  package init(
    ratioQ8: UInt32 = 0, amplitude: UInt32 = 0, cell: Int32 = 0, sample: Int32 = 0,
    isHeld: Bool = false
  ) {
    self.ratioQ8 = ratioQ8
    self.amplitude = amplitude
    self.cell = cell
    self.sample = sample
    self.isHeld = isHeld
  }
}

/// Constant false-alarm rate over cells of depth: coherent amplitude against the cell's own floor,
/// averaged with the two cells on either side, never under half the prior, plus what rough ground
/// leaves of the bounce just below it.
///
/// An amplitude whose coherence P / Q is below the wanted one is not an echo, however loud: its ratio
/// is cut to just below threshold in proportion. Guard cells along the track lie in `NoiseFloor`.
/// Ratios are Q8 and saturate at 2³¹.
package struct CFAR: ~Copyable {
  private var focused: NoiseFloor
  private var early: NoiseFloor
  private let thresholdHundredths: UInt64
  private let earlyThresholdHundredths: UInt64
  private let coherenceHundredths: Int64
  private let priorPerHundredThousand: Int64
  private let surfacePerHundredThousand: Int64
  private var surface = InlineArray<64, UInt32>(repeating: 0)
  private var lowest: UInt32 = 1
  private let fullCount: Int64
  private let window: Int64

  /// Makes a detector that has yet to be told how loud the bounce is.
  package init(parameters: CFARParameters) {
    focused = parameters.floor
    early = parameters.floor
    fullCount = Int64(parameters.fullCount)
    thresholdHundredths = UInt64(max(parameters.thresholdHundredths, 1))
    earlyThresholdHundredths = UInt64(max(parameters.earlyThresholdHundredths, 1))
    coherenceHundredths = Int64(max(parameters.coherenceHundredths, 0))
    priorPerHundredThousand = Int64(parameters.priorPerHundredThousand)
    surfacePerHundredThousand = Int64(parameters.surfacePerHundredThousand)
    window = Int64(parameters.window)
  }

  /// Forgets what was learnt: the floors begin at the prior for a bounce of this amplitude.
  package mutating func layOut(geometry: RadarGeometry) {
    let prior = Int64(geometry.bounceAmplitude) * priorPerHundredThousand / 100_000
    let start = UInt32(clamping: max(prior, 1))
    focused.fill(start)
    // A single trace is louder than the mean of N by √N where nothing is in phase, and an envelope
    // by √2 than a root mean square.
    let square = UInt64(min(max(prior, 1), 1 << 28))
    early.fill(SquareRoot.floor(of: square * square * 2 * UInt64(fullCount)))
    lowest = max(start / 2, 1)
    let clutter = Int64(geometry.bounceAmplitude) * surfacePerHundredThousand / 100_000
    for cell in 0..<geometry.cellCount {
      let range = geometry.samples(ofCell: cell)
      let middle = (range.lowerBound + range.upperBound) / 2 - geometry.gateStart
      // e-fold a period: a half for every 177 / 256 of one.
      let part = HalfLife.remainder(
        of: Int64(middle) * 256, halfLife: Int64(geometry.axes.periodQ8) * 177 / 256)
      surface[cell] = UInt32(clamping: clutter * part / 10_000)
    }
  }

  /// Judges a focused step that `count` traces took part in, then learns from it.
  package mutating func judge(
    _ cells: CellRow, count: Int, geometry: RadarGeometry
  ) -> StepStatistic {
    var best = StepStatistic()
    let parts = max(window * Int64(count) * fullCount, 1)
    for cell in 0..<geometry.cellCount {
      let amplitude = Self.amplitude(cells.coherent[cell], parts: parts)
      let floor = self.floor(cell: cell, geometry: geometry)
      var ratio = Self.ratioQ8(amplitude, floor: floor, thresholdHundredths)
      ratio = min(ratio, ceiling(cells.coherent[cell], cells.total[cell]))
      if ratio > best.ratioQ8 {
        best = StepStatistic(
          ratioQ8: ratio, amplitude: amplitude, cell: Int32(cell), sample: cells.sample[cell])
      }
    }
    // Learnt after every cell was judged: neighbours are averaged.
    for cell in 0..<geometry.cellCount {
      focused.learn(Self.amplitude(cells.coherent[cell], parts: parts), cell: cell)
    }
    return best
  }

  /// Judges the envelope of a single trace before it is focused, then learns from it.
  package mutating func judgeEarly(_ envelope: Span<Int32>, geometry: RadarGeometry) -> UInt32 {
    var peaks = InlineArray<64, UInt32>(repeating: 0)
    var best: UInt32 = 0
    for cell in 0..<geometry.cellCount {
      var peak: Int32 = 0
      for n in geometry.samples(ofCell: cell) { peak = max(peak, envelope[n]) }
      peaks[cell] = UInt32(peak)
      let learnt = max(early.smoothed(cell: cell, count: geometry.cellCount), lowest)
      // √(2N) ≈ 6 for 17 steps, as the prior.
      let floor = UInt32(clamping: Int64(learnt) + 6 * Int64(surface[cell]))
      best = max(best, Self.ratioQ8(peaks[cell], floor: floor, earlyThresholdHundredths))
    }
    for cell in 0..<geometry.cellCount { early.learn(peaks[cell], cell: cell) }
    return best
  }

  /// The floor that a cell is judged by, in counts of focused amplitude.
  package mutating func floor(cell: Int, geometry: RadarGeometry) -> UInt32 {
    let learnt = max(focused.smoothed(cell: cell, count: geometry.cellCount), lowest)
    return UInt32(clamping: Int64(learnt) + Int64(surface[cell]))
  }

  /// Root of the mean energy, in counts.
  private static func amplitude(_ energy: Int64, parts: Int64) -> UInt32 {
    SquareRoot.floor(of: UInt64(max(energy, 0) / parts) << 4)
  }

  private static func ratioQ8(_ amplitude: UInt32, floor: UInt32, _ hundredths: UInt64) -> UInt32 {
    // 2³² · 25,600 < 2⁴⁷.
    let ratio = UInt64(amplitude) * 25_600 / max(UInt64(floor) * hundredths, 1)
    return UInt32(min(ratio, 1 << 31))
  }

  /// Below the wanted coherence the ratio stays under threshold.
  private func ceiling(_ coherent: Int64, _ total: Int64) -> UInt32 {
    // P / Q ≤ 17 and Q < 2⁵⁷; both lose 8 bits so that hundredths fit.
    let inPhase = (coherent >> 8) * 100
    let wanted = max((total >> 8) * coherenceHundredths, 1)
    if inPhase >= wanted { return UInt32.max }
    return UInt32(clamping: (inPhase >> 8) * 253 / max(wanted >> 8, 1))
  }
}

/// What a CFAR is told when it is made.
package struct CFARParameters: BitwiseCopyable, Sendable {
  /// Steps of training.
  package var trainingSteps: Int
  /// Steps between a cell and its training.
  package var guardSteps: Int
  /// Order of the training value taken as the floor, hundredths.
  package var orderHundredths: Int32
  /// Coherent amplitude over its floor at which an alarm begins, hundredths.
  package var thresholdHundredths: Int32
  /// Envelope of a single trace over its floor at which the early level begins, hundredths.
  package var earlyThresholdHundredths: Int32
  /// Coherence that makes an echo, hundredths.
  package var coherenceHundredths: Int32
  /// Floor before anything was learnt over the bounce, hundred-thousandths.
  package var priorPerHundredThousand: Int32
  /// What rough ground leaves of the bounce, over the bounce, hundred-thousandths.
  package var surfacePerHundredThousand: Int32
  /// Steps in a full aperture.
  package var fullCount: Int
  /// Samples in an energy window.
  package var window: Int

  package init(
    trainingSteps: Int, guardSteps: Int, orderHundredths: Int32, thresholdHundredths: Int32,
    earlyThresholdHundredths: Int32, coherenceHundredths: Int32, priorPerHundredThousand: Int32,
    surfacePerHundredThousand: Int32, fullCount: Int, window: Int
  ) {
    self.trainingSteps = trainingSteps
    self.guardSteps = guardSteps
    self.orderHundredths = orderHundredths
    self.thresholdHundredths = thresholdHundredths
    self.earlyThresholdHundredths = earlyThresholdHundredths
    self.coherenceHundredths = coherenceHundredths
    self.priorPerHundredThousand = priorPerHundredThousand
    self.surfacePerHundredThousand = surfacePerHundredThousand
    self.fullCount = fullCount
    self.window = window
  }

  /// A floor that has learnt nothing.
  var floor: NoiseFloor {
    NoiseFloor(
      training: trainingSteps, guardSteps: guardSteps, orderHundredths: orderHundredths, prior: 1)
  }
}
