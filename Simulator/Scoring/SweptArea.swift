/// The ground that a coil passed over: every place within its radius of the way.
///
/// Counted in squares of `squareMetres` side, which a way of any length keeps coarse enough to hold.
public struct SweptArea: Equatable, Sendable {
  /// Side of a square, metres.
  public let sideMetres: Double
  private let origin: GroundPoint
  private let columns: Int
  private let rows: Int
  private let isSwept: [Bool]

  /// Side of a square where the way is small enough, metres.
  public static let finestMetres = 0.01
  /// Squares at the most.
  static let maximumSquares = 16_000_000.0

  /// The ground within `radiusMetres` of the way through `track`; places further apart than
  /// `breakMetres` are no way, since nobody knows what was between.
  public init(track: [GroundPoint], radiusMetres: Double, breakMetres: Double = 0.5) {
    let radius = max(radiusMetres, Self.finestMetres)
    let east = track.map(\.east)
    let north = track.map(\.north)
    guard let left = east.min(), let right = east.max(), let low = north.min(),
      let high = north.max(), (right - left).isFinite, (high - low).isFinite
    else {
      (sideMetres, origin, columns, rows, isSwept) = (
        Self.finestMetres, GroundPoint(along: 0), 0, 0, []
      )
      return
    }
    let (width, height) = (right - left + 2 * radius, high - low + 2 * radius)
    let finest = Self.finestMetres
    let side = max(finest, (width * height / Self.maximumSquares).squareRoot())
    let columns = Int(width / side) + 1
    let rows = Int(height / side) + 1
    let corner = GroundPoint(east: left - radius, north: low - radius)
    var swept = [Bool](repeating: false, count: columns * rows)
    for (index, point) in track.enumerated() {
      let before = index > 0 ? track[index - 1] : point
      let length = before.distance(to: point)
      let steps = length > breakMetres ? 0 : Int(length / side)
      for step in 0...steps {
        let part = Double(step) / Double(max(steps, 1))
        let centre = GroundPoint(
          east: point.east + part * (before.east - point.east),
          north: point.north + part * (before.north - point.north))
        Self.mark(centre, radius, in: &swept, corner, side, columns, rows)
      }
    }
    (sideMetres, origin, self.columns, self.rows, isSwept) = (side, corner, columns, rows, swept)
  }

  /// Marks every square whose middle lies within `radius` of a place.
  private static func mark(
    _ centre: GroundPoint, _ radius: Double, in swept: inout [Bool], _ corner: GroundPoint,
    _ side: Double, _ columns: Int, _ rows: Int
  ) {
    let x = (centre.east - corner.east) / side
    let y = (centre.north - corner.north) / side
    let reach = radius / side
    let first = max(Int((y - reach).rounded(.up)), 0)
    let last = min(Int(y + reach), rows - 1)
    guard first <= last else { return }
    for row in first...last {
      let away = Double(row) + 0.5 - y
      let half = reach * reach - away * away
      guard half > 0 else { continue }
      let from = max(Int((x - half.squareRoot() - 0.5).rounded(.up)), 0)
      let to = min(Int(x + half.squareRoot() - 0.5), columns - 1)
      guard from <= to else { continue }
      for column in from...to { swept[row * columns + column] = true }
    }
  }

  /// All of it, square metres.
  public var squareMetres: Double {
    Double(isSwept.count { $0 }) * sideMetres * sideMetres
  }

  /// What lies outside every halo, square metres.
  public func clearSquareMetres(of objects: [BuriedObject]) -> Double {
    var clear = 0
    for row in 0..<rows {
      let north = origin.north + (Double(row) + 0.5) * sideMetres
      let near = objects.filter { abs($0.point.north - north) <= $0.haloMetres }
      for column in 0..<columns where isSwept[row * columns + column] {
        let place = GroundPoint(
          east: origin.east + (Double(column) + 0.5) * sideMetres, north: north)
        if !near.contains(where: { $0.point.distance(to: place) <= $0.haloMetres }) { clear += 1 }
      }
    }
    return Double(clear) * sideMetres * sideMetres
  }
}
