public import DetectorCore

/// What a person says of a text file, which says nothing of itself but numbers.
public struct RadarCSVOptions: Equatable, Sendable {
  /// Time between samples (rows), femtoseconds; must be given.
  public var sampleIntervalFemtoseconds: Int64
  /// Distance between traces (columns), micrometres; must be given.
  public var traceSpacingMicrometres: Int64
  /// Centre frequency, kilohertz; 0 leaves it to the signal, with a warning.
  public var centreFrequencyKilohertz: Int64

  /// Makes the options.
  public init(
    sampleIntervalFemtoseconds: Int64, traceSpacingMicrometres: Int64,
    centreFrequencyKilohertz: Int64 = 0
  ) {
    self.sampleIntervalFemtoseconds = sampleIntervalFemtoseconds
    self.traceSpacingMicrometres = traceSpacingMicrometres
    self.centreFrequencyKilohertz = centreFrequencyKilohertz
  }
}

/// Radar traces as text: rows are samples, columns are traces.
///
/// Whole numbers are taken as they are. Where any number has a point or an exponent, all are multiplied
/// by the largest power of two that keeps them within ±2^30, and rounded half away from zero; a fact
/// and a warning say which. A column is whole only when the last row has come, so that the file is
/// held in memory: at most 33,554,432 numbers (384 MiB while opening).
public struct RadarCSVFile: RadarFile {
  /// `CSV`.
  public let formatName = "CSV"
  /// The file as the caller named it.
  public let path: String
  /// Shape, timing and geometry, in integers.
  public let description: RadarDescription
  /// What was found and given.
  public let facts: [RecordingFact]
  /// What a person should know before trusting the rest.
  public let warnings: [RecordingWarning]
  /// One.
  public let channelCount = 1
  /// 0.
  public let channel = 0
  /// Columns; known even for a pipe, which is read to its end first.
  public let traceCount: Int64?
  /// None.
  public let marks: [TraceMark] = []
  /// None.
  public let positions: [TracePosition] = []
  /// None.
  public let annotations: [RecordingAnnotation] = []

  /// Largest magnitude, as a power of two, that scaled numbers reach.
  static let scaledBits = 30

  private let samples: [Int32]
  private let columns: Int
  private let rows: Int
  private var next: Int64 = 0

  /// Opens a file or `-` and reads all of it.
  public init(path: String, options: RadarCSVOptions) throws(RecordingError) {
    try self.init(source: ByteSource(path: path), options: options)
  }

  /// Reads all of `source`.
  public init(source: ByteSource, options: RadarCSVOptions) throws(RecordingError) {
    var notes = ReaderNotes(file: source.name)
    try Self.validate(options, notes: &notes)
    let limit = Int(RadarDescription.maximumSamplesPerTrace)
    let parser = try RadarCSVParser(source, rowLimit: limit)
    let shift = parser.isWhole ? 0 : Self.shift(for: parser.values)
    path = source.name
    columns = parser.columns
    rows = parser.rows
    traceCount = Int64(parser.columns)
    samples = parser.values.map { value in
      let scaled = value * Self.powerOfTwo(shift)
      return Int32(clamping: Int64(scaled.rounded(.toNearestOrAwayFromZero)))
    }
    var description = RadarDescription(
      samplesPerTrace: Int32(rows),
      sampleIntervalFemtoseconds: options.sampleIntervalFemtoseconds)
    description.traceSpacingMicrometres = options.traceSpacingMicrometres
    description.centreFrequencyKilohertz = options.centreFrequencyKilohertz
    self.description = description
    Self.note(parser, shift: shift, options: options, notes: &notes)
    if Self.looksTransposed(samples, rows: rows, columns: columns) {
      notes.warn(
        field: "rows", found: "\(rows) rows that differ less from each other than columns do",
        assumed: "rows are samples and columns traces; if it is the other way, transpose it")
    }
    facts = notes.facts
    warnings = notes.warnings
  }

