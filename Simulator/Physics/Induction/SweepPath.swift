/// Where a coil is, 200 times a second.
package struct SweepPath: Sendable {
  /// One instant.
  package struct Pose: Sendable {
    /// East, metres.
    package var east: Double
    /// North, metres.
    package var north: Double
    /// Over the mean surface, metres.
    package var height: Double
    /// How far the coil's axis leans to the east, radians.
    package var leanEast: Double = 0
    /// How far it leans to the north, radians.
    package var leanNorth: Double = 0
  }

  /// Poses a second.
  package static let rate = 200.0
  /// Poses at the most: an hour and a half.
  package static let maximumPoses = 1 << 20
  /// Nothing is nearer to the mean surface, metres.
  static let lowest = 0.005
  /// All instants, one after the other.
  package let poses: [Pose]

  /// Moves a coil as a sweep says.
  package init(_ sweep: InductionSweep, seed: UInt64) {
    var walk = SweepWalk(sweep, seed: seed)
    for stretch in sweep.stretches { walk.add(stretch) }
    if walk.places.isEmpty { walk.add(.still(seconds: 1 / Self.rate)) }
    var bob = RandomStream(seed: seed, source: "bob")
    let phase = bob.uniform() * 2 * Double.pi
    let rock = bob.uniform() * 2 * Double.pi
    func slow(_ name: String, _ interval: Double, _ deviation: Double) -> SlowNoise {
      SlowNoise(
        intervalSeconds: interval, deviation: deviation,
        stream: RandomStream(seed: seed, source: name))
    }
    var wander = slow("wander", 1.3, sweep.wanderMetres)
    let tilt = sweep.tiltDegrees * Double.pi / 180
    var leanEast = slow("lean east", 0.9, tilt)
    var leanNorth = slow("lean north", 1.1, tilt)
    let swing = sweep.rockDegrees * Double.pi / 180
    poses = walk.places.enumerated().map { index, place in
      let seconds = Double(index) / Self.rate
      let turn = 2 * Double.pi * seconds
      let lift =
        sweep.bobMetres * Elementary.sin(turn * sweep.bobHertz + phase)
        + wander.value(at: seconds)
      return Pose(
        east: place.east, north: place.north, height: max(place.height + lift, Self.lowest),
        leanEast: swing * Elementary.sin(turn * sweep.rockHertz + rock)
          + leanEast.value(at: seconds),
        leanNorth: leanNorth.value(at: seconds))
    }
  }

  /// How long the sweep takes, seconds.
  package var seconds: Double { Double(poses.count) / Self.rate }

  /// The pose at a time, on the straight line between two instants.
  package func pose(at seconds: Double) -> Pose {
    let place = min(max(seconds * Self.rate, 0), Double(poses.count - 1))
    let index = min(Int(place), poses.count - 1)
    let next = min(index + 1, poses.count - 1)
    let part = place - Double(index)
    func between(_ path: KeyPath<Pose, Double>) -> Double {
      poses[index][keyPath: path]
        + (poses[next][keyPath: path] - poses[index][keyPath: path]) * part
    }
    return Pose(
      east: between(\.east), north: between(\.north), height: between(\.height),
      leanEast: between(\.leanEast), leanNorth: between(\.leanNorth))
  }
}

/// The places of a sweep without bob and tilt, as they are walked.
private struct SweepWalk {
  private let sweep: InductionSweep
  private var stream: RandomStream
  private var pauses: RandomStream
  private var untilPause: Double
  private(set) var places: [SweepPath.Pose] = []

  init(_ sweep: InductionSweep, seed: UInt64) {
    self.sweep = sweep
    stream = RandomStream(seed: seed, source: "sweep")
    pauses = RandomStream(seed: seed, source: "pauses")
    untilPause = Double.infinity
    drawPause()
  }

