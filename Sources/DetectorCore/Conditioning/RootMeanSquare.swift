/// The root mean square of a signal, with CMSIS-DSP's bits (`arm_rms_q15`, `arm_rms_q31`).
///
/// Formula: √(1/N · Σ x[n]²), over the N samples since it was made or reset; 0 when there are none.
///
/// `RootMeanSquare<Int16>` is Q15: squares Q30, sum Q30 in 64 bits, exact for 2³³ samples at the
/// rail. `RootMeanSquare<Int32>` is Q31: squares Q62, sum Q62 in 64 unsigned bits, which holds
/// three samples at −1 and wraps at the fourth; `isProvenBounded` says whether that can happen. The
/// mean is rounded down to Q15 or Q31 and held at the upper rail; the root is `NewtonRoot`'s, which
/// is a few counts beside the exact one.
///
/// Unlike CMSIS-DSP's, it carries its sum over blocks of any length. Cost: one product a sample; a
/// division and a root when it is asked.
///
///     var level = RootMeanSquare<Int16>()
///     level.add(x.span)  // x is [16_384, −16_384]
///     level.value        // 16_384
public struct RootMeanSquare<Sample: FilterSample>: BitwiseCopyable, Sendable, Equatable {
  private var sum: UInt64 = 0

  /// Samples that it rests on.
  public private(set) var count = 0

  /// Starts without a sample.
  public init() {}

  /// Takes a block.
  public mutating func add(_ x: Span<Sample>) {
    sum &+= Sample.sumOfSquares(x, shift: 0)
    count += x.count
  }

  /// 1/N · Σ x², Q15 or Q31, rounded down and held at the upper rail; 0 without a sample.
  public var meanSquare: Sample {
    guard count > 0 else { return 0 }
    let mean = (sum / UInt64(count)) &>> UInt64(truncatingIfNeeded: Sample.fractionBits)
    return Sample(truncatingIfNeeded: min(mean, UInt64(truncatingIfNeeded: Sample.max)))
  }

  /// The root mean square, Q15 or Q31.
  public var value: Sample { Sample.root(meanSquare) }

  /// Forgets every sample.
  public mutating func reset() {
    sum = 0
    count = 0
  }

  /// Whether `count` samples of magnitude at most `bound` cannot make the sum wrap.
  public static func isProvenBounded(count: Int, inputWithin bound: Int64) -> Bool {
    let (square, tooLarge) = bound.magnitude.multipliedReportingOverflow(by: bound.magnitude)
    guard !tooLarge else { return count == 0 }
    return !square.multipliedReportingOverflow(by: UInt64(count)).overflow
  }
}
