/// One pole for in-phase and quadrature alike: y ← y + α (x − y).
///
/// α = 1/(1 + f τ) for frames of rate f and a time constant τ. Q-format: α Q30, x whole, state Q14 on
/// components held at ±2⁴⁷, so that a step of one count is followed to within a count for every τ up to
/// 2¹⁴ frames. Rounding: to nearest, so that a constant input is reached from both sides alike.
package struct PhasorFilter: BitwiseCopyable, Sendable {
  private var state = Phasor()
  private var hasBegun = false
  private let alphaQ30: Int64

  /// Makes a filter of a time constant in frames, Q8.
  package init(framesQ8: Int64) { alphaQ30 = (256 << 30) / (256 + max(framesQ8, 0)) }

  /// The output.
  package var value: Phasor {
    Phasor(
      inPhase: state.inPhase.shiftedRightToNearest(by: 14),
      quadrature: state.quadrature.shiftedRightToNearest(by: 14))
  }

  /// Takes a phasor, at α / `slower`; the first is the state.
  package mutating func take(_ x: Phasor, slower: Int64 = 1) {
    let held = x.clamped
    guard hasBegun else {
      hasBegun = true
      state = Phasor(inPhase: held.inPhase << 14, quadrature: held.quadrature << 14)
      return
    }
    let alpha = alphaQ30 / slower
    state.inPhase += Self.share(alpha, (held.inPhase << 14) - state.inPhase)
    state.quadrature += Self.share(alpha, (held.quadrature << 14) - state.quadrature)
  }

  /// The next phasor is the state again.
  package mutating func reset() { hasBegun = false }

  private static func share(_ alpha: Int64, _ difference: Int64) -> Int64 {
    Wide.shifted(difference, alpha, by: 29).shiftedRightToNearest(by: 1)
  }
}
