/// One pole for in-phase and quadrature alike: y ← y + α (x − y).
///
/// α = 1/(1 + f τ) for frames of rate f and a time constant τ. Q-format: α Q30, x whole, state Q14 on
/// components held at ±2⁴⁷, so that a step of one count is followed to within a count for every τ up to
/// 2¹⁴ frames. Rounding: to nearest, so that a constant input is reached from both sides alike.
package struct PhasorFilter: BitwiseCopyable, Sendable {
  private var state = Phasor()
  private var hasBegun = false
  /// Phasors of which the state is the mean while it begins; 0 once α is as small as it is to be.
  private var meanCount: Int64 = 0
  private let alphaQ30: Int64
  private let beginsAsMean: Bool

  /// Makes a filter of a time constant in frames, Q8; it may begin as the mean of what it took, so that a
  /// noisy first phasor is not its state for long.
  package init(framesQ8: Int64, beginsAsMean: Bool = false) {
    alphaQ30 = (256 << 30) / (256 + max(framesQ8, 0))
    self.beginsAsMean = beginsAsMean
  }

  /// The output.
  package var value: Phasor {
    Phasor(
      inPhase: state.inPhase.shiftedRightToNearest(by: 14),
      quadrature: state.quadrature.shiftedRightToNearest(by: 14))
  }

  /// Takes a phasor, at α / `slower`, at the highest not at all; the first is the state.
  package mutating func take(_ x: Phasor, slower: Int64 = 1) {
    let held = x.clamped
    guard hasBegun else {
      hasBegun = true
      meanCount = beginsAsMean ? 1 : 0
      state = Phasor(inPhase: held.inPhase << 14, quadrature: held.quadrature << 14)
      return
    }
    let alpha = nextAlphaQ30() / slower
    state.inPhase += Self.share(alpha, (held.inPhase << 14) - state.inPhase)
    state.quadrature += Self.share(alpha, (held.quadrature << 14) - state.quadrature)
  }

  /// The next phasor is the state again.
  package mutating func reset() { hasBegun = false }

  /// α, or while the filter begins one over the phasors so far.
  private mutating func nextAlphaQ30() -> Int64 {
    guard meanCount > 0 else { return alphaQ30 }
    meanCount += 1
    let mean = (1 << 30) / meanCount
    if mean > alphaQ30 { return mean }
    meanCount = 0
    return alphaQ30
  }

  private static func share(_ alpha: Int64, _ difference: Int64) -> Int64 {
    Wide.shifted(difference, alpha, by: 29).shiftedRightToNearest(by: 1)
  }
}