  /// Fills `block` with whole traces.
  public mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    precondition(block.count >= rows, "a block holds at least one whole trace")
    let first = Int(next)
    let count = min(block.count / rows, columns - first)
    for row in 0..<rows {
      for trace in 0..<count {
        block[trace * rows + row] = samples[row * columns + first + trace]
      }
    }
    next += Int64(count)
    return BlockHeader(count: count, index: Int64(first), sequence: Int64(first))
  }

  /// The first trace of the next block is the first trace of the file again.
  public mutating func rewind() throws(RecordingError) { next = 0 }

  private static func validate(
    _ options: RadarCSVOptions, notes: inout ReaderNotes
  ) throws(RecordingError) {
    var general = RadarFileOptions()
    general.sampleIntervalFemtoseconds = options.sampleIntervalFemtoseconds
    general.traceSpacingMicrometres = options.traceSpacingMicrometres
    general.centreFrequencyKilohertz = options.centreFrequencyKilohertz
    try general.validate(file: notes.file)
    try notes.require(
      options.sampleIntervalFemtoseconds > 0, field: "sample interval", found: "none",
      expected: "one, which text does not hold", advice: "--dt-ps, picoseconds between rows")
    try notes.require(
      options.traceSpacingMicrometres > 0, field: "trace spacing", found: "none",
      expected: "one, which text does not hold", advice: "--spacing-m, metres between columns")
    if options.centreFrequencyKilohertz == 0 {
      notes.warn(
        field: "centre frequency", found: "none",
        assumed: "it is taken from the signal; --freq-mhz gives it")
    }
  }

  /// The largest power of two that keeps every value within ±2^30.
  private static func shift(for values: [Double]) -> Int {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 0 }
    let exponent = Int(largest.exponent)
    let isPower = largest.significand == 1
    return min(scaledBits - exponent - (isPower ? 0 : 1), 512)
  }

  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  private static func note(
    _ parser: RadarCSVParser, shift: Int, options: RadarCSVOptions, notes: inout ReaderNotes
  ) {
    notes.fact("samples per trace", "\(parser.rows)", origin: "rows")
    notes.fact("traces", "\(parser.columns)", origin: "columns")
    notes.fact("delimiter", parser.delimiter.name, origin: "first row")
    notes.fact(
      "sample interval", DecimalText.text(options.sampleIntervalFemtoseconds, places: 3),
      unit: "ps", origin: "--dt-ps")
    notes.fact(
      "trace spacing", DecimalText.text(options.traceSpacingMicrometres, places: 3), unit: "mm",
      origin: "--spacing-m")
    if options.centreFrequencyKilohertz > 0 {
      notes.fact(
        "centre frequency", DecimalText.text(options.centreFrequencyKilohertz, places: 3),
        unit: "MHz", origin: "--freq-mhz")
    }
    notes.fact(
      "scale", parser.isWhole ? "1" : "2^\(shift)",
      origin: parser.isWhole ? "whole numbers" : "numbers with a point, made to fit 2^30")
    if !parser.isWhole {
      notes.warn(
        field: "numbers", found: "some that are not whole",
        assumed: "all are multiplied by 2^\(shift) and rounded")
    }
    if parser.columns == 2 && parser.delimiter == .comma {
      notes.warn(
        field: "delimiter", found: "\",\" between 2 columns",
        assumed: "two traces; a single trace with a decimal comma needs a point instead")
    }
  }

  /// Whether the signal changes less along a column than along a row, which no radar line does.
  static func looksTransposed(_ samples: [Int32], rows: Int, columns: Int) -> Bool {
    guard rows >= 16, columns >= 16 else { return false }
    var (down, across) = (0.0, 0.0)
    for row in 1..<rows {
      for column in 1..<columns {
        let value = Int64(samples[row * columns + column])
        down += Double((value - Int64(samples[(row - 1) * columns + column])).magnitude)
        across += Double((value - Int64(samples[row * columns + column - 1])).magnitude)
      }
    }
    return down < across
  }
}
