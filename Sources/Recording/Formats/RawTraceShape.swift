import DetectorCore

/// The shape of a file of bare samples, whose text header alone says how long a trace is.
///
/// Witnesses are the size of the file with the number of the last trace, and the window with the sampling
/// frequency. Where both speak against the header the file is refused, with the figure that fits.
struct RawTraceShape {
  /// What the text header says.
  struct Claims {
    /// Samples in a trace, and how a message names them.
    var samples: (value: Int64?, field: String)
    /// Traces, and how a message names them.
    var lastTrace: (value: Int64?, field: String)
    /// Samples that window and sampling frequency make; nil without them.
    var windowSamples: Double?
    /// How a sample lies there, and how a message names where that came from.
    var coding: (value: SampleCoding, field: String)
    /// Whether the person named the format, so that its sample type stands.
    var isTypeGiven: Bool
  }

  /// Where the traces lie.
  private(set) var records: TraceRecords
  private let claims: Claims

  /// Settles the shape of a file of `byteCount` bytes.
  init(_ claims: Claims, byteCount: Int64, notes: inout ReaderNotes) throws(RecordingError) {
    guard let samples = claims.samples.value else {
      throw notes.refusal(
        field: claims.samples.field, found: "no number of samples", expected: "2 to 4096",
        advice: "the header that belongs to this file")
    }
    try TraceRecords.check(samples: samples, field: claims.samples.field, notes: notes)
    self.claims = claims
    records = TraceRecords(
      start: 0, leadByteCount: 0, samples: Int(samples), coding: claims.coding.value)
    try records.judge(fileByteCount: byteCount, field: claims.samples.field, notes: &notes)
    try judge(byteCount: byteCount, notes: &notes)
  }

  private var isWindowFitting: Bool {
    claims.windowSamples.map { abs($0 - Double(records.samples)) <= 0.5 } ?? false
  }

  private func judge(byteCount: Int64, notes: inout ReaderNotes) throws(RecordingError) {
    let count = records.traceCount(fileByteCount: byteCount)
    guard let last = claims.lastTrace.value, last > 0, last < 1 << 40 else {
      noteUnconfirmed(
        claims.lastTrace.value.map { "last trace \($0)" } ?? "no last trace", count, &notes)
      return
    }
    let hasTail = records.tail(fileByteCount: byteCount) > 0
    guard last != count || (hasTail && !isWindowFitting) else { return }
    try judgeType(byteCount: byteCount, last: last, notes: notes)
    if !isWindowFitting {
      try judgeSamples(byteCount: byteCount, last: last, notes: notes)
      noteUnconfirmed("last trace \(last)", count, &notes)
    } else {
      notes.warn(
        field: claims.lastTrace.field, found: "\(last)",
        assumed: "the size of the file makes \(count) traces")
    }
  }

  /// Refuses a sample type where the other width makes exactly the size of the file.
  private func judgeType(
    byteCount: Int64, last: Int64, notes: ReaderNotes
  ) throws(RecordingError) {
    guard !claims.isTypeGiven else { return }
    let width = records.coding.byteCount
    let other = width == 2 ? 4 : 2
    let (bytes, overflow) = last.multipliedReportingOverflow(by: Int64(records.samples * other))
    try notes.require(
      overflow || bytes != byteCount, field: claims.coding.field, found: "\(width * 8) bit",
      expected:
        "\(other * 8) bit, with which \(records.samples) samples and \(last) traces are the "
        + "\(byteCount) bytes of the file",
      advice: "the ending or the header of \(other * 8)-bit samples, or --format to insist")
  }

  /// Refuses a number of samples where the one of window and frequency makes exactly the file's size.
  private func judgeSamples(
    byteCount: Int64, last: Int64, notes: ReaderNotes
  ) throws(RecordingError) {
    guard let window = claims.windowSamples, window >= 2, window <= 65_536 else { return }
    let fitting = Int64(window.rounded())
    let (bytes, overflow) = last.multipliedReportingOverflow(
      by: fitting * Int64(records.coding.byteCount))
    try notes.require(
      overflow || bytes != byteCount, field: claims.samples.field, found: "\(records.samples)",
      expected: "\(fitting), which window, frequency, last trace and size of the file make",
      advice: "the header that belongs to this file")
  }

  private func noteUnconfirmed(_ found: String, _ count: Int64, _ notes: inout ReaderNotes) {
    guard !(isWindowFitting && claims.lastTrace.value == nil) else { return }
    notes.warn(
      field: claims.samples.field,
      found: "\(records.samples) of \(records.coding.title), and \(found)",
      assumed: "they are believed: the size of the file makes \(count) traces")
  }
}
