import DetectorCore

/// Everything that is settled while a SEG-Y file is opened.
struct SEGYOpening {
  private static let intervalField = "interval (byte 3217)"
  private static let coordinatesField = "coordinates (bytes 71 to 90 of a trace header)"

  private(set) var opening: TraceRecordOpening
  private let header: SEGYHeader
  private let text: SEGYText
  private let survey: SEGYSurvey

  init(_ source: ByteSource, options: RadarFileOptions) throws(RecordingError) {
    var notes = ReaderNotes(file: source.name)
    let bytes = try source.bytes(at: 0, count: SEGYHeader.byteCount)
    try notes.require(
      bytes.count == SEGYHeader.byteCount, field: "size", found: "\(bytes.count) bytes",
      expected: "\(SEGYHeader.byteCount) of headers and traces behind them",
      advice: "a whole copy of the file")
    header = SEGYHeader(bytes)
    let coding = try Self.coding(header, notes: notes)
    try notes.require(
      (0...Int16(SEGYHeader.maximumExtensions)).contains(header.extensions),
      field: "extended text headers (byte 3505)", found: "\(header.extensions)",
      expected: "0 to \(SEGYHeader.maximumExtensions)",
      advice: "a copy of the file with its extended text headers counted")
    let more = try source.bytes(
      at: Int64(SEGYHeader.byteCount), count: Int(header.extensions) * SEGYText.byteCount)
    text = SEGYText(Array(bytes[..<SEGYText.byteCount]) + more)
    if text.zeroCount > 0 {
      notes.warn(
        field: "text header", found: "\(text.zeroCount) zero bytes", assumed: "they are blanks")
    }
    survey = try SEGYSurvey(source, header: header, coding: coding, notes: &notes)
    try SEGYTypeCheck(source, records: survey.records).judge(coding, notes: &notes)
    opening = try TraceRecordOpening(
      formatName: "SEG-Y", source: source, records: survey.records,
      typeField: SEGYSurvey.formatField, notes: notes)
    opening.constants = survey.constants
    try describe(options: options)
    noteFacts()
  }

  private static func coding(
    _ header: SEGYHeader, notes: ReaderNotes
  ) throws(RecordingError) -> SampleCoding {
    if let coding = header.coding { return coding }
    let swapped = header.format.byteSwapped
    let isLittle = (1...16).contains(swapped)
    throw notes.refusal(
      field: SEGYSurvey.formatField,
      found: isLittle ? "\(swapped) in little-endian order" : "\(header.format)",
      expected: "1 (IBM float), 2 (int32), 3 (int16), 5 (IEEE float) or 8 (int8), big-endian",
      advice: isLittle ? "a copy in big-endian order" : "a copy in one of these")
  }

  private mutating func describe(options: RadarFileOptions) throws(RecordingError) {
    var notes = opening.notes
    var figures = try HeaderFigures(options: options, notes: notes)
    try figures.takeInterval(
      intervalClaim(&notes, isGiven: options.sampleIntervalFemtoseconds > 0), notes: &notes)
    figures.takeSpacing(spacingClaim(&notes), notes: &notes)
    let named = text.lines.lazy.compactMap { AntennaFrequency.megahertz(in: $0) }.first
    figures.takeFrequency(
      HeaderFigures.Claim(
        field: "text header",
        found: named.map { "\(DecimalText.text($0)) MHz" }
          ?? "no frequency, for which SEG-Y has no field", value: named), notes: &notes)
    figures.judge(by: opening.look, typeField: SEGYSurvey.formatField, notes: &notes)
    if survey.typical.delay != 0 {
      notes.warn(
        field: "delay (byte 109 of a trace header)", found: "\(survey.typical.delay)",
        assumed: "its unit is not certain, so time zero counts as not said")
    }
    opening.description = figures.description(of: opening.records)
    opening.notes = notes
  }

