import DetectorCore
import Physics
import Recording
import Scoring

/// A simulated coil through the chain, in memory: the frames, points and states that a recording of the
/// scene would hold, merged as a replay merges them.
struct SceneRun: Sendable {
  /// What is simulated.
  var scene: InductionScene
  /// What the chain is set to.
  var configuration = InductionConfiguration()

  /// Frames made at once.
  private static let blockFrames = 256

  /// The events of the run; refused where the chain cannot look at such an instrument.
  func events() throws(RecordingError) -> [DetectionEvent] {
    var source = InductionSceneSource(scene)
    let track = source.track
    let settings: InductionSettings
    do throws(InductionSettingsError) {
      settings = try InductionSettings(
        description: source.description, rateMicrohertz: source.rateMicrohertz,
        trackRateMicrohertz: track.isEmpty ? 0 : source.trackRateMicrohertz,
        configuration: configuration)
    } catch {
      throw RecordingError(
        .refused, file: scene.name, field: "coil", found: "\(error)",
        expected: "an instrument that the chain takes")
    }
    var run = Run(engine: InductionEngine(settings: settings), track: track)
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

  /// One run while it goes.
  private struct Run {
    let engine: InductionEngine
    let track: [TrackPoint]
    var point = 0
    var sink = CollectingSink(track: nil)
    var merge = StreamMerge()

    init(engine: InductionEngine, track: [TrackPoint]) {
      self.engine = engine
      self.track = track
    }

    mutating func feed(
      _ frames: Span<Int32>, header: BlockHeader, states: [Int32], gates: Int
    ) throws(RecordingError) {
      let rate = engine.settings.rateMicrohertz
      if header.flags.contains(.checksum) {
        var lost = BlockHeader(count: 0, index: header.index, sequence: header.sequence)
        lost.flags = .checksum
        try engine.process(frames.extracting(0..<0), header: lost, into: &sink)
      }
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
          let part = BlockHeader(
            count: turn.count, index: header.index + Int64(used),
            sequence: header.sequence + Int64(used))
          try engine.process(
            frames.extracting(used * gates..<(used + turn.count) * gates), header: part,
            into: &sink)
          used += turn.count
        case .track: try feedPoints(turn.count)
        case .housekeeping, .radar:
          for index in row..<row + turn.count { try feedState(states, index) }
          row += turn.count
        }
      }
    }

    /// What is left of the track, and the end.
    mutating func finish() throws(RecordingError) -> [DetectionEvent] {
      try feedPoints(track.count - point)
      try engine.finish(into: &sink)
      return sink.events
    }

    private mutating func offerTrack() {
      merge.set(
        .track, sequence: Int64(point), count: track.count - point,
        rateMicrohertz: engine.settings.trackRateMicrohertz)
    }

    private mutating func feedPoints(_ count: Int) throws(RecordingError) {
      for index in point..<point + count {
        let time = DeviceTime.microseconds(
          ofSequence: Int64(index), rateMicrohertz: engine.settings.trackRateMicrohertz)
        try engine.take(track[index], timeMicroseconds: time, into: &sink)
      }
      point += count
    }

    private mutating func feedState(_ states: [Int32], _ row: Int) throws(RecordingError) {
      guard states.count >= 4 * (row + 1) else { return }
      let flags = FrontEndFlags(rawValue: UInt32(bitPattern: states[4 * row + 3]))
      let sample = HousekeepingSample(
        currentMicroamperes: states[4 * row], temperatureMillidegrees: states[4 * row + 1],
        batteryMillivolts: states[4 * row + 2], flags: flags)
      try engine.take(sample, into: &sink)
    }
  }
}

extension SceneRun {
  /// The run against its truth.
  func score(name: String) throws(RecordingError) -> Score {
    let source = InductionSceneSource(scene)
    let track = source.track.map {
      GroundPoint(
        east: Double($0.eastMillimetres) / 1_000, north: Double($0.northMillimetres) / 1_000)
    }
    let line = ScoredLine(
      annotations: source.truth, track: track,
      coilRadiusMetres: Double(scene.instrument.coilRadiusMicrometres) / 1e6)
    return line.score(try events(), name: name)
  }
}
