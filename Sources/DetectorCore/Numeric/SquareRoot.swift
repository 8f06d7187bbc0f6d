/// Exact integer square roots: the largest integer whose square does not exceed the argument.
///
/// Formula: y = ⌊√n⌋. The argument is shifted left by an even count to N in [2⁶², 2⁶⁴); with
/// u = N/2⁶² in [1, 4) a quadratic in u starts r ≈ 2³¹/√u to within 2.5 %, two Newton steps
/// r ← r(3 − u r²)/2 bring it to 1.2·10⁻⁶, y = N r is right to 2¹³ counts, one more step on the
/// residual N − y² takes it to less than a count below, and a comparison settles that. Integers only, no
/// table, no division, no loop: the same bits and nearly the same time for every argument.
///
/// Cost: about 45 instructions on a 64-bit machine.
public enum SquareRoot {
  /// ⌊√n⌋ of a 64-bit integer; exact for every argument.
  ///
  ///     SquareRoot.floor(of: UInt64(99))  // 9
  public static func floor(of n: UInt64) -> UInt32 {
    guard n != 0 else { return 0 }
    let shift = UInt64(truncatingIfNeeded: n.leadingZeroBitCount & ~1)
    let normalised = n &<< shift
    let root = normalisedFloor(normalised)
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
  /// The operators wrap because every term is bounded: r < 2³¹·1.03, r² / 2³² < 2³⁰·1.05, the
  /// factor of a Newton step < 2³²·1.03 and |N − y²| < 2⁴⁶, which fits all products in 64 bits.
  @inline(__always)
  private static func normalisedFloor(_ n: UInt64) -> UInt64 {
    let m = n &>> 32
    let t = m &>> 16
    // 1/√u ≈ 1.33542 − 0.41067 u + 0.05121 u² on [1, 4), relative error at most 0.0241.
    var r = 2_867_783_696 &- 53_827 &* t &+ ((26_846 &* t &* t) &>> 16)
    for _ in 0..<2 {
      let product = (m &* ((r &* r) &>> 32)) &>> 29
      r = (r &* (3 &<< 31 &- product)) &>> 32
    }
    var y = (m &* r) &>> 30
    // Less 2²⁰ (10⁻⁴ of a count) the step is below the true one whatever was truncated, so that y
    // ends at the root or, one time in fifty, one below it.
    let residual = Int64(truncatingIfNeeded: n &- y &* y) &- 1 &<< 20
    let step = ((residual &>> 16) &* Int64(truncatingIfNeeded: r)) &>> 47
    y &+= UInt64(truncatingIfNeeded: step)
    return n &- y &* y > y &<< 1 ? y &+ 1 : y
  }
}
