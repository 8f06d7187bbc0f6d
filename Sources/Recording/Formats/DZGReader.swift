/// Positions from a DZG side file: which scan a satellite receiver's sentence belongs to.
///
///     $GSSIS,120,-1
///     $GPGGA,…
///
/// The sentence after a `$GSSIS` line belongs to its scan, counted from 0. Sentences without a fix
/// are passed over; while scanning is paused the receiver goes on and the scan repeats, where the
/// first position counts; a sentence with a wrong checksum counts as none.
package struct DZGReader {
  /// Longest line, bytes; a sentence has at most 82.
  static let lineLimit = 1_024
  /// Positions that are kept.
  package static let maximumPositions = 1_048_576

  /// Positions in order of trace.
  package private(set) var positions: [TracePosition] = []
  private var scan: Int64?
  private var pending: TracePosition?
  private var scanLines = 0
  private var fixes = 0
  private var withoutFix = 0
  private var repeats = 0
  private var backward = 0
  private var damaged = 0
  private var beyond = 0

  /// Reads all of `source` and notes what was passed over.
  package init(
    _ source: ByteSource, traceCount: Int64?, notes: inout ReaderNotes
  ) throws(RecordingError) {
    var lines = ByteLines(source, lineLimit: Self.lineLimit)
    while let line = try lines.next(), positions.count < Self.maximumPositions {
      take(line, traceCount: traceCount)
    }
    flush()
    note(file: source.name, notes: &notes)
  }

  private mutating func take(_ line: [UInt8], traceCount: Int64?) {
    let fields = NMEASentence.fields(line)
    guard let head = fields.first else { return }
    if head.elementsEqual("GSSIS".utf8) {
      takeScan(fields, traceCount: traceCount)
      return
    }
    switch NMEASentence.read(line) {
    case .other: return
    case .damaged: damaged += 1
    case .withoutFix: withoutFix += 1
    case .fix(var position):
      fixes += 1
      guard let scan else { return }
      let hasHeight = pending?.heightMillimetres != nil
      guard pending == nil || (!hasHeight && position.heightMillimetres != nil) else { return }
      position.trace = scan
      pending = position
    }
  }

  private mutating func takeScan(_ fields: [ArraySlice<UInt8>], traceCount: Int64?) {
    flush()
    scanLines += 1
    let number = fields.count > 1 ? DecimalParser.parse(fields[1])?.scaled(places: 0) : nil
    scan = number
    if number == nil { damaged += 1 }
    if let number, let traceCount, number >= traceCount || number < 0 {
      scan = nil
      beyond += 1
    }
  }

  /// Ends the sentences of one scan.
  private mutating func flush() {
    defer { (pending, scan) = (nil, nil) }
    guard let pending else { return }
    guard let last = positions.last else {
      positions.append(pending)
      return
    }
    if pending.trace > last.trace {
      positions.append(pending)
    } else if pending.trace == last.trace {
      repeats += 1
    } else {
      backward += 1
    }
  }

  private func note(file: String, notes: inout ReaderNotes) {
    if fixes + withoutFix != scanLines {
      notes.warn(
        field: "DZG \(file)",
        found: "\(scanLines) GSSIS lines and \(fixes + withoutFix) sentences with a position",
        assumed: "each sentence belongs to the GSSIS line before it")
    }
    let passed = [
      (withoutFix, "without a fix"), (damaged, "damaged"), (backward, "with a scan that ran back"),
      (beyond, "beyond the last trace"),
    ].filter { $0.0 > 0 }
    if !passed.isEmpty {
      notes.warn(
        field: "DZG \(file)",
        found: passed.map { "\($0.0) lines \($0.1)" }.joined(separator: ", "),
        assumed: "they are passed over; \(positions.count) positions are kept")
    }
    notes.fact("positions", "\(positions.count)", origin: "DZG file")
    if repeats > 0 {
      notes.fact("positions while paused", "\(repeats)", origin: "DZG file, scan repeated")
    }
  }
}
