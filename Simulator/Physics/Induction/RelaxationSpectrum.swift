/// How a body's polarisability along one axis dies away: a sum of exponentials.
///
/// After the field is switched off P(t) = Σ Aₙ·e^(−t/τₙ) in m³; in alternating fields
/// P(ω) = N0 − Σ Aₙ·jωτₙ/(1+jωτₙ). Aₙ > 0.
package struct RelaxationSpectrum: Sendable, Equatable {
  /// One exponential.
  package struct Mode: Sendable, Equatable {
    /// Aₙ, m³.
    package var volume: Double
    /// τₙ, seconds.
    package var seconds: Double

    /// Makes a mode.
    package init(volume: Double, seconds: Double) {
      self.volume = volume
      self.seconds = seconds
    }
  }

  /// The modes, the slowest first.
  package var modes: [Mode]
  /// N0, what a steady field induces, m³.
  package var steadyVolume: Double

  /// Makes a spectrum.
  package init(modes: [Mode], steadyVolume: Double = 0) {
    self.modes = modes
    self.steadyVolume = steadyVolume
  }

  /// Σ Aₙ, m³.
  package var volume: Double { modes.reduce(0) { $0 + $1.volume } }

  /// The same decay, so many times as strong.
  package func scaled(by factor: Double) -> RelaxationSpectrum {
    RelaxationSpectrum(
      modes: modes.map { Mode(volume: $0.volume * factor, seconds: $0.seconds) },
      steadyVolume: steadyVolume * factor)
  }

  /// One exponential.
  package static func exponential(volume: Double, seconds: Double) -> RelaxationSpectrum {
    RelaxationSpectrum(modes: [Mode(volume: volume, seconds: seconds)])
  }

  /// A thin tube or cap that is not magnetic: τ = μ0·σ·a·d/2, A = 1.2 of its volume along the axis.
  package static func thinTube(
    radiusMetres: Double, lengthMetres: Double, wallMetres: Double, conductivity: Double
  ) -> RelaxationSpectrum {
    let seconds =
      CircularCoil.vacuumPermeability * conductivity * radiusMetres * wallMetres / 2
    let volume = Double.pi * radiusMetres * radiusMetres * lengthMetres
    return .exponential(volume: 1.2 * volume, seconds: seconds)
  }

  /// A closed ring of round wire along its axis: L = μ0·R·(ln(8R/r) − 2), τ = L/Rr, A = μ0·(πR²)²/L.
  package static func ring(
    radiusMetres: Double, wireRadiusMetres: Double, conductivity: Double
  ) -> RelaxationSpectrum {
    let area = Double.pi * radiusMetres * radiusMetres
    let inductance = inductance(radiusMetres: radiusMetres, wireRadiusMetres: wireRadiusMetres)
    let resistance = 2 * radiusMetres / (conductivity * wireRadiusMetres * wireRadiusMetres)
    return .exponential(
      volume: CircularCoil.vacuumPermeability * area * area / inductance,
      seconds: inductance / resistance)
  }

  /// The inductance of a ring of round wire, henry.
  package static func inductance(radiusMetres: Double, wireRadiusMetres: Double) -> Double {
    CircularCoil.vacuumPermeability * radiusMetres
      * (Elementary.log(8 * radiusMetres / wireRadiusMetres) - 2)
  }
}