  /// The interval word as picoseconds, or the exact figure of the text header that rounds to it.
  private func intervalClaim(
    _ notes: inout ReaderNotes, isGiven: Bool
  ) -> HeaderFigures.Claim {
    let word = header.interval == 0 ? survey.typical.interval : header.interval
    var claim = HeaderFigures.Claim(
      field: Self.intervalField, found: "\(word)", value: word == 0 ? nil : Double(word) / 1_000)
    let others = survey.headers.filter { $0.header.interval != word && $0.header.interval != 0 }
    if let other = others.first {
      claim.against = ["the header of trace \(other.trace) says \(other.header.interval)"]
    } else {
      claim.witness = "interval of the trace headers (byte 117)"
    }
    if let exact = text.exactIntervalPicoseconds {
      if abs(exact - Double(word)) <= 0.5000001 {
        claim.value = exact / 1_000
        claim.found = "\(word), and \(DecimalText.text(exact)) ps in the text header"
        return claim
      }
      claim.against.append("the text header says \(DecimalText.text(exact)) ps")
    }
    guard word > 0, !isGiven else { return claim }
    let percent = DecimalText.text((500 / Double(word)).rounded() / 10)
    let unit =
      text.saysPicoseconds
      ? "picoseconds, as the text header says"
      : "picoseconds, as ground radar writes it; a seismic program reads microseconds"
    notes.warn(
      field: Self.intervalField, found: "\(word), a whole number",
      assumed: "\(unit); its rounding may be \(percent) % of every depth; --dt-ps gives it exactly")
    return claim
  }

  private func spacingClaim(_ notes: inout ReaderNotes) -> HeaderFigures.Claim {
    var claim = HeaderFigures.Claim(
      field: Self.coordinatesField, found: "none that go evenly along a line", value: nil)
    let typical = survey.typical
    guard typical.coordinateUnits == 0 || typical.coordinateUnits == 1 else {
      claim.found = "units \(typical.coordinateUnits), which are no lengths"
      return claim
    }
    guard typical.scale != nil else {
      claim.found = "scalar \(typical.scalar)"
      return claim
    }
    let (source, group) = (survey.step { $0.source }, survey.step { $0.group })
    guard let step = group ?? source else { return claim }
    let metres = header.units == 2 ? 0.3048 : 1
    claim.value = step * metres
    claim.found = "\(DecimalText.text(step)) \(header.units == 2 ? "ft" : "m") a trace"
    if let source, let group {
      let isSame = source.agrees(with: group, within: 1e-3)
      claim.witness = isSame ? "source and group coordinates" : nil
      if !isSame { claim.against = ["source coordinates make \(DecimalText.text(source))"] }
    }
    takeExactSpacing(metres, into: &claim)
    if survey.headers.contains(where: { $0.header.scalar != typical.scalar }) {
      claim.against.append("not all scalars (byte 71) are \(typical.scalar)")
    }
    if survey.headers.contains(where: { $0.header.coordinateUnits != typical.coordinateUnits }) {
      claim.against.append("not all units (byte 89) are \(typical.coordinateUnits)")
    }
    if header.units != 1 {
      notes.warn(
        field: "units (byte 3255)", found: "\(header.units)",
        assumed: header.units == 2 ? "coordinates are in feet" : "coordinates are in metres")
    }
    return claim
  }

  /// Takes the figure of the text header where the coordinates round to it.
  private func takeExactSpacing(_ metres: Double, into claim: inout HeaderFigures.Claim) {
    guard let exact = text.exactSpacingMetres, let value = claim.value,
      let scale = survey.typical.scale
    else { return }
    // Both ends are rounded to half a unit.
    guard abs(exact - value) <= scale * metres / Double(survey.steps) + 1e-9 else {
      claim.against.append("the text header says \(DecimalText.text(exact)) m")
      return
    }
    claim.value = exact
    claim.found += ", and \(DecimalText.text(exact)) m in the text header"
  }

  private mutating func noteFacts() {
    opening.notes.fact("text header", text.isEBCDIC ? "EBCDIC" : "ASCII", origin: "byte 1")
    opening.notes.fact(
      "revision", "\(header.revision >> 8).\(header.revision & 0xFF)", origin: "byte 3501")
    opening.notes.fact("extended text headers", "\(header.extensions)", origin: "byte 3505")
    opening.notes.fact("interval word", "\(header.interval)", origin: "byte 3217")
    for line in text.lines.prefix(40) where line.count > 4 {
      opening.notes.fact("text", line, origin: "text header")
    }
  }
}
