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
    let fields = line.prefix { $0 != 42 }.split(separator: 44, omittingEmptySubsequences: false)
    guard let head = fields.first, head.first == 36 else { return }
    let name = String(decoding: head.dropFirst(), as: UTF8.self)
    if name == "GSSIS" {
      flush()
      scanLines += 1
      let number = fields.count > 1 ? DecimalParser.parse(fields[1])?.scaled(places: 0) : nil
      scan = number
      if number == nil { damaged += 1 }
      if let number, let traceCount, number >= traceCount || number < 0 {
        scan = nil
        beyond += 1
      }
    } else if name.hasSuffix("GGA") || name.hasSuffix("RMC") {
      guard Self.checksumHolds(line) else {
        damaged += 1
        return
      }
      let sentence = name.hasSuffix("GGA") ? Self.gga(fields) : Self.rmc(fields)
      guard let sentence else {
        withoutFix += 1
        return
      }
      fixes += 1
      guard let scan else { return }
      let hasHeight = pending?.heightMillimetres != nil
      guard pending == nil || (!hasHeight && sentence.heightMillimetres != nil) else { return }
      pending = TracePosition(
        trace: scan, latitudeE7: sentence.latitudeE7, longitudeE7: sentence.longitudeE7,
        heightMillimetres: sentence.heightMillimetres)
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

  /// Whether the two digits after `*` are the exclusive or of what stands between `$` and `*`.
  private static func checksumHolds(_ line: [UInt8]) -> Bool {
    guard let star = line.firstIndex(of: 42) else { return true }
    let text = String(decoding: line[(star + 1)...].prefix(2), as: UTF8.self)
    guard let stated = UInt8(text, radix: 16) else { return false }
    return line[1..<star].reduce(0, ^) == stated
  }

  /// GGA: time, latitude, N/S, longitude, E/W, quality, satellites, HDOP, altitude, M …
  private static func gga(_ fields: [ArraySlice<UInt8>]) -> TracePosition? {
    guard fields.count > 6, fields[6].first != 48, !fields[6].isEmpty,
      let point = point(fields[2], fields[3], fields[4], fields[5])
    else { return nil }
    let height = fields.count > 9 ? DecimalParser.parse(fields[9])?.scaled(places: 3) : nil
    return TracePosition(
      trace: 0, latitudeE7: point.north, longitudeE7: point.east, heightMillimetres: height)
  }

  /// RMC: time, status, latitude, N/S, longitude, E/W …
  private static func rmc(_ fields: [ArraySlice<UInt8>]) -> TracePosition? {
    guard fields.count > 6, fields[2].first == 65,
      let point = point(fields[3], fields[4], fields[5], fields[6])
    else { return nil }
    return TracePosition(
      trace: 0, latitudeE7: point.north, longitudeE7: point.east, heightMillimetres: nil)
  }

  private static func point(
    _ latitude: ArraySlice<UInt8>, _ north: ArraySlice<UInt8>, _ longitude: ArraySlice<UInt8>,
    _ east: ArraySlice<UInt8>
  ) -> (north: Int64, east: Int64)? {
    guard let y = degreesE7(latitude, positive: 78, negative: 83, side: north, limit: 90),
      let x = degreesE7(longitude, positive: 69, negative: 87, side: east, limit: 180)
    else { return nil }
    return (y, x)
  }

  /// ddmm.mmmm to 1e-7 degrees, rounded half up on the magnitude: 1′ is 1e7/60 of them.
  private static func degreesE7(
    _ text: ArraySlice<UInt8>, positive: UInt8, negative: UInt8, side: ArraySlice<UInt8>,
    limit: Int64
  ) -> Int64? {
    guard let value = DecimalParser.parse(text)?.scaled(places: 9), value >= 0,
      value < 1_000_000_000 * 100 * (limit + 1), let letter = side.first,
      letter == positive || letter == negative
    else { return nil }
    let degrees = value / 100_000_000_000
    let minutes = value % 100_000_000_000
    guard minutes < 60_000_000_000 else { return nil }
    let magnitude = degrees * 10_000_000 + (minutes + 3_000) / 6_000
    guard magnitude <= limit * 10_000_000 else { return nil }
    return letter == negative ? -magnitude : magnitude
  }
}
