/// Rows of a text with one frame each, told with line and column where they are wrong.
///
/// The delimiter is `;`, a tab, `,` or blanks, whichever of these, in this order, stands in the first row.
/// Lines that start with `#` and empty lines are passed over. A number has a point, never a comma.
struct CoilTable {
  /// One row: a frame with its time and number as they are written.
  struct Row: Equatable {
    var line: Int
    var timeNanoseconds: Int64?
    var number: Int64?
    var frame: CoilFrame
  }

  /// Bytes of a line at most.
  static let lineLimit = 65_536

  /// What the columns are.
  let columns: CoilColumns
  /// Whether the names were read from the file.
  let hasHeading: Bool
  /// What stands between cells.
  let delimiter: UInt8
  private let source: ByteSource
  private let lsbFemtovolts: Int64
  private var lines: ByteLines
  private var held: [ArraySlice<UInt8>]?

  /// Reads to the first row; `lsbFemtovolts` is above 0 where cells are volts.
  init(
    _ source: ByteSource, names: [String], lsbFemtovolts: Int64, notes: ReaderNotes
  ) throws(RecordingError) {
    self.source = source
    self.lsbFemtovolts = lsbFemtovolts
    var lines = ByteLines(source, lineLimit: Self.lineLimit + 1)
    guard let first = try Self.row(&lines, file: source.name) else {
      throw notes.refusal(
        field: "line \(lines.number)", found: "the end without any row",
        expected: "a heading, or rows of numbers")
    }
    delimiter = Self.delimiter(of: first)
    let cells = Self.cells(first, delimiter: delimiter)
    let field = "line \(lines.number)"
    hasHeading = cells.allSatisfy { DecimalParser.parse($0) == nil }
    let own = cells.map { String(decoding: $0, as: UTF8.self) }
    try notes.require(
      hasHeading || !names.isEmpty, field: field, found: "numbers without names",
      expected: "a heading that names the columns",
      advice: "--columns with \(CoilColumns.known)")
    try notes.require(
      names.isEmpty || names.count == cells.count, field: field, found: "\(cells.count) columns",
      expected: "\(names.count), as --columns names", advice: "- for a column to leave aside")
    columns = try CoilColumns(
      names.isEmpty ? own : names, isOwnHeading: names.isEmpty,
      field: names.isEmpty ? field : "--columns", notes: notes)
    held = hasHeading ? nil : cells
    self.lines = lines
  }

  /// The next row, nil after the last.
  mutating func next() throws(RecordingError) -> Row? {
    if let cells = held {
      held = nil
      return try row(cells)
    }
    guard let text = try Self.row(&lines, file: source.name) else { return nil }
    return try row(Self.cells(text, delimiter: delimiter))
  }

  private func row(_ cells: [ArraySlice<UInt8>]) throws(RecordingError) -> Row {
    guard cells.count == columns.roles.count else {
      let isComma = delimiter == 44 && cells.count > columns.roles.count
      throw trouble(
        nil, found: "\(cells.count) columns", expected: "\(columns.roles.count)",
        advice: isComma ? "points instead of decimal commas, if these are some" : "")
    }
    var row = Row(
      line: lines.number, frame: CoilFrame(values: [], sequence: 0))
    row.frame.values = [Int32](repeating: 0, count: columns.valueCount)
    if columns.hasTrack { row.frame.track = [0, 0, 0, 0] }
    if columns.hasHousekeeping { row.frame.housekeeping = [0, 0, 0, 0] }
    for (column, role) in columns.roles.enumerated() where role != .skipped {
      let parts = try number(cells[column], column: column)
      switch role {
      case .time(let places): row.timeNanoseconds = try scaled(parts, places, column)
      case .sequence: row.number = try whole(parts, column)
      case .value(let place): row.frame.values[place] = try value(parts, column)
      case .track(let place):
        row.frame.track[place] = try narrow(
          place == 3 ? whole(parts, column) : scaled(parts, 3, column), column)
      case .housekeeping(let place):
        let places = [6, 3, 3][min(place, 2)]
        row.frame.housekeeping[place] = try narrow(
          place == 3 ? whole(parts, column) : scaled(parts, places, column), column)
      case .skipped: break
      }
    }
    return row
  }

