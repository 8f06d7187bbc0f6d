import DetectorCore

/// Frames of a coil as text: one row a frame, columns by name.
struct CoilCSVReader: CoilFrameReader {
  let hasTail = false
  private(set) var lateWarnings: [RecordingWarning] = []
  private let source: ByteSource
  private let options: InductionOptions
  private let clock: FrameClock
  private var table: CoilTable
  private var pending: [CoilTable.Row]
  private var pendingPlace = 0
  private var last: CoilTable.Row?
  private var firstNumber: Int64?
  private var sequence: Int64 = 0

  /// Opens a text.
  static func open(
    _ source: ByteSource, options: InductionOptions
  ) throws(RecordingError) -> CoilRecording {
    var notes = ReaderNotes(file: source.name)
    let reader = try CoilCSVReader(source, options: options, notes: &notes)
    var shape = try reader.shape(&notes)
    shape.hasTrack = reader.table.columns.hasTrack
    shape.hasHousekeeping = reader.table.columns.hasHousekeeping
    return CoilRecording(
      formatName: "CSV", source: source, shape: shape, notes: notes, reader: reader)
  }

  private init(
    _ source: ByteSource, options: InductionOptions, notes: inout ReaderNotes
  ) throws(RecordingError) {
    self.source = source
    self.options = options
    try notes.require(
      !options.isVolts || InductionFigures.lsbRange.contains(options.lsbFemtovolts),
      field: "--volts", found: "no --lsb-volt from 1e-15 to 1",
      expected: "the volts of one count, by which volts become whole numbers")
    table = try Self.table(source, options, notes)
    pending = []
    while pending.count < FrameClock.lookCount, let row = try table.next() { pending.append(row) }
    try notes.require(
      !pending.isEmpty, field: "rows", found: "none", expected: "at least one frame")
    clock = try Self.clock(pending, columns: table.columns, options: options, notes: &notes)
    note(&notes)
  }

  private static func table(
    _ source: ByteSource, _ options: InductionOptions, _ notes: ReaderNotes
  ) throws(RecordingError) -> CoilTable {
    try CoilTable(
      source, names: options.columns, lsbFemtovolts: options.isVolts ? options.lsbFemtovolts : 0,
      notes: notes)
  }

  /// The clock of the times, or of the device's numbers where there are no times.
  private static func clock(
    _ rows: [CoilTable.Row], columns: CoilColumns, options: InductionOptions,
    notes: inout ReaderNotes
  ) throws(RecordingError) -> FrameClock {
    var times: [Int64] = []
    for row in rows {
      guard let time = row.timeNanoseconds else { break }
      if let before = times.last, time <= before {
        throw notMonotonic(row, before: before, time: time, file: notes.file)
      }
      times.append(time)
    }
    let given = options.rateMicrohertz
    if !columns.hasTime || times.count < 2 {
      try notes.require(
        given > 0, field: columns.hasTime ? "rows" : "columns",
        found: columns.hasTime ? "one row" : "no column t", expected: "two times, or a rate",
        advice: "--frames-hz")
    }
    guard let clock = FrameClock(times: times, givenRateMicrohertz: given) else {
      throw notes.refusal(
        field: "column t", found: "times that make no rate",
        expected: "one frame in a million seconds to a thousand million a second",
        advice: "t_ms or t_us as the column's name, if it is not in seconds")
    }
    if clock.unevenCount * 8 > times.count {
      notes.warn(
        field: "column t", found: "\(clock.unevenCount) of \(times.count) steps that are uneven",
        assumed: "the nearest whole number of frames; --frames-hz gives the rate, if it is known")
    }
    return clock
  }

  private func shape(_ notes: inout ReaderNotes) throws(RecordingError) -> InductionShape {
    let columns = table.columns
    guard !columns.isBalance else {
      let frequencies = try InductionFigures.frequencies(
        options, count: columns.valueCount / 2, notes: &notes)
      return InductionShape(
        sensor: .inductionBalance(frequenciesMillihertz: frequencies),
        rateMicrohertz: clock.rateMicrohertz)
    }
    let description = try InductionFigures.description(
      options, gateCount: columns.valueCount, notes: &notes)
    return InductionShape(
      sensor: .pulseInduction(description), rateMicrohertz: clock.rateMicrohertz)
  }

