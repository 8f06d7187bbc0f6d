/// What the ground is like at one spot.
package struct GroundSpot: BitwiseCopyable, Sendable {
  /// Its decay, the first band 2²⁰.
  package var shape: BandVector
  /// Standard deviations of the bands of the shape, in their unit.
  package var deviations: BandVector
  /// Swing of the first band while the coil was pumped, Q8 nV.
  package var swing: Int64
  /// East of the track's origin, millimetres; 0 without a track.
  package var eastMillimetres: Int64 = 0
  /// North of the track's origin, millimetres; 0 without a track.
  package var northMillimetres: Int64 = 0

  /// Makes a spot.
  package init(shape: BandVector, deviations: BandVector, swing: Int64) {
    self.shape = shape
    self.deviations = deviations
    self.swing = swing
  }
}

/// What a ground balance found.
package enum GroundFit: BitwiseCopyable, Sendable {
  /// A spot that passes for ground.
  case ground(GroundSpot)
  /// None.
  case refused(GroundRefusal)
}

/// Holds ground to what two spots have in common: a body lies at one of them, the ground at both.
///
/// Two spots agree where every band of their shapes is within 6 % and three deviations, and their swings
/// within a factor of four. With a track they lie at least 0.3 m apart, more than a coil's radius.
/// A spot that does not agree takes the place of the one before it, so that a third can agree with it.
package struct GroundSpots: BitwiseCopyable, Sendable {
  /// What the bands of two spots may differ by, Q16: 6 %.
  package static let shapeShare: Int64 = 3_932
  /// What their swings may differ by.
  package static let swingFactor: Int64 = 4
  /// What they lie apart at the least where there is a track, millimetres.
  package static let apartMillimetres: Int64 = 300

  private var held: GroundSpot?

  package init() {}

  /// Takes a spot; answers the decay of the ground once two agree.
  package mutating func take(
    _ spot: GroundSpot, bandCount: Int, hasTrack: Bool
  ) -> (shape: BandVector?, refusal: GroundRefusal) {
    guard let first = held else {
      held = spot
      return (nil, .secondSpot)
    }
    if hasTrack && isNear(first, spot) { return (nil, .sameSpot) }
    held = spot
    guard agree(first, spot, bandCount: bandCount) else { return (nil, .spotsDiffer) }
    held = nil
    return ((first.shape + spot.shape).divided(by: 2), .secondSpot)
  }

  /// Forgets the spot that was held.
  package mutating func reset() { held = nil }

  private func isNear(_ first: GroundSpot, _ second: GroundSpot) -> Bool {
    let east = Int32(clamping: first.eastMillimetres - second.eastMillimetres)
    let north = Int32(clamping: first.northMillimetres - second.northMillimetres)
    return Int64(SquareRoot.ofSquares(east, north)) < Self.apartMillimetres
  }

  private func agree(_ first: GroundSpot, _ second: GroundSpot, bandCount: Int) -> Bool {
    guard first.swing <= second.swing.saturatingMultiplied(by: Self.swingFactor),
      second.swing <= first.swing.saturatingMultiplied(by: Self.swingFactor)
    else { return false }
    for band in 1..<bandCount {
      let deviation = Int64(
        SquareRoot.ofSquares(
          Int32(clamping: first.deviations[band]), Int32(clamping: second.deviations[band])))
      let limit = max(first.shape[band], second.shape[band]) * Self.shapeShare / 65_536
      if abs(first.shape[band] - second.shape[band]) > limit + 3 * deviation { return false }
    }
    return true
  }
}
