package import DetectorCore

/// Interval, spacing and frequency on their way from a header into a description.
///
/// A figure that the person gives stands over the file's. A figure of the file is taken in silence only
/// where a second witness in the file agrees; else a warning names the field.
package struct HeaderFigures {
  /// A figure of the file and what speaks for and against it.
  package struct Claim {
    /// The field that the figure is made from, for messages.
    package var field: String
    /// What stands there, for messages.
    package var found: String
    /// The figure: nanoseconds, metres or megahertz; nil where the file does not say it.
    package var value: Double?
    /// What confirms it; nil when nothing does.
    package var witness: String?
    /// What contradicts it.
    package var against: [String] = []

    /// Makes a claim.
    package init(field: String, found: String, value: Double?, witness: String? = nil) {
      self.field = field
      self.found = found
      self.value = value
      self.witness = witness
    }
  }

  /// Femtoseconds between samples.
  package private(set) var intervalFemtoseconds: Int64 = 0
  /// Micrometres between traces; 0 when not said.
  package private(set) var spacingMicrometres: Int64 = 0
  /// Kilohertz; 0 when not said.
  package private(set) var frequencyKilohertz: Int64 = 0
  private let options: RadarFileOptions
  private var intervalField = "sample interval"

  /// Starts from what the person says.
  package init(options: RadarFileOptions, notes: ReaderNotes) throws(RecordingError) {
    try options.validate(file: notes.file)
    self.options = options
  }

  /// Takes the sample interval, nanoseconds.
  package mutating func takeInterval(
    _ claim: Claim, notes: inout ReaderNotes
  ) throws(RecordingError) {
    let bounds = RadarFileOptions.Bounds.sampleIntervalFemtoseconds
    let said = Self.scaled(claim.value, by: 1e6, in: bounds)
    intervalField = claim.field
    let given = options.sampleIntervalFemtoseconds
    if given > 0 {
      intervalFemtoseconds = given
      noteFact("sample interval", given, places: 3, unit: "ps", origin: "--dt-ps", &notes)
      guard let said, Self.differ(said, given) else { return }
      notes.warn(
        field: claim.field, found: claim.found,
        assumed: "--dt-ps stands: \(DecimalText.text(given, places: 3)) ps")
      return
    }
    guard let said else {
      throw notes.refusal(
        field: claim.field, found: claim.found, expected: "0.1 ps to 1 µs between samples",
        advice: "the sample interval by --dt-ps, where it is known")
    }
    intervalFemtoseconds = said
    noteFact("sample interval", said, places: 3, unit: "ps", origin: claim.field, &notes)
    notes.fact("interval confirmed by", claim.witness ?? "nothing", origin: "cross-check")
    judge(claim, believed: "\(DecimalText.text(said, places: 3)) ps a sample", &notes)
  }

  /// Takes the distance between traces, metres.
  package mutating func takeSpacing(_ claim: Claim, notes: inout ReaderNotes) {
    let bounds = RadarFileOptions.Bounds.traceSpacingMicrometres
    let said = Self.scaled(claim.value, by: 1e6, in: bounds)
    let given = options.traceSpacingMicrometres
    if given > 0 {
      spacingMicrometres = given
      noteFact("trace spacing", given, places: 3, unit: "mm", origin: "--spacing-m", &notes)
      guard let said, Self.differ(said, given) else { return }
      notes.warn(
        field: claim.field, found: claim.found,
        assumed: "--spacing-m stands: \(DecimalText.text(given, places: 3)) mm")
      return
    }
    guard let said else {
      notes.fact("trace spacing", "not said", origin: claim.field)
      notes.warn(
        field: claim.field, found: claim.found,
        assumed: "the distance between traces is not said; --spacing-m gives it")
      return
    }
    spacingMicrometres = said
    noteFact("trace spacing", said, places: 3, unit: "mm", origin: claim.field, &notes)
    notes.fact("spacing confirmed by", claim.witness ?? "nothing", origin: "cross-check")
    judge(claim, believed: "\(DecimalText.text(said, places: 3)) mm between traces", &notes)
  }

  /// Takes the centre frequency, megahertz; what names an antenna may say none.
  package mutating func takeFrequency(_ claim: Claim, notes: inout ReaderNotes) {
    let bounds = RadarFileOptions.Bounds.centreFrequencyKilohertz
    let said = Self.scaled(claim.value, by: 1_000, in: bounds)
    let given = options.centreFrequencyKilohertz
    frequencyKilohertz = given > 0 ? given : said ?? 0
    if given > 0 {
      noteFact("centre frequency", given, places: 3, unit: "MHz", origin: "--freq-mhz", &notes)
      guard let said, abs(given - said) * 4 > given else { return }
      notes.warn(
        field: claim.field, found: claim.found,
        assumed: "--freq-mhz stands: \(DecimalText.text(given, places: 3)) MHz")
    } else if let said {
      noteFact("centre frequency", said, places: 3, unit: "MHz", origin: claim.field, &notes)
    } else {
      notes.fact("centre frequency", "not said", origin: claim.field)
      notes.warn(
        field: claim.field, found: claim.found,
        assumed: "the centre frequency is not said; --freq-mhz gives it")
    }
  }

  /// Holds interval and sample type against the signal itself.
  package func judge(by look: RadarFirstLook, typeField: String, notes: inout ReaderNotes) {
    if look.likeness.lag2 > look.likeness.lag1 + 0.1 {
      notes.warn(
        field: typeField, found: "next neighbours that agree less than second neighbours",
        assumed: "the sample type is believed; look at an A-scan")
    }
    guard frequencyKilohertz > 0, let seen = look.cyclesPerSample else { return }
    let cycles = Double(frequencyKilohertz) * Double(intervalFemtoseconds) * 1e-12
    guard !(0.25...4).contains(seen / cycles) else { return }
    let megahertz = (seen * 1e9 / Double(intervalFemtoseconds)).rounded()
    let named = DecimalText.text(frequencyKilohertz, places: 3)
    notes.warn(
      field: intervalField,
      found:
        "\(DecimalText.text(intervalFemtoseconds, places: 3)) ps a sample, at which the signal "
        + "swings at \(DecimalText.text(megahertz)) MHz",
      assumed: "it is believed, though the antenna is said to be of \(named) MHz")
  }

  /// A description with these figures.
  package func description(of records: TraceRecords) -> RadarDescription {
    var description = RadarDescription(
      samplesPerTrace: Int32(records.samples), sampleIntervalFemtoseconds: intervalFemtoseconds)
    description.traceSpacingMicrometres = spacingMicrometres
    description.centreFrequencyKilohertz = frequencyKilohertz
    (description.railLow, description.railHigh) = records.coding.rails
    return description
  }

  private func judge(_ claim: Claim, believed: String, _ notes: inout ReaderNotes) {
    if !claim.against.isEmpty {
      notes.warn(
        field: claim.field,
        found: "\(claim.found), where " + claim.against.joined(separator: " and "),
        assumed: "it is believed: \(believed)")
    } else if claim.witness == nil {
      notes.warn(
        field: claim.field, found: "\(claim.found), and nothing in the file to confirm it",
        assumed: "it is believed: \(believed)")
    }
  }

  private func noteFact(
    _ name: String, _ value: Int64, places: Int, unit: String, origin: String,
    _ notes: inout ReaderNotes
  ) {
    notes.fact(name, DecimalText.text(value, places: places), unit: unit, origin: origin)
  }

  private static func differ(_ left: Int64, _ right: Int64) -> Bool {
    (left - right).magnitude > right.magnitude / 1_000
  }

  private static func scaled(
    _ value: Double?, by factor: Double, in bounds: ClosedRange<Int64>
  ) -> Int64? {
    guard let value, value.isFinite, abs(value * factor) < 1e15 else { return nil }
    let whole = Int64((value * factor).rounded(.toNearestOrAwayFromZero))
    return bounds.contains(whole) ? whole : nil
  }
}

extension Double {
  /// Whether both are the same within `part` of the larger.
  package func agrees(with other: Double, within part: Double) -> Bool {
    abs(self - other) <= part * Swift.max(abs(self), abs(other))
  }
}
