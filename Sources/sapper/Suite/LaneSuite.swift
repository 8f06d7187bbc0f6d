import DetectorCore
import Journal
import Lanes
import Physics
import Recording
import Scoring

/// Named lanes, each from many seeds, run on all cores.
struct LaneSuite {
  /// Names or files of the scenarios.
  var lanes: [String]
  /// Seeds 1 … of each.
  var seeds: Int
  /// What the chains are set to.
  var configuration: DetectorConfiguration
  /// Whether each body is listened to alone too, which takes a run for each.
  var hearsAlone = false

  /// The word for all lanes of the library whose coil is a pulse induction.
  static let everyLane = "all"
  /// The word for those whose coil is an induction balance.
  static let everyBalance = "balance"
  /// Seeds at the most.
  static let maximumSeeds = 10_000

  /// Reads what a person gave: `all`, `balance`, or names and files parted by commas.
  static func lanes(_ text: String) -> [String] {
    switch text {
    case everyLane: LaneLibrary.pulseNames
    case everyBalance: LaneLibrary.balanceNames
    default: text.split(separator: ",").map { String($0) }
    }
  }

  /// The scores of a suite.
  struct Scores {
    /// Of every lane, over its seeds.
    var lanes: [Score]
    /// Of every kind of ground, over all lanes that lie on it.
    var soils: [Score]
  }

  /// The scores of every lane and of every ground.
  func scores() throws(RecordingError) -> Scores {
    // A name that nobody gave is refused before an hour is spent.
    for name in lanes { _ = try Joining.lane(name, seed: 1) }
    var bar = ProgressBar(total: Int64(lanes.count * seeds), noun: "lanes")
    let results = Parallel.map(lanes.count * seeds) {
      bar.update(done: Int64($0))
    } body: {
      [self] index in
      Self.run(
        lanes[index / seeds], seed: UInt64(index % seeds + 1), configuration: configuration,
        hearsAlone: hearsAlone)
    }
    bar.clear()
    var scores = Scores(lanes: [], soils: [])
    var bySoil: [GroundKind: [Score]] = [:]
    for (place, name) in lanes.enumerated() {
      var parts: [Score] = []
      for result in results[place * seeds..<(place + 1) * seeds] {
        let lane = try result.get()
        parts.append(lane.score)
        bySoil[lane.soil, default: []].append(lane.score)
      }
      scores.lanes.append(Score.total(parts).named(name))
    }
    scores.soils = GroundKind.allCases.compactMap { soil in
      bySoil[soil].map { Score.total($0).named(soil.rawValue) }
    }
    return scores
  }

  /// One lane of one seed.
  private struct Scored: Sendable {
    var score: Score
    var soil: GroundKind
  }

  private static func run(
    _ name: String, seed: UInt64, configuration: DetectorConfiguration, hearsAlone: Bool
  ) -> Result<Scored, RecordingError> {
    do throws(RecordingError) {
      let lane = try Joining.lane(name, seed: seed)
      let run = SceneRun(scene: lane.induction, configuration: configuration)
      return .success(
        Scored(
          score: try run.score(name: name, hearsAlone: hearsAlone),
          soil: GroundKind(lane.induction.ground)))
    } catch {
      return .failure(error)
    }
  }
}
