import Journal

/// Reads the satellite fixes beside a recording (`NAME.gnss.jsonl`).
enum FixLineReader {
  /// One fix, exact in integers.
  struct Fix: Equatable {
    /// The device's number of the frame or trace.
    var frame: Int64
    /// Time from the start, where the stream has a rate.
    var timeMicroseconds: Int64?
    var latitudeE7: Int64
    var longitudeE7: Int64
    var heightMillimetres: Int64?
  }

  /// Fixes at the most.
  static let maximumCount = 1_000_000

  /// Reads all fixes of a file; a last line that was cut off is a warning.
  static func fixes(
    _ path: String, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> [Fix] {
    var lines = try LineReader(path: path, maximumLength: FixLine.maximumLength)
    var fixes: [Fix] = []
    while let line = try lines.next() {
      do throws(RecordingError) {
        fixes.append(try fix(line, file: path))
      } catch {
        guard line.isCut else { throw error }
        warnings.append(
          RecordingWarning(
            file: path, field: "line \(line.number)",
            found: "\(line.bytes.count) bytes of a line that was cut off", assumed: "left aside"))
      }
      guard fixes.count <= maximumCount else {
        throw RecordingError(
          .refused, file: path, field: "line \(line.number)", found: "more fixes",
          expected: "at most \(maximumCount)")
      }
    }
    return fixes
  }

  private static func fix(_ line: LineReader.Line, file: String) throws(RecordingError) -> Fix {
    let value = try JSONScanner.parse(line.bytes, file: file)
    let fields = try JSONFields(value, file: file, place: "line \(line.number)")
    let quarter: Int64 = 900_000_000
    return Fix(
      frame: try fields.required(
        "frame", try fields.integer("frame", in: 0...SigMFGlobal.maximumIndex),
        expected: "the number of the frame or trace"),
      timeMicroseconds: try fields.scaled(
        "time_s", decimals: 6, in: 0...SigMFGlobal.maximumIndex, unit: "s"),
      latitudeE7: try fields.required(
        "latitude_deg",
        try fields.scaled("latitude_deg", decimals: 7, in: -quarter...quarter, unit: "°"),
        expected: "degrees north"),
      longitudeE7: try fields.required(
        "longitude_deg",
        try fields.scaled("longitude_deg", decimals: 7, in: -2 * quarter...2 * quarter, unit: "°"),
        expected: "degrees east"),
      heightMillimetres: try fields.scaled(
        "height_m", decimals: 3, in: -100_000_000...100_000_000, unit: "m"))
  }
}
