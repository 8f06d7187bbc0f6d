import Foundation

/// A second-order section in Double.
///
/// Sign convention: feedback is **added**, y = b0 x + b1 x₁ + b2 x₂ + a1 y₁ + a2 y₂, as
/// `BiquadSection` of the core and CMSIS-DSP have it; SciPy's a1 and a2 have the other sign.
public struct Section: Equatable, Sendable {
  /// Of the sample itself.
  public var b0: Double
  /// Of the sample before.
  public var b1: Double
  /// Of the sample two before.
  public var b2: Double
  /// Of the output before, added.
  public var a1: Double
  /// Of the output two before, added.
  public var a2: Double

  /// Takes the coefficients; feedback is added.
  public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
    (self.b0, self.b1, self.b2, self.a1, self.a2) = (b0, b1, b2, a1, a2)
  }

  /// The coefficients with their names, in CMSIS-DSP's order.
  public var coefficients: [(name: String, value: Double)] {
    [("b0", b0), ("b1", b1), ("b2", b2), ("a1", a1), ("a2", a2)]
  }

  /// The two poles, roots of z² − a1 z − a2; the one with the larger imaginary part, or the larger
  /// real one, first.
  public var poles: [Complex] {
    let root = Complex(a1 * a1 + 4 * a2).squareRoot
    return [0.5 * (Complex(a1) + root), 0.5 * (Complex(a1) - root)]
  }

  /// The largest distance of a pole from 0.
  public var poleRadius: Double { poles.map(\.magnitude).max() ?? 0 }

  /// The response at a frequency, cycles a sample.
  public func response(at frequency: Double) -> Complex {
    let delay = Complex(angle: -2 * .pi * frequency)
    let forward = Complex(b0) + delay * (Complex(b1) + b2 * delay)
    let back = Complex(1) - delay * (Complex(a1) + a2 * delay)
    return forward / back
  }
}
