import DetectorCore

/// The bodies that have a name: assumed geometries of mines, ordnance, test pieces and scrap.
///
/// None was measured. Steel: relative permeability 100 (POMZ's iron 200), 5 MS/m. Mortar bombs, cases and
/// cans are closed hollow cylinders by finite elements, ``SteelSpectra``; so flat a one as an anti-tank mine
/// keeps across its axis what a spherical shell has.
package enum InductionTargetLibrary {
  /// Names of all bodies, in the order in which they are listed.
  package static let names = [
    "al-cap-6x7", "al-cap-6x40", "steel-pin-0.5g", "steel-pin-1g", "steel-pin-2g", "pmn2-like",
    "pmn-like-ring", "pomz-like", "mortar-60", "mortar-82", "ozm72-like", "tm62-like",
    "steel-fragment-10g", "brass-case", "al-pull-tab", "tin-can", "chrome-ball-5",
    "chrome-ball-10", "chrome-ball-15", "stainless-ball-5", "al-ball-10",
  ]

  /// The body of a name; nil where nobody gave it.
  package static func target(named name: String) -> InductionTarget? {
    known[name] ?? ball(name)
  }

  /// The listed bodies, whose modes are searched for once.
  private static let known: [String: InductionTarget] = {
    var known: [String: InductionTarget] = [:]
    for name in names { known[name] = small(name) ?? large(name) ?? scrap(name) ?? ball(name) }
    return known
  }()

  private static let steel = (permeability: 100.0, conductivity: 5e6)

  private static func small(_ name: String) -> InductionTarget? {
    switch name {
    case "al-cap-6x7":
      cap("Al detonator cap 6x7 mm", .antiPersonnelMine, length: 0.007, radius: 0.045)
    case "al-cap-6x40":
      cap("Al detonator cap 6x40 mm", .antiTankMine, length: 0.040, radius: 0.15)
    case "steel-pin-0.5g": steelParts("steel pin 0.5 g", .antiPersonnelMine, grams: 0.5)
    case "steel-pin-1g": steelParts("steel pin 1 g", .antiPersonnelMine, grams: 1)
    case "steel-pin-2g": steelParts("steel pin 2 g", .antiPersonnelMine, grams: 2)
    case "pmn2-like":
      steelParts("steel parts 8 g, PMN-2-like", .antiPersonnelMine, grams: 8, radius: 0.06)
    case "pmn-like-ring":
      InductionTarget(
        "steel ring d110, strip 10x0.8 mm, PMN-like", .antiPersonnelMine,
        axial: .exponential(volume: 5.3e-4, seconds: 25e-6),
        transverse: .exponential(volume: 1.2e-5, seconds: 25e-6), lengthMetres: 0.010,
        widthMetres: 0.110, radiusMetres: 0.056)
    default: nil
    }
  }

  private static func large(_ name: String) -> InductionTarget? {
    switch name {
    case "pomz-like":
      steelBody(
        name, "POMZ-like iron sleeve", .antiPersonnelMine, size: (0.107, 0.060), halo: 0.03)
    case "mortar-60":
      steelBody(
        name, "60 mm mortar-like", .uxo, size: (0.24, 0.060), halo: 0.12, core: 0.15)
    case "mortar-82":
      steelBody(
        name, "82 mm mortar-like", .uxo, size: (0.30, 0.082), halo: 0.15, core: 0.20)
    case "ozm72-like":
      steelBody(
        name, "OZM-72-like case", .antiPersonnelMine, size: (0.172, 0.108), halo: 0.054)
    case "tm62-like":
      steelBody(
        name, "TM-62-like steel case", .antiTankMine, size: (0.10, 0.32), halo: 0.16,
        across: SphericalShell(
          radiusMetres: 0.120, wallMetres: 0.0015, permeability: steel.permeability,
          conductivity: steel.conductivity
        ).spectrum.scaled(by: 0.85))
    default: nil
    }
  }

  private static func scrap(_ name: String) -> InductionTarget? {
    switch name {
    case "steel-fragment-10g": steelParts("steel fragment 10 g", .clutter, grams: 10, radius: 0.01)
    case "brass-case":
      tube(
        "brass case 11x39 mm", .clutter, volume: 4.45e-6, seconds: 28e-6, length: 0.039,
        width: 0.011, radius: 0.02)
    case "al-pull-tab":
      InductionTarget(
        "Al pull-tab ring d20", .clutter, axial: .exponential(volume: 2.1e-6, seconds: 14e-6),
        transverse: .exponential(volume: 1e-7, seconds: 10e-6), lengthMetres: 0.002,
        widthMetres: 0.020, radiusMetres: 0.01)
    case "tin-can":
      steelBody(name, "tin can", .clutter, size: (0.10, 0.075), halo: 0.04)
    default: nil
    }
  }

  private static func ball(_ name: String) -> InductionTarget? {
    let words = name.split(separator: "-")
    guard words.count == 3, words[1] == "ball", let millimetres = Double(words[2]),
      millimetres >= 1, millimetres <= 100
    else { return nil }
    let metals: [Substring: InductionTarget.BallMetal] = [
      "chrome": .chromeSteel, "al": .aluminium, "stainless": .stainless, "brass": .brass,
    ]
    return metals[words[0]].map { .ball($0, diameterMetres: millimetres / 1_000) }
  }

  /// A detonator cap of aluminium, 6 mm wide with a wall of 0.21 mm.
  private static func cap(
    _ name: String, _ targetClass: TargetClass, length: Double, radius: Double
  ) -> InductionTarget {
    let axial = RelaxationSpectrum.thinTube(
      radiusMetres: 0.003, lengthMetres: length, wallMetres: 0.000_212, conductivity: 3.5e7)
    return tube(
      name, targetClass, volume: axial.volume, seconds: axial.modes[0].seconds, length: length,
      width: 0.006, radius: radius)
  }

  /// A thin tube; across its axis it is 1.4 times as strong and a little quicker: assumptions.
  private static func tube(
    _ name: String, _ targetClass: TargetClass, volume: Double, seconds: Double, length: Double,
    width: Double, radius: Double
  ) -> InductionTarget {
    InductionTarget(
      name, targetClass, axial: .exponential(volume: volume, seconds: seconds),
      transverse: .exponential(volume: 1.4 * volume, seconds: 0.9 * seconds),
      lengthMetres: length, widthMetres: width, radiusMetres: radius)
  }

  /// Springs, pins and fragments: a steel ball of their mass, 7,850 kg/m³.
  private static func steelParts(
    _ name: String, _ targetClass: TargetClass, grams: Double, radius: Double = 0.045
  ) -> InductionTarget {
    let volume = grams / 1_000 / 7_850
    let ball = SphericalShell(
      radiusMetres: cubeRoot(volume * 3 / (4 * Double.pi)), permeability: steel.permeability,
      conductivity: steel.conductivity)
    let spectrum = ball.spectrum
    return InductionTarget(
      name, targetClass, axial: spectrum, transverse: spectrum,
      lengthMetres: 2 * ball.radiusMetres, widthMetres: 2 * ball.radiusMetres,
      radiusMetres: radius)
  }

  /// A hollow body of steel; `across` is what a flat one has where no tube stands for it.
  private static func steelBody(
    _ name: String, _ about: String, _ targetClass: TargetClass,
    size: (length: Double, width: Double), halo: Double, core: Double? = nil,
    across: RelaxationSpectrum? = nil
  ) -> InductionTarget? {
    guard let body = SteelSpectra.body(named: name),
      let transverse = body.transverse ?? across
    else { return nil }
    return InductionTarget(
      about, targetClass, axial: body.axial, transverse: transverse, lengthMetres: size.length,
      widthMetres: size.width, radiusMetres: halo, coreMetres: core)
  }

  /// The cube root by Newton's method, which needs no library.
  private static func cubeRoot(_ value: Double) -> Double {
    var root = max(value, 1e-3)
    for _ in 0..<80 { root -= (root - value / (root * root)) / 3 }
    return root
  }
}
