import DetectorCore

/// Everything that is settled while a file of bare samples with a text header beside it is opened.
///
/// RD3, RD7 and IPRB are of one family and differ in keys alone.
struct RawTraceOpening {
  /// What parts the members of the family.
  struct Family {
    /// Short name of the format.
    var formatName: String
    /// Key of the text that names the antenna.
    var antennaKey: String
    /// Keys of the distance between traces, in metres; the first that is confirmed is believed.
    var spacingKeys: [String]
    /// Key of the sample of the transmit instant.
    var zeroKey: String?
    /// How a sample lies there.
    var coding: SampleCoding
    /// How a message names where the sample type came from.
    var typeField: String
    /// Whether the person named the format, so that its sample type stands.
    var isTypeGiven: Bool
  }

  private(set) var opening: TraceRecordOpening
  private let header: KeyedText
  private let family: Family

  /// Opens `files`, whose header was read as `header` with `notes`.
  init(
    _ files: PairedFiles, header: KeyedText, family: Family, options: RadarFileOptions,
    notes initial: ReaderNotes
  ) throws(RecordingError) {
    var notes = initial
    self.header = header
    self.family = family
    let samples = header.count("SAMPLES", notes: &notes)
    let last = header.count("LAST TRACE", notes: &notes)
    let timing = RawTraceTiming(header, samples: samples, notes: &notes)
    guard let byteCount = files.data.byteCount else {
      throw notes.refusal(
        field: "traces", found: "a pipe", expected: "a file", advice: "saving the stream first")
    }
    let claims = RawTraceShape.Claims(
      samples: (samples, header.field("SAMPLES")), lastTrace: (last, header.field("LAST TRACE")),
      windowSamples: timing.windowSamples, coding: (family.coding, family.typeField),
      isTypeGiven: family.isTypeGiven)
    let shape = try RawTraceShape(claims, byteCount: byteCount, notes: &notes)
    opening = try TraceRecordOpening(
      formatName: family.formatName, source: files.data, records: shape.records,
      typeField: family.typeField, notes: notes)
    try describe(timing, options: options)
    if let cor = files.sides["cor"] {
      opening.positions = try CORReader(
        cor, traceCount: opening.traceCount, notes: &opening.notes
      ).positions
    }
    noteFacts()
  }

  private mutating func describe(
    _ timing: RawTraceTiming, options: RadarFileOptions
  ) throws(RecordingError) {
    var notes = opening.notes
    var figures = try HeaderFigures(options: options, notes: notes)
    try figures.takeInterval(timing.claim, notes: &notes)
    let spacing = RawTraceSpacing(
      header, keys: family.spacingKeys, traceCount: opening.traceCount ?? 0, notes: &notes)
    figures.takeSpacing(spacing.claim, notes: &notes)
    let antenna = header.text(family.antennaKey)
    figures.takeFrequency(
      HeaderFigures.Claim(
        field: header.field(family.antennaKey),
        found: antenna.map { "\"\($0.prefix(64))\", which names no frequency" } ?? "no name",
        value: antenna.flatMap { AntennaFrequency.megahertz(in: $0) }), notes: &notes)
    figures.judge(by: opening.look, typeField: family.typeField, notes: &notes)
    var description = figures.description(of: opening.records)
    if let key = family.zeroKey, let zero = header.double(key, notes: &notes) {
      if abs(zero) < Double(opening.records.samples) {
        description.timeZeroSampleQ8 = Int32((zero * 256).rounded(.toNearestOrAwayFromZero))
      } else {
        notes.warn(
          field: header.field(key), found: DecimalText.text(zero),
          assumed: "outside the trace, so time zero counts as not said")
      }
    }
    if let separation = header.double("ANTENNA SEPARATION", notes: &notes),
      (0...100).contains(separation)
    {
      description.antennaSeparationMicrometres = Int64((separation * 1e6).rounded())
    }
    opening.description = description
    opening.notes = notes
  }

  private mutating func noteFacts() {
    for key in [
      "TIMEWINDOW", "FREQUENCY", "DISTANCE INTERVAL", "USER DISTANCE INTERVAL", "TIME INTERVAL",
      "STOP POSITION", "SIGNAL POSITION", "ZERO LEVEL", "STACKS", "CHANNELS", "DATE",
      family.antennaKey,
    ] {
      guard let value = header.text(key) else { continue }
      opening.notes.fact(key.lowercased(), String(value.prefix(64)), origin: header.field(key))
    }
  }
}

/// The sample interval of a file of bare samples: by its sampling frequency and by its window.
struct RawTraceTiming {
  /// The interval and its witnesses.
  private(set) var claim: HeaderFigures.Claim
  /// Samples that window and frequency make; nil without them.
  private(set) var windowSamples: Double?