  mutating func add(_ stretch: InductionSweep.Stretch) {
    switch stretch {
    case .raster(let width, let length, let spacing):
      raster(width: width, length: length, spacing: spacing)
    case .arcs(let width, let length, let spacing, let arm):
      arcs(width: width, length: length, spacing: spacing, arm: arm)
    case .line(let start, let end): line(from: start, to: end)
    case .still(let seconds): hold(seconds)
    case .pump(let seconds, let high, let period):
      let foot = here
      let low = sweep.heightMetres
      move(seconds) { part in
        let turn = 2 * Double.pi * part * seconds / period
        let lift = (high - low) * (1 - Elementary.cos(turn)) / 2
        return SweepPath.Pose(east: foot.east, north: foot.north, height: low + max(lift, 0))
      }
    }
  }

  private var here: SweepPath.Pose {
    places.last ?? SweepPath.Pose(east: 0, north: 0, height: sweep.heightMetres)
  }

  private mutating func drawPause() {
    guard sweep.pausesPerMinute > 0 else { return }
    untilPause = -Elementary.log(1 - pauses.uniform()) * 60 / sweep.pausesPerMinute
  }

  private mutating func hold(_ seconds: Double) {
    let pose = here
    move(seconds) { _ in pose }
  }

  /// Appends poses for so many seconds; `place` is asked with the part of the time that has gone.
  private mutating func move(_ seconds: Double, _ place: (Double) -> SweepPath.Pose) {
    let count = max(Int(seconds * SweepPath.rate + 0.5), 1)
    for index in 0..<count where places.count < SweepPath.maximumPoses {
      places.append(place(Double(index) / Double(count)))
      untilPause -= 1 / SweepPath.rate
      guard untilPause <= 0 else { continue }
      untilPause = .infinity
      let pose = here
      let length = Int(pauses.uniform(in: 0.5..<2.0) * SweepPath.rate)
      for _ in 0..<length where places.count < SweepPath.maximumPoses { places.append(pose) }
      drawPause()
    }
  }

  /// The way made in a part of a sweep's time: slow at both ends, 1.4 of the mean in the middle.
  private static func way(_ part: Double) -> Double {
    part - 0.4 * Elementary.sin(2 * Double.pi * part) / (2 * Double.pi)
  }

  private mutating func speed() -> Double {
    let chance = min(max(stream.gaussian() * sweep.speedVariation, -0.6), 1.5)
    return sweep.speed * (1 + chance)
  }

  private mutating func raster(width: Double, length: Double, spacing: Double) {
    let height = sweep.heightMetres
    var side = 1.0
    var north = 0.0
    while true {
      let (from, at) = (side, north)
      move(width / speed()) { part in
        SweepPath.Pose(east: from * width * (0.5 - Self.way(part)), north: at, height: height)
      }
      side = -side
      let advance = spacing * (1 + min(max(stream.gaussian() * sweep.spacingVariation, -0.5), 0.5))
      guard north + advance <= length + spacing / 2 else { break }
      let end = side * width / 2
      move(sweep.turnSeconds) { part in
        let share = (1 - Elementary.cos(Double.pi * part)) / 2
        return SweepPath.Pose(east: end, north: at + advance * share, height: height)
      }
      north += advance
    }
  }

  private mutating func arcs(width: Double, length: Double, spacing: Double, arm: Double) {
    let height = sweep.heightMetres
    let lift = sweep.endLiftMetres
    var side = 1.0
    var north = 0.0
    while north <= length {
      let advance = spacing * (1 + min(max(stream.gaussian() * sweep.spacingVariation, -0.5), 0.5))
      let (from, at) = (side, north)
      move(width / speed()) { part in
        let share = from * (1 - 2 * Self.way(part))
        let east = share * width / 2
        let back = arm - (arm * arm - east * east).squareRoot()
        return SweepPath.Pose(
          east: east, north: at + advance * part - back, height: height + lift * share * share)
      }
      hold(sweep.turnSeconds / 2)
      side = -side
      north += advance
    }
  }

  private mutating func line(from start: InductionSweep.Place, to end: InductionSweep.Place) {
    let (east, north) = (end.east - start.east, end.north - start.north)
    let length = (east * east + north * north).squareRoot()
    let height = sweep.heightMetres
    move(length / speed()) { part in
      SweepPath.Pose(
        east: start.east + east * part, north: start.north + north * part, height: height)
    }
  }
}
