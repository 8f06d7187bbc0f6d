/// exp, log, sin and cos with the same bits on every machine.
///
/// Only + − × ÷ of IEEE 754 doubles, each rounded once in the order written, and whole numbers: no
/// library of the system, whose last bits differ, and no fused multiply-add, which Swift never makes by
/// itself. Bounds are against the true value; tests hold them against the system's library.
package enum Elementary {
  private static let log2High = 0x1.62e42fee00000p-1
  private static let log2Low = 0x1.a39ef35793c76p-33
  private static let halfPiHigh = 0x1.921fb54400000p+0
  private static let halfPiLow = 0x1.0b4611a626331p-34

  /// eˣ within 4 ulp for |x| ≤ 700; 0 below −700 and infinite above 700.
  ///
  /// x = k·ln 2 + r, |r| ≤ 0.35; eʳ by its power series to r¹³, whose rest is below 5e-18.
  package static func exp(_ x: Double) -> Double {
    guard x >= -700 else { return x.isNaN ? x : 0 }
    guard x <= 700 else { return .infinity }
    let whole = nearest(x * 0x1.71547652b82fep+0)
    let rest = (x - whole * log2High) - whole * log2Low
    var sum = 1.0
    for order in stride(from: 13.0, through: 1.0, by: -1.0) { sum = 1 + sum * rest / order }
    return sum * powerOfTwo(Int(whole))
  }

  /// ln x within 4 ulp for normal x > 0 (near 1 too); −∞ for 0 and NaN below.
  ///
  /// x = m·2ᵏ with m in √½ … √2; ln m = 2·artanh((m−1)/(m+1)) to the power 23, whose rest is below
  /// 1e-19 of it. Numbers below 2⁻¹⁰²² are taken as 0.
  package static func log(_ x: Double) -> Double {
    guard x >= .leastNormalMagnitude else { return x < 0 || x.isNaN ? .nan : -.infinity }
    guard x < .infinity else { return x }
    var exponent = Int(x.bitPattern >> 52) - 1_023
    var part = Double(bitPattern: x.bitPattern & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    if part > 0x1.6a09e667f3bcdp+0 {
      part *= 0.5
      exponent += 1
    }
    let ratio = (part - 1) / (part + 1)
    let square = ratio * ratio
    var sum = 0.0
    for order in stride(from: 23.0, through: 3.0, by: -2.0) { sum = (sum + 1 / order) * square }
    let whole = Double(exponent)
    return whole * log2High + (2 * ratio + (2 * ratio * sum + whole * log2Low))
  }

  /// sin x within 2⁻⁵¹ for |x| ≤ 2²⁰, which callers keep to.
  package static func sin(_ x: Double) -> Double {
    let (rest, quarter) = reduced(x)
    let value = quarter & 1 == 0 ? sine(rest) : cosine(rest)
    return quarter & 2 == 0 ? value : -value
  }

  /// cos x within 2⁻⁵¹ for |x| ≤ 2²⁰, which callers keep to.
  package static func cos(_ x: Double) -> Double {
    let (rest, quarter) = reduced(x)
    let value = quarter & 1 == 0 ? cosine(rest) : sine(rest)
    return (quarter + 1) & 2 == 0 ? value : -value
  }

  /// x = n·π/2 + r with |r| ≤ π/4; n·`halfPiHigh` is exact, since its last 22 bits are 0.
  private static func reduced(_ x: Double) -> (rest: Double, quarter: Int) {
    precondition(x.magnitude <= 0x1p20, "an angle of at most 2^20")
    let whole = nearest(x * 0x1.45f306dc9c883p-1)
    return ((x - whole * halfPiHigh) - whole * halfPiLow, Int(whole) & 3)
  }

  /// The power series to x¹⁷, whose rest is below 1e-19 for |x| ≤ π/4.
  private static func sine(_ x: Double) -> Double {
    let square = x * x
    var sum = 0.0
    for order in stride(from: 17.0, through: 3.0, by: -2.0) {
      sum = -(1 + sum) * square / (order * (order - 1))
    }
    return x + x * sum
  }

  /// The power series to x¹⁸, whose rest is below 1e-20 for |x| ≤ π/4.
  private static func cosine(_ x: Double) -> Double {
    let square = x * x
    var sum = 0.0
    for order in stride(from: 18.0, through: 2.0, by: -2.0) {
      sum = -(1 + sum) * square / (order * (order - 1))
    }
    return 1 + sum
  }

  /// The nearest whole number, halves away from 0; |x| < 2⁵¹.
  private static func nearest(_ x: Double) -> Double { Double(Int(x < 0 ? x - 0.5 : x + 0.5)) }

  /// 2ᵏ for −1,022 ≤ k ≤ 1,023.
  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1_023) << 52)
  }
}
