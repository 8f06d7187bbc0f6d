/// The coefficients of an FIR filter and the samples that they still reach back to.
///
/// Both lie oldest first, so that a sum of products runs forward through both.
struct FIRTaps<Sample: FilterSample, let capacity: Int>: BitwiseCopyable, Sendable {
  private var taps = InlineArray<capacity, Sample>(repeating: 0)
  private var history = InlineArray<capacity, Sample>(repeating: 0)
  let count: Int

  /// Takes coefficients in the order of the impulse response.
  init(_ coefficients: Span<Sample>) throws(FilterError) {
    guard !coefficients.isEmpty else { throw .empty }
    let limit = min(capacity, maximumTaps)
    guard coefficients.count <= limit else {
      throw .tooLong(have: coefficients.count, capacity: limit)
    }
    count = coefficients.count
    for k in 0..<count { taps[count - 1 - k] = coefficients[k] }
  }

  /// Filters a block and remembers its end; see `FilterSample.convolve`.
  mutating func convolve(
    _ x: Span<Sample>, first: Int, step: Int, count outputs: Int,
    into y: inout MutableSpan<Sample>
  ) {
    let kept = count - 1
    Sample.convolve(
      taps.span.extracting(first: count), history: history.span.extracting(first: kept), x,
      first: first, step: step, count: outputs, into: &y)
    var memory = history.mutableSpan
    remember(x, in: &memory, keeping: kept)
  }

  /// Forgets every sample.
  mutating func reset() {
    for k in 0..<capacity { history[k] = 0 }
  }

  /// The sum of the magnitudes of the coefficients.
  var worstCaseGain: Int64 {
    var sum: Int64 = 0
    for k in 0..<count { sum += Int64(taps[k].magnitude) }
    return sum
  }

  /// Whether no input at all reaches beyond the rails.
  ///
  /// With S = Σ|h| and P the sum of the positive h, the sum of products lies from −2ᶠS to
  /// 2ᶠS − P where the input is −2ᶠ … 2ᶠ − 1, and must lie from −2²ᶠ to 2²ᶠ − 1.
  var isProvenBounded: Bool {
    let one: Int64 = 1 << Int64(Sample.fractionBits)
    if worstCaseGain != one { return worstCaseGain < one }
    for k in 0..<count where taps[k] > 0 { return true }
    return false
  }

  /// The largest magnitude that inputs of at most `bound` can give.
  func outputBound(inputWithin bound: Int64) -> Int64 {
    let (product, overflow) = worstCaseGain.multipliedReportingOverflow(by: bound)
    guard !overflow else { return .max }
    // Rounded up: the sum is rounded down, which raises the magnitude of a negative one.
    let one: Int64 = 1 << Int64(Sample.fractionBits)
    return product / one + (product % one == 0 ? 0 : 1)
  }
}

/// Coefficients at the most: the shifted sum of as many Q15 products fits in 32 bits, where
/// CMSIS-DSP saturates it.
let maximumTaps = 65_535

/// Keeps the last `kept` samples of what was remembered and a new block.
private func remember<Sample: FilterSample>(
  _ x: Span<Sample>, in memory: inout MutableSpan<Sample>, keeping kept: Int
) {
  let fresh = min(kept, x.count)
  for k in 0..<kept - fresh { memory[k] = memory[k + fresh] }
  for k in 0..<fresh { memory[kept - fresh + k] = x[x.count - fresh + k] }
}
