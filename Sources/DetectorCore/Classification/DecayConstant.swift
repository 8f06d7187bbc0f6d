/// The time constant of a decay between two bands.
///
/// Formula: τ = (t_b − t_a) / ln(e_a / e_b), from the logarithms to the base 2 in Q16. It is only defined
/// for two positive bands of which the earlier is the larger.
package enum DecayConstant {
  /// τ in nanoseconds; `nil` where the bands do not decay.
  package static func nanoseconds(
    early: Int64, late: Int64, apartNanoseconds: Int64
  ) -> Int64? {
    guard late > 0, early > late, apartNanoseconds > 0 else { return nil }
    let ratio = Int64(Logarithm.log2Q16(UInt64(early))) - Int64(Logarithm.log2Q16(UInt64(late)))
    guard ratio > 0 else { return nil }
    // ln 2 = 0.693147.
    return Wide.scaled(apartNanoseconds, by: 65_536 * 1_000_000 / 693_147, over: ratio)
  }
}