  /// Agreement of two figures that were rounded nowhere but in text.
  static let textAgreement = 1e-7

  /// Takes TIMEWINDOW in ns and FREQUENCY, the sampling frequency, in MHz.
  init(_ header: KeyedText, samples: Int64?, notes: inout ReaderNotes) {
    let frequency = header.number("FREQUENCY", notes: &notes).flatMap { $0.double > 0 ? $0 : nil }
    let window = header.number("TIMEWINDOW", notes: &notes).flatMap { $0.double > 0 ? $0 : nil }
    let byWindow = window.flatMap { window in
      samples.flatMap { $0 > 0 ? window.double / Double($0) : nil }
    }
    guard let frequency else {
      claim = HeaderFigures.Claim(
        field: header.field("TIMEWINDOW"),
        found: window.map { "\(DecimalText.text($0.double)) ns, without a FREQUENCY" }
          ?? "neither TIMEWINDOW nor FREQUENCY", value: byWindow)
      return
    }
    let interval = 1_000 / frequency.double
    claim = HeaderFigures.Claim(
      field: header.field("FREQUENCY"), found: "\(DecimalText.text(frequency.double)) MHz",
      value: interval)
    guard let window, let byWindow else { return }
    windowSamples = window.double * frequency.double / 1_000
    let tolerance = Self.textAgreement + Self.lastPlace(window) + Self.lastPlace(frequency)
    if byWindow.agrees(with: interval, within: tolerance) {
      claim.witness = "TIMEWINDOW/SAMPLES"
      return
    }
    let ratio = byWindow / interval
    let twice =
      ratio.agrees(with: 2, within: 0.001)
      ? ", twice as long" : ratio.agrees(with: 0.5, within: 0.001) ? ", half as long" : ""
    claim.against = [
      "TIMEWINDOW \(DecimalText.text(window.double)) ns over \(samples ?? 0) SAMPLES makes "
        + "\(DecimalText.text(byWindow * 1_000)) ps\(twice)"
    ]
  }

  /// The last place of a number as a part of it; 0 for one written without a point.
  static func lastPlace(_ parts: DecimalParser.Parts) -> Double {
    guard !parts.isPlain, parts.digits != 0 else { return 0 }
    return 1 / Double(parts.digits.magnitude)
  }
}

/// The distance between the traces of a file of bare samples, held against where the line ends.
struct RawTraceSpacing {
  /// The spacing and its witnesses.
  private(set) var claim: HeaderFigures.Claim

  /// Takes the first of `keys` that the ends of the line confirm, else the first that is there.
  init(_ header: KeyedText, keys: [String], traceCount: Int64, notes: inout ReaderNotes) {
    let start = header.double("START POSITION", notes: &notes) ?? 0
    let stop = header.number("STOP POSITION", notes: &notes)
    var claims: [HeaderFigures.Claim] = []
    for key in keys {
      guard let step = header.double(key, notes: &notes) else { continue }
      let found = step == 0 ? "0, traces triggered by time" : "\(DecimalText.text(step)) m"
      var claim = HeaderFigures.Claim(
        field: header.field(key), found: found, value: step == 0 ? nil : abs(step))
      if let stop, stop.double != start, step != 0 {
        Self.hold(&claim, length: abs(stop.double - start), stop: stop, traceCount: traceCount)
      }
      claims.append(claim)
    }
    let none = HeaderFigures.Claim(
      field: header.field(keys.first ?? "DISTANCE INTERVAL"), found: "none", value: nil)
    claim =
      claims.first { $0.witness != nil } ?? claims.first { $0.value != nil } ?? claims.first
      ?? none
    if header.text("DISTANCE FLAG") == "0", claim.value != nil, claim.witness == nil {
      claim.against.append("DISTANCE FLAG is 0")
    }
    for other in claims where other.field != claim.field && other.value != claim.value {
      notes.warn(
        field: other.field, found: other.found,
        assumed: "\(claim.field), \(claim.found), is believed")
    }
  }

  /// The line ends at the last trace or one step behind it, to the last place of what is written.
  private static func hold(
    _ claim: inout HeaderFigures.Claim, length: Double, stop: DecimalParser.Parts,
    traceCount: Int64
  ) {
    guard let step = claim.value, traceCount > 1 else { return }
    let place = max(1e-9, stop.double.magnitude * RawTraceTiming.lastPlace(stop))
    let misses = [traceCount - 1, traceCount].map { abs(step * Double($0) - length) }
    if misses.contains(where: { $0 <= 0.6 * place }) {
      claim.witness = "STOP POSITION"
    } else {
      let fitting = DecimalText.text(length / Double(traceCount - 1))
      claim.against = ["\(traceCount) traces over \(DecimalText.text(length)) m make \(fitting) m"]
    }
  }
}
