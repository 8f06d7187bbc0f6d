/// The ground under a coil: how magnetic it is and how unevenly, how rough, how salty.
package struct InductionGround: Sendable, Equatable {
  /// A stone with magnetic grains of its own: a dipole whose step decays as 1/t.
  package struct HotRock: Sendable, Equatable {
    /// East, metres.
    package var east: Double
    /// North, metres.
    package var north: Double
    /// Mean surface to its middle, metres.
    package var depthMetres: Double
    /// Its radius, metres.
    package var radiusMetres: Double
    /// Its frequency dependence, as the soil's F.
    package var viscosity: Double

    /// Makes a stone.
    package init(
      east: Double, north: Double, depthMetres: Double, radiusMetres: Double, viscosity: Double
    ) {
      self.east = east
      self.north = north
      self.depthMetres = depthMetres
      self.radiusMetres = radiusMetres
      self.viscosity = viscosity
    }
  }

  /// F: what the susceptibility falls by in one natural logarithm of frequency; 1e-7 … 1e-4.
  package var viscosity = 1e-6
  /// χ/F, the susceptibility at 10 kHz over F: what an induction balance hears of the ground along the
  /// phase of ferrite.
  package var susceptibilityRatio = 50.0
  /// Deviation of F along the ground, in parts of it.
  package var texture = 0.25
  /// Correlation length of the texture, metres.
  package var textureMetres = 0.15
  /// The flattest and the steepest exponent of decay that patches have.
  package var exponents: ClosedRange<Double> = 1.0...1.1
  /// Correlation length of the patches, metres.
  package var patchMetres = 0.8
  /// Conductivity, S/m: 0.01 dry, 0.1 … 0.5 wet clay, 4 … 5 sea water.
  package var conductivity = 0.0
  /// Deviation of the conductivity along the ground, in parts of it.
  package var conductivityTexture = 0.15
  /// Deviation of the surface's height, metres.
  package var roughnessMetres = 0.004
  /// Correlation length of the surface, metres.
  package var roughnessCorrelationMetres = 0.10
  /// Stones.
  package var hotRocks: [HotRock] = []

  /// Makes mild soil.
  package init() {}

  /// No ground at all: a coil in the air.
  package static var air: InductionGround {
    var ground = InductionGround()
    ground.viscosity = 0
    ground.roughnessMetres = 0
    ground.exponents = 1.0...1.0
    return ground
  }
}

/// What disturbs a front end, in microvolts at the coil unless said otherwise.
package struct InductionNoise: Sendable, Equatable {
  /// White noise of the front end, nV/√Hz; a gate of T seconds has this/√(2T), one pulse.
  package var whiteNanovoltsPerRootHertz = 5.0
  /// Deviation of the noise that grows with falling frequency, between 0.02 and 10 Hz.
  package var flickerMicrovolts = 0.05
  /// Mains frequency, hertz.
  package var mainsHertz = 50.0
  /// Amplitude of the mains' fundamental; its third and fifth harmonics have a third and a fifth of it.
  package var mainsMicrovolts = 0.0
  /// Bursts of radio in a minute.
  package var burstsPerMinute = 0.0
  /// Deviation of a gate of 10 µs in a burst.
  package var burstMicrovolts = 3.0
  /// How far away a second detector of the same make works, metres; 0 where none does.
  package var neighbourMetres = 0.0
  /// What its clock differs by from this one's, millionths.
  package var neighbourPartsPerMillion = 50.0
  /// The earth's field, microtesla; it dips by 60 degrees.
  package var earthFieldMicrotesla = 50.0
  /// Knocks against the coil in a minute.
  package var knocksPerMinute = 0.0
  /// Height of a knock, which dies away with 50 to 200 ms.
  package var knockMicrovolts = 20.0
  /// Coil temperature at the start, degrees Celsius.
  package var temperatureCelsius = 22.0
  /// Its rise in a minute, kelvin.
  package var warmingKelvinPerMinute = 0.3
  /// What the first gate moves by with a kelvin; later gates move less, e^(−t/20 µs).
  package var microvoltsPerKelvin = 1.0
  /// Battery at the start, millivolts.
  package var batteryMillivolts = 12_600.0
  /// What it falls by in a minute, millivolts; the current falls with it.
  package var sagMillivoltsPerMinute = 15.0
  /// Deviation of the clock from its nominal rate, millionths.
  package var clockPartsPerMillion = 0.0

  /// Makes a quiet front end.
  package init() {}

  /// Nothing but the signal.
  package static var none: InductionNoise {
    var noise = InductionNoise()
    noise.whiteNanovoltsPerRootHertz = 0
    noise.flickerMicrovolts = 0
    noise.earthFieldMicrotesla = 0
    noise.warmingKelvinPerMinute = 0
    noise.sagMillivoltsPerMinute = 0
    return noise
  }
}
