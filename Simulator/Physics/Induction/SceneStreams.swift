import DetectorCore
package import Recording

extension MergedSource {
  /// What a simulated coil gives from its first frame on: frames, states and the track, merged as those
  /// of a recording of the scene are.
  package init(_ scene: InductionSceneSource, rows: Int, hasTrack: Bool = true) {
    self.init()
    let reader = SceneReader(scene)
    add(
      .induction, SceneFrames(reader: reader), width: scene.gateCount,
      rateMicrohertz: scene.rateMicrohertz, rows: rows)
    add(
      .housekeeping, SceneStates(reader: reader), width: 4, rateMicrohertz: scene.rateMicrohertz,
      rows: rows)
    guard hasTrack, !scene.track.isEmpty else { return }
    add(
      .track, SceneTrackRows(points: scene.track), width: 4,
      rateMicrohertz: scene.trackRateMicrohertz, rows: rows)
  }
}

/// The frames of a scene and the states that come with them: an object, since two streams read it.
private final class SceneReader {
  private var scene: InductionSceneSource
  private var states: [(header: BlockHeader, rows: [Int32])] = []

  init(_ scene: InductionSceneSource) { self.scene = scene }

  func readFrames(into block: inout MutableSpan<Int32>) -> BlockHeader {
    let header = scene.readBlock(into: &block)
    if header.count > 0 {
      let own = BlockHeader(
        count: header.count, index: header.index, sequence: header.sequence)
      states.append((own, scene.lastHousekeeping))
    }
    return header
  }

  func readStates(into block: inout MutableSpan<Int32>) -> BlockHeader {
    guard !states.isEmpty else { return .end(index: 0, sequence: 0) }
    let (header, rows) = states.removeFirst()
    for place in rows.indices { block[place] = rows[place] }
    return header
  }
}

private struct SceneFrames: SampleSource {
  /// What can go wrong in the world outside.
  typealias Failure = RecordingError

  let reader: SceneReader

  func read(into block: inout MutableSpan<Int32>) throws(RecordingError) -> BlockHeader {
    reader.readFrames(into: &block)
  }
}

private struct SceneStates: SampleSource {
  /// What can go wrong in the world outside.
  typealias Failure = RecordingError

  let reader: SceneReader

  func read(into block: inout MutableSpan<Int32>) throws(RecordingError) -> BlockHeader {
    reader.readStates(into: &block)
  }
}

private struct SceneTrackRows: SampleSource {
  /// What can go wrong in the world outside.
  typealias Failure = RecordingError

  let points: [TrackPoint]
  var next = 0

  mutating func read(into block: inout MutableSpan<Int32>) throws(RecordingError) -> BlockHeader {
    let count = min(block.count / 4, points.count - next)
    for row in 0..<count {
      let point = points[next + row]
      block[4 * row] = point.eastMillimetres
      block[4 * row + 1] = point.northMillimetres
      block[4 * row + 2] = point.heightMillimetres
      block[4 * row + 3] = point.quality
    }
    defer { next += count }
    return BlockHeader(count: count, index: Int64(next), sequence: Int64(next))
  }
}
