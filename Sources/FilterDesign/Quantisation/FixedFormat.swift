/// The numbers that a filter of the core runs in.
public enum FixedFormat: String, CaseIterable, Equatable, Sendable {
  /// 16 bits, 15 of them behind the point.
  case q15
  /// 32 bits, 31 of them behind the point.
  case q31

  /// As it is written.
  public var name: String { self == .q15 ? "Q15" : "Q31" }

  /// Bits behind the point.
  public var fractionBits: Int { self == .q15 ? 15 : 31 }

  /// Hexadecimal digits of a number.
  public var hexadecimalDigits: Int { self == .q15 ? 4 : 8 }

  /// 1, in counts.
  var one: Double { self == .q15 ? 0x1p15 : 0x1p31 }

  /// The nearest count, ties away from zero; `nil` when the format does not hold it.
  func counts(_ value: Double) -> Int64? {
    let rounded = (value * one).rounded()
    return rounded >= -one && rounded <= one - 1 ? Int64(rounded) : nil
  }
}
