/// Positions from a COR side file of Mala and ImpulseRadar.
///
///     1  2020-05-01  10:00:00  48.1234567  N  11.1234567  E  512.3  M  0.9
///
/// Ten columns between tabs or blanks; in a variant of nine the unit is glued to the height. Traces count
/// from 1, and 0 stands for the first too. Degrees are decimal, and so may be their comma.
struct CORReader {
  /// Positions in order of trace.
  private(set) var positions: [TracePosition] = []

  /// Reads all of `source` and notes what was passed over.
  init(_ source: ByteSource, traceCount: Int64?, notes: inout ReaderNotes) throws(RecordingError) {
    var track = SatelliteTrack(traceCount: traceCount)
    var commas = 0
    var lines = ByteLines(source, lineLimit: SatelliteTrack.lineLimit)
    while let line = try lines.next(), !track.isFull {
      let columns = line.split { $0 == 9 || $0 == 32 || $0 == 0 }
      guard !columns.isEmpty else { continue }
      guard columns.count >= 8, let position = Self.position(columns, commas: &commas) else {
        track.damaged += 1
        continue
      }
      track.take(position)
    }
    positions = track.positions
    if commas > 0 {
      notes.warn(
        field: "COR \(Storage.name(of: source.name))", found: "\(commas) decimal commas",
        assumed: "they are decimal points")
    }
    track.note(kind: "COR", file: source.name, notes: &notes)
  }

  private static func position(
    _ columns: [ArraySlice<UInt8>], commas: inout Int
  ) -> TracePosition? {
    guard let trace = DecimalParser.parse(columns[0])?.scaled(places: 0), trace >= 0,
      let north = degrees(columns[3], side: columns[4], "NS", limit: 90, commas: &commas),
      let east = degrees(columns[5], side: columns[6], "EW", limit: 180, commas: &commas)
    else { return nil }
    let height = columns[7].last.map { $0 | 32 } == 109 ? columns[7].dropLast() : columns[7]
    return TracePosition(
      trace: max(0, trace - 1), latitudeE7: north, longitudeE7: east,
      heightMillimetres: number(height, commas: &commas)?.scaled(places: 3))
  }

  private static func degrees(
    _ text: ArraySlice<UInt8>, side: ArraySlice<UInt8>, _ letters: String, limit: Int64,
    commas: inout Int
  ) -> Int64? {
    guard let value = number(text, commas: &commas)?.scaled(places: 7), value >= 0,
      value <= limit * 10_000_000, side.count == 1, let letter = side.first,
      let place = Array(letters.utf8).firstIndex(of: letter)
    else { return nil }
    return place == 0 ? value : -value
  }

  /// A number with a point, or with a comma, which is counted.
  private static func number(
    _ text: ArraySlice<UInt8>, commas: inout Int
  ) -> DecimalParser.Parts? {
    if let parts = DecimalParser.parse(text) { return parts }
    guard let parts = DecimalParser.parse(text, point: 44) else { return nil }
    commas += 1
    return parts
  }
}
