import DetectorCore
import Testing

@testable import sapper

@Suite("Live view")
struct WatchViewTests {
  private static let plain = WatchStyle(colour: false, unicode: false)
  private static let rich = WatchStyle(colour: true, unicode: true)

  private func level(_ index: Int64, _ levelQ8: UInt16, _ flags: LevelFlags = []) -> OperatorLevel {
    OperatorLevel(sensor: .radar, index: index, sequence: index, levelQ8: levelQ8, flags: flags)
  }

  /// A view that has seen 120 traces of a seeded line.
  private func busy() -> WatchState { Self.busyState }

  private static let busyState: WatchState = {
    let traces = 120
    let line = SeededLine(traces: traces)
    let events = ReportFixture.events()
    let cells = line.cells()
    var state = WatchState(
      title: "FILE____007.DZT", geometry: line.geometry,
      depthGate: DepthGate(shallowestMillimetres: 42, deepestMillimetres: 400))
    for trace in 0..<traces {
      let start = trace * line.samples
      state.take(trace: cells[start..<start + line.samples].span, index: Int64(trace))
      let levelQ8: UInt16 = trace == traces - 1 ? 470 : 90
      let index = Int64(trace)
      state.take(
        level: OperatorLevel(sensor: .radar, index: index, sequence: index, levelQ8: levelQ8))
      for event in events where event.sample == Int64(trace) {
        state.take(event: event)
      }
    }
    return state
  }()

  private func frame(_ state: WatchState, _ style: WatchStyle = plain, silence: Int = 0) -> [String]
  {
    WatchView.frame(state, columns: 80, rows: 24, style: style, silenceSeconds: silence)
  }

  @Test(
    "A frame has the terminal's rows and no line is wider than it",
    arguments: [
      (80, 24), (132, 50), (60, 20), (40, 12), (40, 7), (20, 3), (80, 2), (80, 1), (7, 24),
      (400, 200),
    ])
  func size(columns: Int, rows: Int) {
    for state in [busy(), WatchState(title: "x")] {
      let lines = WatchView.frame(state, columns: columns, rows: rows, style: Self.plain)
      #expect(lines.count == rows)
      #expect(lines.allSatisfy { TerminalText.width($0) <= columns })
      #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
    }
  }

