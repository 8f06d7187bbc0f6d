/// Products of 64-bit integers that need more than 64 bits on the way to a result that fits.
package enum Wide {
  /// x · y / 2ˢ, rounded down, held at the rails.
  package static func shifted(_ x: Int64, _ y: Int64, by shift: Int) -> Int64 {
    let (product, overflow) = x.multipliedReportingOverflow(by: y)
    if !overflow { return product >> Int64(shift) }
    return Int64(clamping: (Int128(x) * Int128(y)) >> Int128(shift))
  }

  /// x · y / z, rounded toward zero, held at the rails; z ≠ 0.
  package static func scaled(_ x: Int64, by y: Int64, over z: Int64) -> Int64 {
    let (product, overflow) = x.multipliedReportingOverflow(by: y)
    if !overflow { return product / z }
    return Int64(clamping: Int128(x) * Int128(y) / Int128(z))
  }

  /// x / y in Q30, rounded toward zero, held at ±2⁴⁰; y > 0.
  package static func ratio(_ x: Int64, _ y: Int64) -> Int64 {
    let rail: Int64 = 1 << 40
    if x.magnitude < 1 << 32 { return max(-rail, min(rail, (x << 30) / y)) }
    let quotient = (Int128(x) << 30) / Int128(y)
    return max(-rail, min(rail, Int64(clamping: quotient)))
  }
}
