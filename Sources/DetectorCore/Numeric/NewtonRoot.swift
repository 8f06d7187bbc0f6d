/// The square root of a fixed-point fraction with CMSIS-DSP's bits (`arm_sqrt_q15`,
/// `arm_sqrt_q31`); for an exact one take ``SquareRoot``.
///
/// Formula: with n the fraction shifted up by an even 2s bits into ¼ … 1, three steps of Newton's
/// iteration for v = 1/√n, then √x = n v 2⁻ˢ:
///
///     v ← v (3 − n v²) / 2
///
/// It starts from 1/√m rounded to nearest, m the multiple of 1/16 (Q15) or 1/32 (Q31) below n.
///
/// Q-format: n Q15 or Q31, v Q12 or Q28, so that 1/√n up to 2 has a bit to spare; products in
/// twice the bits, each shifted down and rounded down. What is not above 0 has the root 0.
/// Accuracy: from 4 counts below the exact root to 8 above it in Q15, over all numbers; as good in
/// Q31. The largest number has a root within the rails.
/// Cost: 10 multiplications and one exact root, which makes the start.
public enum NewtonRoot {
  /// The root of a Q15 number.
  ///
  ///     NewtonRoot.of(8_192 as Int16)  // 16_384, the root of ¼ is ½
  public static func of(_ number: Int16) -> Int16 {
    Int16(truncatingIfNeeded: root(Int64(number), bits: 15, stepBits: 4))
  }

  /// The root of a Q31 number.
  public static func of(_ number: Int32) -> Int32 {
    Int32(truncatingIfNeeded: root(Int64(number), bits: 31, stepBits: 5))
  }

  /// The iteration for a number of `bits` bits of fraction; steps of the start are 2 to
  /// −`stepBits`.
  ///
  /// The operators wrap because every term is bounded: n < 2³¹ and v ≤ 2²⁹, so that v² ≤ 2⁵⁸.
  private static func root(_ number: Int64, bits: Int64, stepBits: Int64) -> Int64 {
    guard number > 0 else { return 0 }
    let zeros = Int64(number.leadingZeroBitCount) &- (64 &- bits)
    let shift = zeros & ~1
    let n = number &<< shift
    let point = bits &- 3
    var v = start(step: n &>> (bits &- stepBits), point: point, stepBits: stepBits)
    for _ in 0..<3 {
      let square = (v &* v) &>> point
      v = (v &* (3 &<< point &- (n &* square) &>> bits)) &>> (point &+ 1)
    }
    return ((n &* v) &>> point) &>> (shift &>> 1)
  }

  /// 2^`point` / √(`step` / 2^`stepBits`), rounded to nearest: ⌊(⌊√(4 · 2^(2 point + stepBits) /
  /// step)⌋ + 1) / 2⌋, whose power of two is at most 2⁶³.
  private static func start(step: Int64, point: Int64, stepBits: Int64) -> Int64 {
    let power = (1 as UInt64) &<< UInt64(truncatingIfNeeded: 2 &* point &+ stepBits &+ 2)
    let root = SquareRoot.floor(of: power / UInt64(truncatingIfNeeded: step))
    return (Int64(root) &+ 1) &>> 1
  }
}
