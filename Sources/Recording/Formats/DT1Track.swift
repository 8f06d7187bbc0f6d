/// Positions from the GPS file beside a DT1.
///
///     Trace #12 at position 1.1
///     $GPGGA,…
///
/// The sentences after a trace line belong to that trace, counted from 1; the first with a fix counts.
struct DT1Track {
  /// Positions in order of trace.
  private(set) var positions: [TracePosition] = []

  /// Reads all of `source` and notes what was passed over.
  init(_ source: ByteSource, traceCount: Int64?, notes: inout ReaderNotes) throws(RecordingError) {
    var track = SatelliteTrack(traceCount: traceCount)
    var trace: Int64?
    var lines = ByteLines(source, lineLimit: SatelliteTrack.lineLimit)
    while let line = try lines.next(), !track.isFull {
      if let number = Self.traceNumber(line) {
        trace = number
        continue
      }
      switch NMEASentence.read(line) {
      case .other: continue
      case .damaged: track.damaged += 1
      case .withoutFix: track.withoutFix += 1
      case .fix(var position):
        guard let trace else { continue }
        position.trace = trace - 1
        track.take(position)
      }
    }
    positions = track.positions
    track.note(kind: "GPS", file: source.name, notes: &notes)
  }

  /// The number of a line `Trace #n …`.
  private static func traceNumber(_ line: [UInt8]) -> Int64? {
    guard line.starts(with: "Trace #".utf8) else { return nil }
    let digits = line.dropFirst(7).prefix { (48...57).contains($0) }
    return DecimalParser.parse(digits)?.scaled(places: 0)
  }
}
