import DetectorCore

/// The scenes that have a name.
package enum SceneLibrary {
  /// Names of the scenes, in the order in which they are listed.
  package static let names = ["demo"]

  /// One line on what a scene is for.
  package static func about(_ name: String) -> String {
    name == "demo" ? "Radar alone: twelve metres with one of everything that a report shows" : ""
  }

  /// The scene of a name; nil where nobody gave it.
  package static func scene(named name: String, seed: UInt64) -> RadarScene? {
    name == "demo" ? demo(seed: seed) : nil
  }

  /// Twelve metres with one of everything that a report shows, one short gap of lost traces among it.
  ///
  /// What lies where stays the same; the seed moves each object by at most 0.15 m along the line and
  /// 1 cm in depth, and makes surface, soil and noise.
  private static func demo(seed: UInt64) -> RadarScene {
    var scene = RadarScene(name: "demo", seed: seed, lengthMetres: 12)
    scene.instrument.saysPermittivity = true
    scene.faults.lost = [373..<379]
    var stream = RandomStream(seed: seed, source: "objects")
    scene.objects = objects.map { object in
      var moved = object
      moved.positionMetres += stream.uniform(in: -0.15..<0.15)
      moved.depthMetres += stream.uniform(in: -0.01..<0.01)
      return moved
    }
    return scene
  }

  /// Widths and depths of things that are found; the gap at 7.5 m lies beside all of them.
  private static var objects: [BuriedObject] {
    var heavy = BuriedObject(
      .antiTankMine, name: "AT plastic case, 0.27 m", positionMetres: 2.0, depthMetres: 0.09,
      radiusMetres: 0.135, reflection: -0.130)
    heavy.isFlat = true
    heavy.casingMetres = 0.11
    var light = BuriedObject(
      .antiPersonnelMine, name: "AP plastic case, 0.11 m", positionMetres: 3.6, depthMetres: 0.045,
      radiusMetres: 0.055, reflection: -0.140)
    light.isFlat = true
    light.casingMetres = 0.05
    var small = light
    small.name = "AP plastic case, 0.08 m"
    small.positionMetres = 9.7
    small.depthMetres = 0.05
    small.radiusMetres = 0.04
    small.casingMetres = 0.04
    return [
      heavy, light,
      BuriedObject(
        .clutter, name: "root", positionMetres: 5.0, depthMetres: 0.09, radiusMetres: 0.012,
        reflection: 0.065),
      BuriedObject(
        .uxo, name: "mortar bomb, 81 mm", positionMetres: 6.4, depthMetres: 0.20,
        radiusMetres: 0.04, reflection: 0.250),
      BuriedObject(
        .clutter, name: "rock", positionMetres: 8.4, depthMetres: 0.10, radiusMetres: 0.04,
        reflection: -0.060),
      small,
      BuriedObject(
        .clutter, name: "steel fragment, 10 g", positionMetres: 11.0, depthMetres: 0.05,
        radiusMetres: 0.008, reflection: 0.120),
    ]
  }
}
