/// A number from −1 up to 1 − 2⁻¹⁵ in 16 bits: `bits` / 2¹⁵.
///
/// Arithmetic is saturating: what lies beyond −1 or 1 − 2⁻¹⁵ is held there. Sums and differences
/// are exact otherwise; a product is rounded to nearest, ties toward +∞, so its error is at most
/// 2⁻¹⁶. −1 · −1 is held at 1 − 2⁻¹⁵, and so is −(−1).
///
///     let half = Q15(bits: 1 << 14)
///     half.multiplied(by: half).bits  // 1 << 13
public struct Q15: BitwiseCopyable, Sendable, Equatable, Comparable {
  /// The number times 2¹⁵.
  public var bits: Int16

  /// Takes the number times 2¹⁵ as it is.
  public init(bits: Int16) { self.bits = bits }

  /// Takes the number times 2¹⁵, held at the rails.
  @inlinable
  public init(clampingBits bits: some BinaryInteger) { self.bits = Int16(clamping: bits) }

  /// The nearest number to a Q31, ties toward +∞; what lies above the largest is the largest.
  public init(rounding number: Q31) {
    bits = Int16(clamping: Int64(number.bits).shiftedRightToNearest(by: 16))
  }

  /// The largest number, 1 − 2⁻¹⁵.
  public static var max: Q15 { Q15(bits: .max) }

  /// The smallest number, −1.
  public static var min: Q15 { Q15(bits: .min) }

  /// The sum.
  public func adding(_ other: Q15) -> Q15 { Q15(bits: bits.saturatingAdding(other.bits)) }

  /// The difference.
  public func subtracting(_ other: Q15) -> Q15 {
    Q15(bits: bits.saturatingSubtracting(other.bits))
  }

  /// The product, rounded to nearest, ties toward +∞.
  public func multiplied(by other: Q15) -> Q15 {
    Q15(clampingBits: (Int64(bits) * Int64(other.bits)).shiftedRightToNearest(by: 15))
  }

  /// The product with an integer, rounded to nearest, ties toward +∞, held at the rails of 32 bits.
  public func scaling(_ value: Int32) -> Int32 {
    Int32(clamping: (Int64(bits) * Int64(value)).shiftedRightToNearest(by: 15))
  }

  /// The number with the other sign.
  public var negated: Q15 { Q15(bits: (0 as Int16).saturatingSubtracting(bits)) }

  /// Whether one number is smaller than another.
  public static func < (left: Q15, right: Q15) -> Bool { left.bits < right.bits }
}
