/// A repair of one trace in Double: what `TraceRepair` rounds, which is the mean that replaces a spike.
public struct TraceRepairTwin: Sendable {
  private let leading: Int

  /// Takes the samples at the start of a trace that hold no signal.
  public init(leading: Int) { self.leading = leading }

  /// The trace without spikes, and how many there were.
  ///
  /// A spike is larger than both neighbours, and 2x[n] − x[n−1] − x[n+1] exceeds the largest
  /// x[n−1] + x[n+1] of the trace in magnitude.
  public func process(_ x: [Double]) -> (trace: [Double], spikes: Int) {
    var y = x
    for n in 0..<leading { y[n] = x[leading] }
    let inner = 1..<(y.count - 1)
    let smooth = inner.map { abs(y[$0 - 1] + y[$0 + 1]) }.max() ?? 0
    var spikes = 0
    for n in inner {
      let sides = y[n - 1] + y[n + 1]
      guard abs(2 * y[n] - sides) > smooth, abs(y[n]) > max(abs(y[n - 1]), abs(y[n + 1])) else {
        continue
      }
      y[n] = sides / 2
      spikes += 1
    }
    return (y, spikes)
  }
}

/// An alignment on the ground bounce in Double: what `GroundBounceAlignment` rounds to 12 bits.
///
/// Traces come in units of those 12 bits. The reference is r += (x − r) / min(k, 16).
public struct GroundBounceTwin: Sendable {
  private let window: Range<Int>
  private let lagMaximum: Int
  private var taken = 0.0
  private var reference: [Double] = []

  /// Takes the stretch that is matched, and the largest lag.
  public init(window: Range<Int>, lagMaximum: Int) {
    self.window = window
    self.lagMaximum = lagMaximum
  }

  /// Σ (x[n + s] − r[n])² for every lag s, beginning with the most negative; empty for the first trace.
  public func distances(_ x: [Double]) -> [Double] {
    guard taken > 0 else { return [] }
    return (-lagMaximum...lagMaximum).map { lag in
      differences(x, lag: lag).reduce(0) { $0 + $1 * $1 }
    }
  }

  /// x[n + s] − r[n] along the stretch.
  public func differences(_ x: [Double], lag: Int) -> [Double] {
    zip(shifted(x, by: lag), reference).map { $0 - $1 }
  }

  /// Takes a trace into the reference, at a lag.
  public mutating func learn(_ x: [Double], lag: Int) {
    if reference.isEmpty { reference = window.map { _ in 0 } }
    taken = min(taken + 1, 16)
    for (n, value) in shifted(x, by: lag).enumerated() {
      reference[n] += (value - reference[n]) / taken
    }
  }

  private func shifted(_ x: [Double], by lag: Int) -> [Double] {
    window.map { x[min(max($0 + lag, 0), x.count - 1)] }
  }
}
