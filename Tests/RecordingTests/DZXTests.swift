import DetectorCore
import Recording
import Testing

@Suite("DZX side files")
struct DZXTests {
  private func read(_ text: String) throws -> (reader: DZXReader, notes: ReaderNotes) {
    var notes = ReaderNotes(file: "made.DZT")
    let source = ByteSource(bytes: [UInt8](text.utf8), name: "made.DZX")
    return (try DZXReader(source, traceCount: 1_000, notes: &notes), notes)
  }

  static func wayPoint(_ scan: Int, _ mark: String, _ name: String) -> String {
    "<WayPt><scan>\(scan)</scan><mark>\(mark)</mark><name>\(name)</name></WayPt>"
  }

  @Test(
    "User marks are found under File, ProfileGroup and TargetGroup",
    arguments: [
      "<File><Profile>BODY</Profile></File>",
      "<ProfileGroup><File><Profile>BODY</Profile></File></ProfileGroup>",
    ])
  func userMarks(frame: String) throws {
    let body =
      Self.wayPoint(700, "User", "B") + Self.wayPoint(20, "Distance", "")
      + Self.wayPoint(12, "User", "Mark &amp; 1")
    let parts = frame.split(separator: "BODY", maxSplits: 1)
    let text =
      "<?xml version=\"1.0\"?><!-- > --><DZX xmlns=\"www.geophysical.com/DZX/1.02\">"
      + parts[0] + body + parts[1] + "</DZX>"
    let (reader, notes) = try read(text)
    #expect(
      reader.marks == [
        TraceMark(trace: 12, label: "Mark & 1"), TraceMark(trace: 700, label: "B"),
      ])
    #expect(notes.warnings.isEmpty)
  }

  @Test("Targets are marks at the first figure of their property")
  func targets() throws {
    let text =
      "<DZX><TargetGroup><TargetWayPt><scanSampChanProp>55,120,0,1</scanSampChanProp>"
      + "<name>T</name></TargetWayPt></TargetGroup></DZX>"
    #expect(try read(text).reader.marks == [TraceMark(trace: 55, label: "T")])
  }

  @Test(
    "Units per scan are a spacing in a unit of length, and nothing in any other",
    arguments: [
      ("0.02", "m", 20_000), ("0.5", "in", 12_700), ("0.1", "ft", 30_480), ("2", "cm", 20_000),
      ("0.01", "sec", 0), ("0", "m", 0), ("-1", "m", 0), ("1e300", "m", 0), ("x", "m", 0),
    ])
  func units(value: String, unit: String, micrometres: Int64) throws {
    let text =
      "<DZX><GlobalProperties><unitsPerScan>\(value)</unitsPerScan>"
      + "<horizontalUnit>\(unit)</horizontalUnit></GlobalProperties></DZX>"
    #expect(try read(text).reader.spacingMicrometres == micrometres)
  }

  @Test("Marks outside the traces are passed over with a warning")
  func outside() throws {
    let text =
      "<DZX><File><Profile>" + Self.wayPoint(1_000, "User", "a") + Self.wayPoint(-1, "User", "b")
      + "</Profile></File></DZX>"
    let (reader, notes) = try read(text)
    #expect(reader.marks.isEmpty)
    #expect(notes.warnings.contains { $0.found.hasPrefix("2 marks outside") })
  }

  @Test(
    "A file that breaks the rules of XML, or declares entities, is passed over with a warning",
    arguments: [
      "<DZX>", "<DZX></DZY>", "</DZX>", "<DZX", "<!-- ", "<![CDATA[", "<?xml", "<>", "< a></a>",
      "<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><DZX>&c;</DZX>",
      String(repeating: "<a>", count: 65), "<DZX name=\"></DZX>",
    ])
  func broken(text: String) throws {
    let (reader, notes) = try read(text)
    #expect(reader.marks.isEmpty)
    #expect(notes.warnings.map(\.assumed) == ["the side file is passed over"])
  }

  @Test("The side files beside a DZT give its spacing a witness and its marks their names")
  func besideTheFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(DZTBuilder().build(), as: "B.DZT")
    #expect(try DZTFile(path: path).warns(of: "scans per metre"))
    func write(_ spacing: String) throws {
      let text =
        "<DZX><unitsPerScan>\(spacing)</unitsPerScan><horizontalUnit>m</horizontalUnit>"
        + "<File><Profile>" + Self.wayPoint(40, "User", "peg") + "</Profile></File></DZX>"
      _ = try folder.write(text, as: "B.dzx")
    }
    try write("0.02")
    let file = try DZTFile(path: path)
    #expect(!file.warns(of: "scans per metre"))
    #expect(file.marks == [TraceMark(trace: 40, label: "peg")])
    try write("0.025")
    let other = try DZTFile(path: path)
    #expect(other.warnings.contains { $0.found.contains("the DZX file says 25 mm a scan") })
    #expect(other.description.traceSpacingMicrometres == 20_000)
  }
}
