import DetectorCore
import Physics
import Recording
import Scoring

extension SceneRun {
  /// The run against its truth: what was found, and what was heard. With `hearsAlone` each hazard is
  /// listened to in the same lane without all other bodies too.
  func score(name: String, hearsAlone: Bool = false) throws(RecordingError) -> Score {
    let source = InductionSceneSource(scene)
    let track = source.track
    let line = ScoredLine(
      annotations: source.truth, track: track.map(GroundPoint.init),
      coilRadiusMetres: Double(scene.instrument.coilRadiusMicrometres) / 1e6)
    let run = try run()
    let score = line.score(run.events, name: name)
    let places = ScenePlaces(source)
    var heard = HeardScorer(
      truth: line.truth, zones: AudibleGround(scene).zones,
      frameRate: Double(source.rateMicrohertz) / 1e6
    ).score(run.trail) { places.place(ofFrame: $0) }
    if hearsAlone {
      for index in heard.bodies.indices where !heard.bodies[index].object.isClutter {
        heard.bodies[index].aloneQ8 = try alone(heard.bodies[index].object)
      }
    }
    return score.with(heard: heard)
  }

  /// The highest level over a body where nothing else lies.
  private func alone(_ object: Scoring.BuriedObject) throws(RecordingError) -> UInt16 {
    var lonely = self
    lonely.scene.targets = scene.targets.filter {
      $0.east == object.point.east && $0.north == object.point.north
    }
    let source = InductionSceneSource(lonely.scene)
    let places = ScenePlaces(source)
    let heard = HeardScorer(
      truth: [object], zones: nil, frameRate: Double(source.rateMicrohertz) / 1e6
    ).score(try lonely.run().trail) { places.place(ofFrame: $0) }
    return heard.bodies.first?.peakQ8 ?? 0
  }
}

/// Where the coil of a scene was: as its track says, or as it truly moved where it has none.
struct ScenePlaces {
  private let track: [TrackPoint]
  private let path: SweepPath
  /// Positions and frames a second.
  private let trackRate: Double
  private let frameRate: Double
  private let clock: Double

  init(_ source: InductionSceneSource) {
    track = source.track
    path = source.path
    trackRate = Double(source.trackRateMicrohertz) / 1e6
    frameRate = Double(source.rateMicrohertz) / 1e6
    clock = 1 + source.scene.noise.clockPartsPerMillion * 1e-6
  }

  /// The place at a frame of the device, on the straight line between two positions.
  func place(ofFrame sequence: Int64) -> GroundPoint? {
    let seconds = Double(sequence) / frameRate
    guard !track.isEmpty else {
      let pose = path.pose(at: seconds * clock)
      return GroundPoint(east: pose.east, north: pose.north)
    }
    let place = min(max(seconds * trackRate, 0), Double(track.count - 1))
    let index = min(Int(place), max(track.count - 2, 0))
    let part = place - Double(index)
    let (before, after) = (
      GroundPoint(track[index]), GroundPoint(track[min(index + 1, track.count - 1)])
    )
    return GroundPoint(
      east: before.east + part * (after.east - before.east),
      north: before.north + part * (after.north - before.north))
  }
}
