import Foundation

/// Butterworth filters as second-order sections, by the bilinear transform.
///
/// An analog low-pass of order N has its poles at e^(jπ(2k + N + 1)/2N). They are scaled to the edge
/// Ω = tan πf, which the bilinear transform s = (1 − z⁻¹)/(1 + z⁻¹) maps back to f exactly
/// (prewarping), so that |H|² is ½ at every edge. A band-pass of order N has 2N poles, from s² − q B
/// s + Ω₁Ω₂ = 0 for each pole q of the low-pass, B = Ω₂ − Ω₁ (Oppenheim and Schafer, Discrete-Time
/// Signal Processing, ch. 7).
///
/// Each section has gain 1 at 0, at half the rate, or in the middle of the band; sections with the
/// poles farthest from the unit circle come first, so that the later ones ring on a filtered signal.
public enum Butterworth {
  /// Orders that are designed; a band-pass has twice as many poles.
  public static let orders = 1...16

  /// The nearest that a pole of a design may come to the unit circle.
  ///
  /// Coefficients near 2 are resolved to 2⁻⁵², which moves poles near 1 by the root of it.
  public static let smallestMargin = 1e-7

  /// Designs a filter.
  public static func sections(order: Int, band: PassBand) throws(DesignError) -> [Section] {
    guard orders.contains(order) else { throw .order(order, limits: orders) }
    try band.check()
    let made = pairs(order: order, band: band).map { section(of: $0, band: band) }
      .sorted { $0.poleRadius < $1.poleRadius }
    let radius = made.last?.poleRadius ?? 0
    guard 1 - radius >= smallestMargin else { throw .unresolved(radius: radius) }
    return made
  }

  /// What makes one section: a pole and its conjugate, two real poles, or a single one.
  private enum Poles {
    case conjugate(Complex)
    case real(Double, Double)
    case single(Double)
  }

  /// The poles of the filter in z, in pairs.
  private static func pairs(order: Int, band: PassBand) -> [Poles] {
    let prototype = (0..<(order + 1) / 2).map { prototypePole($0, order: order) }
    switch band {
    case .low(let edge), .high(let edge):
      let warped = tan(.pi * edge)
      return prototype.map { pole -> Poles in
        // For a high-pass Ω / p is the conjugate of Ω p, for poles of length 1.
        let mapped = bilinear(warped * pole)
        return pole == Complex(-1) ? .single(mapped.real) : .conjugate(mapped)
      }
    case .band(let from, let to):
      let (low, high) = (tan(.pi * from), tan(.pi * to))
      return prototype.flatMap { pole -> [Poles] in
        let half = 0.5 * (high - low) * pole
        let root = (half * half - Complex(low * high)).squareRoot
        let (first, second) = (bilinear(half + root), bilinear(half - root))
        if pole != Complex(-1) { return [.conjugate(first), .conjugate(second)] }
        return root.imaginary == 0 ? [.real(first.real, second.real)] : [.conjugate(first)]
      }
    }
  }

  /// The k-th pole of the low-pass with edge 1, of the upper half; −1 itself, to the bit.
  private static func prototypePole(_ k: Int, order: Int) -> Complex {
    guard 2 * k + 1 != order else { return Complex(-1) }
    return Complex(angle: Double.pi * Double(2 * k + order + 1) / Double(2 * order))
  }

  private static func bilinear(_ pole: Complex) -> Complex {
    (Complex(1) + pole) / (Complex(1) - pole)
  }

  /// The section of a pair, with gain 1 where the band has it.
  private static func section(of poles: Poles, band: PassBand) -> Section {
    let (a1, a2, isSingle): (Double, Double, Bool) =
      switch poles {
      case .conjugate(let pole):
        (2 * pole.real, -(pole.real * pole.real + pole.imaginary * pole.imaginary), false)
      case .real(let first, let second): (first + second, -first * second, false)
      case .single(let pole): (pole, 0, true)
      }
    var made: Section
    let reference: Double
    switch band {
    case .low:
      made = Section(b0: 1, b1: isSingle ? 1 : 2, b2: isSingle ? 0 : 1, a1: a1, a2: a2)
      reference = 0
    case .high:
      made = Section(b0: 1, b1: isSingle ? -1 : -2, b2: isSingle ? 0 : 1, a1: a1, a2: a2)
      reference = 0.5
    case .band(let from, let to):
      made = Section(b0: 1, b1: 0, b2: -1, a1: a1, a2: a2)
      reference = atan((tan(.pi * from) * tan(.pi * to)).squareRoot()) / .pi
    }
    let gain = 1 / made.response(at: reference).magnitude
    made.b0 *= gain
    made.b1 *= gain
    made.b2 *= gain
    return made
  }
}
