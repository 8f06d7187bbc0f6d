package import DetectorCore

/// A body of revolution as a coil meets it: a polarisability along its axis and one across it.
package struct InductionTarget: Sendable, Equatable {
  /// What it is, for a person.
  package var name: String
  /// What it is, in the words of truth.
  package var targetClass: TargetClass
  /// Along the axis of revolution.
  package var axial: RelaxationSpectrum
  /// Across it.
  package var transverse: RelaxationSpectrum
  /// Length of the metal along its axis, metres.
  package var lengthMetres: Double
  /// Width of the metal across its axis, metres.
  package var widthMetres: Double
  /// Half the object's width as a scorer takes it, the casing included, metres.
  package var radiusMetres: Double
  /// Length of that part of the metal which answers, metres: of a mortar bomb the body without its tail.
  package var coreMetres: Double

  /// Makes a body; it is a point for the field unless it is longer or wider than `spreadMetres`.
  package init(
    _ name: String, _ targetClass: TargetClass, axial: RelaxationSpectrum,
    transverse: RelaxationSpectrum, lengthMetres: Double, widthMetres: Double,
    radiusMetres: Double, coreMetres: Double? = nil
  ) {
    self.name = name
    self.targetClass = targetClass
    self.axial = axial
    self.transverse = transverse
    self.lengthMetres = lengthMetres
    self.widthMetres = widthMetres
    self.radiusMetres = radiusMetres
    self.coreMetres = coreMetres ?? lengthMetres
  }

  /// Metal longer than this answers as three dipoles along its axis, wider than this as one whose field is
  /// the mean over it, metres.
  static let spreadMetres = 0.12

  /// Whether it is so wide that the field differs over it: its currents run round all of it.
  var isWide: Bool { widthMetres > Self.spreadMetres && widthMetres > coreMetres }

  /// Places along the axis, in parts of the length, and the share of the body that lies there.
  var parts: [(place: Double, share: Double)] {
    coreMetres > Self.spreadMetres && !isWide ? [(-0.3, 0.3), (0, 0.4), (0.3, 0.3)] : [(0, 1)]
  }

  /// A metal that test balls are made of.
  package enum BallMetal: String, CaseIterable, Sendable {
    /// Chrome steel, 100Cr6.
    case chromeSteel = "chrome-steel"
    /// Aluminium.
    case aluminium
    /// Stainless steel, not magnetic.
    case stainless
    /// Brass.
    case brass

    /// Relative permeability and conductivity, S/m: assumptions that meet the known decays.
    package var figures: (permeability: Double, conductivity: Double) {
      switch self {
      case .chromeSteel: (100, 4e6)
      case .aluminium: (1, 3.5e7)
      case .stainless: (1, 1.35e6)
      case .brass: (1, 1.5e7)
      }
    }
  }

  /// A test ball of a metal and a diameter.
  package static func ball(_ metal: BallMetal, diameterMetres: Double) -> InductionTarget {
    let (permeability, conductivity) = metal.figures
    let spectrum = SphericalShell(
      radiusMetres: diameterMetres / 2, permeability: permeability, conductivity: conductivity
    ).spectrum
    let micrometres = Int(diameterMetres * 1e6 + 0.5)
    let fraction = micrometres % 1_000 / 100
    let millimetres = "\(micrometres / 1_000)" + (fraction == 0 ? "" : ".\(fraction)")
    return InductionTarget(
      "\(metal.rawValue) ball d\(millimetres)", .clutter, axial: spectrum, transverse: spectrum,
      lengthMetres: diameterMetres, widthMetres: diameterMetres,
      radiusMetres: diameterMetres / 2)
  }

  /// A body of one time constant, alike in all directions: what blind spots are looked for with.
  package static func exponential(volume: Double, seconds: Double) -> InductionTarget {
    let spectrum = RelaxationSpectrum.exponential(volume: volume, seconds: seconds)
    return InductionTarget(
      "exponential \(seconds * 1e6) us", .unknown, axial: spectrum, transverse: spectrum,
      lengthMetres: 0.01, widthMetres: 0.01, radiusMetres: 0.005)
  }
}

/// A body at its place in the ground.
package struct BuriedTarget: Sendable, Equatable {
  /// The body.
  package var target: InductionTarget
  /// East, metres.
  package var east: Double
  /// North, metres.
  package var north: Double
  /// Mean surface to the top of the object, metres.
  package var depthMetres: Double
  /// What of a casing lies over the metal, metres.
  package var coverMetres = 0.0
  /// How steeply the axis stands, degrees; 90 stands, 0 lies.
  package var pitchDegrees: Double
  /// Where the axis points, degrees from east to north.
  package var headingDegrees: Double

  /// Puts a body into the ground.
  package init(
    _ target: InductionTarget, east: Double, north: Double, depthMetres: Double,
    pitchDegrees: Double = 90, headingDegrees: Double = 0
  ) {
    self.target = target
    self.east = east
    self.north = north
    self.depthMetres = depthMetres
    self.pitchDegrees = pitchDegrees
    self.headingDegrees = headingDegrees
  }

  /// The direction of its axis.
  package var axis: SpaceVector {
    .direction(pitchDegrees: pitchDegrees, headingDegrees: headingDegrees)
  }

  /// Its middle.
  package var centre: SpaceVector {
    let rise = axis.z.magnitude
    let flat = max(1 - rise * rise, 0).squareRoot()
    let half = (rise * target.lengthMetres + flat * target.widthMetres) / 2
    return SpaceVector(east, north, -(depthMetres + coverMetres + half))
  }

  /// Where the field is taken for the part of the body that lies `part` of its length from its middle, and
  /// the weight of each place.
  ///
  /// A wide body's field is the mean over its two faces, over discs of 0.7 of its radius: seven points each,
  /// exact for polynomials of the fifth degree (Abramowitz and Stegun, 25.4.61). So it meets finite elements
  /// of a closed drum of 320 by 100 mm under the reference coil.
  func places(around part: Double) -> [(place: SpaceVector, weight: Double)] {
    let middle = centre + axis * (part * target.coreMetres)
    guard target.isWide else { return [(middle, 1)] }
    let aside = axis.perpendicular
    let across = axis.cross(aside)
    let radius = 0.7 * target.widthMetres / 2 * (2.0 / 3).squareRoot()
    return [-0.5, 0.5].flatMap { face -> [(place: SpaceVector, weight: Double)] in
      let disc = middle + axis * (face * target.coreMetres)
      return [(disc, 1.0 / 8)]
        + (0..<6).map { point in
          let angle = Double(point) * Double.pi / 3
          let arm = aside * Elementary.cos(angle) + across * Elementary.sin(angle)
          return (disc + arm * radius, 1.0 / 16)
        }
    }
  }
}
