import DetectorCore
import FilterDesign
import Foundation
import ReferenceModels
import Testing

/// Kernels behind the filters against their twins in Double. `PeakTracker`, `ObjectMerger` and `FaultRun`
/// compare and count: they round nothing, and have no twin.
@Suite("Double twins of detection")
struct DetectionTwinTests {
  /// 100 ps, 8 samples a period, steps of 20 mm, soil of 0.1 m/ns.
  static let axes = RadarAxes(
    samples: 128, periodQ8: 8 * 256, intervalFemtoseconds: 100_000, stepMicrometres: 20_000,
    waveSpeedMicrometresPerNanosecond: 100_000, depthMaximumMicrometres: 500_000)
  static let geometry = RadarGeometry(axes: axes, bounce: 20, amplitude: 1_000_000)

  static let parameters = CFARParameters(
    trainingSteps: 12, guardSteps: 3, orderHundredths: 75, thresholdHundredths: 250,
    earlyThresholdHundredths: 300, coherenceHundredths: 300, priorPerHundredThousand: 400,
    surfacePerHundredThousand: 900, fullCount: 17, window: 9)

  /// Seeded numbers from 0 to 1.
  struct Draw {
    var state: UInt64

    mutating func next() -> Double {
      // SplitMix64 wraps by design.
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
  }

  /// The mean over five cells is rounded down.
  @Test("Noise floor: less than a count below", arguments: 1...4 as ClosedRange<UInt64>)
  func floor(seed: UInt64) {
    var draw = Draw(state: seed)
    var kernel = NoiseFloor(training: 12, guardSteps: 3, orderHundredths: 75, prior: 500)
    var twin = NoiseFloorTwin(
      cells: 20, training: 12, guardSteps: 3, orderHundredths: 75, prior: 500)
    for _ in 0..<60 {
      for cell in 0..<20 {
        let error = twin.smoothed(cell: cell) - Double(kernel.smoothed(cell: cell, count: 20))
        #expect(error > -1e-9 && error < 1)
        let amplitude = (draw.next() * 2_000).rounded()
        kernel.learn(UInt32(amplitude), cell: cell)
        twin.learn(amplitude, cell: cell)
      }
    }
  }

  /// What a floor is off by, in counts: an amplitude a loses a count to its root and 16 / a to the energy
  /// before it; the prior loses a count and the mean another. What rough ground leaves lies on
  /// straight lines between halvings, at most 6.1 % above, falls off by 177/256 for ln 2, which is
  /// at most a thousandth of it, and loses 10⁻⁴ of its start and a count.
  private func floorBound(_ twin: CFARTwin, cell: Int, amplitude: Double) -> Double {
    let clutter = 1e6 * 900 / 1e5
    return 1 + 16 / amplitude + 2 + 0.061 * twin.surface[cell] + clutter * 1.1e-3 + 1
  }

  /// A ratio is off by the parts by which amplitude and floor are, and is rounded down.
  @Test("CFAR: what roots, priors and half-lives round", arguments: 1...4 as ClosedRange<UInt64>)
  func cfar(seed: UInt64) {
    var draw = Draw(state: seed)
    var kernel = CFAR(parameters: Self.parameters)
    kernel.layOut(geometry: Self.geometry)
    var twin = CFARTwin(parameters: Self.parameters, geometry: Self.geometry)
    let cells = Self.geometry.cellCount
    for step in 0..<50 {
      var row = CellRow()
      let count = step % 5 == 4 ? 9 : 17
      for cell in 0..<cells {
        // Amplitudes of 1,000 to 20,000, the energy of which is a² · parts / 16.
        let amplitude = 1_000 + 19_000 * draw.next() * draw.next()
        let energy = amplitude * amplitude / 16 * Double(9 * count * 17)
        row.coherent[cell] = Int64(energy)
        row.total[cell] = Int64(energy / (1 + 9 * draw.next()))
      }
      let floors = (0..<cells).map { kernel.floor(cell: $0, geometry: Self.geometry) }
      let judged = kernel.judge(row, count: count, geometry: Self.geometry)
      let verdicts = twin.judge(
        coherent: (0..<cells).map { Double(row.coherent[$0]) },
        total: (0..<cells).map { Double(row.total[$0]) }, count: count)
      var widest = 0.0
      for (cell, verdict) in verdicts.enumerated() {
        let bound = floorBound(twin, cell: cell, amplitude: 1_000)
        #expect(abs(verdict.floor - Double(floors[cell])) <= bound)
        let parts =
          (1 + 16 / verdict.amplitude) / verdict.amplitude + bound / (verdict.floor - bound)
        widest = max(widest, verdict.ratio * parts + 2)
      }
      let loudest = verdicts.map(\.ratio).max() ?? 0
      #expect(abs(loudest - Double(judged.ratioQ8)) <= widest)
    }
  }

