/// Lengths of satellite tracks.
extension TracePosition {
  /// Metres along `positions`, on a sphere of 6,371 km and flat between neighbours.
  ///
  /// Good to a percent away from the poles, which is finer than any receiver's track is long.
  package static func pathMetres(_ positions: [TracePosition]) -> Double {
    var metres = 0.0
    for (next, last) in zip(positions.dropFirst(), positions) {
      let north = Double(next.latitudeE7 - last.latitudeE7) * metresPerE7
      let shrink = cosine(degrees: Double(last.latitudeE7) * 1e-7)
      let east = Double(next.longitudeE7 - last.longitudeE7) * metresPerE7 * shrink
      metres += (north * north + east * east).squareRoot()
    }
    return metres
  }

  /// Metres of 1e-7 degrees of latitude: 2π·6,371 km/360.
  private static let metresPerE7 = 0.011_119_5

  private static func cosine(degrees: Double) -> Double {
    let square = -(degrees * .pi / 180) * (degrees * .pi / 180)
    var (sum, term) = (1.0, 1.0)
    for order in stride(from: 2.0, through: 20.0, by: 2.0) {
      term *= square / (order * (order - 1))
      sum += term
    }
    return sum
  }
}
