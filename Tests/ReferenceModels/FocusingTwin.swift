package import DetectorCore

/// A sliding aperture in Double: what `Focusing` rounds, which is delays to 1/256 of a sample and
/// energies to units of 16.
///
/// S = Σ x_j[t_j(n)] with t_j(n) = √(t₀² + (2 j Δx / v)²), rounded to whole samples as the kernel
/// rounds. A kernel's delay may lie up to 2/256 of a sample earlier than the exact one; where that
/// decides between two samples, their difference counts as doubt.
package struct FocusingTwin: Sendable {
  /// What one velocity makes of a sample.
  package struct Energy: Sendable {
    /// Σ (S / 4)² over the window.
    package var coherent = 0.0
    /// Σ E / 16 over the window.
    package var total = 0.0
    /// How far the kernel's figures may be off.
    package var coherentDoubt = 0.0, totalDoubt = 0.0
  }

  private struct Sums {
    var sum = 0.0, square = 0.0
    var sumDoubt = 0.0, squareDoubt = 0.0
  }

  /// How much earlier a kernel's delay may be, samples.
  private static let early = 2.0 / 256

  private let geometry: RadarGeometry
  private let aperture: Int
  private let window: Int
  /// The samples that are focused.
  package let range: Range<Int>

  /// Takes the geometry, the steps on either side, and the samples of the energy window.
  package init(geometry: RadarGeometry, aperture: Int, window: Int) {
    (self.geometry, self.aperture, self.window) = (geometry, aperture, window)
    let end = min(geometry.gateEnd + window / 2 + 1, geometry.axes.samples)
    range = max(geometry.gateStart - window / 2, 0)..<end
  }

  /// The energies of all samples in `range` at a velocity, of traces with the apex in the middle.
  package func energies(_ traces: [[Double]?], velocity: Double) -> [Energy] {
    let sums = range.map { self.sums(traces, at: $0, velocity: velocity) }
    let half = window / 2
    return sums.indices.map { n in
      var energy = Energy()
      for sum in sums[max(n - half, 0)...min(n + half, sums.count - 1)] {
        energy.coherent += sum.sum * sum.sum / 16
        energy.total += sum.square / 16
        // Rounding down to units of 4 and of 16 takes less than one of them.
        let wide = (abs(sum.sum) + sum.sumDoubt) / 4 + 1
        energy.coherentDoubt += wide * wide - sum.sum * sum.sum / 16
        energy.totalDoubt += sum.squareDoubt / 16 + 1
      }
      return energy
    }
  }

  private func sums(_ traces: [[Double]?], at n: Int, velocity: Double) -> Sums {
    var sums = Sums()
    for (index, trace) in traces.enumerated() {
      guard let trace else { continue }
      let delay = self.delay(steps: abs(index - aperture), at: n, velocity: velocity)
      let value = sample(trace, at: delay, from: n)
      let other = sample(trace, at: delay - Self.early, from: n)
      sums.sum += value
      sums.square += value * value
      sums.sumDoubt += abs(value - other)
      sums.squareDoubt += abs(value * value - other * other)
    }
    return sums
  }

  /// Where the hyperbola of sample `n` lies some steps off.
  private func delay(steps: Int, at n: Int, velocity: Double) -> Double {
    let axes = geometry.axes
    let zero = Double(geometry.timeZeroQ8) / 256
    let time = max(Double(n) - zero, 0)
    let metres = 2 * Double(steps) * Double(axes.stepMicrometres) * 1e6
    let speed = Double(axes.waveSpeedMicrometresPerNanosecond) * velocity
    let offset = metres / speed / Double(axes.intervalFemtoseconds)
    return zero + (time * time + offset * offset).squareRoot()
  }

  /// The nearest sample, no earlier than `n`; nothing beyond the end.
  private func sample(_ trace: [Double], at delay: Double, from n: Int) -> Double {
    let place = max(Int((delay + 0.5).rounded(.down)), n)
    return place < geometry.axes.samples ? trace[place] : 0
  }
}
