/// Device time in microseconds from the start: sequence / rate, rounded down.
public enum DeviceTime {
  /// Times stay within this, so that two of them differ by less than 2⁶³.
  public static let rail: Int64 = 1 << 61
  /// One sample at a microhertz lasts so many microseconds.
  private static let scale: Int128 = 1_000_000_000_000

  /// The time of a sequence number; held at the rail.
  public static func microseconds(ofSequence sequence: Int64, rateMicrohertz: Int64) -> Int64 {
    let rate = Int128(max(rateMicrohertz, 1))
    return clamped(floor(Int128(sequence) * scale, by: rate))
  }

  /// The last sequence number whose time is not above a time; held at the rail.
  public static func lastSequence(upTo time: Int64, rateMicrohertz: Int64) -> Int64 {
    // floor(s · 10¹² / rate) ≤ time is s · 10¹² < (time + 1) · rate.
    let bound = (Int128(time) + 1) * Int128(max(rateMicrohertz, 1))
    return clamped(floor(bound - 1, by: scale))
  }

  /// A time from outside, held at the rail.
  public static func held(_ time: Int64) -> Int64 { max(-rail, min(rail, time)) }

  private static func floor(_ value: Int128, by divisor: Int128) -> Int128 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  private static func clamped(_ value: Int128) -> Int64 {
    held(Int64(clamping: value))
  }
}
