import DetectorCore
import Journal
import Lanes
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

  /// The score of every lane, over its seeds.
  func scores() throws(RecordingError) -> [Score] {
    // A name that nobody gave is refused before an hour is spent.
    for name in lanes { _ = try Joining.lane(name, seed: 1) }
    var bar = ProgressBar(total: Int64(lanes.count * seeds), noun: "lanes")
    let results = Parallel.map(lanes.count * seeds) {
      bar.update(done: Int64($0))
    } body: {
      [self] index in
      Self.run(
        lanes[index / seeds], seed: UInt64(index % seeds + 1), configuration: configuration)
    }
    bar.clear()
    var scores: [Score] = []
    for (place, name) in lanes.enumerated() {
      var parts: [Score] = []
      for result in results[place * seeds..<(place + 1) * seeds] { parts.append(try result.get()) }
      scores.append(Score.total(parts).named(name))
    }
    return scores
  }

  private static func run(
    _ name: String, seed: UInt64, configuration: DetectorConfiguration
  ) -> Result<Score, RecordingError> {
    do throws(RecordingError) {
      let lane = try Joining.lane(name, seed: seed)
      return .success(
        try SceneRun(scene: lane.induction, configuration: configuration).score(name: name))
    } catch {
      return .failure(error)
    }
  }
}
