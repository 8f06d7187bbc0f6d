/// The white noise of the way's cells, measured where nothing else is as fast: in third differences.
///
/// Formula: E|Δ³e| of white noise of deviation σ is σ √20 / 1.2533. One value counts at most four times
/// the mean so far, so that a target's flank does not pass for noise.
package struct CellNoise: BitwiseCopyable, Sendable {
  private var mean = BandVector()
  private var learnt: Int64 = 0

  package init() {}

  /// Takes the cells up to the newest; call it once for each.
  package mutating func take(_ cells: inout CellRing, bandCount: Int) {
    guard cells.count >= 4 else { return }
    let last = cells.count - 1
    let e0 = cells.mean(at: last)
    let e1 = cells.mean(at: last - 1)
    let e2 = cells.mean(at: last - 2)
    let e3 = cells.mean(at: last - 3)
    learnt = min(learnt + 1, 256)
    for band in 0..<bandCount {
      let difference = abs(e0[band] - 3 * e1[band] + 3 * e2[band] - e3[band])
      let held = learnt > 8 ? min(difference, 4 * mean[band] + 256) : difference
      mean[band] += (held - mean[band]) / learnt
    }
  }

  /// Variance of a cell's white noise, Q6 nV², no less than a floor.
  package func variance(band: Int, floor: Int64) -> Int64 {
    // (Q8 nV)² is Q16; σ² = mean² · 1.5708 / 20, and ten bits less make Q6.
    let held = min(mean[band], 1 << 28)
    return max(held * held / 1_024 * 7_854 / 100_000, floor)
  }
}
