package import DetectorCore
package import Recording

/// The traces of a scene, made one after the other as they are read.
package struct RadarSceneSource: RadarFile {
  /// The scene.
  package let scene: RadarScene
  /// Shape, timing and geometry, in integers.
  package let description: RadarDescription
  private let waves: SceneWaves
  private var noise: RandomStream
  private var spikes: RandomStream
  private var sequence: Int64 = 0
  private var index: Int64 = 0
  private var previous: [Int32] = []

  /// Makes the surface and the soil of the scene; the first trace is the next.
  package init(_ scene: RadarScene) {
    self.scene = scene
    description = scene.description
    waves = SceneWaves(scene)
    noise = RandomStream(seed: scene.seed, source: "noise")
    spikes = RandomStream(seed: scene.seed, source: "spikes")
  }

  /// Short name of the format.
  package var formatName: String { "scene" }
  /// Scenario and seed, since there is no file.
  package var path: String { "\(scene.name), seed \(scene.seed)" }
  /// Scenario, seed and length.
  package var facts: [RecordingFact] {
    [
      RecordingFact(name: "scenario", value: scene.name, origin: "scene"),
      RecordingFact(name: "seed", value: "\(scene.seed)", origin: "scene"),
      RecordingFact(name: "length", value: "\(scene.lengthMetres)", unit: "m", origin: "scene"),
    ]
  }
  /// A scene says all of itself.
  package var warnings: [RecordingWarning] { [] }
  /// One radar.
  package var channelCount: Int { 1 }
  /// The only channel.
  package var channel: Int { 0 }
  /// Traces that arrive.
  package var traceCount: Int64? {
    let all = 0..<scene.deviceTraceCount
    return Int64(all.filter { trace in !isLost(trace) }.count)
  }
  /// Nobody set a mark.
  package var marks: [TraceMark] { [] }
  /// No satellite receiver.
  package var positions: [TracePosition] { [] }
  /// The truth.
  package var annotations: [RecordingAnnotation] { scene.truth }

  /// Fills `block` with whole traces; the block never spans lost ones.
  package mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    let samples = Int(description.samplesPerTrace)
    let room = block.count / samples
    precondition(room > 0, "a block holds a trace at least")
    while sequence < scene.deviceTraceCount, isLost(sequence) { skip() }
    var header = BlockHeader(count: 0, index: index, sequence: sequence)
    while header.count < room, sequence < scene.deviceTraceCount, !isLost(sequence) {
      let trace = next()
      for sample in 0..<samples { block[header.count * samples + sample] = trace[sample] }
      let (low, high) = (description.railLow, description.railHigh)
      if trace.contains(where: { $0 <= low || $0 >= high }) {
        header.flags = header.flags.union(.clipped)
      }
      header.count += 1
    }
    index += Int64(header.count)
    return header
  }

  /// The next block starts at the first trace again.
  package mutating func rewind() throws(RecordingError) { self = RadarSceneSource(scene) }

  private func isLost(_ trace: Int64) -> Bool {
    scene.faults.lost.contains { $0.contains(trace) }
  }

  /// Passes over a lost trace with the chance it would have used, so that a gap changes nothing after it.
  private mutating func skip() { _ = next() }

  private mutating func next() -> [Int32] {
    let samples = Int(description.samplesPerTrace)
    var waves = [Double](repeating: 0, count: samples)
    self.waves.add(
      atMetres: Double(sequence) * scene.instrument.spacingMetres, to: &waves)
    let isOverdriven = scene.faults.overdriven.contains { $0.contains(sequence) }
    let scale =
      Double(scene.instrument.railHigh) * (isOverdriven ? scene.faults.overdriveGain : 1)
    var trace: [Int32] = []
    trace.reserveCapacity(samples)
    for value in waves {
      let chance = noise.gaussian() * scene.instrument.noiseCounts
      trace.append(counts(value * scale + chance))
    }
    if spikes.uniform() < scene.faults.spikesPerTrace {
      let place = Int(spikes.integer(below: UInt64(samples)))
      let sign: Int32 = spikes.next() & 1 == 0 ? 1 : -1
      trace[place] = counts(Double(sign * scene.faults.spikeCounts))
    }
    let isStuck = scene.faults.stuck.contains { $0.contains(sequence) }
    if isStuck, !previous.isEmpty { trace = previous }
    previous = trace
    sequence += 1
    return trace
  }

  /// Rounded to the nearest count, halves away from 0, and held at the rails.
  private func counts(_ value: Double) -> Int32 {
    let low = Double(description.railLow)
    let high = Double(description.railHigh)
    let held = min(max(value, low), high)
    return Int32(held < 0 ? held - 0.5 : held + 0.5)
  }
}
