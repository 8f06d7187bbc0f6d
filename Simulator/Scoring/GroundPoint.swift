/// A place on the ground, metres: east and north of a track's origin, or along a line and 0.
public struct GroundPoint: Equatable, Sendable {
  /// East, or the distance along the line.
  public var east: Double
  /// North; 0 where there is no track.
  public var north: Double

  /// Makes a place.
  public init(east: Double, north: Double) {
    self.east = east
    self.north = north
  }

  /// Makes a place on a line.
  public init(along metres: Double) { self.init(east: metres, north: 0) }

  /// The straight distance to another place, metres.
  public func distance(to other: GroundPoint) -> Double {
    let dx = other.east - east
    let dy = other.north - north
    return (dx * dx + dy * dy).squareRoot()
  }
}
