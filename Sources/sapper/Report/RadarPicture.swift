/// The traces of a line, reduced so that a page can hold them.
///
/// Cells lie column after column. With `tracesPerColumn` 1 and `samplesPerRow` 1 every sample of
/// the recording is there; else a column is the one trace of its neighbours that departs most from
/// the running average, and a row the sample of its neighbours that is farthest from zero, so that
/// strong echoes survive.
struct RadarPicture: Sendable {
  /// Columns at the most.
  static let columnsMax = 4_000
  /// Rows at the most.
  static let rowsMax = 1_024
  /// Cells at the most: 4,000 columns of 512 rows.
  static let cellsMax = 2_048_000

  /// Samples of a trace as recorded.
  var samplesPerTrace = 0
  /// Samples that share a row.
  var samplesPerRow = 1
  /// Traces that went by.
  var traceCount: Int64 = 0
  /// Traces that share a column, a power of two.
  var tracesPerColumn: Int64 = 1
  /// Index of the trace that each column shows.
  var sources: [Int64] = []
  /// Samples, `rows` for each column.
  var cells: [Int32] = []

  /// Rows of a column.
  var rows: Int { samplesPerTrace == 0 ? 0 : (samplesPerTrace + samplesPerRow - 1) / samplesPerRow }
  /// Columns.
  var columns: Int { sources.count }
  /// Whether something was left out.
  var isReduced: Bool { tracesPerColumn > 1 || samplesPerRow > 1 }
}

/// Makes a picture from traces as they arrive, in bounded memory and without knowing how many come.
///
/// When the columns are full, neighbours are merged two by two and the columns count twice as many
/// traces from then on: the result depends on the traces alone, never on how they were cut in
/// blocks.
struct RadarPictureBuilder: Sendable {
  /// Traces that the running average spans, as a power of two.
  private static let averageShift: Int64 = 5

  private(set) var picture: RadarPicture
  private let columnsMax: Int
  private let leadingSamples: Int
  /// How far each finished column departs from the running average of its time.
  private var departures: [UInt64] = []
  private var average: [Int64] = []
  private var candidate: [Int32] = []
  private var candidateSource: Int64 = 0
  private var candidateDeparture: UInt64 = 0
  private var tracesInColumn: Int64 = 0

  /// Makes a builder for traces of `samplesPerTrace` samples, the first `leadingNonSignalSamples`
  /// of which hold counters or marks: they are shown as the first sample that is a signal.
  init(
    samplesPerTrace: Int, leadingNonSignalSamples: Int = 0, rowsMax: Int = RadarPicture.rowsMax,
    columnsMax: Int = RadarPicture.columnsMax, cellsMax: Int = RadarPicture.cellsMax
  ) {
    precondition(samplesPerTrace > 0, "a trace holds at least one sample")
    precondition(rowsMax > 0 && columnsMax > 1, "a picture holds at least a row and two columns")
    leadingSamples = max(0, min(leadingNonSignalSamples, samplesPerTrace - 1))
    picture = RadarPicture()
    picture.samplesPerTrace = samplesPerTrace
    picture.samplesPerRow = (samplesPerTrace + rowsMax - 1) / rowsMax
    // An even number, so that halving leaves whole columns.
    self.columnsMax = max(2, min(columnsMax, cellsMax / picture.rows) & ~1)
  }

  /// Takes the next trace.
  mutating func take(_ trace: Span<Int32>) {
    precondition(trace.count == picture.samplesPerTrace, "every trace has the same length")
    let row = reduce(trace)
    let departure = follow(row)
    if tracesInColumn == 0 || departure > candidateDeparture {
      candidate = row
      candidateSource = picture.traceCount
      candidateDeparture = departure
    }
    picture.traceCount += 1
    tracesInColumn += 1
    guard tracesInColumn == picture.tracesPerColumn else { return }
    // A full picture halves, and this column goes on to twice the traces.
    if picture.columns == columnsMax { halve() } else { append() }
  }

  /// The picture, the column that is not yet full included.
  consuming func finished() -> RadarPicture {
    guard tracesInColumn > 0 else { return picture }
    if picture.columns == columnsMax { halve() }
    append()
    return picture
  }

  private mutating func append() {
    picture.sources.append(candidateSource)
    picture.cells.append(contentsOf: candidate)
    departures.append(candidateDeparture)
    tracesInColumn = 0
  }

  /// Keeps the stronger of every two columns.
  private mutating func halve() {
    let rows = picture.rows
    for column in 0..<columnsMax / 2 {
      let first = 2 * column
      let kept = departures[first + 1] > departures[first] ? first + 1 : first
      departures[column] = departures[kept]
      picture.sources[column] = picture.sources[kept]
      for row in 0..<rows {
        picture.cells[column * rows + row] = picture.cells[kept * rows + row]
      }
    }
    departures.removeLast(columnsMax / 2)
    picture.sources.removeLast(columnsMax / 2)
    picture.cells.removeLast(columnsMax / 2 * rows)
    picture.tracesPerColumn *= 2
  }

  /// The sample farthest from zero of every `samplesPerRow` neighbours.
  private func reduce(_ trace: Span<Int32>) -> [Int32] {
    var rows = [Int32](repeating: 0, count: picture.rows)
    for index in 0..<trace.count {
      let row = index / picture.samplesPerRow
      let value = trace[max(index, leadingSamples)]
      if value.magnitude > rows[row].magnitude { rows[row] = value }
    }
    return rows
  }

  /// The trace's departure from the running average, which then takes the trace in; the first one's
  /// is from zero.
  private mutating func follow(_ row: [Int32]) -> UInt64 {
    guard !average.isEmpty else {
      average = row.map { Int64($0) << Self.averageShift }
      return row.reduce(0) { $0 + UInt64($1.magnitude) }
    }
    var departure: UInt64 = 0
    for index in row.indices {
      let excess = Int64(row[index]) - (average[index] >> Self.averageShift)
      departure += excess.magnitude
      average[index] += excess
    }
    return departure
  }
}
