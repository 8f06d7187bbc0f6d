import DetectorCore
import FilterDesign
import Foundation
import ReferenceModels
import Testing

@Suite("Double twins of focusing and the ground")
struct GroundTwinTests {
  /// A Ricker pulse of 8 samples' period around a place, and seeded noise.
  private func trace(
    _ count: Int, at place: Double, amplitude: Double, noise: Double, seed: UInt64
  ) -> [Int32] {
    var draw = DetectionTwinTests.Draw(state: seed)
    return (0..<count).map { n in
      let phase = Double.pi * (Double(n) - place) / 8
      let pulse = (1 - 2 * phase * phase) * exp(-phase * phase)
      return Int32(amplitude * pulse + noise * (2 * draw.next() - 1))
    }
  }

  private func doubles(_ x: [Int32]) -> [Double] { x.map(Double.init) }

  /// A spike's mean of two is rounded by at most a half; beside another spike half of that comes on top.
  @Test(
    "Repair of a trace: less than a count, the same spikes", arguments: 1...4 as ClosedRange<UInt64>
  )
  func repair(seed: UInt64) {
    var x = trace(200, at: 60, amplitude: 20_000, noise: 300, seed: seed)
    for place in [20, 100, 102, 150] { x[place] = place % 4 == 0 ? 90_001 : -70_003 }
    var description = RadarDescription(samplesPerTrace: 200, sampleIntervalFemtoseconds: 100_000)
    description.leadingNonSignalSamples = 2
    let kernel = TraceRepair(description: description, periodQ8: 8 * 256)
    var y = x
    var output = y.mutableSpan
    let condition = kernel.process(x.span, into: &output)
    let exact = TraceRepairTwin(leading: 2).process(doubles(x))
    #expect(condition.spikes == Int32(exact.spikes) && exact.spikes == 4)
    for (one, other) in zip(exact.trace, y) { #expect(abs(one - Double(other)) < 1) }
  }

  /// In the kernel's units of 2^shift counts: a sample loses less than one when it is reduced; the
  /// reference less than one more from reduced samples, one from 16 means that each lose a 16th, and
  /// one when it is read. A difference is off by ε < 4, so that the sum is by Σ (2|δ|ε + ε²). The lag
  /// that the kernel takes is no worse than the best by more than twice that.
  @Test(
    "Alignment on the bounce: the best lag within what 12 bits tell apart",
    arguments: 1...4 as ClosedRange<UInt64>)
  func alignment(seed: UInt64) throws {
    let peak: Int32 = 400_000
    let shift = exp2(Double(33 - peak.leadingZeroBitCount - 11))
    var kernel = GroundBounceAlignment(bounce: 60, periodQ8: 8 * 256, samples: 200, peak: peak)
    var twin = GroundBounceTwin(window: 52..<68, lagMaximum: 4)
    for (row, lag) in [0, 1, -2, 3, 4, -4, 0, 2, 2, -1].enumerated() {
      let x = trace(
        200, at: Double(60 + lag), amplitude: 390_000, noise: 9_000, seed: seed &+ UInt64(row) &* 99
      )
      let reduced = doubles(x).map { $0 / shift }
      let answer = kernel.lag(of: x.span)
      let found = try #require(answer)
      let distances = twin.distances(reduced)
      if let best = distances.min() {
        func doubt(_ lag: Int) -> Double {
          twin.differences(reduced, lag: lag).reduce(0) { $0 + 2 * abs($1) * 4 + 16 }
        }
        let least = try #require(distances.firstIndex(of: best)) - 4
        #expect(distances[found + 4] <= best + doubt(found) + doubt(least))
        #expect(found == lag)
      }
      twin.learn(reduced, lag: found)
    }
  }

  /// Delays, which are told apart to 1/256 of a sample, and energies, which are told apart to 16, say
  /// how far each cell may be off; the twin adds it up.
  @Test("Focusing: within the doubt of delays and units", arguments: 1...4 as ClosedRange<UInt64>)
  func focusing(seed: UInt64) {
    let geometry = DetectionTwinTests.geometry
    var kernel = Focusing<128>(aperture: 5, axes: geometry.axes)
    kernel.layOut(geometry: geometry)
    var traces: [[Int32]?] = (0..<11).map { step in
      // The hyperbola of a point 40 samples under time zero.
      let offset = 4 * Double(step - 5)
      let place = 14 + (40 * 40 + offset * offset).squareRoot()
      return trace(
        128, at: place, amplitude: 200_000, noise: 20_000, seed: seed &+ UInt64(step) &* 7)
    }
    traces[8] = nil
    for trace in traces { kernel.push(trace?.span) }
    var cells = CellRow()
    kernel.focus(age: 5, geometry: geometry, into: &cells)
    let twin = FocusingTwin(geometry: geometry, aperture: 5, window: kernel.window)
    let exact = [1, 1.3, 1.7].map { velocity in
      twin.energies(traces.map { $0.map(doubles) }, velocity: velocity)
    }
    for cell in 0..<geometry.cellCount {
      let range = geometry.samples(ofCell: cell)
      let (found, total) = (Double(cells.coherent[cell]), Double(cells.total[cell]))
      let all = range.flatMap { n in exact.map { $0[n - twin.range.lowerBound] } }
      let best = all.map(\.coherent).max() ?? 0
      let doubt = all.map(\.coherentDoubt).max() ?? 0
      #expect(abs(found - best) <= doubt)
      let place = Int(cells.sample[cell]) - twin.range.lowerBound
      #expect(
        exact.contains {
          abs($0[place].coherent - found) <= $0[place].coherentDoubt
            && abs($0[place].total - total) <= $0[place].totalDoubt
        })
    }
  }
}
