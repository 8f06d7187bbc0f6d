public import DetectorCore

/// FIR coefficients in Q15 or Q31.
public struct QuantisedTaps: Equatable, Sendable {
  /// The numbers that it runs in.
  public let format: FixedFormat
  /// The design.
  public let designed: [Double]
  /// The coefficients in counts, in the order of the impulse response.
  public let counts: [Int64]

  /// Rounds each coefficient to the nearest count; refuses what does not fit, and a filter of which
  /// nothing is left.
  public init(_ taps: [Double], format: FixedFormat) throws(DesignError) {
    self.format = format
    designed = taps
    var rounded: [Int64] = []
    for (index, tap) in taps.enumerated() {
      guard let count = format.counts(tap) else {
        throw .tooLarge(coefficient: "tap \(index)", value: tap, limit: 1, format: format)
      }
      rounded.append(count)
    }
    counts = rounded
    guard counts.contains(where: { $0 != 0 }) else {
      let largest = taps.map(\.magnitude).max() ?? 0
      throw .vanished(part: "the whole filter", largest: largest, format: format)
    }
  }

  /// The coefficients that the counts mean.
  public var values: [Double] { counts.map { Double($0) / format.one } }

  /// The coefficients as the core takes them; `nil` when they are of the other format.
  public func taps<Sample: FilterSample>(_: Sample.Type) -> [Sample]? {
    guard Sample.fractionBits == format.fractionBits else { return nil }
    return counts.map { Sample(clamping: $0) }
  }

  /// Σ|h|: what the worst input at full scale comes out as, 1 being full scale.
  public var worstCaseGain: Double { values.reduce(0) { $0 + $1.magnitude } }

  /// The largest magnitude of input, in counts, with which no output saturates or wraps.
  public var provenInput: Int64 {
    let one = Int64(format.one)
    // The rule of the core: with Σ|h| = 1 one positive coefficient is enough.
    let sum = counts.reduce(0) { $0 + Int64($1.magnitude) }
    if sum < one || sum == one && counts.contains(where: { $0 > 0 }) { return one }
    // ⌈sum · x / one⌉ ≤ one − 1.
    return Int64((Int128(one) * Int128(one - 1)) / Int128(sum))
  }
}
