/// Why a filter cannot be made from what it was given.
public enum FilterError: Error, Equatable, Sendable {
  /// There is no coefficient, or no section.
  case empty
  /// There are more coefficients, or sections, than the filter holds.
  case tooLong(have: Int, capacity: Int)
  /// A decimator keeps one sample of 1 … `maximum`.
  case factor(Int, maximum: Int)
  /// Biquad coefficients are scaled by 2 to the 0 … `maximum`.
  case postShift(Int, maximum: Int)
}