  private func note(_ notes: inout ReaderNotes) {
    notes.fact(
      "columns", "\(table.columns.roles.count)",
      origin: options.columns.isEmpty ? "heading" : "--columns")
    notes.fact(
      "frames a second", DecimalText.text(clock.rateMicrohertz, places: 6), unit: "Hz",
      origin: options.rateMicrohertz > 0 ? "--frames-hz" : "column t")
    if !table.columns.strangers.isEmpty {
      notes.warn(
        field: "heading", found: table.columns.strangers.prefix(8).joined(separator: ", "),
        assumed: "columns that are not known are left aside")
    }
    if table.hasHeading && !options.columns.isEmpty {
      notes.warn(
        field: "heading", found: "names beside --columns", assumed: "--columns stands")
    }
    let sides = table.columns.roles.count { role in
      if case .housekeeping = role { true } else { false }
    }
    if (1...3).contains(sides) {
      notes.warn(
        field: "columns", found: "\(sides) of 4 columns of housekeeping",
        assumed: "the others are 0, which says nothing")
    }
  }

  mutating func next() throws(RecordingError) -> CoilFrame? {
    let row: CoilTable.Row
    if pendingPlace < pending.count {
      row = pending[pendingPlace]
      pendingPlace += 1
      if pendingPlace == pending.count { (pending, pendingPlace) = ([], 0) }
    } else {
      guard let read = try table.next() else { return nil }
      row = read
    }
    sequence = try number(row)
    last = row
    var frame = row.frame
    frame.sequence = sequence
    frame.isClipped = frame.values.contains { $0 == .max || $0 == .min }
    return frame
  }

  mutating func restart() throws(RecordingError) {
    table = try Self.table(source, options, ReaderNotes(file: source.name))
    (pending, pendingPlace, last, firstNumber, sequence) = ([], 0, nil, nil, 0)
  }

  /// The frame's number: the device's own from the first on, else by the clock.
  private mutating func number(_ row: CoilTable.Row) throws(RecordingError) -> Int64 {
    guard let last else {
      firstNumber = row.number
      return 0
    }
    if let time = row.timeNanoseconds, let before = last.timeNanoseconds, time <= before {
      throw Self.notMonotonic(row, before: before, time: time, file: source.name)
    }
    if let number = row.number, let before = last.number, let first = firstNumber {
      let step = number.subtractingReportingOverflow(before)
      guard !step.overflow, (1...FrameClock.maximumStep).contains(step.partialValue),
        sequence + step.partialValue < 1 << 60
      else {
        throw trouble(row, found: "number \(number) after \(before)", expected: "a greater one")
      }
      return number - first
    }
    let (earlier, later) = (last.timeNanoseconds ?? 0, row.timeNanoseconds ?? 0)
    guard let step = clock.step(from: earlier, to: later), sequence < 1 << 60 else {
      throw trouble(
        row, found: "a gap of \(DecimalText.text(later - earlier, places: 9)) s",
        expected: "a time of the same recording")
    }
    return sequence + step
  }

  private static func notMonotonic(
    _ row: CoilTable.Row, before: Int64, time: Int64, file: String
  ) -> RecordingError {
    RecordingError(
      .refused, file: file, field: "line \(row.line), column t",
      found:
        "\(DecimalText.text(time, places: 9)) s after \(DecimalText.text(before, places: 9)) s",
      expected: "a later time in every row",
      advice: "cutting the file where its clock starts again, or seq where frames are numbered")
  }

  private func trouble(
    _ row: CoilTable.Row, found: String, expected: String
  ) -> RecordingError {
    RecordingError(
      .refused, file: source.name, field: "line \(row.line)", found: found, expected: expected,
      advice: "cutting the file there")
  }
}

extension InductionFormat {
  /// Text with named columns.
  public static let coilCSV = InductionFormat(
    name: "coil-csv", title: "text, one row a frame, columns by name", endings: [],
    recognises: { CoilTable.isPlausible($0) },
    open: { source, options throws(RecordingError) in
      try CoilCSVReader.open(source, options: options)
    })
}
