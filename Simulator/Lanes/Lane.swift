package import Physics

/// One lane as a scenario and a seed make it: a coil, and a radar where one goes with it.
package struct Lane: Sendable {
  /// Name of the scenario.
  package var name: String
  /// One line on what it is for.
  package var about: String
  /// What every random number grew from.
  package var seed: UInt64
  /// The coil's scene.
  package var induction: InductionScene
  /// The radar's scene; nil for a lane that only a coil sees.
  package var radar: RadarScene?
}
