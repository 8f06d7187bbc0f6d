/// Numbers of a rectangular text file, row after row; trouble is told with its line and column.
///
/// The delimiter is `;`, a tab, `,` or blanks, whichever of these, in this order, stands in the first
/// row; with `;` and with tabs a decimal comma is read as well as a point. Lines that start with `#`
/// and empty lines are passed over.
struct RadarCSVParser {
  /// Bytes of a row at most.
  static let maximumLineByteCount = 16 * 1_048_576
  /// Numbers that are held at most, 8 bytes each while parsing and 4 after: 384 MiB.
  static let maximumCells = 33_554_432

  /// The numbers, row after row.
  private(set) var values: [Double] = []
  /// Numbers in a row.
  private(set) var columns = 0
  /// Rows.
  private(set) var rows = 0
  /// Whether every number was written as a whole one.
  private(set) var isWhole = true
  /// What stands between two numbers.
  private(set) var delimiter: Delimiter = .blanks

  private let file: String
  private let rowLimit: Int
  private var line = 0

  /// What stands between two numbers.
  enum Delimiter: UInt8, CaseIterable {
    case semicolon = 59
    case tab = 9
    case comma = 44
    case blanks = 32

    /// For messages.
    var name: String {
      switch self {
      case .semicolon: "\";\""
      case .tab: "a tab"
      case .comma: "\",\""
      case .blanks: "blanks"
      }
    }
    /// Whether a comma inside a number is its decimal point.
    var allowsDecimalComma: Bool { self == .semicolon || self == .tab }

    /// The delimiter of a row.
    init(of row: ArraySlice<UInt8>) {
      self = [.semicolon, .tab, .comma].first { row.contains($0.rawValue) } ?? .blanks
    }
  }

  /// Parses all of `source`, at most `rowLimit` rows.
  init(_ source: ByteSource, rowLimit: Int) throws(RecordingError) {
    file = source.name
    self.rowLimit = rowLimit
    var lines = ByteLines(source, lineLimit: Self.maximumLineByteCount + 1)
    while let text = try lines.next() {
      line = lines.number
      let row = Self.bare(text[...])
      if row.isEmpty || row.first == 35 { continue }
      try take(row)
    }
    line = lines.number
    if rows == 0 {
      throw trouble(found: "the end without any numbers", expected: "one row of numbers a sample")
    }
  }

  private func trouble(
    column: Int? = nil, found: String, expected: String, advice: String = ""
  ) -> RecordingError {
    let place = column.map { "line \(line), column \($0)" } ?? "line \(line)"
    return RecordingError(
      .refused, file: file, field: place, found: found, expected: expected, advice: advice)
  }

  private mutating func take(_ row: ArraySlice<UInt8>) throws(RecordingError) {
    if row.count > Self.maximumLineByteCount {
      throw trouble(
        found: "a row of over \(Self.maximumLineByteCount) bytes", expected: "a shorter one",
        advice: "sapper import, which streams")
    }
    if rows == 0 { delimiter = Delimiter(of: row) }
    if rows == rowLimit {
      throw trouble(
        found: "more than \(rowLimit) rows", expected: "at most \(rowLimit) samples in a trace",
        advice: "transposing it, if its rows are the traces")
    }
    let cells = Self.cells(row, delimiter: delimiter)
    if rows == 0 {
      columns = cells.count
      values.reserveCapacity(min(Self.maximumCells, columns * 512))
    }
    for (index, cell) in cells.enumerated() {
      guard index < columns else {
        throw trouble(
          column: index + 1, found: "\(cells.count) columns",
          expected: "\(columns), as in the first row")
      }
      try take(cell, column: index + 1)
    }
    if cells.count < columns {
      throw trouble(
        column: cells.count, found: "the end of the row after \(cells.count) columns",
        expected: "\(columns), as in the first row")
    }
    rows += 1
  }

  private mutating func take(_ cell: ArraySlice<UInt8>, column: Int) throws(RecordingError) {
    if values.count == Self.maximumCells {
      throw trouble(
        column: column, found: "more than \(Self.maximumCells) numbers",
        expected: "a text file that fits into memory",
        advice: "cutting it into parts, each imported by sapper import")
    }
    guard let parts = Self.number(cell, delimiter: delimiter) else {
      let words =
        cell.isEmpty
        ? "an empty cell" : "\"\(String(decoding: cell.prefix(24), as: UTF8.self))\""
      let isHeading = rows == 0 && column == 1
      throw trouble(
        column: column, found: words, expected: "a number",
        advice: isHeading ? "a # before every line that is no row of numbers" : "")
    }
    let value = parts.double
    guard abs(value) <= 1e30 else {
      throw trouble(column: column, found: "\(value)", expected: "at most 1e30")
    }
    let isInteger = parts.isPlain && abs(value) <= 2_147_483_647
    isWhole = isWhole && isInteger
    values.append(value)
  }

  private static func number(
    _ cell: ArraySlice<UInt8>, delimiter: Delimiter
  ) -> DecimalParser.Parts? {
    if let parts = DecimalParser.parse(cell) { return parts }
    return delimiter.allowsDecimalComma ? DecimalParser.parse(cell, point: 44) : nil
  }

  private static func cells(
    _ row: ArraySlice<UInt8>, delimiter: Delimiter
  ) -> [ArraySlice<UInt8>] {
    if delimiter == .blanks { return row.split { $0 == 32 || $0 == 9 } }
    return row.split(separator: delimiter.rawValue, omittingEmptySubsequences: false).map(trim)
  }

  /// Without blanks at either end; a tab at an end may be an empty cell and stays.
  private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while rest.first == 32 { rest.removeFirst() }
    while rest.last == 32 { rest.removeLast() }
    return rest
  }

  /// Whether the start of a file looks like rows of numbers; used to recognise the format.
  ///
  /// Every row must be numbers, as many as in the first; `isWhole` says that the file has no more.
  static func isPlausible(_ bytes: [UInt8], isWhole: Bool) -> Bool {
    guard !bytes.contains(0) else { return false }
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: true).map(bare)
      .filter { !$0.isEmpty && $0.first != 35 }
    var isCut = !isWhole && bytes.last != 10
    if isCut && lines.count > 1 {
      lines.removeLast()
      isCut = false
    }
    guard let first = lines.first else { return false }
    let delimiter = Delimiter(of: first)
    let columns = cells(first, delimiter: delimiter).count
    return lines.allSatisfy { line in
      var found = cells(line, delimiter: delimiter)
      if found.count != columns { return false }
      if isCut && found.count > 1 { found.removeLast() }
      return found.allSatisfy { number($0, delimiter: delimiter) != nil }
    }
  }

  /// A line without a byte order mark, a carriage return and blanks.
  private static func bare(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var row = line
    if row.starts(with: [0xEF, 0xBB, 0xBF]) { row.removeFirst(3) }
    while row.last == 13 { row.removeLast() }
    return trim(row)
  }
}
