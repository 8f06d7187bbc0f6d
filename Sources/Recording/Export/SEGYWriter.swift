import DetectorCore

/// Writes SEG-Y revision 1, big-endian: int16 (code 3), int32 (code 2) or IEEE floats (code 5).
///
/// The interval word holds picoseconds, as ground radar writes it; the text header has the exact
/// interval and spacing. Coordinates are the distance along the line in source and group x.
package struct SEGYWriter: RadarWriter {
  /// What a file begins with, by which an earlier export is known.
  package static let marker = SEGYHeadings.marker.utf8.map(EBCDIC.byte)

  private let draft: StorageDraft
  private let line: RadarLine
  private let headings: SEGYHeadings
  private var encoder: SampleEncoder
  private var count: Int64 = 0
  private var record: [UInt8] = []

  /// Begins the file. Refuses an interval or a length that the words of the format cannot hold.
  package init(
    path: String, line: RadarLine, form: RadarSampleForm
  ) throws(RecordingError) {
    headings = try SEGYHeadings(path: path, line: line, form: form)
    self.line = line
    encoder = SampleEncoder(form, order: .big, file: path)
    draft = try StorageDraft(path)
    try draft.append(headings.bytes)
  }

  /// Adds the next trace.
  package mutating func append(
    _ trace: Span<Int32>, isDead: Bool
  ) throws(RecordingError) {
    record.removeAll(keepingCapacity: true)
    record.append(contentsOf: repeatElement(0, count: SEGYHeader.traceByteCount))
    try putHeader(isDead: isDead)
    try encoder.append(trace, number: count, to: &record)
    try draft.append(record)
    count += 1
  }

  /// Puts the file in its place.
  package mutating func finish(
    marks: [TraceMark], positions: [TracePosition]
  ) throws(RecordingError) -> RadarExportResult {
    try draft.commit()
    var result = RadarExportResult()
    result.paths = [draft.path]
    result.notes = [headings.note]
    if let note = encoder.note { result.notes.append(note) }
    let spacing = line.description.traceSpacingMicrometres
    if spacing > 0 && spacing < 200 {
      result.notes.append(
        "\(DecimalText.text(spacing, places: 3)) mm between traces is too fine for coordinates of "
          + "0.1 mm; the text header alone has it")
    }
    if !marks.isEmpty { result.notes.append("SEG-Y has no place for \(marks.count) marks") }
    if !positions.isEmpty {
      result.notes.append(
        "\(positions.count) satellite positions are left out, since SEG-Y has one unit for all "
          + "coordinates of a trace; DT1 and SigMF hold them")
    }
    return result
  }

  private mutating func putHeader(isDead: Bool) throws(RecordingError) {
    let units = SEGYHeadings.unitsPerMetre
    let along = count.multipliedReportingOverflow(by: line.description.traceSpacingMicrometres)
    let step = 1_000_000 / units
    let place = along.partialValue / step + (along.partialValue % step >= step / 2 ? 1 : 0)
    guard !along.overflow, let number = Int32(exactly: count + 1), let x = Int32(exactly: place)
    else {
      throw RecordingError(
        .unwritable, file: draft.path, field: "trace \(count)", found: "a longer line",
        expected: "at most 2147483647 traces and 214 km, which SEG-Y's words hold")
    }
    let wide: [(offset: Int, word: Int32)] = [
      (0, number), (4, number), (8, 1), (12, number), (72, x), (80, x), (180, x),
    ]
    for each in wide { record.put(big: each.word, at: each.offset) }
    let scalar = UInt16(bitPattern: Int16(-units))
    let narrow: [(offset: Int, word: UInt16)] = [
      (28, isDead ? 2 : 1), (34, 1), (70, scalar), (88, 1),
      (114, UInt16(line.description.samplesPerTrace)), (116, headings.interval),
    ]
    for each in narrow { record.put(big: each.word, at: each.offset) }
  }
}
