package import DetectorCore
import Journal
package import Recording

/// A line over ground with things in it, as a radar meets it: everything that a recording follows from.
///
/// The same scene and seed give the same samples on every machine. What it leaves out: the antennas'
/// pattern, multiple echoes between objects, and dispersion.
package struct RadarScene: Sendable {
  /// Name of the scenario.
  package var name: String
  /// What every random number grows from.
  package var seed: UInt64
  /// Length of the line, metres.
  package var lengthMetres: Double
  /// The radar.
  package var instrument = RadarInstrument()
  /// The ground.
  package var ground = SceneGround()
  /// What lies in it.
  package var objects: [BuriedObject] = []
  /// What goes wrong.
  package var faults = SceneFaults()

  /// Makes a scene with nothing in its ground.
  package init(name: String, seed: UInt64, lengthMetres: Double) {
    self.name = name
    self.seed = seed
    self.lengthMetres = lengthMetres
  }

  /// Traces that the device counts on the line, the lost ones too.
  package var deviceTraceCount: Int64 {
    Int64(lengthMetres / instrument.spacingMetres + 0.5)
  }

  /// Shape, timing and geometry as the recording says them.
  package var description: RadarDescription { instrument.description(over: ground) }

  /// What lies where, in order along the line; samples are traces as they lie in the recording.
  ///
  /// An object takes the traces within its radius and 0.10 m. One whose traces were all lost stands at
  /// the first trace after them.
  package var truth: [RecordingAnnotation] {
    let delivered = (0..<deviceTraceCount).filter { trace in
      !faults.lost.contains { $0.contains(trace) }
    }
    guard let last = delivered.indices.last else { return [] }
    func index(atMetres metres: Double) -> Int64 {
      let trace = Int64(max(metres, 0) / instrument.spacingMetres + 0.5)
      return Int64(delivered.firstIndex { $0 >= trace } ?? last)
    }
    return objects.sorted { $0.positionMetres < $1.positionMetres }.map { object in
      let halo = object.radiusMetres + 0.10
      let start = index(atMetres: object.positionMetres - halo)
      let end = index(atMetres: object.positionMetres + halo)
      var annotation = RecordingAnnotation(
        sampleStart: start, sampleCount: end - start + 1, kind: .truth,
        label: object.targetClass.name.description)
      annotation.targetClass = object.targetClass
      annotation.object = object.name
      annotation.positionMetres = (object.positionMetres, object.asideMetres)
      annotation.depthMetres = object.depthMetres
      annotation.radiusMetres = object.radiusMetres
      return annotation
    }
  }
}
