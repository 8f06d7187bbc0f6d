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
  func events() throws(RecordingError) -> [DetectionEvent] { try run().events }

  /// The events and the levels of the run.
  func run() throws(RecordingError) -> HearingSink {
    var source = InductionSceneSource(scene)
    let track = source.track
    var run = Run(engine: try engine(for: source), track: track)
    var block = [Int32](repeating: 0, count: source.gateCount * Self.blockFrames)
    while true {
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      try run.feed(
        block.span, header: header, states: source.lastHousekeeping,
        gates: source.gateCount)
      if header.count == 0 { break }
    }
    return try run.finish()
  }

  /// The chain for the scene's instrument.
  private func engine(for source: InductionSceneSource) throws(RecordingError) -> CoilEngine {
    let track = source.track.isEmpty ? 0 : source.trackRateMicrohertz
    let found: String
    if scene.instrument.balance != nil {
      do throws(BalanceSettingsError) {
        return .balance(
          BalanceEngine(
            settings: try BalanceSettings(
              frequencyCount: source.gateCount / 2, rateMicrohertz: source.rateMicrohertz,
              trackRateMicrohertz: track, configuration: configuration.balance)))
      } catch { found = "\(error)" }
    } else {
      do throws(InductionSettingsError) {
        return .pulse(
          InductionEngine(
            settings: try InductionSettings(
              description: source.description, rateMicrohertz: source.rateMicrohertz,
              trackRateMicrohertz: track, configuration: configuration.induction)))
      } catch { found = "\(error)" }
    }
    throw RecordingError(
      .refused, file: scene.name, field: "coil", found: found,
      expected: "an instrument that the chain takes")
  }

  /// One run while it goes.
  private struct Run {
    let engine: CoilEngine
    let track: [TrackPoint]
    var point = 0
    var sink = HearingSink(track: nil)
    var merge = StreamMerge()

    init(engine: CoilEngine, track: [TrackPoint]) {
      self.engine = engine
      self.track = track
    }

    mutating func feed(
      _ frames: Span<Int32>, header: BlockHeader, states: [Int32], gates: Int
    ) throws(RecordingError) {
      let rate = engine.rateMicrohertz
      var used = 0
      var row = 0
      while used < header.count || row < header.count {
        offerTrack()
        merge.set(
          .induction, sequence: header.sequence + Int64(used), count: header.count - used,
          rateMicrohertz: rate)
        merge.set(
          .housekeeping, sequence: header.sequence + Int64(row), count: header.count - row,
          rateMicrohertz: rate)
        guard let turn = merge.next else { return }
        switch turn.stream {
        case .induction:
          // What came before the block goes with its first frame, by itself, as in a replay.
          let isFirst = used == 0 && header.damaged > 0
          let count = isFirst ? 1 : turn.count
          var part = BlockHeader(
            count: count, index: header.index + Int64(used),
            sequence: header.sequence + Int64(used))
          if isFirst {
            part.damaged = header.damaged
            part.flags = .checksum
          }
          try engine.process(
            frames.extracting(used * gates..<(used + count) * gates), header: part, into: &sink)
          used += count
        case .track: try feedPoints(turn.count)
        case .housekeeping, .radar:
          for index in row..<row + turn.count { try feedState(states, index) }
          row += turn.count
        }
      }
    }

    /// What is left of the track, and the end.
    mutating func finish() throws(RecordingError) -> HearingSink {
      try feedPoints(track.count - point)
      try engine.finish(into: &sink)
      return sink
    }

    private mutating func offerTrack() {
      merge.set(
        .track, sequence: Int64(point), count: track.count - point,
        rateMicrohertz: engine.trackRateMicrohertz)
    }

    private mutating func feedPoints(_ count: Int) throws(RecordingError) {
      for index in point..<point + count {
        let time = DeviceTime.microseconds(
          ofSequence: Int64(index), rateMicrohertz: engine.trackRateMicrohertz)
        try engine.take(track[index], timeMicroseconds: time, into: &sink)
      }
      point += count
    }

    private mutating func feedState(_ states: [Int32], _ row: Int) throws(RecordingError) {
      guard states.count >= 4 * (row + 1) else { return }
      let flags = RecordedFlags.flags(UInt32(bitPattern: states[4 * row + 3]))
      let sample = HousekeepingSample(
        currentMicroamperes: states[4 * row], temperatureMillidegrees: states[4 * row + 1],
        batteryMillivolts: states[4 * row + 2], flags: flags)
      try engine.take(sample, into: &sink)
    }
  }
}
