/// In-phase and quadrature of one frequency: A cos(ωt + φ) is I = A cos φ, Q = A sin φ.
public struct Phasor: BitwiseCopyable, Sendable, Equatable {
  /// I.
  public var inPhase: Int64
  /// Q.
  public var quadrature: Int64

  /// Makes a phasor.
  public init(inPhase: Int64 = 0, quadrature: Int64 = 0) {
    self.inPhase = inPhase
    self.quadrature = quadrature
  }

  /// Its phase and its magnitude, by CORDIC.
  public var polar: PolarVector { Atan2.polar(y: quadrature, x: inPhase) }

  /// The same, turned back by an angle: what lay at that angle lies on the axis of I.
  ///
  /// Components are held at ±2⁴⁷; products with Q30 go through 128 bits. Rounded down.
  public func turnedBack(by angle: BinaryAngle) -> Phasor {
    let (cosine, sine) = Sine.pair(of: angle)
    let held = clamped
    return Phasor(
      inPhase: Wide.shifted(held.inPhase, cosine, by: 30)
        + Wide.shifted(held.quadrature, sine, by: 30),
      quadrature: Wide.shifted(held.quadrature, cosine, by: 30)
        - Wide.shifted(held.inPhase, sine, by: 30))
  }

  /// The same, held at ±2⁴⁷.
  public var clamped: Phasor {
    let rail: Int64 = 1 << 47
    return Phasor(
      inPhase: max(-rail, min(rail, inPhase)), quadrature: max(-rail, min(rail, quadrature)))
  }

  /// The difference.
  public static func - (left: Phasor, right: Phasor) -> Phasor {
    Phasor(
      inPhase: left.inPhase.saturatingSubtracting(right.inPhase),
      quadrature: left.quadrature.saturatingSubtracting(right.quadrature))
  }
}
