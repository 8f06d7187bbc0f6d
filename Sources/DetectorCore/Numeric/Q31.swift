/// A number from −1 up to 1 − 2⁻³¹ in 32 bits: `bits` / 2³¹.
///
/// Arithmetic is saturating: what lies beyond −1 or 1 − 2⁻³¹ is held there. Sums and differences
/// are exact otherwise; a product is rounded to nearest, ties toward +∞, so its error is at most
/// 2⁻³². −1 · −1 is held at 1 − 2⁻³¹, and so is −(−1).
///
///     let half = Q31(bits: 1 << 30)
///     half.multiplied(by: half).bits  // 1 << 29
public struct Q31: BitwiseCopyable, Sendable, Equatable, Comparable {
  /// The number times 2³¹.
  public var bits: Int32

  /// Takes the number times 2³¹ as it is.
  public init(bits: Int32) { self.bits = bits }

  /// Takes the number times 2³¹, held at the rails.
  @inlinable
  public init(clampingBits bits: some BinaryInteger) { self.bits = Int32(clamping: bits) }

  /// The same number with 16 more bits of fraction.
  public init(_ number: Q15) { bits = Int32(number.bits) << 16 }

  /// The largest number, 1 − 2⁻³¹.
  public static var max: Q31 { Q31(bits: .max) }

  /// The smallest number, −1.
  public static var min: Q31 { Q31(bits: .min) }

  /// The sum.
  public func adding(_ other: Q31) -> Q31 { Q31(bits: bits.saturatingAdding(other.bits)) }

  /// The difference.
  public func subtracting(_ other: Q31) -> Q31 {
    Q31(bits: bits.saturatingSubtracting(other.bits))
  }

  /// The product, rounded to nearest, ties toward +∞.
  public func multiplied(by other: Q31) -> Q31 {
    Q31(clampingBits: (Int64(bits) * Int64(other.bits)).shiftedRightToNearest(by: 31))
  }

  /// The product with an integer, rounded to nearest, ties toward +∞, held at the rails of 32 bits.
  public func scaling(_ value: Int32) -> Int32 {
    Int32(clamping: (Int64(bits) * Int64(value)).shiftedRightToNearest(by: 31))
  }

  /// The number with the other sign.
  public var negated: Q31 { Q31(bits: (0 as Int32).saturatingSubtracting(bits)) }

  /// Whether one number is smaller than another.
  public static func < (left: Q31, right: Q31) -> Bool { left.bits < right.bits }
}
