/// A random profile along the line: Gaussian, mean 0, with a correlation length.
///
/// White noise smoothed by a Gaussian of deviation `correlationMetres`, on a grid of 5 mm with straight
/// lines between. The correlation at a distance d is exp(−d²/4·correlation²).
struct CorrelatedField {
  /// Metres between two points of the grid.
  static let step = 0.005
  private let startMetres: Double
  private let values: [Double]

  /// Makes the profile over a range of distances, cut at three deviations.
  init(
    over range: ClosedRange<Double>, correlationMetres: Double, deviation: Double,
    stream: inout RandomStream
  ) {
    let reach = Int(3 * correlationMetres / Self.step) + 1
    let weights = (-reach...reach).map { offset in
      let ratio = Double(offset) * Self.step / correlationMetres
      return Elementary.exp(-ratio * ratio / 2)
    }
    let scale = deviation / weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let count = Int((range.upperBound - range.lowerBound) / Self.step) + 2
    let noise = (0..<(count + 2 * reach)).map { _ in stream.gaussian() }
    var values: [Double] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      var sum = 0.0
      for (offset, weight) in weights.enumerated() { sum += weight * noise[index + offset] }
      values.append(min(max(sum * scale, -3 * deviation), 3 * deviation))
    }
    self.values = values
    startMetres = range.lowerBound
  }

  /// The profile at a distance; beyond the ends, that of the end.
  func value(at metres: Double) -> Double {
    let place = (metres - startMetres) / Self.step
    guard place > 0 else { return values[0] }
    guard place < Double(values.count - 1) else { return values[values.count - 1] }
    let index = Int(place)
    return values[index] + (values[index + 1] - values[index]) * (place - Double(index))
  }

  /// The mean under a footprint of Gaussian shape and this deviation.
  func mean(at metres: Double, deviationMetres: Double) -> Double {
    var (sum, total) = (0.0, 0.0)
    for offset in -8...8 {
      let ratio = Double(offset) / 4
      let weight = Elementary.exp(-ratio * ratio / 2)
      sum += weight * value(at: metres + ratio * deviationMetres)
      total += weight
    }
    return sum / total
  }
}
