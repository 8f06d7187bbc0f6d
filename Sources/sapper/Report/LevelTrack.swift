import DetectorCore

/// The operator's level along a line, reduced so that a page can hold it: each value is the highest
/// of `tracesPerValue` neighbours, so that no alarm is lost.
struct LevelTrack: Sendable, Equatable {
  /// Values at the most.
  static let valuesMax = 4_000

  /// Traces that share a value, a power of two.
  var tracesPerValue: Int64 = 1
  /// Statistic over threshold, Q8.8.
  var values: [UInt16] = []
  /// Traces in the last value that is not yet full.
  private var tracesInLast: Int64 = 0

  /// Makes an empty track.
  init() {}

  /// Makes a track of one value a trace.
  init(values: [UInt16]) {
    for value in values { append(value) }
  }

  /// Takes the level of the next trace.
  mutating func append(_ levelQ8: UInt16) {
    if tracesInLast == 0 || tracesInLast == tracesPerValue {
      if values.count == Self.valuesMax { halve() }
    }
    if tracesInLast == 0 || tracesInLast == tracesPerValue {
      values.append(levelQ8)
      tracesInLast = 0
    } else {
      values[values.count - 1] = max(values[values.count - 1], levelQ8)
    }
    tracesInLast += 1
  }

  /// Stretches at or over the threshold, with the highest level of each.
  func stretchesOverThreshold(traceCount: Int64) -> [(stretch: TraceStretch, peakQ8: UInt16)] {
    var found: [(stretch: TraceStretch, peakQ8: UInt16)] = []
    for (index, value) in values.enumerated() where value >= OperatorLevel.thresholdQ8 {
      let from = Int64(index) * tracesPerValue
      let through = min(from + tracesPerValue, max(traceCount, from + 1)) - 1
      if let last = found.last, last.stretch.through + 1 == from {
        found[found.count - 1].stretch.through = through
        found[found.count - 1].peakQ8 = max(last.peakQ8, value)
      } else {
        found.append((TraceStretch(from: from, through: through), value))
      }
    }
    return found
  }

  private mutating func halve() {
    for index in 0..<Self.valuesMax / 2 {
      values[index] = max(values[2 * index], values[2 * index + 1])
    }
    values.removeLast(Self.valuesMax / 2)
    tracesPerValue *= 2
    tracesInLast = tracesPerValue
  }
}

/// Stretches of traces for which something holds, gathered trace by trace.
struct StretchCollector: Sendable {
  /// Stretches at the most; beyond it the last one is stretched over what lies between.
  static let stretchesMax = 1_000

  private(set) var stretches: [TraceStretch] = []

  /// Notes that it holds for `trace`; traces come in order.
  mutating func note(_ trace: Int64) {
    if let last = stretches.last,
      last.through + 1 == trace || stretches.count == Self.stretchesMax
    {
      stretches[stretches.count - 1].through = max(last.through, trace)
    } else {
      stretches.append(TraceStretch(from: trace, through: trace))
    }
  }
}
