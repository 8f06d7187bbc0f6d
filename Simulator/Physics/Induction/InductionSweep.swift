/// How a coil is moved over the ground: one stretch after the other, with the habits of whoever moves it.
package struct InductionSweep: Sendable, Equatable {
  /// A place on the ground, metres.
  package struct Place: Sendable, Equatable {
    /// East.
    package var east: Double
    /// North.
    package var north: Double

    /// Makes a place.
    package init(east: Double, north: Double) {
      self.east = east
      self.north = north
    }
  }

  /// One stretch.
  package enum Stretch: Sendable, Equatable {
    /// Lines across a lane to and fro, as a cart makes them, from its south end.
    case raster(widthMetres: Double, lengthMetres: Double, spacingMetres: Double)
    /// Arcs around a person who walks north, as a hand makes them.
    case arcs(widthMetres: Double, lengthMetres: Double, spacingMetres: Double, armMetres: Double)
    /// A straight line.
    case line(from: Place, to: Place)
    /// Held still where it is.
    case still(seconds: Double)
    /// Raised and lowered where it is: up to a height and back, each period.
    case pump(seconds: Double, highMetres: Double, periodSeconds: Double)
  }

  /// The stretches in their order.
  package var stretches: [Stretch]
  /// Mean speed, m/s.
  package var speed = 0.6
  /// Mean height of the coil over the mean surface, metres.
  package var heightMetres = 0.05
  /// Height of the bob that each second or so brings, metres.
  package var bobMetres = 0.008
  /// Bobs a second.
  package var bobHertz = 1.0
  /// Deviation of the height besides, slowly, metres.
  package var wanderMetres = 0.003
  /// What arcs are lifted by at their ends, metres.
  package var endLiftMetres = 0.0
  /// How far the coil rocks to each side, degrees.
  package var rockDegrees = 5.0
  /// Rocks a second.
  package var rockHertz = 0.8
  /// Deviation of the tilt besides, slowly, degrees.
  package var tiltDegrees = 1.0
  /// Deviation of the speed from sweep to sweep, in parts of it.
  package var speedVariation = 0.1
  /// Deviation of the spacing from sweep to sweep, in parts of it.
  package var spacingVariation = 0.08
  /// Pauses in a minute, each of half a second to two.
  package var pausesPerMinute = 0.0
  /// What a turn takes, seconds.
  package var turnSeconds = 0.35

  /// Moves as a cart does.
  package init(_ stretches: [Stretch]) { self.stretches = stretches }

  /// An even line at a constant height, of a coil that keeps level.
  package static func even(
    from start: Place, to end: Place, speed: Double, heightMetres: Double
  ) -> InductionSweep {
    var sweep = InductionSweep([.line(from: start, to: end)])
    sweep.speed = speed
    sweep.heightMetres = heightMetres
    sweep.makeEven()
    return sweep
  }

  /// Takes all chance and habit out of the movement.
  package mutating func makeEven() {
    bobMetres = 0
    wanderMetres = 0
    endLiftMetres = 0
    rockDegrees = 0
    tiltDegrees = 0
    speedVariation = 0
    spacingVariation = 0
    pausesPerMinute = 0
  }
}
