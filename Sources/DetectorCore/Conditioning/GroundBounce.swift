/// The ground bounce of a trace: where the envelope is largest soon after the first arrival.
public struct GroundBounce: BitwiseCopyable, Sendable, Equatable {
  /// The sample.
  public let sample: Int
  /// The envelope there.
  public let amplitude: Int32

  /// Finds it: the first arrival is where the envelope first exceeds a tenth of its largest value,
  /// the bounce the largest value within four periods from there.
  public static func find(_ envelope: Span<Int32>, periodQ8: Int32) -> GroundBounce {
    var largest: Int32 = 0
    for n in 0..<envelope.count { largest = max(largest, envelope[n]) }
    var first = 0
    while first < envelope.count - 1, envelope[first] <= largest / 10 { first += 1 }
    let end = min(first + Int(periodQ8) * 4 / 256 + 1, envelope.count)
    var best = first
    for n in first..<max(end, first) where envelope[n] > envelope[best] { best = n }
    return GroundBounce(sample: best, amplitude: max(envelope[best], 1))
  }
}
