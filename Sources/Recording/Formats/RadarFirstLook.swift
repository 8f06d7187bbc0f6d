/// A first look at the signal itself, against which a header's figures are held.
///
/// It sees the mean of the first traces: how many cycles a sample is, when the first arrival comes,
/// and how alike samples are that stand next to each other.
package struct RadarFirstLook: Equatable {
  /// Traces that are looked at.
  package static let traceCount = 16
  /// Fraction of the largest swing that is an arrival.
  static let arrivalFraction = 0.1

  /// Dominant cycles in one sample, from the likeness at lag 1; `nil` without a signal.
  package private(set) var cyclesPerSample: Double?
  /// Sample where the signal first leaves its level by a tenth of its largest swing.
  package private(set) var firstArrival: Int?
  /// Autocorrelation at lags 1 and 2.
  package private(set) var likeness: (lag1: Double, lag2: Double) = (1, 1)

  /// Looks at `traces` of equal length, `leading` samples of each left out.
  package init(traces: [[Int32]], leading: Int) {
    guard let length = traces.first?.count, length - leading >= 8 else { return }
    var mean = [Double](repeating: 0, count: length - leading)
    for trace in traces {
      for index in 0..<mean.count { mean[index] += Double(trace[leading + index]) }
    }
    let level = mean.reduce(0, +) / Double(mean.count)
    let swing = mean.map { $0 - level }
    let energy = swing.reduce(0) { $0 + $1 * $1 }
    let largest = swing.reduce(0) { max($0, abs($1)) }
    guard energy > 0 else { return }
    func likeness(_ lag: Int) -> Double {
      var sum = 0.0
      for index in 0..<(swing.count - lag) { sum += swing[index] * swing[index + lag] }
      return sum / energy
    }
    self.likeness = (likeness(1), likeness(2))
    cyclesPerSample = Self.cycles(cosine: self.likeness.lag1)
    // The level before the arrival is that of the first samples, which the mean over all is not.
    let rest = mean[0]
    firstArrival = mean.firstIndex { abs($0 - rest) > Self.arrivalFraction * largest }
      .map { $0 + leading }
  }

  /// arccos(cosine)/2π by bisection, so that no library's rounding reaches a message.
  private static func cycles(cosine: Double) -> Double {
    var (low, high) = (0.0, 0.5)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if Self.cosine(turns: middle) > cosine { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// cos(2π·turns) for 0 … 1/2, by its power series.
  private static func cosine(turns: Double) -> Double {
    let square = -(2 * Double.pi * turns) * (2 * Double.pi * turns)
    var (sum, term) = (1.0, 1.0)
    for order in stride(from: 2.0, through: 30.0, by: 2.0) {
      term *= square / (order * (order - 1))
      sum += term
    }
    return sum
  }

  /// Whether both saw the same.
  package static func == (left: RadarFirstLook, right: RadarFirstLook) -> Bool {
    left.cyclesPerSample == right.cyclesPerSample && left.firstArrival == right.firstArrival
      && left.likeness == right.likeness
  }
}
