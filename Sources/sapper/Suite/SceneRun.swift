import DetectorCore
import Journal
import Physics
import Recording

/// A simulated coil through the chain, in memory: the frames, points and states that a recording of the
/// scene would hold, merged as a replay merges them.
struct SceneRun: Sendable {
  /// What is simulated.
  var scene: InductionScene
  /// What the chains are set to.
  var configuration = DetectorConfiguration()

  /// Frames made at once.
  private static let blockFrames = 256

  /// The events of the run; refused where the chain cannot look at such an instrument.
  func events() throws(RecordingError) -> [DetectionEvent] {
    var sink = CollectingSink(track: nil)
    try run(into: &sink)
    return sink.events
  }

  /// The events and the levels of the run.
  func run() throws(RecordingError) -> HearingSink {
    var sink = HearingSink(track: nil)
    try run(into: &sink)
    return sink
  }

  /// Runs it; what leaves the chain goes to `sink`.
  func run<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(RecordingError) where Sink.Failure == RecordingError {
    let scene = InductionSceneSource(self.scene)
    var source = MergedSource(scene, rows: Self.blockFrames)
    var chain = try chain(for: scene)
    try Replay(blockTraces: Self.blockFrames).run(
      &source, &chain, into: &sink, width: scene.gateCount)
  }

  /// The chain for the scene's instrument.
  private func chain(for source: InductionSceneSource) throws(RecordingError) -> any Pipeline {
    let track = source.track.isEmpty ? 0 : source.trackRateMicrohertz
    let found: String
    if scene.instrument.balance != nil {
      do throws(BalanceSettingsError) {
        return Engine(
          BalancePipeline(
            settings: try BalanceSettings(
              frequencyCount: source.gateCount / 2, rateMicrohertz: source.rateMicrohertz,
              trackRateMicrohertz: track, configuration: configuration.balance)))
      } catch { found = "\(error)" }
    } else {
      do throws(InductionSettingsError) {
        return Engine(
          InductionPipeline(
            settings: try InductionSettings(
              description: source.description, rateMicrohertz: source.rateMicrohertz,
              trackRateMicrohertz: track, configuration: configuration.induction)))
      } catch { found = "\(error)" }
    }
    throw RecordingError(
      .refused, file: scene.name, field: "coil", found: found,
      expected: "an instrument that the chain takes")
  }
}
