package import FilterDesign

/// An FIR filter in Double: what `FIRFilter` rounds.
///
/// y[n] = Σ h[k] x[n − k]; samples before the first are 0. State is carried from block to block.
public struct FIRTwin: Sendable {
  private let taps: [Double]
  private var history: [Double]

  /// Takes coefficients in the order of the impulse response.
  public init(taps: [Double]) {
    self.taps = taps
    history = [Double](repeating: 0, count: max(0, taps.count - 1))
  }

  /// Filters a block.
  public mutating func process(_ x: [Double]) -> [Double] {
    let all = history + x
    history = Array(all.suffix(history.count))
    let reach = taps.count - 1
    return x.indices.map { n in
      taps.indices.reduce(0) { $0 + taps[$1] * all[n + reach - $1] }
    }
  }
}

/// A decimator in Double: what `Decimator` rounds.
///
/// Every M-th output of the filter, that of the first sample first.
public struct DecimatorTwin: Sendable {
  private var filter: FIRTwin
  private let factor: Int
  private var skip = 0

  /// Takes coefficients in the order of the impulse response.
  public init(taps: [Double], factor: Int) {
    filter = FIRTwin(taps: taps)
    self.factor = factor
  }

  /// Filters a block.
  public mutating func process(_ x: [Double]) -> [Double] {
    let all = filter.process(x)
    let kept = stride(from: skip, to: all.count, by: factor).map { all[$0] }
    skip += kept.count * factor - x.count
    return kept
  }
}

/// Sections in a row in Double, direct form I: what `BiquadCascade` rounds.
public struct BiquadTwin: Sendable {
  private let sections: [Section]
  private var states: [[Double]]

  /// Takes sections; feedback is added.
  package init(sections: [Section]) {
    self.sections = sections
    states = sections.map { _ in [0, 0, 0, 0] }
  }

  /// Filters a block.
  public mutating func process(_ x: [Double]) -> [Double] {
    var signal = x
    for (index, c) in sections.enumerated() {
      var (x1, x2, y1, y2) = (
        states[index][0], states[index][1], states[index][2], states[index][3]
      )
      for n in signal.indices {
        let x = signal[n]
        let y = c.b0 * x + c.b1 * x1 + c.b2 * x2 + c.a1 * y1 + c.a2 * y2
        (x2, x1, y2, y1) = (x1, x, y1, y)
        signal[n] = y
      }
      states[index] = [x1, x2, y1, y2]
    }
    return signal
  }
}

/// A moving average in Double: what `MovingAverage` rounds.
public struct MovingAverageTwin: Sendable {
  private let length: Int
  private var held: [Double] = []

  /// Makes a mean over `length` samples.
  public init(length: Int) { self.length = length }

  /// The mean after each sample of a block.
  public mutating func process(_ x: [Double]) -> [Double] {
    x.map { sample in
      held = Array((held + [sample]).suffix(length))
      return held.reduce(0, +) / Double(held.count)
    }
  }
}

/// Power and root mean square in Double: what `Power` and `RootMeanSquare` round.
///
/// Counts go in; power is in counts squared.
public struct PowerTwin: Sendable {
  /// Σ x².
  public private(set) var sum = 0.0
  /// Samples.
  public private(set) var count = 0

  /// Starts without a sample.
  public init() {}

  /// Takes a block.
  public mutating func add(_ x: [Double]) {
    sum = x.reduce(sum) { $0 + $1 * $1 }
    count += x.count
  }

  /// The root mean square; 0 without a sample.
  public var rootMeanSquare: Double { count > 0 ? (sum / Double(count)).squareRoot() : 0 }
}
