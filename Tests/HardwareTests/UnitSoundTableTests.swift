import DetectorCore
import Foundation
import Testing
import Unit

/// One sound of a stretch: how far apart its pulses are, and for how long they go on.
private struct Note: Equatable, CustomStringConvertible {
  let periodMicroseconds: Int64
  let milliseconds: Int64
  var description: String { "\(periodMicroseconds) µs for \(milliseconds) ms" }

  /// Whether it is the same to an ear: 20 µs are the grain of what is sampled here.
  func isLike(_ period: Int64, _ length: Int64) -> Bool {
    abs(periodMicroseconds - period) <= 20
      && abs(milliseconds - length) <= max(2, 2 * period / 1_000)
  }
}

/// What is heard of a state, note by note.
private func notes(_ state: SignalState, from start: Int64, length: Int64) -> [Note] {
  var found: [Note] = []
  var lastRise: Int64?
  var first: Int64 = 0
  var spans: [Int64] = []
  func close() {
    guard let last = lastRise, !spans.isEmpty else { return }
    let period = spans.sorted()[spans.count / 2]
    found.append(Note(periodMicroseconds: period, milliseconds: (last + period - first) / 1_000))
    spans = []
  }
  var before = false
  for time in stride(from: start, to: start + length, by: 20) {
    let now = Signals.levels(state, at: time)[.audio]
    if now, !before {
      let span = lastRise.map { time - $0 }
      let isOther = span.map { each in
        each > 12_000 || spans.last.map { abs($0 - each) > 40 } ?? false
      }
      if isOther ?? true {
        close()
        first = time
      } else if let span {
        spans.append(span)
      }
      lastRise = time
    }
    before = now
  }
  close()
  // A tone's pulses keep to device time: the first of it may be a part of one.
  return found.filter { $0.milliseconds > 5 }
}

private let later: Int64 = 100_000_000

/// A checked unit that searches over clean ground, changed.
private func state(_ change: (inout SignalState) -> Void = { _ in }) -> SignalState {
  var state = SignalState()
  state.phase = .searching
  state.isChecked = true
  change(&state)
  return state
}

/// A row of the table of sounds in Unit.md: its first cell, a state that is heard so, and what it sounds like.
private struct Row: Sendable, CustomTestStringConvertible {
  let heard: String
  let state: SignalState
  var length: Int64 = 1_000_000
  let expected: [(period: Int64, milliseconds: Int64)]
  var testDescription: String { heard }
}

private let tick: (period: Int64, milliseconds: Int64) = (800, 40)
private let buzz: (period: Int64, milliseconds: Int64) = (8_000, 60)

private let rows: [Row] = [
  Row(
    heard: "five rising tones", state: state { $0.searchingSince = later }, length: 600_000,
    expected: [(960, 100), (870, 100), (780, 100), (690, 100), (600, 100)]),
  Row(heard: "one tick a second", state: state(), expected: [tick]),
  Row(heard: "two ticks a second", state: state { $0.isChecked = false }, expected: [tick, tick]),
  Row(
    heard: "five ticks a second", state: state { $0.flags = .settling },
    expected: [tick, tick, tick, tick, tick]),
  Row(
    heard: "a steady tone, 250 Hz to 1 kHz",
    state: state {
      $0.flags = .alarm
      $0.levelQ8 = 256
    }, expected: [(4_000, 1_000)]),
  Row(
    heard: "a double chirp, twice, each rising from 1.8 to 2.5 kHz",
    state: state { $0.behindAt = later }, length: 800_000,
    expected: [
      (560, 40), (400, 40), (560, 40), (400, 40), (560, 40), (400, 40), (560, 40), (400, 40),
    ]),
  Row(
    heard: "a warble, 1.6 kHz and 195 Hz, 64 ms each",
    state: state { $0.lasting[.coilOpen] = true },
    length: 192_000, expected: [(5_120, 64), (640, 64), (5_120, 64)]),
  Row(
    heard: "one low buzz, two low buzzes, twice a second", state: state { $0.flags = .tooFast },
    expected: [buzz, buzz]),
  Row(
    heard: "one low buzz, two low buzzes, twice a second", state: state { $0.flags = .tooHigh },
    expected: [buzz, buzz, buzz, buzz]),
  Row(
    heard: "a long low buzz, half a second of each one and a half",
    state: state { $0.flags = .tooSlow }, length: 1_500_000, expected: [(8_000, 500)]),
  Row(
    heard: "three falling tones, each minute", state: state { $0.batteryAnnouncedAt = later },
    length: 600_000, expected: [(700, 150), (820, 150), (940, 150)]),
  Row(
    heard: "five seconds of 1.4 kHz, then the warble",
    state: state {
      $0.emptySince = later
      $0.lasting[.battery] = true
    }, length: 5_000_000, expected: [(700, 5_000)]),
  Row(
    heard: "two short rising tones", state: state { $0.passedAt = later }, length: 400_000,
    expected: [(900, 150), (700, 150)]),
  Row(
    heard: "four chirps a second", state: state { $0.isBalancing = true },
    expected: [(480, 50), (480, 50), (480, 50), (480, 50)]),
  Row(
    heard: "one long tone",
    state: state {
      $0.balanced = .halfWay
      $0.balancedAt = later
    }, length: 800_000, expected: [(900, 600)]),
  Row(
    heard: "three short rising tones",
    state: state {
      $0.balanced = .learnt
      $0.balancedAt = later
    }, length: 600_000, expected: [(900, 150), (750, 150), (600, 150)]),
  Row(
    heard: "two long low falling tones",
    state: state {
      $0.balanced = .refused
      $0.balancedAt = later
    }, length: 800_000, expected: [(6_000, 350), (9_000, 350)]),
]