  /// Envelopes are exact. The prior loses a count before its root of 34 and the root another; √34 is
  /// rounded to 6 for the surface, six times as far off as in the focused floor.
  @Test("CFAR before focusing: what its floor rounds", arguments: 1...4 as ClosedRange<UInt64>)
  func early(seed: UInt64) {
    var draw = Draw(state: seed &+ 40)
    var kernel = CFAR(parameters: Self.parameters)
    kernel.layOut(geometry: Self.geometry)
    var twin = CFARTwin(parameters: Self.parameters, geometry: Self.geometry)
    for _ in 0..<50 {
      let envelope = (0..<128).map { _ in Int32(1_000 + 19_000 * draw.next() * draw.next()) }
      let ratio = kernel.judgeEarly(envelope.span, geometry: Self.geometry)
      let peaks = (0..<Self.geometry.cellCount).map { cell in
        Double(envelope[Self.geometry.samples(ofCell: cell)].max() ?? 0)
      }
      let verdicts = twin.judgeEarly(peaks)
      var widest = 0.0
      for (cell, verdict) in verdicts.enumerated() {
        let ofSurface = floorBound(twin, cell: cell, amplitude: 1_000) * 6
        let bound = ofSurface + (6 - 34.0.squareRoot()) * twin.surface[cell] + 34.0.squareRoot() + 2
        widest = max(widest, verdict.ratio * bound / (verdict.floor - bound) + 1)
      }
      #expect(abs((verdicts.map(\.ratio).max() ?? 0) - Double(ratio)) <= widest)
    }
  }

  /// The release is rounded down to a 256th: nothing else is, so that both agree but for a ratio that
  /// lies between.
  @Test(
    "Hysteresis: the same alarm but within a 256th of the release", arguments: [0, 33, 70, 100])
  func hysteresis(release: Int32) {
    var draw = Draw(state: 77)
    var kernel = Hysteresis(releaseHundredths: release)
    var twin = HysteresisTwin(release: Double(release) / 100)
    for _ in 0..<2_000 {
      let ratio = UInt32(draw.next() * 512)
      if abs(Double(ratio) / 256 - Double(release) / 100) < 1.0 / 256, release < 100 { continue }
      kernel.take(ratio)
      twin.take(Double(ratio) / 256)
      #expect(kernel.isOn == twin.isOn)
    }
  }

  /// Seven figures are rounded down to ten-thousandths, each of which becomes at most that part of the
  /// product, over the bounce's reflection R where R divides; straight lines between halvings lie
  /// at most 6.1 % above. The boundary of `isBlind` is the expected amplitude.
  @Test(
    "Radar budget: ten-thousandths, and half-lives in straight lines",
    arguments: [80_000, 100_000, 150_000] as [Int64], [0, 2_000, 6_000] as [Int32])
  func budget(speed: Int64, attenuation: Int32) {
    let axes = RadarAxes(
      samples: 128, periodQ8: 8 * 256, intervalFemtoseconds: 100_000, stepMicrometres: 20_000,
      waveSpeedMicrometresPerNanosecond: speed, depthMaximumMicrometres: 400_000)
    let geometry = RadarGeometry(axes: axes, bounce: 20, amplitude: 100_000_000)
    let soil = BudgetSoil(
      wavelengthMicrometres: speed * 8 / 10, antennaHeightMicrometres: 60_000,
      attenuationHundredthsDecibelPerMetre: attenuation)
    let budget = RadarBudget(geometry: geometry, soil: soil, thresholdHundredths: 100)
    let index = 299_792.0 / Double(speed)
    let bounce = (index - 1) / (index + 1)
    for cell in 0..<geometry.cellCount {
      let micrometres = geometry.depthMicrometres(
        ofSample: geometry.samples(ofCell: cell).lowerBound)
      let exact = RadarBudgetTwin.ratio(
        soil: soil, speed: Double(speed) / 1e6, depth: Double(micrometres) / 1e6)
      let kernel = expected(budget, cell: cell) / 1e8
      // Two of the seven stand under the division by R, and R itself loses a part 10⁻⁴ / R.
      let rounding = (5 + 2 / bounce) * 1e-4 + exact * 2e-4 / bounce
      #expect(kernel > exact - rounding && kernel < exact * 1.061 + rounding)
    }
  }

  /// The loudest floor under which the budget is not blind, by halving.
  private func expected(_ budget: RadarBudget, cell: Int) -> Double {
    var (seen, blind) = (UInt32(0), UInt32(1) << 31)
    while blind - seen > 1 {
      let middle = seen + (blind - seen) / 2
      if budget.isBlind(floor: middle, cell: cell) { blind = middle } else { seen = middle }
    }
    return Double(seen)
  }
}
