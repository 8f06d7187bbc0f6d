package import DetectorCore

/// Something that lies in the ground of a scene.
package struct BuriedObject: Sendable {
  /// What it is, in the words of truth.
  package var targetClass: TargetClass
  /// What it is, for a person, e.g. `AT plastic case`.
  package var name: String
  /// Its middle along the line, metres.
  package var positionMetres: Double
  /// How far its middle lies beside the line, metres, to the north.
  package var asideMetres = 0.0
  /// Mean surface to its top, metres.
  package var depthMetres: Double
  /// Half its width along the line, metres.
  package var radiusMetres: Double
  /// Echo from straight above in parts of the ground bounce, were it 0.10 m deep.
  ///
  /// Positive where the object is denser for waves than the soil, as metal and wet wood; negative for
  /// explosive, plastic and dry stone.
  package var reflection: Double
  /// Whether its top is flat as wide as it is; something round answers like a point at its top.
  package var isFlat = false
  /// Top to bottom of a casing that lets waves through, metres; 0 without an echo from the bottom.
  package var casingMetres: Double = 0

  /// Echo of a piece of metal inside a casing, as `reflection`; 0 for none.
  package var metalReflection: Double = 0
  /// Top to that metal, metres.
  package var metalMetres: Double = 0

  /// Makes something round without an echo from its bottom.
  package init(
    _ targetClass: TargetClass, name: String, positionMetres: Double, depthMetres: Double,
    radiusMetres: Double, reflection: Double
  ) {
    self.targetClass = targetClass
    self.name = name
    self.positionMetres = positionMetres
    self.depthMetres = depthMetres
    self.radiusMetres = radiusMetres
    self.reflection = reflection
  }
}

/// How the ground of a scene carries waves and how uneven it is.
package struct SceneGround: Sendable {
  /// Relative permittivity.
  package var permittivity = 6.0
  /// Loss of a wave on one metre, dB.
  package var lossDecibelsPerMetre = 12.0
  /// Deviation of the surface's height, metres; never beyond three of it.
  package var roughnessMetres = 0.003
  /// Correlation length of the surface, metres.
  package var roughnessCorrelationMetres = 0.06
  /// Faint scatterers in a square metre of the cut through the ground; 0 for even soil.
  package var scatterersPerSquareMetre = 1_500.0
  /// Deviation of a scatterer's echo in parts of the ground bounce, were it 0.10 m deep.
  package var scattererReflection = 0.0024
  /// How much patches differ: scatterers are e^(this·g) as loud, g Gaussian along the line.
  package var patchiness = 0.4
  /// Correlation length of the patches, metres.
  package var patchMetres = 0.25
  /// Deviation of the bounce's loudness along the line, in parts of it.
  package var bounceVariation = 0.015

  /// Makes ground as rough and patchy as the field's.
  package init() {}

  /// Flat, even ground.
  package static var even: SceneGround {
    var ground = SceneGround()
    ground.roughnessMetres = 0
    ground.scatterersPerSquareMetre = 0
    ground.bounceVariation = 0
    return ground
  }
}

/// What goes wrong with the instrument of a scene; traces are numbered as the device counts them.
package struct SceneFaults: Sendable {
  /// Traces that never arrive.
  package var lost: [Range<Int64>] = []
  /// Traces whose receiver is driven beyond its rails.
  package var overdriven: [Range<Int64>] = []
  /// Gain of an overdriven receiver.
  package var overdriveGain = 3.0
  /// Traces that repeat the one before.
  package var stuck: [Range<Int64>] = []
  /// Single bad samples in a trace on the average, 0 … 1.
  package var spikesPerTrace = 0.0
  /// Height of a bad sample, counts, of either sign.
  package var spikeCounts: Int32 = 20_000

  /// Makes a scene without faults.
  package init() {}
}
