/// One turn of wire in a circle: its field at 1 A, and its mutual inductance with a coaxial twin.
///
/// Field: D² = (a+ρ)²+z², q = (a−ρ)²+z², m = 4aρ/D²,
/// Hz = [K + (a²−ρ²−z²)/q·E]/(2πD), Hρ = z/(2πρD)·[−K + (a²+ρ²+z²)/q·E], in A/m.
/// Source: Smythe, Static and Dynamic Electricity, 1950, 7.10. Mutual inductance: Maxwell, Treatise, 1873, 701.
package struct CircularCoil: Sendable {
  /// The constant μ0, H/m.
  package static let vacuumPermeability = 4e-7 * Double.pi
  /// The wire's own thickness keeps the field finite: nothing comes nearer to it than this, metres.
  static let wireMetres = 0.002
  /// Radius of the circle, metres.
  package let radiusMetres: Double

  /// Makes a coil.
  package init(radiusMetres: Double) { self.radiusMetres = radiusMetres }

  /// The field across (away from the axis) and along the axis, A/m at 1 A.
  package func field(across: Double, along: Double) -> (across: Double, along: Double) {
    let radius = radiusMetres
    let square = across * across + along * along
    guard across > 1e-4 * radius else {
      // On the axis: Hz = a²/2(a²+z²)^{3/2}, and Hρ grows with ρ as 3a²zρ/4(a²+z²)^{5/2}.
      let sum = radius * radius + along * along
      let power = sum * sum.squareRoot()
      let axial = radius * radius / (2 * power)
      return (1.5 * axial * along * across / sum, axial)
    }
    let outer = (radius + across) * (radius + across) + along * along
    let near = (radius - across) * (radius - across) + along * along
    let inner = max(near, Self.wireMetres * Self.wireMetres)
    let integrals = EllipticIntegrals(parameter: min(4 * radius * across / outer, 1 - 1e-9))
    let scale = 1 / (2 * Double.pi * outer.squareRoot())
    let ratio = integrals.second / inner
    let axial = scale * (integrals.first + (radius * radius - square) * ratio)
    let radial =
      scale * along / across * ((radius * radius + square) * ratio - integrals.first)
    return (radial, axial)
  }

  /// The mutual inductance with an equal coaxial circle at a distance, henry for one turn each.
  ///
  /// M = μ0·a·[(2/k − k)·K − (2/k)·E], k² = 4a²/(4a²+d²). The coil's image in soil lies at twice the
  /// coil's height.
  package func mutualInductance(distanceMetres: Double) -> Double {
    let radius = radiusMetres
    let distance = max(distanceMetres, Self.wireMetres)
    let square = 4 * radius * radius / (4 * radius * radius + distance * distance)
    let modulus = square.squareRoot()
    let integrals = EllipticIntegrals(parameter: square)
    let sum = (2 / modulus - modulus) * integrals.first - 2 / modulus * integrals.second
    return Self.vacuumPermeability * radius * sum
  }
}