  @Test("An alarm is told in words, and its bar reaches over the threshold mark")
  func alarm() throws {
    let lines = frame(busy())
    #expect(lines[1] == "ALARM  echo at 1.84 x the threshold")
    let mark = try #require(lines[2].firstIndex(of: "|"))
    #expect(lines[2][..<mark].dropFirst(6).allSatisfy { $0 == "#" })
    #expect(lines[2][lines[2].index(after: mark)] == "#")
    #expect(lines[2].hasSuffix("1.84 x"))
    let scale = try #require(lines[3].firstIndex(of: "t"))
    #expect(
      lines[3].distance(from: lines[3].startIndex, to: scale)
        == lines[2].distance(from: lines[2].startIndex, to: mark))
  }

  @Test("Quiet is never called clear")
  func quiet() {
    var state = WatchState(title: "x")
    state.take(level: level(0, 100))
    #expect(frame(state)[1].contains("this does not show the ground is clear"))
    state.take(
      event: DetectionEvent(
        .end(Totals()), sensor: nil, sample: nil, sequence: 1, timeMicroseconds: 0))
    #expect(frame(state)[1].hasPrefix("ENDED  No echo over the threshold. That does not show"))
  }

  @Test(
    "What makes silence worthless is told before quiet",
    arguments: [
      (LevelFlags.blind, "RADAR BLIND"), (.settling, "SETTLING"), (.held, "HELD"),
      (.saturated, "OVERLOAD"),
    ])
  func worthless(flags: LevelFlags, words: String) {
    var state = WatchState(title: "x")
    state.take(level: level(0, 10, flags))
    #expect(frame(state)[1].hasPrefix(words))
  }

  @Test("No state but overload hides an alarm", arguments: [LevelFlags.blind, .settling, .held])
  func alarmFirst(flags: LevelFlags) {
    var state = WatchState(title: "x")
    state.take(level: level(0, 256, flags))
    #expect(frame(state)[1].hasPrefix("ALARM"))
  }

  @Test("A silent input is told, and an ended one is not silent")
  func silence() {
    var state = busy()
    #expect(frame(state, silence: 1)[1].hasPrefix("ALARM"))
    #expect(frame(state, silence: 12)[1] == "NO DATA for 12 s: nothing is being looked at.")
    state.take(
      event: DetectionEvent(
        .end(Totals()), sensor: nil, sample: nil, sequence: 1, timeMicroseconds: 0))
    #expect(frame(state, silence: 12)[1].hasPrefix("ENDED"))
  }

  @Test("Gaps and faults stand on the last line of every size", arguments: [24, 14, 13, 8, 7, 3])
  func troubles(rows: Int) {
    var state = busy()
    for event in ReportFixture.events() { state.take(event: event) }
    state.takeUnreadLine()
    let lines = WatchView.frame(state, columns: 100, rows: rows, style: Self.plain)
    let troubles =
      "1 gap, 6 traces lost; 1 fault, last: ground bounce lost at trace 236; "
      + "1 line of input not understood"
    #expect(lines.suffix(2).contains(troubles))
  }

  @Test("The newest echo heads the list, with its place and depth")
  func events() {
    let lines = frame(busy())
    let row = lines.firstIndex { $0.hasSuffix("unknown: investigate") }
    #expect(
      row.map { lines[$0] }
        == "    2      105         2.10   16 cm   33 cm    5.12 x  unknown: investigate")
    #expect(lines.contains { $0.hasSuffix("what (2 echoes)") })
  }

  @Test("The depth strip marks an echo where it was, and its number under it")
  func strip() throws {
    let lines = frame(busy())
    let marked = try #require(lines.first { $0.contains("X") })
    let column = try #require(marked.firstIndex(of: "X")).utf16Offset(in: marked)
    // The last of 71 columns is trace 119; trace 105 stands 14 before it.
    #expect(column == 79 - 14)
    let axis = try #require(lines.first { $0.hasPrefix(String(repeating: " ", count: 65) + "2") })
    #expect(axis.trimmed == "2")
    #expect(lines.contains { $0.hasPrefix("    0 cm|") })
  }

  @Test("Without traces the course of the level is drawn, over its threshold when it is")
  func course() {
    var state = WatchState(title: "x")
    for trace in 0..<30 { state.take(level: level(Int64(trace), trace < 29 ? 64 : 4_096)) }
    let lines = frame(state)
    let threshold = lines.first { $0.hasPrefix(" thresh.|") }
    #expect(threshold?.hasSuffix("-#") == true)
    #expect(lines.contains("level, last 30 traces"))
  }

  @Test("A title cannot steer the terminal")
  func hostile() {
    let state = WatchState(title: "\u{1B}]0;pwned\u{7}\u{1B}[2J\u{202E}name\n")
    for style in [Self.plain, Self.rich] {
      let lines = frame(state, style)
      #expect(lines[0].hasPrefix("sapper watch  ?]0;pwned??[2J?name?"))
      #expect(lines.joined().components(of: "\u{1B}]") == 0)
    }
  }

  @Test("Colour is there only when asked for, and closes itself")
  func colour() {
    #expect(!frame(busy(), WatchStyle(colour: false, unicode: true)).joined().contains("\u{1B}"))
    let lines = frame(busy(), Self.rich)
    #expect(lines[1] == "\u{1B}[1;97;41mALARM  echo at 1.84 × the threshold\u{1B}[0m")
    for line in lines {
      #expect(
        !line.contains("\u{1B}") || line.hasSuffix("\u{1B}[0m")
          || line.components(of: "\u{1B}[0m") * 2 == line.components(of: "\u{1B}["))
    }
  }

  @Test("The environment says what the terminal can show")
  func style() {
    func style(_ variables: [String: String]) -> WatchStyle { WatchStyle { variables[$0] } }
    #expect(style([:]) == WatchStyle(colour: true, unicode: false))
    #expect(style(["LANG": "en_GB.UTF-8"]) == WatchStyle(colour: true, unicode: true))
    #expect(
      style(["LANG": "en_GB.UTF-8", "LC_ALL": "C"]) == WatchStyle(colour: true, unicode: false))
    #expect(
      style(["LC_ALL": "", "LANG": "C.utf8", "NO_COLOR": "1"])
        == WatchStyle(colour: false, unicode: true))
    #expect(style(["NO_COLOR": ""]) == WatchStyle(colour: true, unicode: false))
    #expect(style(["TERM": "dumb"]).colour == false)
  }

  @Test(
    "The bar's octaves are those of the level",
    arguments: [
      (UInt16(0), 0), (63, 0), (64, 0), (128, 10), (256, 20), (512, 30), (384, 25), (4_096, 60),
      (65_535, 99),
    ])
  func octaves(levelQ8: UInt16, column: Int) {
    #expect(WatchLevel.filled(levelQ8, columns: 100) == column)
  }

  @Test("What is kept stays within its bound, and is the newest")
  func bounds() {
    var state = WatchState(title: "x", geometry: SeededLine().geometry)
    let trace = [Int32](repeating: 3, count: 400)
    for index in 0..<Int64(5_000) {
      state.take(trace: trace.span, index: index)
      state.take(level: level(index, 1))
      var event = DetectionEvent(
        .detection(TargetFinding()), sensor: .radar, sample: index, sequence: index,
        timeMicroseconds: 0)
      event.id = UInt32(index + 1)
      state.take(event: event)
    }
    #expect(state.levels.count < 2 * WatchState.columnsMax)
    #expect(state.strip.columns < 2 * WatchState.columnsMax)
    #expect(state.events.count < 2 * WatchState.eventsMax)
    #expect(state.events.last?.id == 5_000 && state.detections == 5_000)
    #expect(state.strip.indices.last == 4_999)
  }

  @Test("Of a coil frames and signals are told, of a dual sensor the louder of both")
  func coil() {
    var state = WatchState(title: "x", style: .induction)
    #expect(frame(state)[1] == "Waiting for the first frame.")
    func coil(_ index: Int64, _ levelQ8: UInt16, _ flags: LevelFlags = []) -> OperatorLevel {
      OperatorLevel(
        sensor: .induction, index: index, sequence: index, levelQ8: levelQ8, flags: flags)
    }
    state.take(level: coil(41, 100))
    #expect(frame(state)[0].contains("frame 41"))
    #expect(frame(state)[1] == "no signal (this does not show the ground is clear)")
    state.take(level: coil(42, 512, .alarm))
    #expect(frame(state)[1] == "ALARM  signal at 2.00 x the threshold")
    state.take(level: coil(43, 0, .blind))
    #expect(frame(state)[1].hasPrefix("COIL BLIND"))

    var dual = WatchState(title: "x", style: .dual)
    dual.take(level: coil(0, 300, .alarm))
    dual.take(level: level(0, 20))
    #expect(frame(dual)[1] == "ALARM  signal at 1.17 x the threshold")
    dual.take(level: coil(1, 20))
    dual.take(level: level(1, 512, .alarm))
    #expect(frame(dual)[1] == "ALARM  echo at 2.00 x the threshold")
    #expect(dual.levels == [300, 20])
  }

  @Test("How far a cap is heard stands under the level, as long as something is heard")
  func reach() {
    var state = WatchState(title: "x", style: .induction)
    func coil(_ reach: UInt16?) -> OperatorLevel {
      OperatorLevel(
        sensor: .induction, index: 0, sequence: 0, levelQ8: 0, reachMillimetres: reach)
    }
    state.take(level: coil(nil))
    #expect(!frame(state).contains { $0.contains("cap") })
    state.take(level: coil(142))
    #expect(frame(state)[4] == "hears a cap to 14 cm from the coil")
    state.take(
      point: TrackPoint(eastMillimetres: 0, northMillimetres: 0, heightMillimetres: 30, quality: 0))
    #expect(frame(state)[4] == "hears a cap to 14 cm from the coil, 11 cm deep")
    #expect(!frame(state, silence: 2).contains { $0.contains("cap") })
    state.take(level: coil(0))
    #expect(frame(state)[4] == "hears no cap now")
  }

  @Test("Lines of standard input tell by themselves whether a coil, a radar or both speak")
  func adapts() {
    var state = WatchState(title: "x")
    #expect(state.style == .radar)
    state.take(
      level: OperatorLevel(sensor: .induction, index: 0, sequence: 0, levelQ8: 5))
    #expect(state.style == .induction)
    state.take(level: level(0, 1))
    #expect(state.style == .dual)
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  fileprivate func components(of needle: String) -> Int {
    split(separator: needle, omittingEmptySubsequences: false).count - 1
  }
}
