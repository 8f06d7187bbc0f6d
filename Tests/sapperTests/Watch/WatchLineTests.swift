import DetectorCore
import Journal
import Recording
import Testing

@testable import sapper

@Suite("Lines of the live view")
struct WatchLineTests {
  private func event(_ line: String) -> DetectionEvent? {
    if case .event(let event) = WatchLine(line.utf8) { event } else { nil }
  }

  private func level(_ line: String) -> OperatorLevel? {
    if case .level(let level) = WatchLine(line.utf8) { level } else { nil }
  }

  @Test("A detection line gives the event it was written from")
  func detection() throws {
    let found = try #require(
      event(
        #"{"id":7,"kind":"detection","sensor":"radar","sample":10382,"time_s":10.382000,"#
          + #""distance_m":2.100,"depth_m":0.110,"width_m":0.420,"class":"at_mine","#
          + #""confidence":0.91,"#
          + #""strength":34.20,"action":"dig","rule":"radar-echo"}"#))
    #expect(found.id == 7 && found.kind == .detection && found.sensor == .radar)
    #expect(found.sample == 10_382 && found.timeMicroseconds == 10_382_000)
    #expect(found.distanceMillimetres == 2_100 && found.depthMillimetres == 110)
    #expect(found.widthMillimetres == 420 && found.strengthHundredths == 3_420)
    #expect(found.targetClass == .antiTankMine && found.confidenceHundredths == 91)
    #expect(found.action == .dig)
  }

  @Test("What was passed without a tone is read, shown in the log, and written again")
  func late() throws {
    let line =
      #"{"id":7,"kind":"detection","sensor":"induction","sample":40,"time_s":0.040000,"#
      + #""class":"unknown","strength":1.30,"action":"investigate","late":true}"#
    let found = try #require(event(line))
    #expect(found.finding?.isLate == true)
    #expect(WatchEvents.line(found, style: .induction).contains("passed without a tone"))
    #expect(found.line == line)
    #expect(event(line.replacing(#","late":true"#, with: ""))?.finding?.isLate == false)
  }

  @Test("Gaps, faults and ends bring their counts")
  func others() throws {
    let gap = event(
      #"{"id":10,"kind":"gap","sensor":"radar","sample":118,"time_s":11.800000,"lost":6}"#)
    #expect(gap?.kind == .gap && gap?.lost == 6 && gap?.timeMicroseconds == 11_800_000)
    let fault = event(
      #"{"id":11,"kind":"fault","sensor":"radar","sample":2,"time_s":0.000000,"#
        + #""fault":"bounce_lost","count":3}"#)
    #expect(fault?.fault == .bounceLost && fault?.count == 3)
    let end = event(
      #"{"id":31,"kind":"end","time_s":80.000000,"samples":80000,"gaps":1,"#
        + #""faults":0,"detections":22,"objects":7}"#
    )
    #expect(end?.totals?.samples == 80_000 && end?.totals?.detections == 22)
    #expect(end?.totals?.gaps == 1 && end?.totals?.objects == 7)
  }

  @Test("Every fault that a line can name is understood by that name")
  func faults() {
    let all = (UInt8.min...UInt8.max).compactMap(Fault.init(rawValue:))
    #expect(all.count >= 20)
    for fault in all {
      let found = event(
        #"{"kind":"fault","time_s":0.000000,"fault":"\#(fault.name)","count":2}"#)
      #expect(found?.fault == fault && found?.count == 2)
    }
  }

  @Test("A level row gives the level it was written from, with every flag; its heading nothing")
  func levels() {
    for bits in UInt8.min...UInt8.max {
      let written = OperatorLevel(
        sensor: .radar, index: 412, sequence: 415, levelQ8: 384, flags: LevelFlags(rawValue: bits))
      let row = WrittenText.string { LevelRow.write(written, into: &$0) }
      #expect(level(String(row.dropLast())) == written)
    }
    let headings = [String("\(LevelRow.heading)".dropLast()), "\(LevelRow.headingBeforeReach)"]
    for heading in headings {
      guard case .heading = WatchLine(heading.utf8) else {
        Issue.record("the heading was not known: \(heading)")
        return
      }
    }
  }

  @Test("A row carries how far a cap is heard, and rows from before that are read as well")
  func reach() {
    for reach in [nil, 0, 142, UInt16.max] {
      let written = OperatorLevel(
        sensor: .induction, index: .min, sequence: .min, levelQ8: .max,
        flags: LevelFlags(rawValue: .max), reachMillimetres: reach)
      let row = WrittenText.string { LevelRow.write(written, into: &$0) }
      #expect(row.utf8.count <= LevelRow.maximumLength)
      #expect(level(String(row.dropLast())) == written)
    }
    let row = "induction,412,415,384,alarm"
    #expect(level(row + ",142")?.reachMillimetres == 142)
    #expect(level(row) == level(row + ",") && level(row)?.levelQ8 == 384)
  }

  @Test(
    "What neither replay nor the unit writes is not understood",
    arguments: [
      "", "x", "{", "{}", "[]", #"{"kind":"gap""#, #"{"kind":"song","time_s":0.000000}"#,
      #"{"kind":"gap","time_s":0.000000}"#, #"{"kind":"gap","time_s":0.0,"lost":2}"#,
      #"{"kind":"gap","time_s":0.000000,"depth_m":0.110,"lost":2}"#,
      #" {"kind":"gap","time_s":0.000000,"lost":2}"#,
      #"{"kind":"gap","time_s":0.000000,"lost":2,"more":1}"#,
      #"{"kind":"gap","time_s":0.000000,"lost":99999999999999999999}"#,
      #"{"kind":"fault","time_s":0.000000,"fault":"tired","count":2}"#,
      "radar,1,1,256", "radar,1,1,65536,", "radar,1,1,256,loud", "radar,01,1,256,alarm",
      "sonar,1,1,256,", "radar,1,1,256,settling+alarm", "radar,-1,1,-3,",
      "radar,1,1,256,alarm,65536", "radar,1,1,256,alarm,x", "radar,1,1,256,alarm,07",
      "radar,1,1,256,alarm,,", "radar,1,1,256,alarm,-1",
    ])
  func nonsense(line: String) {
    #expect(event(line) == nil && level(line) == nil)
  }

  @Test("Lines are the same however the bytes are cut", arguments: 1...9)
  func splitter(size: Int) {
    let text = Array("one\r\n\ntwo\nthree\n\nfo".utf8)
    var splitter = LineSplitter()
    var lines: [String] = []
    for start in stride(from: 0, to: text.count, by: size) {
      let piece = text[start..<min(start + size, text.count)]
      lines += splitter.push(piece).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(lines == ["one", "two", "three"])
    #expect(splitter.rest == Array("fo".utf8))
  }

  @Test("A line without an end does not fill the memory")
  func endless() {
    var splitter = LineSplitter()
    for _ in 0..<100 { _ = splitter.push([UInt8](repeating: 0x61, count: 4_096)) }
    #expect(splitter.rest?.count == WatchLine.bytesMax + 1)
    #expect(event(String(decoding: splitter.rest ?? [], as: UTF8.self)) == nil)
  }

  @Test("A log tells each change of state once")
  func log() {
    var log = WatchLog()
    let geometry = SeededLine().geometry
    func lines(_ index: Int64, _ levelQ8: UInt16, _ flags: LevelFlags = []) -> [String] {
      log.lines(
        level: OperatorLevel(
          sensor: .radar, index: index, sequence: index, levelQ8: levelQ8, flags: flags),
        geometry: geometry)
    }
    #expect(lines(0, 0, .settling) == ["settling from trace 0, 0.00 m: silence proves nothing"])
    #expect(lines(1, 0, .settling) == [])
    #expect(
      lines(2, 300) == [
        "ALARM at trace 2, 0.04 m, echo at 1.17 × the threshold",
        "settling ends at trace 2, 0.04 m",
      ])
    #expect(lines(3, 300) == [])
    #expect(lines(4, 255) == ["alarm off at trace 4, 0.08 m"])
  }

  @Test("How far a cap is heard is told first, then when it is another by a quarter")
  func reaches() {
    var log = WatchLog()
    func lines(_ index: Int64, _ reach: UInt16?, height: Int32? = nil) -> [String] {
      log.lines(
        level: OperatorLevel(
          sensor: .induction, index: index, sequence: index, levelQ8: 0, reachMillimetres: reach),
        geometry: ReportGeometry(), heightMillimetres: height)
    }
    #expect(lines(0, nil) == [])
    #expect(lines(1, 142) == ["hears a cap to 14 cm from the coil, at frame 1"])
    #expect(lines(2, 110) == [] && lines(3, 176) == [])
    #expect(
      lines(4, 106, height: 31) == ["hears a cap to 11 cm from the coil, 8 cm deep, at frame 4"])
    #expect(
      lines(5, 30, height: 31) == [
        "hears a cap to 3 cm from the coil, not into the ground, at frame 5"
      ])
    #expect(lines(6, 25, height: 31) == [])
    #expect(lines(7, 0) == ["hears no cap now, at frame 7"])
    #expect(lines(8, nil) == [] && lines(9, 9) == [])
  }

  @Test("Events read as sentences where there is no terminal")
  func sentences() {
    let lines = ReportFixture.events().map { WatchEvents.line($0) }
    #expect(
      lines[0] == "echo 1 at trace 45, 0.90 m, 8 cm deep, 10.12 × the threshold, "
        + "anti-personnel mine: investigate")
    #expect(lines[4] == "GAP  6 traces lost at trace 150")
    #expect(lines[5] == "FAULT  ground bounce lost; 3 traces at trace 236")
    #expect(lines[6] == "end  240 traces, 4 echoes, 1 gap, 1 fault")
  }
}
