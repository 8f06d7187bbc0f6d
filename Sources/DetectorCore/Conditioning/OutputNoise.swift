/// The white noise of decimated outputs, measured where nothing else is as fast: in third differences.
///
/// Formula: d = x[n] − 3 x[n−2] + 3 x[n−4] − x[n−6]; outputs two apart share 1/66 of their noise, so that
/// E|d| = σ √20 / 1.2533. It is at hand after seven outputs. One value counts at most four times the mean
/// so far, so that a body's flank does not pass for noise.
/// Q-format: outputs Q8 nV, variance Q6 nV². Cost: five operations a band and output.
package struct OutputNoise: BitwiseCopyable, Sendable {
  /// Values in the running mean at the most: four seconds.
  private static let memory: Int64 = 512
  /// Values that count in full: a mean must be there before it can bound anything.
  private static let free: Int64 = 8

  private var ring = InlineArray<8, BandVector>(repeating: BandVector())
  private var inRow: Int64 = 0
  private var mean = BandVector()
  private var learnt: Int64 = 0

  package init() {}

  /// Outputs are missing: what comes next does not follow what came before.
  package mutating func skip() { inRow = 0 }

  /// Takes the next output.
  package mutating func take(_ output: BandVector, bandCount: Int) {
    ring[Int(inRow & 7)] = output
    inRow += 1
    guard inRow >= 7 else { return }
    learnt = min(learnt + 1, Self.memory)
    for band in 0..<bandCount {
      let inner = 3 * (at(2, band) - at(4, band))
      let difference = abs(at(0, band) - inner - at(6, band))
      let held = learnt > Self.free ? min(difference, 4 * mean[band] + 256) : difference
      let change = held - mean[band]
      mean[band] += learnt == Self.memory ? change >> 9 : change / learnt
    }
  }

  /// Variance of one output, Q6 nV², no less than a floor.
  package func variance(band: Int, floor: Int64) -> Int64 {
    // (Q8 nV)² is Q16; σ² = mean² · 1.5708 / 20, and ten bits less make Q6.
    let held = min(mean[band], 1 << 28)
    return max(held * held / 1_024 * 7_854 / 100_000, floor)
  }

  private func at(_ back: Int64, _ band: Int) -> Int64 { ring[Int((inRow - 1 - back) & 7)][band] }
}
