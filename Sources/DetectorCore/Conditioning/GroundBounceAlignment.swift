/// Follows the ground bounce from trace to trace by windowed matching.
///
/// The shift is the lag s in ±T/2 that minimises Σ (x[n + s] − r[n])² over a window of ±T around the
/// bounce, where r is an exponential mean of the aligned traces before. When the correlation there is
/// under one half, or the energy under a sixteenth of the reference's, the bounce is lost: a jump,
/// which the pipeline treats as a gap. Values are reduced to 12 bits with sign, so
/// that 256 squared differences fit in 32 bits.
public struct GroundBounceAlignment: ~Copyable {
  private var reference = InlineArray<256, Int32>(repeating: 0)
  private let start: Int
  private let count: Int
  private let lagMaximum: Int
  private let shift: Int32
  private var taken: Int32 = 0

  /// Samples in the window at the most.
  public static let maximumWindow = 256
  /// Lag at the most.
  public static let maximumLag = 64
  /// Traces that the reference remembers.
  public static let memory: Int32 = 16

  /// Makes an alignment around the bounce at `bounce` in raw samples.
  ///
  /// `peak` is the largest magnitude of the first trace, from which the reduction follows.
  public init(bounce: Int, periodQ8: Int32, samples: Int, peak: Int32) {
    let period = max(Int(periodQ8) / 256, 1)
    lagMaximum = min(max(period / 2, 1), Self.maximumLag)
    let reach = min(period, Self.maximumWindow / 2)
    start = max(bounce - reach, 0)
    count = min(start + 2 * reach, samples) - start
    let bits = Int32(33 - max(peak, 1).leadingZeroBitCount)
    // bits − 1 hold the magnitude; 10 of them remain, one is headroom.
    shift = max(bits - 11, 0)
  }

  /// The lag of a trace, or `nil` when its bounce does not match.
  ///
  /// The first trace is the reference. A lag of s means that sample n of the aligned trace is
  /// sample n + s of the raw one.
  public mutating func lag(of trace: Span<Int32>) -> Int? {
    guard count > 0 else { return 0 }
    let window = MatchWindow(start: start, count: count, shift: shift)
    guard taken > 0 else {
      learn(trace, lag: 0)
      return 0
    }
    var best = Int64.max
    var lag = 0
    for candidate in 0...(2 * lagMaximum) {
      // 0, 1, −1, 2, −2 …: of equal sums the smallest lag wins.
      let s = candidate % 2 == 0 ? -(candidate / 2) : candidate / 2 + 1
      guard abs(s) <= lagMaximum else { continue }
      let sum = distance(trace, reference.span, window: window.shifted(by: s))
      if sum < best {
        best = sum
        lag = s
      }
    }
    guard matches(trace, reference.span, window: window.shifted(by: lag)) else { return nil }
    learn(trace, lag: lag)
    return lag
  }

  private mutating func learn(_ trace: Span<Int32>, lag: Int) {
    taken = min(taken + 1, Self.memory)
    for n in 0..<count {
      let index = min(max(start + lag + n, 0), trace.count - 1)
      let value = reduced(trace[index], shift: shift) << 4
      reference[n] += (value - reference[n]) / taken
    }
  }
}

/// The stretch of a trace that is matched, and by how many bits its samples are reduced.
private struct MatchWindow: BitwiseCopyable {
  var start: Int
  let count: Int
  let shift: Int32

  func shifted(by lag: Int) -> MatchWindow {
    MatchWindow(start: start + lag, count: count, shift: shift)
  }
}

/// A sample reduced to 12 bits, saturating.
@inline(__always)
private func reduced(_ value: Int32, shift: Int32) -> Int32 {
  max(-2_047, min(2_047, value &>> shift))
}

/// Whether the window correlates with the reference by a half and more, and is not far fainter.
///
/// Each sum is below 256 · 2²² = 2³⁰, so that products of two stay below 2⁶⁰ · 4.
private func matches(
  _ trace: Span<Int32>, _ reference: Span<Int32>, window: MatchWindow
) -> Bool {
  var own: Int64 = 0
  var theirs: Int64 = 0
  var cross: Int64 = 0
  for n in 0..<window.count {
    let index = min(max(window.start + n, 0), trace.count - 1)
    let x = Int64(reduced(trace[index], shift: window.shift))
    let r = Int64(reference[n] >> 4)
    own += x * x
    theirs += r * r
    cross += x * r
  }
  // A reference of nothing has nothing to match.
  guard theirs > 0 else { return true }
  return cross > 0 && 4 * cross * cross >= own * theirs && 16 * own >= theirs
}

/// Σ of squared differences. Each is below 2²⁴ and there are at most 256: below 2³², exact as
/// unsigned though it is summed in 32 bits.
private func distance(
  _ trace: Span<Int32>, _ reference: Span<Int32>, window: MatchWindow
) -> Int64 {
  var sum: Int32 = 0
  let inside = window.start >= 0 && window.start + window.count <= trace.count
  for n in 0..<window.count {
    let index =
      inside ? window.start &+ n : min(max(window.start &+ n, 0), trace.count &- 1)
    let difference = reduced(trace[index], shift: window.shift) &- reference[n] &>> 4
    sum &+= difference &* difference
  }
  return Int64(UInt32(bitPattern: sum))
}
