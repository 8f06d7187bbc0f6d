/// The natural exponential in fixed point, for arguments that are not positive.
///
/// Formula: e^−x = 2^−k e^−r with k = ⌊x / ln 2⌋ and 0 ≤ r < ln 2; e^−r is its Taylor series to the
/// twelfth term, summed from the smallest. Q-format: argument and result Q30. Accuracy: within 8 counts
/// of 2⁻³⁰ for every argument. Range: 0 … 2⁶²; beyond 31 halvings the result is 0.
/// Cost: 12 multiplications and divisions, meant for settings and not for samples.
public enum Exponential {
  /// ln 2 in Q30.
  static let logarithmOfTwo: Int64 = 744_261_118

  /// e^−x, both in Q30.
  ///
  ///     Exponential.decay(ofQ30: 1 << 30)  // 395_007_542, which is 0.367879
  public static func decay(ofQ30 x: Int64) -> Int64 {
    precondition(x >= 0, "a decay runs forward")
    let halvings = x / logarithmOfTwo
    guard halvings < 31 else { return 0 }
    let r = x - halvings * logarithmOfTwo
    // Horner: 1 − r (1 − r/2 (1 − r/3 (…))), every factor below 1.
    var sum: Int64 = 1 << 30
    var term: Int64 = 12
    while term > 0 {
      sum = (1 << 30) - (r * sum / term).shiftedRightToNearest(by: 30)
      term -= 1
    }
    return sum.shiftedRightToNearest(by: Int(halvings))
  }
}
