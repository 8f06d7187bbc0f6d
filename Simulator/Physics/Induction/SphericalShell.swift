/// A conducting sphere or spherical shell, magnetic or not: its relaxation modes, exactly.
///
/// Inside the wall r·j₁(kr) and r·y₁(kr) solve the diffusion of an azimuthal potential. With g = r·f and
/// η = b·g′(b)/g(b) at the outer radius b, P = 4πb³·(2μ−η)/2(μ+η); at the inner radius a of a cavity
/// a·g′(a) = 2μ·g(a). Poles kₙ give τₙ = μ0·μ·σ/kₙ² and Aₙ = −(2/kₙ)·Res P. μ is relative.
/// Source: Wait and Spies, Quasi-static transient response of a conducting permeable sphere, 1969, for
/// the solid one, whose modes these are: Aₙ = 12πb³μ/(xₙ² + (μ−1)(μ+2)).
package struct SphericalShell: Sendable {
  /// Modes faster than this have died before any gate opens, seconds.
  static let fastest = 4e-7
  /// Modes at the most.
  static let maximumModes = 2_000
  /// Outer radius, metres.
  package var radiusMetres: Double
  /// Wall, metres; 0 for a solid sphere.
  package var wallMetres: Double
  /// Relative permeability.
  package var permeability: Double
  /// Conductivity, S/m.
  package var conductivity: Double

  /// Makes a shell; a wall of 0 makes a solid sphere.
  package init(
    radiusMetres: Double, wallMetres: Double = 0, permeability: Double, conductivity: Double
  ) {
    self.radiusMetres = radiusMetres
    self.wallMetres = wallMetres
    self.permeability = permeability
    self.conductivity = conductivity
  }

  /// The spectrum, the slowest mode first.
  package var spectrum: RelaxationSpectrum {
    let diffusion = CircularCoil.vacuumPermeability * permeability * conductivity
    let last = (diffusion / Self.fastest).squareRoot()
    let thickness = wallMetres > 0 ? wallMetres : radiusMetres
    // Far up, zeros lie π/thickness apart; the lowest ones, of a thin wall, lie at far smaller k.
    let step = Double.pi / (12 * thickness)
    var place = 1e-3 / radiusMetres
    var before = pole(place)
    var modes: [RelaxationSpectrum.Mode] = []
    while place < last, modes.count < Self.maximumModes {
      let next = place + min(step, max(place * 0.05, 1e-4 / radiusMetres))
      let value = pole(next)
      if (before < 0) != (value < 0) {
        let zero = bisected(place, next, isNegativeBelow: before < 0)
        modes.append(mode(at: zero, diffusion: diffusion))
      }
      (place, before) = (next, value)
    }
    return RelaxationSpectrum(modes: modes, steadyVolume: steadyVolume)
  }

  /// N0 of the shell in a steady field, m³.
  package var steadyVolume: Double {
    let inner = wallMetres > 0 ? radiusMetres - wallMetres : 0
    let ratio = inner / radiusMetres
    let cube = ratio * ratio * ratio
    let above = (2 * permeability + 1) * (permeability - 1) * (1 - cube)
    let below =
      (2 * permeability + 1) * (permeability + 2)
      - 2 * cube * (permeability - 1) * (permeability - 1)
    return 4 * Double.pi * radiusMetres * radiusMetres * radiusMetres * above / below
  }

  private func mode(at zero: Double, diffusion: Double) -> RelaxationSpectrum.Mode {
    let step = zero * 1e-6
    let slope = (pole(zero + step) - pole(zero - step)) / (2 * step)
    let cube = radiusMetres * radiusMetres * radiusMetres
    let residue = 2 * Double.pi * cube * value(zero, isPole: false) / slope
    return RelaxationSpectrum.Mode(
      volume: -2 / zero * residue, seconds: diffusion / (zero * zero))
  }

  private func bisected(_ low: Double, _ high: Double, isNegativeBelow: Bool) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if (pole(middle) < 0) == isNegativeBelow { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private func pole(_ wavenumber: Double) -> Double { value(wavenumber, isPole: true) }

  /// The determinant of the boundary conditions, whose zeros are poles of P, or the numerator of P.
  private func value(_ wavenumber: Double, isPole: Bool) -> Double {
    func outer(_ value: Double, _ slope: Double) -> Double {
      isPole ? permeability * value + slope : 2 * permeability * value - slope
    }
    let outside = Riccati(wavenumber * radiusMetres)
    let regular = outer(outside.regular, outside.regularSlope)
    guard wallMetres > 0 else { return regular }
    let inside = Riccati(wavenumber * (radiusMetres - wallMetres))
    let irregular = outer(outside.irregular, outside.irregularSlope)
    return (inside.regularSlope - 2 * permeability * inside.regular) * irregular
      - (inside.irregularSlope - 2 * permeability * inside.irregular) * regular
  }

  /// z·j₁(z) and z·y₁(z), and z times their slopes.
  private struct Riccati {
    let regular: Double
    let regularSlope: Double
    let irregular: Double
    let irregularSlope: Double

    init(_ z: Double) {
      let sine = Elementary.sin(z)
      let cosine = Elementary.cos(z)
      if z < 0.02 {
        // sin z/z − cos z loses its digits here: z²/3 − z⁴/30 + z⁶/840.
        let square = z * z
        regular = square / 3 * (1 - square / 10 * (1 - square / 28))
        regularSlope = square / 3 * (2 - square / 10 * (4 - 6 * square / 28))
      } else {
        regular = sine / z - cosine
        regularSlope = cosine - sine / z + z * sine
      }
      irregular = -cosine / z - sine
      irregularSlope = sine + cosine / z - z * cosine
    }
  }
}
