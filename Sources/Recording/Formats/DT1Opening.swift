import DetectorCore

/// Everything that is settled while a DT1 file is opened.
struct DT1Opening {
  private(set) var opening: TraceRecordOpening
  private let header: KeyedText
  private let survey: DT1Survey

  init(_ files: PairedFiles, options: RadarFileOptions) throws(RecordingError) {
    var notes = ReaderNotes(file: files.data.name)
    let header = try KeyedText(files.header, separator: 61, notes: &notes)
    let points = header.count("NUMBER OF PTS/TRC", notes: &notes)
    let survey = try DT1Survey(files.data, points: points, field: header.field, notes: &notes)
    self.header = header
    self.survey = survey
    opening = try TraceRecordOpening(
      formatName: "DT1", source: files.data, records: survey.records,
      typeField: DT1Survey.widthField, notes: notes)
    opening.constants = survey.constants
    try describe(options: options)
    judgeCount()
    if let gps = files.sides["gps"] {
      opening.positions = try DT1Track(
        gps, traceCount: opening.traceCount, notes: &opening.notes
      ).positions
    }
    opening.marks = survey.comments
    noteFacts()
  }

  private mutating func describe(options: RadarFileOptions) throws(RecordingError) {
    var notes = opening.notes
    var figures = try HeaderFigures(options: options, notes: notes)
    let metres = metresPerUnit
    try figures.takeInterval(intervalClaim(&notes), notes: &notes)
    figures.takeSpacing(spacingClaim(metres, &notes), notes: &notes)
    let frequency = header.double("NOMINAL FREQUENCY", notes: &notes)
    figures.takeFrequency(
      HeaderFigures.Claim(
        field: header.field("NOMINAL FREQUENCY"),
        found: frequency.map { "\(DecimalText.text($0)) MHz" } ?? "none", value: frequency),
      notes: &notes)
    figures.judge(by: opening.look, typeField: DT1Survey.widthField, notes: &notes)
    var description = figures.description(of: opening.records)
    if let zero = header.double("TIMEZERO AT POINT", notes: &notes) {
      if abs(zero) < Double(opening.records.samples) {
        description.timeZeroSampleQ8 = Int32((zero * 256).rounded(.toNearestOrAwayFromZero))
      } else {
        notes.warn(
          field: header.field("TIMEZERO AT POINT"), found: DecimalText.text(zero),
          assumed: "outside the trace, so time zero counts as not said")
      }
    }
    if let separation = header.double("ANTENNA SEPARATION", notes: &notes), let metres,
      (0...100).contains(separation * metres)
    {
      description.antennaSeparationMicrometres = Int64((separation * metres * 1e6).rounded())
    }
    opening.description = description
    opening.notes = notes
  }

  /// Window over samples, held against the word in the trace headers, which is either of both.
  private func intervalClaim(_ notes: inout ReaderNotes) -> HeaderFigures.Claim {
    let key = "TOTAL TIME WINDOW"
    let window = header.double(key, notes: &notes)
    let samples = Double(opening.records.samples)
    var claim = HeaderFigures.Claim(
      field: header.field(key), found: window.map { "\(DecimalText.text($0)) ns" } ?? "none",
      value: window.map { $0 / samples })
    let word = Double(survey.typical.window)
    guard let window, window > 0, word.isFinite, word > 0 else { return claim }
    if window.agrees(with: word, within: 1e-6) {
      claim.witness = "window in the trace headers"
    } else if (window * 1_000 / samples).agrees(with: word, within: 1e-6) {
      claim.witness = "picoseconds in the trace headers"
    } else {
      claim.against = [
        "the trace headers (byte 24) say \(DecimalText.text(word)), neither this window nor its "
          + "picoseconds a sample"
      ]
    }
    return claim
  }

  private func spacingClaim(
    _ metresPerUnit: Double?, _ notes: inout ReaderNotes
  ) -> HeaderFigures.Claim {
    let key = "STEP SIZE USED"
    let step = header.double(key, notes: &notes)
    let unit = header.text("POSITION UNITS") ?? "no unit"
    guard let metresPerUnit else {
      return HeaderFigures.Claim(
        field: header.field("POSITION UNITS"), found: "\"\(unit.prefix(32))\"", value: nil)
    }
    let stated = step.map { abs($0) } ?? 0
    var claim = HeaderFigures.Claim(
      field: header.field(key),
      found: step.map { "\(DecimalText.text($0)) \(unit)" } ?? "none",
      value: stated > 0 ? stated * metresPerUnit : nil)
    let ends = endsStep(&notes)
    guard stated > 0 else {
      guard let positions = survey.positionStep, positions > 0 else { return claim }
      claim.found += ", and \(DecimalText.text(positions)) \(unit) in the trace headers"
      claim.value = positions * metresPerUnit
      return claim
    }
    let witnesses = [
      (survey.positionStep, "positions in the trace headers"),
      (ends, "starting and final position"),
    ]
    for case (let figure?, let name) in witnesses {
      if figure.agrees(with: stated, within: 1e-4) {
        claim.witness = claim.witness ?? name
      } else {
        claim.against.append("\(name) make \(DecimalText.text(figure)) \(unit)")
      }
    }
    judgeMode(claim.field, &notes)
    return claim
  }

  /// Units between traces by the ends of the line; nil without them.
  private func endsStep(_ notes: inout ReaderNotes) -> Double? {
    guard let start = header.double("STARTING POSITION", notes: &notes),
      let end = header.double("FINAL POSITION", notes: &notes),
      let traces = opening.traceCount, traces > 1, start != end
    else { return nil }
    return abs(end - start) / Double(traces - 1)
  }

  private func judgeMode(_ field: String, _ notes: inout ReaderNotes) {
    guard let mode = header.text("SURVEY MODE"), !mode.lowercased().hasPrefix("reflection") else {
      return
    }
    notes.warn(
      field: header.field("SURVEY MODE"), found: "\"\(mode.prefix(32))\"",
      assumed: "it is read as a reflection survey, in which both antennas move together")
  }

  /// Metres of the unit of positions; nil where it is not known.
  private var metresPerUnit: Double? {
    switch header.text("POSITION UNITS")?.lowercased() {
    case "m", "metre", "metres", "meter", "meters": return 1
    case "ft", "foot", "feet": return 0.3048
    default: return nil
    }
  }

  private mutating func judgeCount() {
    var notes = opening.notes
    let key = "NUMBER OF TRACES"
    if let said = header.count(key, notes: &notes), let count = opening.traceCount, said != count {
      notes.warn(
        field: header.field(key), found: "\(said)", assumed: "the size of the file makes \(count)")
    }
    opening.notes = notes
  }

  private mutating func noteFacts() {
    for key in [
      "TOTAL TIME WINDOW", "TIMEZERO AT POINT", "POSITION UNITS", "ANTENNA SEPARATION",
      "NUMBER OF STACKS", "SURVEY MODE", "PULSER VOLTAGE (V)",
    ] {
      guard let value = header.text(key) else { continue }
      opening.notes.fact(key.lowercased(), value, origin: header.field(key))
    }
  }
}
