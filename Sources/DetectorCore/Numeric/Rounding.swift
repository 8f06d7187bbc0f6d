extension Int64 {
  /// The quotient rounded to the nearest integer, ties away from zero.
  ///
  /// It is odd in the dividend: `-x` gives the negative of what `x` gives, so an average of a
  /// negated signal is the negated average. The divisor is at least 1 and the dividend at least
  /// half a divisor away from the rails.
  @inlinable
  public func dividedToNearest(by divisor: Int64) -> Int64 {
    let half = divisor / 2
    return (self >= 0 ? self + half : self - half) / divisor
  }

  /// The value shifted right with rounding to nearest, ties toward +∞: ⌊(self + 2ˢ⁻¹) / 2ˢ⌋.
  ///
  /// `shift` is 0 … 62. It is exact for every value, for the bit that is shifted out last is the
  /// half that rounds.
  @inlinable
  public func shiftedRightToNearest(by shift: Int) -> Int64 {
    guard shift > 0 else { return self }
    let count = Int64(truncatingIfNeeded: shift)
    return (self &>> count) + ((self &>> (count - 1)) & 1)
  }
}

extension FixedWidthInteger {
  /// The sum, held at the rail that it would pass.
  @inlinable
  public func saturatingAdding(_ other: Self) -> Self {
    let (sum, overflow) = addingReportingOverflow(other)
    guard overflow else { return sum }
    return other < 0 ? .min : .max
  }

  /// The product, held at the rail that it would pass.
  @inlinable
  public func saturatingMultiplied(by other: Self) -> Self {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    guard overflow else { return product }
    return (self < 0) == (other < 0) ? .max : .min
  }

  /// The difference, held at the rail that it would pass.
  @inlinable
  public func saturatingSubtracting(_ other: Self) -> Self {
    let (difference, overflow) = subtractingReportingOverflow(other)
    guard overflow else { return difference }
    return Self.isSigned && other < 0 ? .max : .min
  }
}
