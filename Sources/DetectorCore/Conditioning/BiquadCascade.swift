/// Second-order sections in a row, in direct form I, with CMSIS-DSP's bits
/// (`arm_biquad_cascade_df1_q15`, `arm_biquad_cascade_df1_q31`).
///
/// Formula, for each section, with p the post-shift and feedback **added**:
///
///     y[n] = 2ᵖ (b0 x[n] + b1 x[n−1] + b2 x[n−2] + a1 y[n−1] + a2 y[n−2])
///
/// `BiquadCascade<Int16, 4>` is Q15: sum Q30 in 64 bits, shifted right by 15 − p, rounded down,
/// held at the rails. `BiquadCascade<Int32, 4>` is Q31: sum Q62 in 64 bits, which wraps, shifted
/// right by 31 − p, rounded down; the low 32 bits are taken, which wraps. `outputBound` says
/// whether that can happen; a pipeline takes no cascade for which it cannot be ruled out.
///
/// As many sections as `sectionCapacity`; p is 0 … 13, up to where CMSIS-DSP saturates the sum of
/// Q15 products in 32 bits without a fault. Blocks may have any length.
/// Cost: about 2 ns a section and sample on a laptop, the latency of the feedback.
public struct BiquadCascade<Sample: FilterSample, let sectionCapacity: Int>: BitwiseCopyable,
  Sendable
{
  private var sections: InlineArray<sectionCapacity, BiquadSection<Sample>>
  private var states = InlineArray<sectionCapacity, BiquadState<Sample>>(repeating: BiquadState())

  /// Sections.
  public let sectionCount: Int
  /// The coefficients are scaled by 2 to this.
  public let postShift: Int

  /// The largest post-shift.
  public static var maximumPostShift: Int { 13 }

  /// Makes a cascade that has seen only zeros; the first section comes first.
  public init(sections: Span<BiquadSection<Sample>>, postShift: Int) throws(FilterError) {
    guard !sections.isEmpty else { throw .empty }
    guard sections.count <= sectionCapacity else {
      throw .tooLong(have: sections.count, capacity: sectionCapacity)
    }
    guard postShift >= 0 && postShift <= Self.maximumPostShift else {
      throw .postShift(postShift, maximum: Self.maximumPostShift)
    }
    self.sections = InlineArray(repeating: sections[0])
    for k in 0..<sections.count { self.sections[k] = sections[k] }
    sectionCount = sections.count
    self.postShift = postShift
  }

  /// Filters a block into one as long.
  public mutating func process(_ x: Span<Sample>, into y: inout MutableSpan<Sample>) {
    precondition(x.count == y.count, "a biquad cascade gives a sample for a sample")
    for n in 0..<x.count { y[n] = x[n] }
    process(inPlace: &y)
  }

  /// Filters a block in place.
  public mutating func process(inPlace block: inout MutableSpan<Sample>) {
    for k in 0..<sectionCount {
      Sample.recurse(
        sections[k], &states[k], shift: Sample.fractionBits - postShift, in: &block)
    }
  }

  /// Forgets every sample.
  public mutating func reset() {
    for k in 0..<sectionCount { states[k] = BiquadState() }
  }

  /// The largest magnitude that any section's output can take when inputs have magnitudes of at
  /// most `bound`; `nil` when it cannot be proven.
  ///
  /// Each section multiplies the bound by the sum of the magnitudes of its impulse response and
  /// adds what rounding down feeds back; see `BiquadGain`. A section that is unstable, or rings for
  /// more than 4,096 samples, has no proof.
  public func outputBound(inputWithin bound: Int64) -> Int64? {
    var input = bound
    var largest: Int64 = 0
    for k in 0..<sectionCount {
      guard let gain = BiquadGain(sections[k], postShift: postShift) else { return nil }
      input = gain.outputBound(inputWithin: input)
      largest = max(largest, input)
    }
    return largest
  }

  /// Whether no section saturates or wraps when inputs have magnitudes of at most `bound`.
  public func isProvenBounded(inputWithin bound: Int64) -> Bool {
    guard let largest = outputBound(inputWithin: bound) else { return false }
    return largest <= Int64(truncatingIfNeeded: Sample.max)
  }
}
