/// A vector in space: x along the lane's width (east), y along its length (north), z up.
package struct SpaceVector: Sendable, Equatable {
  /// East.
  package var x: Double
  /// North.
  package var y: Double
  /// Up.
  package var z: Double

  /// Makes a vector.
  package init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// Straight up, length 1.
  package static let up = SpaceVector(0, 0, 1)

  /// The direction that stands `pitchDegrees` above the plane and points `headingDegrees` from x to y.
  package static func direction(pitchDegrees: Double, headingDegrees: Double) -> SpaceVector {
    let pitch = pitchDegrees * Double.pi / 180
    let heading = headingDegrees * Double.pi / 180
    let flat = Elementary.cos(pitch)
    return SpaceVector(
      flat * Elementary.cos(heading), flat * Elementary.sin(heading), Elementary.sin(pitch))
  }

  /// The length.
  package var length: Double { dot(self).squareRoot() }

  /// The scalar product.
  package func dot(_ other: SpaceVector) -> Double { x * other.x + y * other.y + z * other.z }

  /// The vector product.
  package func cross(_ other: SpaceVector) -> SpaceVector {
    SpaceVector(
      y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  /// A direction of length 1 across this one, which is not 0.
  package var perpendicular: SpaceVector {
    // Across that of the axes which lies farthest from it.
    let far = x.magnitude < 0.6 * length ? SpaceVector(1, 0, 0) : SpaceVector(0, 1, 0)
    let aside = cross(far)
    return aside * (1 / aside.length)
  }

  /// The sum.
  package static func + (left: SpaceVector, right: SpaceVector) -> SpaceVector {
    SpaceVector(left.x + right.x, left.y + right.y, left.z + right.z)
  }

  /// The difference.
  package static func - (left: SpaceVector, right: SpaceVector) -> SpaceVector {
    SpaceVector(left.x - right.x, left.y - right.y, left.z - right.z)
  }

  /// The vector, so many times as long.
  package static func * (left: SpaceVector, right: Double) -> SpaceVector {
    SpaceVector(left.x * right, left.y * right, left.z * right)
  }
}
