/// A random field over the ground: Gaussian, mean 0, deviation 1, with a correlation length.
///
/// White noise smoothed by a Gaussian of deviation `correlationMetres` in both directions, on a grid of
/// a third of that with straight lines between; cut at three deviations. The correlation at a distance d
/// is exp(−d²/4·correlation²).
struct CorrelatedSurface {
  /// The rectangle that a field covers, metres.
  struct Extent {
    var east: ClosedRange<Double>
    var north: ClosedRange<Double>
  }

  private let step: Double
  private let columns: Int
  private let rows: Int
  private let east: Double
  private let north: Double
  private let values: [Double]

  init(over extent: Extent, correlationMetres: Double, stream: inout RandomStream) {
    step = max(correlationMetres / 3, 0.01)
    let reach = Int(3 * correlationMetres / step) + 1
    let weights = Self.weights(reach: reach, ratio: step / correlationMetres)
    columns = Int((extent.east.upperBound - extent.east.lowerBound) / step) + 2
    rows = Int((extent.north.upperBound - extent.north.lowerBound) / step) + 2
    east = extent.east.lowerBound
    north = extent.north.lowerBound
    let wide = columns + 2 * reach
    let high = rows + 2 * reach
    let noise = (0..<wide * high).map { _ in stream.gaussian() }
    var across = [Double](repeating: 0, count: columns * high)
    for row in 0..<high {
      for column in 0..<columns {
        var sum = 0.0
        let start = row * wide + column
        for place in 0..<weights.count { sum += weights[place] * noise[start + place] }
        across[row * columns + column] = sum
      }
    }
    var values = [Double](repeating: 0, count: columns * rows)
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = 0.0
        for place in 0..<weights.count {
          sum += weights[place] * across[(row + place) * columns + column]
        }
        values[row * columns + column] = min(max(sum, -3), 3)
      }
    }
    self.values = values
  }

  /// The field at a place; beyond the edges, that of the edge.
  func value(east x: Double, north y: Double) -> Double {
    let across = min(max((x - east) / step, 0), Double(columns - 1) - 1e-9)
    let up = min(max((y - north) / step, 0), Double(rows - 1) - 1e-9)
    let column = Int(across)
    let row = Int(up)
    let place = row * columns + column
    let (right, above) = (across - Double(column), up - Double(row))
    let low = values[place] + (values[place + 1] - values[place]) * right
    let next = place + columns
    let high = values[next] + (values[next + 1] - values[next]) * right
    return low + (high - low) * above
  }

  private static func weights(reach: Int, ratio: Double) -> [Double] {
    let raw = (-reach...reach).map { offset in
      let place = Double(offset) * ratio
      return Elementary.exp(-place * place / 2)
    }
    let scale = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return raw.map { $0 / scale }
  }
}
