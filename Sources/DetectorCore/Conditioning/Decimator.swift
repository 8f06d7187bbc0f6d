/// An FIR filter that computes only every M-th output, with CMSIS-DSP's bits
/// (`arm_fir_decimate_q15`, `arm_fir_decimate_q31`).
///
/// Formula: y[m] = Σ h[k] x[mM − k], k = 0 … taps − 1; samples before the first are 0, and the
/// first output is that of the first sample.
///
/// Q-format, rounding and rails are those of `FIRFilter`. Unlike CMSIS-DSP's, a block may have any
/// length: the decimator remembers where in its step of M samples it stands.
/// Cost: that of `FIRFilter` divided by M.
///
///     var decimator = try Decimator<Int32, 64>(coefficients: h.span, factor: 4)
///     let count = decimator.process(x.span, into: &y)  // y[0 ..< count] is written.
public struct Decimator<Sample: FilterSample, let tapCapacity: Int>: BitwiseCopyable, Sendable {
  private var taps: FIRTaps<Sample, tapCapacity>
  private var skip = 0

  /// One sample of how many is kept.
  public let factor: Int

  /// The largest factor.
  public static var maximumFactor: Int { 65_535 }

  /// Makes a decimator that has seen only zeros.
  public init(coefficients: Span<Sample>, factor: Int) throws(FilterError) {
    guard factor >= 1 && factor <= Self.maximumFactor else {
      throw .factor(factor, maximum: Self.maximumFactor)
    }
    taps = try FIRTaps(coefficients)
    self.factor = factor
  }

  /// How many samples a block of `count` will give.
  public func outputCount(for count: Int) -> Int {
    count > skip ? (count - 1 - skip) / factor + 1 : 0
  }

  /// Filters a block into the front of `y` and says how many samples it wrote.
  @discardableResult
  public mutating func process(_ x: Span<Sample>, into y: inout MutableSpan<Sample>) -> Int {
    let outputs = outputCount(for: x.count)
    precondition(outputs <= y.count, "a decimator's output has room for every sample it keeps")
    taps.convolve(x, first: skip, step: factor, count: outputs, into: &y)
    skip += outputs * factor - x.count
    return outputs
  }

  /// Forgets every sample; the next one is the first.
  public mutating func reset() {
    taps.reset()
    skip = 0
  }

  /// Coefficients.
  public var tapCount: Int { taps.count }

  /// Σ|h| in Q15 or Q31: what the worst input at full scale comes out as.
  public var worstCaseGain: Int64 { taps.worstCaseGain }

  /// Whether no input at all makes the output saturate or wrap.
  public var isProvenBounded: Bool { taps.isProvenBounded }

  /// The largest magnitude of output that inputs of magnitude at most `bound` can give, at the
  /// rails of 64 bits if it is more.
  public func outputBound(inputWithin bound: Int64) -> Int64 {
    taps.outputBound(inputWithin: bound)
  }
}
