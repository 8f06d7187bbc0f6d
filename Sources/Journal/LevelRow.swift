public import DetectorCore

/// The written form of a level: one row of comma-separated integers, what unit, rig and replay compare
/// byte for byte.
public enum LevelRow {
  /// Bytes in a row at the most, its newline included.
  public static let maximumLength = 128
  /// The names of the columns.
  public static var heading: StaticString { "sensor,sample,sequence,level_q8,flags,reach_mm\n" }
  /// The same as it was before levels carried a reach.
  public static var headingBeforeReach: StaticString { "sensor,sample,sequence,level_q8,flags" }

  /// Writes the row of a level, ended by a newline; the names of its flags are joined by `+`, and where
  /// nobody knows how far a cap is heard the last column is empty.
  public static func write<Text: TextSink & ~Copyable>(
    _ level: OperatorLevel, into text: inout Text
  ) {
    text.append(level.sensor.name)
    text.append(UInt8(ascii: ","))
    text.append(integer: level.index)
    text.append(UInt8(ascii: ","))
    text.append(integer: level.sequence)
    text.append(UInt8(ascii: ","))
    text.append(integer: Int64(level.levelQ8))
    text.append(UInt8(ascii: ","))
    var isFirst = true
    for bit in 0..<8 {
      let flag = LevelFlags(rawValue: 1 << UInt8(bit))
      guard level.flags.contains(flag) else { continue }
      if !isFirst { text.append(UInt8(ascii: "+")) }
      text.append(flag.name)
      isFirst = false
    }
    text.append(UInt8(ascii: ","))
    if let reach = level.reachMillimetres { text.append(integer: Int64(reach)) }
    text.append(UInt8(ascii: "\n"))
  }
}

extension LevelFlags {
  /// The name of a single flag in a row.
  package var name: StaticString {
    switch self {
    case .alarm: "alarm"
    case .saturated: "saturated"
    case .held: "held"
    case .settling: "settling"
    case .blind: "blind"
    case .tooFast: "too_fast"
    case .tooHigh: "too_high"
    default: "too_slow"
    }
  }
}
