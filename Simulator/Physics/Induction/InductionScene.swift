import DetectorCore
import Journal
import Recording

/// A coil swept over ground with metal in it: everything that an induction recording follows from.
///
/// The same scene and seed give the same samples on every machine. What it leaves out: coupling between
/// bodies, the ground's effect on the field that reaches them, and eddies in a body near the winding that
/// no dipole has.
package struct InductionScene: Sendable {
  /// Name of the scenario.
  package var name: String
  /// What every random number grows from.
  package var seed: UInt64
  /// The coil, its pulser and its converter.
  package var instrument = InductionInstrument()
  /// How it is moved.
  package var sweep: InductionSweep
  /// The ground.
  package var ground = InductionGround()
  /// What lies in it.
  package var targets: [BuriedTarget] = []
  /// What disturbs the front end.
  package var noise = InductionNoise()
  /// What goes wrong.
  package var faults = InductionFaults()
  /// Positions a second, millionths; 0 for a sweep without a track.
  package var trackRateMicrohertz: Int64 = 50_000_000
  /// Deviation of the positions, metres.
  package var trackMetres = 0.0035

  /// Makes a scene with nothing in its ground.
  package init(name: String, seed: UInt64, sweep: InductionSweep) {
    self.name = name
    self.seed = seed
    self.sweep = sweep
  }

  /// The truth of one body: where a pass comes nearest to it, for a fifth of a second.
  ///
  /// `index` gives the place in the file of a frame that the device counts.
  func annotation(
    of buried: BuriedTarget, along path: SweepPath, frameCount: Int64, index: (Int64) -> Int64
  ) -> RecordingAnnotation {
    var nearest = (place: 0, distance: Double.infinity)
    for (place, pose) in path.poses.enumerated() {
      let (east, north) = (pose.east - buried.east, pose.north - buried.north)
      let distance = east * east + north * north
      if distance < nearest.distance { nearest = (place, distance) }
    }
    let rate = instrument.frameRate
    let middle = Int64(Double(nearest.place) / SweepPath.rate * rate)
    let half = max(Int64(rate / 10), 1)
    let first = index(min(max(middle - half, 0), max(frameCount - 1, 0)))
    let last = index(min(middle + half, max(frameCount - 1, 0)))
    var annotation = RecordingAnnotation(
      sampleStart: first, sampleCount: max(last - first, 1), kind: .truth,
      label: buried.target.targetClass.name.description)
    annotation.targetClass = buried.target.targetClass
    annotation.object = buried.target.name
    annotation.positionMetres = (buried.east, buried.north)
    annotation.depthMetres = buried.depthMetres
    annotation.radiusMetres = buried.target.radiusMetres
    return annotation
  }
}
