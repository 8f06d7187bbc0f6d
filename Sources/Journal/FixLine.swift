/// The written form of one satellite fix: one JSON object on one line of `NAME.gnss.jsonl`.
///
/// It is keyed by the device's number of the frame or trace and, where the stream has a rate, by the time
/// from the start. Degrees have 7 decimals, which no 32-bit float could hold; metres have 3.
public enum FixLine {
  /// Bytes in a line at the most, its newline included.
  public static let maximumLength = 256

  /// Writes the line of a fix, ended by a newline.
  public static func write<Text: TextSink & ~Copyable>(
    frame: Int64, timeMicroseconds: Int64?, latitudeE7: Int64, longitudeE7: Int64,
    heightMillimetres: Int64?, into text: inout Text
  ) {
    var members = JSONMembers(.compact)
    text.append(UInt8(ascii: "{"))
    members.member("frame", fixed: frame, into: &text)
    if let time = timeMicroseconds {
      members.member("time_s", fixed: time, decimals: 6, into: &text)
    }
    members.member("latitude_deg", fixed: latitudeE7, decimals: 7, into: &text)
    members.member("longitude_deg", fixed: longitudeE7, decimals: 7, into: &text)
    if let height = heightMillimetres {
      members.member("height_m", fixed: height, decimals: 3, into: &text)
    }
    text.append("}\n")
  }
}
