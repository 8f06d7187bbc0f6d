import DetectorCore
import Foundation
import Testing

// The lanes lie beside the project and not in it; without them this suite is off.
@Suite("Lanes, behaviour", .enabled(if: LaneData.isPresent, Comment(rawValue: LaneData.absence)))
struct LaneBehaviourTests {
  /// Every recording of these tests: scored lanes by name, real ones by path.
  static let all = LaneData.scored + [LaneData.ietGPR, LaneData.gprpy]

  private func open(_ name: String) throws -> LaneRecording {
    name.hasPrefix("/") ? try LaneRecording(file: name) : try LaneRecording(named: name)
  }

  @Test(
    "The same recording gives the same bytes in any blocks and any run",
    arguments: ["dual1", "dual3", LaneData.ietGPR])
  func sameBytes(name: String) throws {
    var lane = try open(name)
    let whole = try lane.replay(blockTraces: 4_096)
    #expect(whole.events.count > 1)
    for blockTraces in [1, 2, 7, 64, 101, 4_096] {
      let run = try lane.replay(blockTraces: blockTraces)
      #expect(run.lines == whole.lines, "blocks of \(blockTraces)")
      #expect(run.levels == whole.levels, "blocks of \(blockTraces)")
    }
    var again = try open(name)
    #expect(try again.replay().lines == whole.lines)
  }

  @Test("A detection leaves within 0.25 m, or 8 traces, of its apex", arguments: all)
  func latency(name: String) throws {
    var lane = try open(name)
    let run = try lane.replay()
    let spacing = run.settings.traceSpacingMicrometres.value
    let bound = max(
      RadarSettings.latencyMicrometres / spacing, RadarSettings.latencyTraces)
    #expect(RadarSettings.latencyMicrometres == 250_000 && RadarSettings.latencyTraces == 8)
    for (event, before) in zip(run.events, run.levelsBefore) where event.kind == .detection {
      let apex = try #require(event.sample)
      #expect(Int64(before) - apex <= bound, "#\(event.id) at trace \(apex)")
    }
  }

  @Test("The level stands at threshold before a detection is written", arguments: all)
  func levelBefore(name: String) throws {
    var lane = try open(name)
    let run = try lane.replay()
    let spacing = run.settings.traceSpacingMicrometres.value
    let reach = Int(max(RadarSettings.latencyMicrometres / spacing, RadarSettings.latencyTraces))
    for (event, before) in zip(run.events, run.levelsBefore) where event.kind == .detection {
      let apex = Int(try #require(event.sample))
      let heard = run.levels[max(0, apex - reach)..<before]
      let peak = heard.map(\.levelQ8).max() ?? 0
      #expect(peak >= OperatorLevel.thresholdQ8, "#\(event.id) at trace \(apex)")
    }
  }

  @Test(
    "A real file replays with no option given, level by level to its end",
    arguments: [(LaneData.ietGPR, 863), (LaneData.gprpy, 1_040)])
  func real(path: String, traces: Int) throws {
    var lane = try LaneRecording(file: path)
    let run = try lane.replay()
    #expect(run.levels.count == traces)
    let end = try #require(run.events.last)
    #expect(end.kind == .end)
    #expect(end.totals?.samples == Int64(traces))
    #expect(run.events.count { $0.kind == .end } == 1)
  }

  @Test("On the real line of File____001 each picked apex has a detection within 0.03 m")
  func picked() throws {
    var lane = try LaneRecording(file: LaneData.ietGPR)
    let found = try lane.replay().events.filter { $0.kind == .detection }
      .compactMap(\.distanceMillimetres).map { Double($0) / 1_000 }
    let text = try String(contentsOfFile: LaneData.pickedApexes, encoding: .utf8)
    let apexes = text.split(separator: "\n").dropFirst().compactMap {
      Double($0.split(separator: ",")[2])
    }
    #expect(apexes == [0.2249, 0.4832, 0.8192])
    for apex in apexes {
      let nearest = found.map { abs($0 - apex) }.min() ?? .infinity
      #expect(nearest <= 0.03, "\(apex) m: \(found)")
    }
  }
}
