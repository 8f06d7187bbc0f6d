/// Exact integer square roots: the largest integer whose square does not exceed the argument.
///
/// Formula: y = ⌊√n⌋. The argument is shifted left by an even count to N in [2⁶², 2⁶⁴). With u =
/// N/2⁶² in [1, 4) a chord of a table gives r = (1 + e) 2³¹/√u, |e| < 1.2·10⁻⁵; y₀ = N r is then √N
/// (1 + e), and one Newton step on its residual, y₁ = y₀ + (N − y₀²) r/2, is √N (1 − 1.5 e² − …):
/// never above the root, and below it by less than 0.45. A comparison settles that. Integers only,
/// no division, no loop: exact for every argument, at nearly the same time for each.
///
/// Cost: about 35 instructions on a 64-bit machine, 5 of them multiplications.
public enum SquareRoot {
  /// ⌊√n⌋ of a 64-bit integer; exact for every argument.
  ///
  ///     SquareRoot.floor(of: UInt64(99))  // 9
  public static func floor(of n: UInt64) -> UInt32 {
    guard n != 0 else { return 0 }
    let shift = UInt64(truncatingIfNeeded: n.leadingZeroBitCount & ~1)
    let root = normalisedFloor(n &<< shift)
    // ⌊√(n·4ᵏ)⌋ / 2ᵏ rounded down is ⌊√n⌋.
    return UInt32(truncatingIfNeeded: root &>> (shift &>> 1))
  }

  /// ⌊√n⌋ of a 32-bit integer; exact for every argument.
  public static func floor(of n: UInt32) -> UInt16 {
    UInt16(truncatingIfNeeded: floor(of: UInt64(n)))
  }

  /// ⌊√(x² + y²)⌋, the length of a vector; exact for every argument.
  ///
  /// At the rails: the largest is ⌊√(2·2⁶²)⌋ = 3,037,000,499, so the result needs all 32 bits.
  public static func ofSquares(_ x: Int32, _ y: Int32) -> UInt32 {
    let x = Int64(x)
    let y = Int64(y)
    // Each square is at most 2⁶², so the sum is at most 2⁶³: it cannot wrap as unsigned.
    return floor(of: UInt64(truncatingIfNeeded: x &* x) &+ UInt64(truncatingIfNeeded: y &* y))
  }

  /// ⌊√N⌋ for N in [2⁶², 2⁶⁴).
  ///
  /// The operators wrap because every term is bounded: m < 2³², r < 2³¹, |N − y²| < 2⁴⁹ and the
  /// fraction of the chord has 24 bits, so every product fits in 64 bits with its sign.
  @inline(__always)
  private static func normalisedFloor(_ n: UInt64) -> UInt64 {
    let m = n &>> 32
    let index = Int(truncatingIfNeeded: m &>> 24) &- 64
    let left = UInt64(reciprocalRoots[index])
    let right = UInt64(reciprocalRoots[index &+ 1])
    let r = left &- (((left &- right) &* (m & 0xFF_FFFF)) &>> 24)
    var y = (m &* r) &>> 30
    // Taking 2²⁰ off the residual lowers the step by 2⁻¹² of a count, more than all that was
    // truncated so far can have raised it: y ends at the root or one below.
    let residual = Int64(truncatingIfNeeded: n &- y &* y) &- 1 &<< 20
    let step = ((residual &>> 16) &* Int64(truncatingIfNeeded: r)) &>> 47
    y &+= UInt64(truncatingIfNeeded: step)
    return n &- y &* y > y &<< 1 ? y &+ 1 : y
  }
}
