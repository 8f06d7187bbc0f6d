/// A sum of products in 64 bits that saturates and never wraps.
///
/// Q-format: whatever the products have (Q15 · Q15 is Q30, Q31 · Q31 is Q62); `int16` and `int32`
/// take it out with a shift, rounded to nearest, ties toward +∞, and clamped. Headroom: 33 bits
/// over a product of 16-bit numbers; one over a product of 32-bit ones, so that two products of
/// −2³¹ with itself reach the rail.
///
///     var sum = Accumulator()
///     sum.add(product: 16_384, 16_384)  // 0.5 · 0.5 in Q15
///     sum.int16(shift: 15)              // 8_192, 0.25
public struct Accumulator: BitwiseCopyable, Sendable, Equatable {
  /// The sum.
  public private(set) var value: Int64

  /// Starts a sum.
  public init(_ value: Int64 = 0) { self.value = value }

  /// Adds a term.
  @inlinable
  public mutating func add(_ term: Int64) { self = Accumulator(value.saturatingAdding(term)) }

  /// Takes a term away.
  @inlinable
  public mutating func subtract(_ term: Int64) {
    self = Accumulator(value.saturatingSubtracting(term))
  }

  /// Adds the product of two numbers, which is exact.
  @inlinable
  public mutating func add(product x: Int32, _ y: Int32) { add(Int64(x) * Int64(y)) }

  /// Takes the product of two numbers away, which is exact.
  @inlinable
  public mutating func subtract(product x: Int32, _ y: Int32) { subtract(Int64(x) * Int64(y)) }

  /// The sum shifted right by 0 … 62 bits, rounded to nearest, ties toward +∞, held at the rails of
  /// 32 bits.
  @inlinable
  public func int32(shift: Int) -> Int32 { Int32(clamping: value.shiftedRightToNearest(by: shift)) }

  /// The sum shifted right by 0 … 62 bits, rounded to nearest, ties toward +∞, held at the rails of
  /// 16 bits.
  @inlinable
  public func int16(shift: Int) -> Int16 { Int16(clamping: value.shiftedRightToNearest(by: shift)) }
}
