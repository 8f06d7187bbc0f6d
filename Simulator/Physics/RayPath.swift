/// The way of a wave from an antenna in the air to a point in the ground, bent at the surface.
struct RayPath {
  /// Length in the air, metres.
  let airMetres: Double
  /// Length in the ground, metres.
  let soilMetres: Double
  /// The cosine of the angle to the vertical in the air times that in the ground.
  let cosines: Double

  /// Finds the way by Snell's law: four steps of Newton from the straight line.
  ///
  /// `height` and `depth` are above and below the surface, `distance` along it, all metres; `index` is
  /// the ground's refractive index. f(s) = s/√(h²+s²) − n·(x−s)/√(d²+(x−s)²) grows with s.
  init(height: Double, depth: Double, distance: Double, index: Double) {
    let reach = distance.magnitude
    let depth = max(depth, 0.001)
    let height = max(height, 0.001)
    var crossing = reach * height / (height + depth / index)
    for _ in 0..<4 {
      let rest = reach - crossing
      let air = (height * height + crossing * crossing).squareRoot()
      let soil = (depth * depth + rest * rest).squareRoot()
      let value = crossing / air - index * rest / soil
      let slope =
        height * height / (air * air * air) + index * depth * depth / (soil * soil * soil)
      crossing = min(max(crossing - value / slope, 0), reach)
    }
    let rest = reach - crossing
    airMetres = (height * height + crossing * crossing).squareRoot()
    soilMetres = (depth * depth + rest * rest).squareRoot()
    cosines = height / airMetres * depth / soilMetres
  }
}
