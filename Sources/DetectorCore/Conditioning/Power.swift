/// The sum of the squares of a signal, with CMSIS-DSP's bits (`arm_power_q15`, `arm_power_q31`).
///
/// Formula: P = Σ x[n]², over all samples since it was made or reset.
///
/// `Power<Int16>` is Q15: squares Q30, sum Q30 in 64 bits, exact for 2³³ samples at the rail.
/// `Power<Int32>` is Q31: squares Q62, each shifted right by 14 and rounded down; sum Q48 in 64
/// bits, which holds 2¹⁵ samples at the rail and wraps beyond. `isProvenBounded` says whether that
/// can happen.
///
/// Unlike CMSIS-DSP's, it carries its sum over blocks of any length. Cost: one product a sample.
///
///     var power = Power<Int16>()
///     power.add(x.span)  // x is [3, −4]
///     power.value        // 25
public struct Power<Sample: FilterSample>: BitwiseCopyable, Sendable, Equatable {
  private var sum: UInt64 = 0

  /// Starts at 0.
  public init() {}

  /// Takes a block.
  public mutating func add(_ x: Span<Sample>) {
    sum &+= Sample.sumOfSquares(x, shift: Sample.powerShift)
  }

  /// The sum, Q30 for Q15 and Q48 for Q31.
  public var value: Int64 { Int64(bitPattern: sum) }

  /// Forgets every sample.
  public mutating func reset() { sum = 0 }

  /// Whether `count` samples of magnitude at most `bound` cannot make the sum wrap.
  public static func isProvenBounded(count: Int, inputWithin bound: Int64) -> Bool {
    let (square, tooLarge) = bound.multipliedReportingOverflow(by: bound)
    guard !tooLarge else { return count == 0 }
    let term = square &>> Int64(truncatingIfNeeded: Sample.powerShift)
    return !term.multipliedReportingOverflow(by: Int64(count)).overflow
  }
}
