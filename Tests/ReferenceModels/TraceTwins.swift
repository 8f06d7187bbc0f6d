/// A dewow in Double: what `Dewow` rounds.
///
/// A sample less the mean of `length` around it; beyond the ends the end's value stands.
public struct DewowTwin: Sendable {
  private let length: Int

  /// Takes the number of samples in the mean, odd.
  public init(length: Int) { self.length = length }

  /// The trace without its drift.
  public func process(_ x: [Double]) -> [Double] {
    zip(x, meanAround(x, length: length)).map { $0 - $1 }
  }
}

/// A low-pass along a trace in Double: what `LowPass` rounds.
public struct LowPassTwin: Sendable {
  private let length: Int

  /// Takes the number of samples in each mean, odd.
  public init(length: Int) { self.length = length }

  /// The trace smoothed twice.
  public func process(_ x: [Double]) -> [Double] {
    meanAround(meanAround(x, length: length), length: length)
  }
}

/// The mean of `length` values around each; beyond the ends the end's value stands.
private func meanAround(_ x: [Double], length: Int) -> [Double] {
  let half = length / 2
  return x.indices.map { n in
    (-half...half).reduce(0) { $0 + x[min(max(n + $1, 0), x.count - 1)] } / Double(length)
  }
}

/// A background removal in Double: what `BackgroundRemoval` rounds.
///
/// b += (x − b) / min(k, C), y = x − b; while held, once k has reached C/2, b stands still.
public struct BackgroundTwin: Sendable {
  private let constant: Int
  private var taken = 0
  private var mean: [Double] = []

  /// Takes the constant, traces.
  public init(steps: Int) { constant = max(steps, 1) }

  /// The trace without its background.
  public mutating func process(_ x: [Double], holding: Bool) -> [Double] {
    if mean.isEmpty { mean = x.map { _ in 0 } }
    if !(holding && taken >= constant / 2) {
      taken = min(taken + 1, constant)
      for n in x.indices { mean[n] += (x[n] - mean[n]) / Double(taken) }
    }
    return zip(x, mean).map { $0 - $1 }
  }
}

/// A mean of the last traces in Double: what `TraceAverage` rounds.
public struct TraceAverageTwin: Sendable {
  private let length: Int
  private var held: [[Double]] = []

  /// Makes a mean over `length` traces.
  public init(length: Int) { self.length = length }

  /// Takes a trace and gives the mean that now holds.
  public mutating func process(_ x: [Double]) -> [Double] {
    held = Array((held + [x]).suffix(length))
    return x.indices.map { n in held.reduce(0) { $0 + $1[n] } / Double(held.count) }
  }
}

/// A stack of traces in Double: what `TraceStack` rounds, as long as nothing meets the rail.
public struct TraceStackTwin: Sendable {
  private let decimation: Int
  private let scale: Double
  private var sums: [Double]
  private var count = 0

  /// Averages `decimation` samples into each of `samples`, times `scale`.
  public init(decimation: Int, samples: Int, scale: Double) {
    self.decimation = decimation
    self.scale = scale
    sums = [Double](repeating: 0, count: samples)
  }

  /// Adds a trace, shifted by `lag`; beyond the ends the end's value stands.
  public mutating func add(_ x: [Double], lag: Int) {
    count += 1
    for m in sums.indices {
      for j in 0..<decimation {
        sums[m] += scale * x[min(max(m * decimation + lag + j, 0), x.count - 1)]
      }
    }
  }

  /// The mean; the traces are forgotten.
  public mutating func take() -> [Double] {
    let mean = sums.map { $0 / Double(max(count, 1) * decimation) }
    sums = sums.map { _ in 0 }
    count = 0
    return mean
  }
}

/// A gain along fast time in Double: what `TimeGain` rounds.
public struct TimeGainTwin: Sendable {
  private let timeZero: Double
  private let period: Double
  private let exponent: Double

  /// Takes time zero and the period in samples, and an exponent of 0, ½ or 1.
  public init(timeZero: Double, period: Double, exponent: Double) {
    (self.timeZero, self.period, self.exponent) = (timeZero, period, exponent)
  }

  /// The trace times (t / T)^p, from 1 up to 16.
  public func process(_ x: [Double]) -> [Double] {
    x.enumerated().map { n, value in
      let ratio = max(Double(n) - timeZero, period) / period
      let gain = exponent == 0 ? 1 : exponent < 1 ? ratio.squareRoot() : ratio
      return value * min(max(gain, 1), 16)
    }
  }
}

/// An envelope in Double: what `Envelope` rounds; the same 23 taps without a count of rounding.
public struct EnvelopeTwin: Sendable {
  private let spacing: Int

  /// h[k] of the taps k = 1, 3, … 11 in Q15, as the kernel has them.
  private static let taps: [Double] = [20_644, 6_323, 3_186, 1_724, 893, 473]

  /// Takes the samples between taps.
  public init(spacing: Int) { self.spacing = spacing }

  /// √(x² + q²); beyond the ends the end's value stands.
  public func process(_ x: [Double]) -> [Double] {
    x.indices.map { n in
      let q = Self.taps.enumerated().reduce(0.0) { sum, tap in
        let distance = (2 * tap.offset + 1) * spacing
        let (early, late) = (x[max(n - distance, 0)], x[min(n + distance, x.count - 1)])
        return sum + tap.element / 0x1p15 * (early - late)
      }
      return (x[n] * x[n] + q * q).squareRoot()
    }
  }
}
