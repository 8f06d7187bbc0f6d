/// Distance between traces, held against every witness of it that the file has.
///
/// The header says scans per metre. Witnesses are the marks in the data (the field at byte 18 is named
/// metres per mark, but both real files at hand have marks per metre there), the header blocks of further channels, the DZX side file, the coordinates in the header and the length of a
/// satellite track. A spacing that none of them confirms is believed, with a warning.
package struct DZTSpacing {
  /// Micrometres; 0 when time triggers the traces.
  package private(set) var micrometres: Int64 = 0
  /// Where it came from.
  package private(set) var origin = "not said"
  /// What confirms it; nil when nothing does.
  package private(set) var witness: String?

  /// Fewest and most scans per metre that make sense.
  package static let bounds: ClosedRange<Float> = 0.1...100_000
  /// Agreement of a figure that went through text.
  static let textAgreement = 1e-3
  /// Agreement of two single-precision figures.
  static let floatAgreement = 2e-7

  /// What the witnesses are taken from.
  package struct Evidence {
    /// Every channel's header.
    package var headers: [DZTHeader]
    /// Counter and marks.
    package var survey: DZTScanSurvey
    /// Units from the DZX side file, micrometres a scan; 0 without.
    package var sideFileMicrometres: Int64
    /// Whole traces; nil for a pipe.
    package var traceCount: Int64?
    /// Positions from the DZG side file.
    package var positions: [TracePosition]

    /// Gathers the evidence.
    package init(
      headers: [DZTHeader], survey: DZTScanSurvey, sideFileMicrometres: Int64 = 0,
      traceCount: Int64? = nil, positions: [TracePosition] = []
    ) {
      self.headers = headers
      self.survey = survey
      self.sideFileMicrometres = sideFileMicrometres
      self.traceCount = traceCount
      self.positions = positions
    }
  }

  private let scansPerMetre: Double
  private let evidence: Evidence

  /// Derives the spacing and notes what contradicts it.
  package init(
    evidence: Evidence, options: RadarFileOptions, notes: inout ReaderNotes
  ) throws(RecordingError) {
    self.evidence = evidence
    let field = evidence.headers[0].scansPerMetre
    scansPerMetre = Double(field)
    let given = options.traceSpacingMicrometres
    try notes.require(
      given > 0 || field == 0 || (field.isFinite && Self.bounds.contains(field)),
      field: "scans per metre (byte 14)", found: "\(field)",
      expected: "0.1 to 100000, or 0 for scans triggered by time",
      advice: "the distance between traces by --spacing-m, where it is known")
    if given > 0 {
      micrometres = given
      origin = "--spacing-m"
      witness = origin
      judgeOption(field: field, notes: &notes)
    } else if field == 0 {
      takeTimeTriggered(notes: &notes)
    } else {
      micrometres = Int64((1e6 / scansPerMetre).rounded(.toNearestOrAwayFromZero))
      origin = "header scans/m"
      judge(notes: &notes)
    }
  }

  private var spacingText: String { "\(DecimalText.text(micrometres, places: 3)) mm" }

  private func judgeOption(field: Float, notes: inout ReaderNotes) {
    let said = field.isFinite && field > 0 ? 1e6 / Double(field) : 0
    guard abs(said - Double(micrometres)) > Self.textAgreement * Double(micrometres) else { return }
    notes.warn(
      field: "scans per metre (byte 14)", found: "\(field)",
      assumed: "--spacing-m stands: \(spacingText)")
  }

  private mutating func takeTimeTriggered(notes: inout ReaderNotes) {
    if evidence.sideFileMicrometres > 0 {
      micrometres = evidence.sideFileMicrometres
      origin = "DZX unitsPerScan"
      witness = nil
      notes.warn(
        field: "scans per metre (byte 14)", found: "0",
        assumed: "the DZX file's \(spacingText) a scan is believed")
      return
    }
    var hint = ""
    if let period = markPeriod, let marks = markFigure {
      let metres = DecimalText.text(period.mean * marks)
      hint = "; the marks in the data would make \(metres) scans per metre"
    }
    notes.warn(
      field: "scans per metre (byte 14)", found: "0, scans triggered by time" + hint,
      assumed: "the distance between traces is not said; --spacing-m gives it")
  }

  /// Looks for witnesses, for and against.
  private mutating func judge(notes: inout ReaderNotes) {
    var against: [String] = []
    judgeByMarks(&against)
    judgeByHeaders(&against)
    judgeBySideFile(&against)
    judgeByCoordinates(&against)
    judgeByTrack(&against)
    let field = "scans per metre (byte 14)"
    let found = DecimalText.text(scansPerMetre)
    if !against.isEmpty {
      notes.warn(
        field: field, found: "\(found), where " + against.joined(separator: " and "),
        assumed: "the header is believed: \(spacingText) between traces")
    } else if !Self.isSettable(scansPerMetre) {
      notes.warn(
        field: field, found: "\(scansPerMetre), which no instrument is set to",
        assumed: "the header is believed: \(spacingText) between traces")
    } else if witness == nil {
      notes.warn(
        field: field, found: "\(found), and no marks, coordinates or side file to confirm it",
        assumed: "the header is believed: \(spacingText) between traces")
    }
  }

  /// The field at byte 18, where it is a number.
  private var markFigure: Double? {
    let value = Double(evidence.headers[0].markField)
    return value.isFinite && value > 0 ? value : nil
  }

  /// Scans from mark to mark, where there are at least three at even distances.
  private var markPeriod: (mean: Double, error: Double)? {
    let marks = evidence.survey.markedScans
    guard evidence.survey.hasTrustedMarks, marks.count >= 3 else { return nil }
    let distances = zip(marks.dropFirst(), marks).map { $0 - $1 }
    guard let least = distances.min(), let most = distances.max(), most - least <= 1 else {
      return nil
    }
    let span = Double(marks[marks.count - 1] - marks[0])
    let count = Double(marks.count - 1)
    return (span / count, most == least ? 0 : 1 / count)
  }

  private mutating func judgeByMarks(_ against: inout [String]) {
    guard let period = markPeriod, let figure = markFigure else { return }
    let tolerance = (Self.floatAgreement + period.error / period.mean) * scansPerMetre
    if abs(period.mean * figure - scansPerMetre) <= tolerance {
      witness = "marks in the data"
    } else if abs(period.mean / figure - scansPerMetre) <= tolerance {
      against.append(
        "a mark every \(DecimalText.text(period.mean)) scans fits only if byte 18 holds metres per "
          + "mark, where known files hold marks per metre")
    } else {
      against.append(
        "a mark every \(DecimalText.text(period.mean)) scans and \(DecimalText.text(figure)) marks "
          + "per metre (byte 18) make \(DecimalText.text(period.mean * figure))")
    }
  }

  private mutating func judgeByHeaders(_ against: inout [String]) {
    for (channel, header) in evidence.headers.enumerated().dropFirst()
    where header.samples == evidence.headers[0].samples && header.scansPerMetre != 0 {
      if header.scansPerMetre.bitPattern == evidence.headers[0].scansPerMetre.bitPattern {
        witness = witness ?? "header of channel \(channel)"
      } else {
        against.append("the header of channel \(channel) says \(header.scansPerMetre)")
      }
    }
  }

  private mutating func judgeBySideFile(_ against: inout [String]) {
    let side = evidence.sideFileMicrometres
    guard side > 0 else { return }
    if abs(Double(side) - 1e6 / scansPerMetre) <= Self.textAgreement * Double(side) {
      witness = witness ?? "DZX unitsPerScan"
    } else {
      against.append("the DZX file says \(DecimalText.text(side, places: 3)) mm a scan")
    }
  }

  private mutating func judgeByCoordinates(_ against: inout [String]) {
    let (start, end) = (evidence.headers[0].xStart, evidence.headers[0].xEnd)
    guard let traces = evidence.traceCount, start.isFinite, end.isFinite, start != end else {
      return
    }
    let metres = abs(Double(end) - Double(start))
    let expected = metres * scansPerMetre
    if abs(expected - Double(traces)) <= 1.5 {
      witness = witness ?? "x start and x end"
    } else {
      against.append(
        "x start and x end (bytes 66, 70) are \(DecimalText.text(metres)) m apart, for \(traces) traces"
      )
    }
  }

  /// A satellite track is too coarse to confirm a spacing, but not to contradict one.
  private func judgeByTrack(_ against: inout [String]) {
    guard let first = evidence.positions.first, let last = evidence.positions.last else { return }
    let metres = TracePosition.pathMetres(evidence.positions)
    let scans = Double(last.trace - first.trace)
    guard metres >= 10, scans > 0 else { return }
    let expected = scans / metres
    if !(0.5...2).contains(expected / scansPerMetre) {
      let rounded = DecimalText.text((expected * 100).rounded() / 100)
      against.append("the DZG file's track makes \(rounded)")
    }
  }

  /// Whether a figure is one that a menu offers: whole per metre or 10 m, foot or inch, or a whole
  /// number of tenths of a millimetre between scans.
  package static func isSettable(_ scansPerMetre: Double) -> Bool {
    let figures = [
      scansPerMetre * 10, scansPerMetre * 0.3048, scansPerMetre * 0.0254, 10_000 / scansPerMetre,
    ]
    return figures.contains { figure in
      let whole = figure.rounded()
      return whole >= 1 && abs(figure - whole) <= floatAgreement * whole
    }
  }
}
