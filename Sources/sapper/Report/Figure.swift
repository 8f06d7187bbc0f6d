/// Numbers as a person reads them, made from integers.
enum Figure {
  /// `value` / 10^`digits` with `places` decimals, half away from zero.
  static func decimal(_ value: Int64, digits: Int, places: Int) -> String {
    precondition(digits >= places && places >= 0 && digits <= 18, "places are digits that exist")
    let divisor = powerOfTen(digits - places)
    let rounded = (value.magnitude / divisor) + (value.magnitude % divisor * 2 >= divisor ? 1 : 0)
    let unit = powerOfTen(places)
    let sign = value < 0 && rounded > 0 ? "−" : ""
    let whole = grouped(rounded / unit)
    guard places > 0 else { return sign + whole }
    let fraction = String(rounded % unit)
    let zeros = String(repeating: "0", count: places - fraction.count)
    return sign + whole + "." + zeros + fraction
  }

  /// A count, its thousands parted.
  static func count(_ value: Int64) -> String {
    (value < 0 ? "−" : "") + grouped(value.magnitude)
  }

  /// Metres to the centimetre, from millimetres.
  static func metres(millimetres: Int64) -> String {
    decimal(millimetres, digits: 3, places: 2) + " m"
  }

  /// A depth: centimetres are what a prodder works in.
  static func depth(millimetres: Int64) -> String {
    millimetres.magnitude < 1_000
      ? decimal(millimetres, digits: 1, places: 0) + " cm" : metres(millimetres: millimetres)
  }

  /// A level or strength over its threshold, from hundredths.
  static func times(hundredths: Int64) -> String {
    decimal(hundredths, digits: 2, places: 2) + " ×"
  }

  /// A frequency in the unit that suits it, from kilohertz.
  static func frequency(kilohertz: Int64) -> String {
    kilohertz >= 1_000_000
      ? decimal(kilohertz, digits: 6, places: 2) + " GHz"
      : decimal(kilohertz, digits: 3, places: 0) + " MHz"
  }

  /// `left` × `right`, held at the rails.
  static func product(_ left: Int64, _ right: Int64) -> Int64 {
    let (value, overflow) = left.multipliedReportingOverflow(by: right)
    guard overflow else { return value }
    return (left < 0) == (right < 0) ? .max : .min
  }

  /// `left` + `right`, held at the rails.
  static func sum(_ left: Int64, _ right: Int64) -> Int64 {
    let (value, overflow) = left.addingReportingOverflow(right)
    guard overflow else { return value }
    return right > 0 ? .max : .min
  }

  private static func powerOfTen(_ exponent: Int) -> UInt64 {
    var power: UInt64 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  /// Thousands parted by a narrow space from 10,000 on, as the SI brochure does.
  private static func grouped(_ value: UInt64) -> String {
    let digits = String(value)
    guard digits.count > 4 else { return digits }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text.append("\u{202F}") }
      text.append(digit)
    }
    return text
  }
}