@Suite("The unit's table of sounds") struct UnitSoundTableTests {
  @Test("What the table says is what is heard, note by note", arguments: rows)
  fileprivate func row(_ row: Row) {
    // The warble's steps begin with device time: two of them lie between 100 s and the first whole one.
    let start = row.heard.hasPrefix("a warble") ? later + 32_000 : later
    let heard = notes(row.state, from: start, length: row.length)
    #expect(heard.count == row.expected.count, "\(heard)")
    for (note, expected) in zip(heard, row.expected) {
      #expect(note.isLike(expected.period, expected.milliseconds), "\(note) for \(expected)")
    }
  }

  @Test("Every row of the table in Unit.md is one of these, and the other way round")
  func everyRow() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Hardware/Unit/Unit.docc/Unit.md")
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("| heard | means") })
    let table = lines[(start + 2)...].prefix { $0.hasPrefix("|") }
    let heard = table.map {
      $0.split(separator: "|")[0].trimmingCharacters(in: .whitespaces)
    }
    #expect(heard.count > 10)
    #expect(Set(heard) == Set(rows.map(\.heard)))
  }

  /// Every kind of fault by its number.
  static let faults = (UInt8(1)...13).compactMap(FaultSignal.init)

  @Test(
    "Each fault that lasts is heard as the page says, with its number of blinks",
    arguments: faults)
  func lastingFault(_ fault: FaultSignal) {
    #expect(Self.faults.count == 13)
    let isReminded = [.frames, .storage, .track, .sound].contains(fault)
    var faulty = state { $0.lasting[fault] = true }
    let heard = notes(faulty, from: later, length: 20_000_000)
    let warbled = heard.filter { $0.isLike(640, 64) || $0.isLike(5_120, 64) }
    let share = Double(warbled.reduce(0) { $0 + $1.milliseconds }) / 20_000
    if isReminded {
      #expect(share > 0.055 && share < 0.07, "0.64 s of each ten: \(share)")
    } else {
      #expect(share > 0.95, "without a break: \(share)")
    }
    // Over metal: what makes searching vain covers the tone, the rest leaves it alone.
    faulty.flags = .alarm
    faulty.levelQ8 = 4_096
    let metal = Sound.target(levelQ8: 4_096).periodMicroseconds
    let over = notes(faulty, from: later + 1_000_000, length: 1_000_000)
    #expect(over.contains { $0.isLike(metal, 1_000) } == isReminded)
    let cycle = Int64(fault.rawValue) * 300_000 + 900_000
    let lit = stride(from: Int64(0), to: cycle, by: 10_000).map {
      Signals.levels(faulty, at: cycle * 7 + $0)[.ledFault]
    }
    let rises = lit.indices.filter { lit[$0] && ($0 == 0 || !lit[$0 - 1]) }.count
    #expect(rises == Int(fault.rawValue))
  }
}
