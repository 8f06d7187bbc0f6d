public import DetectorCore
import Journal

/// Reads level rows strictly back to levels: what `LevelRow` would not have written is refused.
///
/// Rows of five columns, from before levels carried a reach, are read too.
public enum LevelRowReader {
  /// Whether a line, without its newline, is the row of names that stands above the levels.
  public static func isHeading(_ line: [UInt8]) -> Bool {
    LevelRow.heading.description.utf8.dropLast().elementsEqual(line)
      || LevelRow.headingBeforeReach.description.utf8.elementsEqual(line)
  }

  /// The level of a row, without its newline; `nil` where it is none.
  public static func level(_ line: [UInt8]) -> OperatorLevel? {
    guard line.count < LevelRow.maximumLength else { return nil }
    let parts = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count == 5 || parts.count == 6, let sensor = Sensor(written: text(parts[0])),
      let index = Int64(text(parts[1])), let sequence = Int64(text(parts[2])),
      let ratio = UInt16(text(parts[3])), let flags = flags(parts[4])
    else { return nil }
    var level = OperatorLevel(
      sensor: sensor, index: index, sequence: sequence, levelQ8: ratio, flags: flags)
    if parts.count == 6 { level.reachMillimetres = UInt16(text(parts[5])) }
    var written = GrowingText()
    LevelRow.write(level, into: &written)
    // A row of five columns has neither the last comma nor what stands behind it.
    return written.bytes.dropLast(parts.count == 6 ? 1 : 2).elementsEqual(line) ? level : nil
  }

  private static func flags(_ names: ArraySlice<UInt8>) -> LevelFlags? {
    var flags = LevelFlags.clear
    for name in names.split(separator: UInt8(ascii: "+")) {
      let known = (0..<8).map { LevelFlags(rawValue: 1 << UInt8($0)) }
      guard let flag = known.first(where: { $0.name.description == text(name) }) else {
        return nil
      }
      flags.insert(flag)
    }
    return flags
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
