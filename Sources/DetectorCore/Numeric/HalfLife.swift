/// What is left of something that halves again and again.
package enum HalfLife {
  /// 2^(−x / h) in ten-thousandths, with straight lines between the halvings (at most 6 % above).
  package static func remainder(of x: Int64, halfLife: Int64) -> Int64 {
    let length = max(halfLife, 1)
    let elapsed = max(x, 0)
    let halvings = min(elapsed / length, 20)
    let whole: Int64 = 10_000 >> halvings
    let part = min(elapsed - halvings * length, length)
    return whole - whole * part / length / 2
  }
}
