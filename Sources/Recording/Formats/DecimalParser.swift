/// Decimal numbers out of ASCII bytes, exactly and without a locale.
package enum DecimalParser {
  /// A decimal number as digits and a power of ten: `-12.50` is −1,250 · 10^−2.
  package struct Parts: Equatable {
    /// Digits with their sign.
    package var digits: Int64
    /// Power of ten.
    package var exponent: Int
    /// Whether the text had neither point nor exponent.
    package var isPlain: Bool

    /// The number times 10^`places`, rounded half away from zero; nil where it does not fit.
    package func scaled(places: Int) -> Int64? {
      var value = digits
      var shift = exponent + places
      while shift > 0 {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        if value == 0 { return 0 }
        value = product
        shift -= 1
      }
      guard shift < 0 else { return value }
      guard shift > -19 else { return 0 }
      var divisor: Int64 = 1
      for _ in 0..<(-shift) { divisor *= 10 }
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
      guard remainder.magnitude >= (divisor - 1) / 2 + 1 else { return quotient }
      return quotient + (value < 0 ? -1 : 1)
    }

    /// The nearest double.
    package var double: Double {
      var value = Double(digits)
      var shift = exponent
      while shift > 0 && value.isFinite && value != 0 {
        value *= shift >= 16 ? 1e16 : 10
        shift -= shift >= 16 ? 16 : 1
      }
      while shift < 0 && value != 0 {
        value /= shift <= -16 ? 1e16 : 10
        shift += shift <= -16 ? 16 : 1
      }
      return value
    }
  }

  /// Largest exponent that is read; beyond it a number is no measurement.
  static let exponentLimit = 400

  /// Parses all of `bytes`: sign, digits, point, digits, exponent. Nil for anything else.
  package static func parse(_ bytes: ArraySlice<UInt8>, point: UInt8 = 46) -> Parts? {
    var rest = bytes
    let isNegative = rest.first == 45
    if isNegative || rest.first == 43 { rest.removeFirst() }
    var parts = Parts(digits: 0, exponent: 0, isPlain: true)
    var digitCount = 0
    var isAfterPoint = false
    while let byte = rest.first {
      if (48...57).contains(byte) {
        take(Int64(byte) - 48, isAfterPoint: isAfterPoint, into: &parts)
        digitCount += 1
      } else if byte == point, !isAfterPoint {
        isAfterPoint = true
        parts.isPlain = false
      } else {
        break
      }
      rest.removeFirst()
    }
    guard digitCount > 0 else { return nil }
    if isNegative { parts.digits = -parts.digits }
    guard let mark = rest.first else { return parts }
    guard mark == 69 || mark == 101, let exponent = parseExponent(rest.dropFirst()) else {
      return nil
    }
    parts.exponent += exponent
    parts.isPlain = false
    return parts
  }

  /// Parses all of `text`.
  package static func parse(_ text: String) -> Parts? { parse([UInt8](text.utf8)[...]) }

  /// Adds a digit; beyond 18 digits only the size is kept.
  private static func take(_ digit: Int64, isAfterPoint: Bool, into parts: inout Parts) {
    if parts.digits.magnitude < 100_000_000_000_000_000 {
      parts.digits = parts.digits * 10 + digit
      if isAfterPoint { parts.exponent -= 1 }
    } else if !isAfterPoint {
      parts.exponent += 1
    }
  }

  private static func parseExponent(_ bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    let isNegative = rest.first == 45
    if isNegative || rest.first == 43 { rest.removeFirst() }
    guard !rest.isEmpty else { return nil }
    var value = 0
    for byte in rest {
      guard (48...57).contains(byte) else { return nil }
      value = min(exponentLimit, value * 10 + Int(byte) - 48)
    }
    return isNegative ? -value : value
  }
}
