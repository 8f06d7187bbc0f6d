/// Exact decimals of a configuration: an integer counted in 10⁻ⁿ of the unit a person writes.
///
/// No floating point on the way in or out: `0.600` with three decimals is 600, and 600 is `0.600`.
public enum ConfigurationDecimal {
  /// Digits after the point at the most.
  public static let maximumDecimals = 9

  /// Reads a plain decimal such as `12`, `0.6` or `-3.25` as an integer of `decimals` places.
  ///
  /// Refused: an empty text, signs other than a leading minus, exponents, unit suffixes, a point
  /// without a digit on both sides, more places than the value holds (unless they are zeros), and
  /// what does not fit 64 bits.
  public static func parse(
    _ text: Span<UInt8>, decimals: Int
  ) throws(ConfigurationFault) -> Int64 {
    precondition(decimals >= 0 && decimals <= maximumDecimals, "decimals out of range")
    guard text.count > 0 else { throw .empty }
    var index = 0
    let negative = text[0] == UInt8(ascii: "-")
    if negative { index = 1 }
    var value: Int64 = 0
    var wholeDigits = 0
    while index < text.count, let digit = digit(text[index]) {
      value = try appending(digit, to: value)
      wholeDigits += 1
      index += 1
    }
    guard wholeDigits > 0 else { throw .notANumber }
    var places = 0
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      var fractionDigits = 0
      while index < text.count, let digit = digit(text[index]) {
        if places < decimals {
          value = try appending(digit, to: value)
          places += 1
        } else if digit != 0 {
          throw .tooManyDecimals
        }
        fractionDigits += 1
        index += 1
      }
      guard fractionDigits > 0 else { throw .notANumber }
    }
    guard index == text.count else { throw .notANumber }
    while places < decimals {
      value = try appending(0, to: value)
      places += 1
    }
    return negative ? -value : value
  }

  /// Writes `value / 10^decimals`: up to three places always, further ones only where they count.
  public static func write<Text: TextSink & ~Copyable>(
    _ value: Int64, decimals: Int, into text: inout Text
  ) {
    precondition(decimals >= 0 && decimals <= maximumDecimals, "decimals out of range")
    var shortened = value
    var places = decimals
    while places > placesAlwaysShown && shortened % 10 == 0 {
      shortened /= 10
      places -= 1
    }
    text.append(fixed: shortened, decimals: places)
  }

  /// Places that are written even when they are zeros.
  private static let placesAlwaysShown = 3

  private static func digit(_ byte: UInt8) -> Int64? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      ? Int64(byte - UInt8(ascii: "0")) : nil
  }

  private static func appending(
    _ digit: Int64, to value: Int64
  ) throws(ConfigurationFault) -> Int64 {
    let (tenfold, overflowed) = value.multipliedReportingOverflow(by: 10)
    let (sum, carried) = tenfold.addingReportingOverflow(digit)
    guard !overflowed && !carried else { throw .outOfRange }
    return sum
  }
}

/// Why a written value was refused.
public enum ConfigurationFault: Error, Equatable, Sendable {
  /// Nothing stands after the equals sign.
  case empty
  /// It is not a plain decimal number.
  case notANumber
  /// It has more places after the point than the value holds.
  case tooManyDecimals
  /// It lies outside the key's range.
  case outOfRange
  /// It lies between two values that the key knows.
  case betweenSteps
  /// It is neither `on` nor `off`.
  case notASwitch
  /// `auto` stands at a key that nothing derives.
  case notDerivable
}
