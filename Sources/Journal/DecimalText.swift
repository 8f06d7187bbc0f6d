/// Decimal numbers written from integers, so that the bytes are the same wherever they are made.
extension TextSink where Self: ~Copyable {
  /// Most decimals a number can have: ten to this power still fits 64 bits.
  public static var maximumDecimals: Int { 18 }

  /// Writes a whole number.
  public mutating func append(integer value: Int64) {
    append(fixed: value, decimals: 0)
  }

  /// Writes `value / 10^decimals` with exactly `decimals` digits after the point.
  ///
  /// `append(fixed: -259, decimals: 3)` gives `-0.259`. The full range of `value` is taken.
  @inline(never)
  public mutating func append(fixed value: Int64, decimals: Int) {
    precondition((0...Self.maximumDecimals).contains(decimals), "0 to 18 decimals")
    let digits = DecimalDigits(value.magnitude)
    if value < 0 { append(UInt8(ascii: "-")) }
    for place in stride(from: max(digits.count, decimals + 1) - 1, through: 0, by: -1) {
      append(digits[place])
      if place == decimals && place > 0 { append(UInt8(ascii: ".")) }
    }
  }

  /// Writes `value / 10^decimals` in its shortest exact form.
  ///
  /// Zeros at the end are left out. Below 1e-4 the form is scientific, as readers of JSON know it:
  /// `append(number: 21_228, decimals: 15)` gives `2.1228e-11`.
  @inline(never)
  public mutating func append(number value: Int64, decimals: Int) {
    precondition((0...Self.maximumDecimals).contains(decimals), "0 to 18 decimals")
    var shortened = value
    var places = decimals
    while places > 0 && shortened % 10 == 0 {
      shortened /= 10
      places -= 1
    }
    let digits = DecimalDigits(shortened.magnitude)
    guard shortened != 0 && places > digits.count + 3 else {
      append(fixed: shortened, decimals: places)
      return
    }
    if shortened < 0 { append(UInt8(ascii: "-")) }
    for place in stride(from: digits.count - 1, through: 0, by: -1) {
      append(digits[place])
      if place == digits.count - 1 && place > 0 { append(UInt8(ascii: ".")) }
    }
    append("e-")
    append(integer: Int64(places - digits.count + 1))
  }
}

/// The decimal digits of a number, the least significant one at place 0.
struct DecimalDigits {
  private var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
  /// Digits without zeros in front, at least one.
  private(set) var count = 0

  init(_ magnitude: UInt64) {
    var rest = magnitude
    repeat {
      digits[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    } while rest > 0
  }

  /// The digit at a place; 0 beyond the first.
  subscript(place: Int) -> UInt8 { place < 20 ? digits[place] : UInt8(ascii: "0") }
}