  /// A number of the coil: a whole count, or volts over the volts of a count.
  private func value(_ parts: DecimalParser.Parts, _ column: Int) throws(RecordingError) -> Int32 {
    guard lsbFemtovolts > 0 else { return try narrow(whole(parts, column), column) }
    let femtovolts = try scaled(parts, 15, column)
    let half = femtovolts < 0 ? -(lsbFemtovolts / 2) : lsbFemtovolts / 2
    return try narrow((femtovolts + half) / lsbFemtovolts, column)
  }

  private func number(
    _ cell: ArraySlice<UInt8>, column: Int
  ) throws(RecordingError) -> DecimalParser.Parts {
    if let parts = DecimalParser.parse(cell) { return parts }
    let isComma = DecimalParser.parse(cell, point: 44) != nil
    let words = String(decoding: cell.prefix(24), as: UTF8.self)
    throw trouble(
      column, found: cell.isEmpty ? "an empty cell" : "\"\(words)\"",
      expected: isComma ? "a number with a point, not with a decimal comma" : "a number",
      advice: isComma ? "writing the table again with points" : "")
  }

  private func scaled(
    _ parts: DecimalParser.Parts, _ places: Int, _ column: Int
  ) throws(RecordingError) -> Int64 {
    guard let value = parts.scaled(places: places), value.magnitude < 1 << 62 else {
      throw trouble(column, found: "\(parts.double)", expected: "a number of a measurement's size")
    }
    return value
  }

  private func whole(_ parts: DecimalParser.Parts, _ column: Int) throws(RecordingError) -> Int64 {
    let value = try scaled(parts, 0, column)
    guard Double(value) == parts.double else {
      throw trouble(
        column, found: "\(parts.double)", expected: "a whole number of counts",
        advice: "--volts with --lsb-volt, if these are volts at the coil")
    }
    return value
  }

  private func narrow(_ value: Int64, _ column: Int) throws(RecordingError) -> Int32 {
    guard let narrow = Int32(exactly: value) else {
      throw trouble(
        column, found: "\(value)", expected: "-2147483648 to 2147483647",
        advice: "a greater --lsb-volt, if these are volts")
    }
    return narrow
  }

  private func trouble(
    _ column: Int?, found: String, expected: String, advice: String = ""
  ) -> RecordingError {
    let place = column.map { "line \(lines.number), column \($0 + 1)" } ?? "line \(lines.number)"
    return RecordingError(
      .refused, file: source.name, field: place, found: found, expected: expected, advice: advice)
  }

  /// The next line that is a row, without a byte order mark and blanks.
  private static func row(
    _ lines: inout ByteLines, file: String
  ) throws(RecordingError) -> ArraySlice<UInt8>? {
    while let line = try lines.next() {
      guard line.count <= lineLimit else {
        throw RecordingError(
          .refused, file: file, field: "line \(lines.number)",
          found: "over \(lineLimit) bytes", expected: "a row of numbers")
      }
      var row = line[...]
      if row.starts(with: [0xEF, 0xBB, 0xBF]) { row.removeFirst(3) }
      row = trim(row)
      if !row.isEmpty && row.first != 35 { return row }
    }
    return nil
  }

  private static func delimiter(of row: ArraySlice<UInt8>) -> UInt8 {
    [59, 9, 44].first { row.contains($0) } ?? 32
  }

  private static func cells(_ row: ArraySlice<UInt8>, delimiter: UInt8) -> [ArraySlice<UInt8>] {
    if delimiter == 32 { return row.split { $0 == 32 || $0 == 9 } }
    return row.split(separator: delimiter, omittingEmptySubsequences: false).map(trim)
  }

  private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while rest.first == 32 || rest.first == 34 { rest.removeFirst() }
    while rest.last == 32 || rest.last == 34 { rest.removeLast() }
    return rest
  }

  /// Whether the first bytes of a file hold a heading of a coil's recording.
  static func isPlausible(_ bytes: [UInt8]) -> Bool {
    guard !bytes.contains(0) else { return false }
    for line in bytes.split(separator: 10) {
      var row = line
      if row.starts(with: [0xEF, 0xBB, 0xBF]) { row.removeFirst(3) }
      while row.last == 13 { row.removeLast() }
      row = trim(row)
      if row.isEmpty || row.first == 35 { continue }
      let cells = cells(row, delimiter: delimiter(of: row))
      return CoilColumns.isHeading(cells.map { String(decoding: $0, as: UTF8.self) })
    }
    return false
  }
}
