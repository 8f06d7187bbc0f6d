/// A satellite receiver's sentence: what it says of a position.
package enum NMEASentence {
  /// What a line of text is.
  package enum Line: Equatable {
    /// No sentence that holds a position.
    case other
    /// A sentence whose checksum is wrong.
    case damaged
    /// A sentence of a receiver that has no fix, or no readable one.
    case withoutFix
    /// A position; its trace is 0.
    case fix(TracePosition)
  }

  /// The fields of a line, its checksum cut off; nothing where it is no sentence.
  package static func fields(_ line: [UInt8]) -> [ArraySlice<UInt8>] {
    guard line.first == 36 else { return [] }
    return line.dropFirst().prefix { $0 != 42 }
      .split(separator: 44, omittingEmptySubsequences: false)
  }

  /// Reads a GGA or RMC sentence of any talker.
  package static func read(_ line: [UInt8]) -> Line {
    let fields = fields(line)
    guard let name = fields.first else { return .other }
    let isGGA = name.ends(with: "GGA")
    guard isGGA || name.ends(with: "RMC") else { return .other }
    guard checksumHolds(line) else { return .damaged }
    return (isGGA ? gga(fields) : rmc(fields)).map { .fix($0) } ?? .withoutFix
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

extension ArraySlice<UInt8> {
  /// Whether the bytes end in those of `text`.
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
