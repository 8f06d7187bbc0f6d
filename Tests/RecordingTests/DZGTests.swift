import DetectorCore
import Recording
import Testing

@Suite("DZG side files")
struct DZGTests {
  /// A sentence with its checksum.
  static func sentence(_ body: String) -> String {
    let sum = String(body.utf8.reduce(0, ^), radix: 16, uppercase: true)
    return "$\(body)*\(sum.count < 2 ? "0" + sum : sum)\r\n"
  }

  static func gga(_ latitude: String, _ longitude: String, quality: Int = 1) -> String {
    sentence("GPGGA,120000.00,\(latitude),N,\(longitude),W,\(quality),8,0.9,123.456,M,47.0,M,,")
  }

  private func read(
    _ text: String, traceCount: Int64? = 1_000
  ) throws -> (positions: [TracePosition], notes: ReaderNotes) {
    var notes = ReaderNotes(file: "made.DZT")
    let source = ByteSource(bytes: [UInt8](text.utf8), name: "made.DZG")
    let reader = try DZGReader(source, traceCount: traceCount, notes: &notes)
    return (reader.positions, notes)
  }

  @Test("A GGA sentence belongs to the scan of the line before it, in ten-millionths of a degree")
  func pairs() throws {
    let text =
      "$GSSIS,0,-1\r\n" + Self.gga("4530.0000", "06815.6000") + "\r\n$GSSIS,25,-1\r\n"
      + Self.gga("4530.0006", "06815.6000") + "\r\n"
    let (positions, notes) = try read(text)
    #expect(
      positions == [
        TracePosition(
          trace: 0, latitudeE7: 455_000_000, longitudeE7: -682_600_000, heightMillimetres: 123_456),
        TracePosition(
          trace: 25, latitudeE7: 455_000_100, longitudeE7: -682_600_000, heightMillimetres: 123_456),
      ])
    #expect(notes.warnings.isEmpty)
  }

  @Test("Where a scan has only an RMC sentence it gives the position, without a height")
  func rmc() throws {
    let text =
      "$GSSIS,7,1.5\n"
      + Self.sentence("GNRMC,120000,A,0130.0000,S,17959.9999,E,0.1,0,010120,,")
      + "$GSSIS,8,1.5\n"
      + Self.sentence("GNRMC,120000,V,0130.0000,S,17959.9999,E,0.1,0,010120,,")
    let (positions, notes) = try read(text)
    #expect(
      positions == [
        TracePosition(
          trace: 7, latitudeE7: -15_000_000, longitudeE7: 1_799_999_983, heightMillimetres: nil)
      ])
    #expect(notes.warnings.contains { $0.found.contains("1 lines without a fix") })
  }

  @Test(
    "Lines without a fix, with a wrong checksum or beyond the traces are passed over and counted")
  func passedOver() throws {
    let text =
      "$GSSIS,0,-1\n$GPGGA,000000,,,,,0,00,,,M,,M,,*66\n"
      + "$GSSIS,10,-1\n$GPGGA,120000,4530.0000,N,06815.6000,W,1,8,0.9,1,M,1,M,,*00\n"
      + "$GSSIS,20,-1\n" + Self.gga("4560.0000", "06815.6000")
      + "$GSSIS,5000,-1\n" + Self.gga("4530.0000", "06815.6000")
      + "$GSSIS,x,-1\n" + Self.gga("4530.0000", "06815.6000")
      + "$GSSIS,30,-1\n" + Self.gga("4530.0000", "06815.6000")
      + "$GSSIS,29,-1\n" + Self.gga("4530.0000", "06815.6000")
    let (positions, notes) = try read(text)
    #expect(positions.map(\.trace) == [30])
    let words = notes.warnings.map(\.found).joined(separator: "\n")
    for part in ["2 lines without", "2 lines damaged", "1 lines with a scan", "1 lines beyond"] {
      #expect(words.contains(part))
    }
  }

  @Test("While scanning is paused the first position of the scan counts")
  func paused() throws {
    let text = (0..<5).reduce("") {
      $0 + "$GSSIS,\($1 < 3 ? 40 : 41),-1\n" + Self.gga("453\($1).0000", "06815.6000")
    }
    let (positions, notes) = try read(text)
    #expect(positions.map(\.trace) == [40, 41])
    #expect(positions.map(\.latitudeE7) == [455_000_000, 455_500_000])
    #expect(notes.facts.contains { $0.name == "positions while paused" && $0.value == "3" })
  }

  @Test("Counts of scan lines and sentences that differ are warned of")
  func counts() throws {
    let text = "$GSSIS,0,-1\n$GSSIS,1,-1\n" + Self.gga("4530.0000", "06815.6000")
    let (positions, notes) = try read(text)
    #expect(positions.map(\.trace) == [1])
    #expect(notes.warnings.contains { $0.found.hasPrefix("2 GSSIS lines and 1") })
  }

  @Test(
    "Any text is read without a crash", arguments: ["", "\n\n", "$", "$GSSIS", "$GPGGA", "$*", "*"])
  func nonsense(text: String) throws {
    #expect(try read(text).positions.isEmpty)
  }

  @Test("A track twice as long as the spacing makes it is warned of, beside the DZT")
  func track() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(DZTBuilder(scans: 1_000, marks: [10, 35, 60]).build(), as: "A.DZT")
    // 0.030 minutes of latitude are 55.6 m, where 999 scans at 20 mm are 20 m.
    let text = "$GSSIS,0,-1\n" + Self.gga("4530.0000", "06815.6000") + "$GSSIS,999,-1\n"
    _ = try folder.write(text + Self.gga("4530.0300", "06815.6000"), as: "A.DZG")
    let file = try DZTFile(path: path)
    #expect(file.positions.count == 2)
    #expect(file.warnings.contains { $0.found.contains("the DZG file's track makes 17.97") })
  }
}
