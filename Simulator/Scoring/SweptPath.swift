/// The way that an antenna or coil went, for its length and for the blind comb.
///
/// It goes straight from corner to corner. Corners of a track are taken at least
/// `cornerMetres` apart, so that its jitter adds no length.
public struct SweptPath: Equatable, Sendable {
  /// Where it turns, its ends included.
  public let corners: [GroundPoint]
  /// Distance from the start to each corner, metres.
  private let arcs: [Double]

  /// Corners of a track lie at least this far apart, metres.
  public static let cornerMetres = 0.10

  /// A straight line of so many metres.
  public init(metres: Double) {
    self.init(corners: [GroundPoint(along: 0), GroundPoint(along: max(0, metres))])
  }

  /// The way through positions in order of time; the last one is always kept.
  public init(track: [GroundPoint]) {
    var corners: [GroundPoint] = []
    for (place, point) in track.enumerated() {
      guard let last = corners.last else {
        corners.append(point)
        continue
      }
      let isFar = last.distance(to: point) >= Self.cornerMetres
      if isFar || place == track.count - 1 { corners.append(point) }
    }
    self.init(corners: corners)
  }

  private init(corners: [GroundPoint]) {
    self.corners = corners
    var arcs: [Double] = []
    for (place, corner) in corners.enumerated() {
      arcs.append(place == 0 ? 0 : arcs[place - 1] + corners[place - 1].distance(to: corner))
    }
    self.arcs = arcs
  }

  /// Its length.
  public var metres: Double { arcs.last ?? 0 }

  /// The place so many metres from its start; beyond an end, that end.
  public func point(at metres: Double) -> GroundPoint {
    guard let first = corners.first, let last = corners.last else { return GroundPoint(along: 0) }
    guard metres > 0 else { return first }
    guard metres < self.metres else { return last }
    var low = 0
    var high = arcs.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if arcs[middle] <= metres { low = middle } else { high = middle }
    }
    let part = (metres - arcs[low]) / (arcs[high] - arcs[low])
    let (from, to) = (corners[low], corners[high])
    return GroundPoint(
      east: from.east + part * (to.east - from.east),
      north: from.north + part * (to.north - from.north))
  }

  /// So many places spread evenly: each at `phase` of its share of the way, the middle if not said.
  public func comb(_ count: Int, phase: Double = 0.5) -> [GroundPoint] {
    let share = metres / Double(max(count, 1))
    return (0..<max(count, 0)).map { point(at: (Double($0) + phase) * share) }
  }

  /// Length of the way outside every halo, looked at in `steps` shares, metres.
  public func clearMetres(of objects: [BuriedObject], steps: Int = 10_000) -> Double {
    let clear = comb(steps).count { point in
      !objects.contains { $0.point.distance(to: point) <= $0.haloMetres }
    }
    return metres * Double(clear) / Double(steps)
  }
}
