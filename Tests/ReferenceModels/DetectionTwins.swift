package import DetectorCore
import Foundation

/// The floor of cells in Double: what `NoiseFloor` rounds, which is the mean over five cells.
package struct NoiseFloorTwin: Sendable {
  private let training: Int
  private let order: Int
  private var rows: [[Double]]

  /// Makes a floor whose training and guard hold a prior.
  package init(cells: Int, training: Int, guardSteps: Int, orderHundredths: Int, prior: Double) {
    self.training = training
    order = min(max(training * orderHundredths / 100, 0), training - 1)
    rows = (0..<cells).map { _ in [Double](repeating: prior, count: training + guardSteps) }
  }

  /// The value at the wanted order of what lies behind the guard, averaged over the cells beside it.
  package func smoothed(cell: Int) -> Double {
    let beside = (-2...2).map { min(max(cell + $0, 0), rows.count - 1) }
    return beside.reduce(0) { $0 + rows[$1].prefix(training).sorted()[order] } / 5
  }

  /// Takes the amplitude of a cell.
  package mutating func learn(_ amplitude: Double, cell: Int) {
    rows[cell].removeFirst()
    rows[cell].append(amplitude)
  }
}

/// A detector of constant false-alarm rate in Double: what `CFAR` rounds.
///
/// Amplitude √(16 P / parts) over the floor, which is the learnt one, no less than half the prior, and
/// what rough ground leaves of the bounce: e^(−t/T) of it.
package struct CFARTwin: Sendable {
  /// What is judged of a cell.
  package struct Verdict: Sendable {
    /// Coherent amplitude, counts.
    package var amplitude: Double
    /// The floor it is judged by.
    package var floor: Double
    /// Amplitude over threshold, 256 at threshold.
    package var ratio: Double
  }

  /// What rough ground adds to the floor of each cell.
  package let surface: [Double]
  private let parameters: CFARParameters
  private var focused: NoiseFloorTwin
  private var early: NoiseFloorTwin
  private let lowest: Double

  /// Begins at the prior for the bounce of a geometry.
  package init(parameters: CFARParameters, geometry: RadarGeometry) {
    self.parameters = parameters
    let bounce = Double(geometry.bounceAmplitude)
    let prior = max(bounce * Double(parameters.priorPerHundredThousand) / 1e5, 1)
    let count = geometry.cellCount
    func floor(_ prior: Double) -> NoiseFloorTwin {
      NoiseFloorTwin(
        cells: count, training: parameters.trainingSteps, guardSteps: parameters.guardSteps,
        orderHundredths: Int(parameters.orderHundredths), prior: prior)
    }
    focused = floor(prior)
    early = floor(prior * Self.single(parameters))
    lowest = max(prior / 2, 1)
    let clutter = bounce * Double(parameters.surfacePerHundredThousand) / 1e5
    surface = (0..<count).map { cell in
      let range = geometry.samples(ofCell: cell)
      let middle = (range.lowerBound + range.upperBound) / 2 - geometry.gateStart
      return clutter * exp(-Double(middle) * 256 / Double(geometry.axes.periodQ8))
    }
  }

  /// How much louder the envelope of one trace is than the mean of a full aperture.
  private static func single(_ parameters: CFARParameters) -> Double {
    (2 * Double(parameters.fullCount)).squareRoot()
  }

  /// Judges a focused step of `count` traces, then learns from it.
  package mutating func judge(coherent: [Double], total: [Double], count: Int) -> [Verdict] {
    let parts = Double(parameters.window * count * parameters.fullCount)
    let verdicts = coherent.indices.map { cell in
      let amplitude = (16 * coherent[cell] / parts).squareRoot()
      let floor = max(focused.smoothed(cell: cell), lowest) + surface[cell]
      var ratio = 25_600 * amplitude / (floor * Double(parameters.thresholdHundredths))
      let share = coherent[cell] * 100 / (total[cell] * Double(parameters.coherenceHundredths))
      if share < 1 { ratio = min(ratio, share * 253) }
      return Verdict(amplitude: amplitude, floor: floor, ratio: ratio)
    }
    for (cell, verdict) in verdicts.enumerated() { focused.learn(verdict.amplitude, cell: cell) }
    return verdicts
  }

  /// Judges the loudest envelope of each cell before it is focused, then learns from it.
  package mutating func judgeEarly(_ peaks: [Double]) -> [Verdict] {
    let verdicts = peaks.indices.map { cell in
      let learnt = max(early.smoothed(cell: cell), lowest)
      let floor = learnt + Self.single(parameters) * surface[cell]
      return Verdict(
        amplitude: peaks[cell], floor: floor,
        ratio: 25_600 * peaks[cell] / (floor * Double(parameters.earlyThresholdHundredths)))
    }
    for (cell, peak) in peaks.enumerated() { early.learn(peak, cell: cell) }
    return verdicts
  }
}

/// An alarm with two thresholds in Double: what `Hysteresis` rounds, which is where it ends.
package struct HysteresisTwin: Sendable {
  /// Whether the alarm is on.
  package private(set) var isOn = false
  private let off: Double

  /// Makes an alarm that begins at 1 and ends below `release` of it.
  package init(release: Double) { off = release }

  /// Takes a ratio to threshold.
  package mutating func take(_ ratio: Double) { isOn = ratio >= (isOn ? off : 1) }
}

/// The echo of the reference mine over the bounce in Double: what `RadarBudget` rounds.
package enum RadarBudgetTwin {
  /// Echo over bounce of the mine's top at a depth, metres.
  ///
  /// |n − 1.703| / (n + 1.703) · (n + 1) / (n − 1) · (1 − R²) · h / (h + d) · F · 10^(−2αd/20)
  package static func ratio(soil: BudgetSoil, speed: Double, depth: Double) -> Double {
    let index = 0.299792 / speed
    let mineIndex = 2.9.squareRoot()
    let bounce = (index - 1) / (index + 1)
    let mine = abs(index - mineIndex) / (index + mineIndex)
    let height = Double(soil.antennaHeightMicrometres ?? 50_000) / 1e6
    let wavelength = Double(soil.wavelengthMicrometres) / 1e6
    let fill = min(0.04 * 0.04 / (wavelength * (height + depth) / 2), 1)
    let attenuation = Double(soil.attenuationHundredthsDecibelPerMetre) / 100
    return mine / bounce * (1 - bounce * bounce) * height / (height + depth) * fill
      * pow(10, -2 * attenuation * depth / 20)
  }
}
