/// Numbers as a person reads them, made from integers so that they are the same everywhere.
package enum DecimalText {
  /// `value` / 10^`places`, without trailing zeros: `text(93_750, places: 3)` is `93.75`.
  package static func text(_ value: Int64, places: Int) -> String {
    var divisor: UInt64 = 1
    for _ in 0..<places { divisor *= 10 }
    let sign = value < 0 ? "-" : ""
    let whole = value.magnitude / divisor
    var rest = String(value.magnitude % divisor)
    rest = String(repeating: "0", count: max(0, places - rest.count)) + rest
    while rest.hasSuffix("0") { rest.removeLast() }
    return rest.isEmpty || places == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }

  /// A header figure in plain digits; at most six decimals.
  package static func text(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    if value != 0 && abs(value) < 1e-4 { return "\(value)" }
    return text(Int64((value * 1e6).rounded(.toNearestOrAwayFromZero)), places: 6)
  }
}
