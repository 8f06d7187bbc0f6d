/// Logarithms to the base 2 in fixed point, a bit at a time.
///
/// Formula: log₂ n = e + log₂ m with n = m 2ᵉ and 1 ≤ m < 2; squaring m doubles its logarithm, and
/// whether the square reaches 2 is the next bit of the fraction (Knuth, TAOCP 1.2.2, exercise 25).
///
/// Q-format: result Q16; m Q31 in 32 bits, its square Q62 in 64. Rounding: down.
/// Accuracy: m is truncated to 31 bits at first and after each squaring, which takes less than
/// 2⁻³¹ · 1.443 · (1 + ½ + ¼ + …) < 2⁻²⁹ from the logarithm; the bits that follow the sixteenth are
/// dropped. Hence log₂ n − 2⁻¹⁶ − 2⁻²⁹ < result / 65,536 ≤ log₂ n, and powers of two are exact.
/// Range: 0 … 64 · 65,536 − 1; the logarithm of 0 is `Int32.min`, below every other.
/// Cost: 16 multiplications.
public enum Logarithm {
  /// log₂ n in Q16.
  ///
  ///     Logarithm.log2Q16(8)   // 3 << 16
  ///     Logarithm.log2Q16(10)  // 217_705, which is 3.32192
  public static func log2Q16(_ n: UInt64) -> Int32 {
    guard n > 0 else { return .min }
    let zeros = n.leadingZeroBitCount
    var mantissa = (n << UInt64(zeros)) >> 32
    var result = Int32(63 - zeros)
    for _ in 0..<16 {
      // At most (2³² − 1)²; the square of a Q31 number in Q31.
      mantissa = (mantissa &* mantissa) >> 31
      let bit = mantissa >> 32
      mantissa = mantissa >> bit
      result = result << 1 | Int32(truncatingIfNeeded: bit)
    }
    return result
  }

  /// log₂ n in Q16.
  public static func log2Q16(_ n: UInt32) -> Int32 { log2Q16(UInt64(n)) }
}
