import DetectorCore
import Physics
import Recording
import Testing

@Suite("Induction scenes")
struct InductionSceneTests {
  @Test("Any block size gives the same frames, and so does rewinding")
  func splitInvariance() throws {
    let scene = try short(seed: 3)
    let whole = frames(of: scene, blockFrames: 4_096)
    for count in [1, 7, 500] { #expect(frames(of: scene, blockFrames: count) == whole) }
    var source = InductionSceneSource(scene)
    _ = drain(&source, blockFrames: 100)
    source.rewind()
    #expect(drain(&source, blockFrames: 64) == whole)
  }

  @Test("A gap changes nothing after it: frames keep the numbers and values they would have had")
  func gaps() throws {
    var scene = try short(seed: 3)
    scene.faults = InductionFaults()
    let whole = frames(of: scene, blockFrames: 512)
    scene.faults.placed = [
      InductionFault(.dataReady, frames: 100..<140), InductionFault(.lostFrame, frames: 150..<151),
      InductionFault(.checksum, frames: 160..<161),
      InductionFault(.duplicatedFrame, frames: 170..<171),
    ]
    let cut = frames(of: scene, blockFrames: 512)
    #expect(cut.count == whole.count - 42 + 1)
    for frame in cut { #expect(frame.gates == whole[Int(frame.sequence)].gates) }
    #expect(cut.filter { $0.sequence == 170 }.count == 2)
    #expect(cut.first { $0.flags.contains(.checksum) }?.sequence == 161)
    let source = InductionSceneSource(scene)
    let annotations = source.faultAnnotations
    #expect(annotations.map(\.sampleStart) == [100, 110, 119, 128])
  }

  @Test("A body shows where its truth says that it lies")
  func truth() throws {
    var scene = try short(seed: 5)
    scene.faults = InductionFaults()
    let source = InductionSceneSource(scene)
    let all = frames(of: scene, blockFrames: 512)
    let truth = try #require(source.truth.first)
    let loudest = try #require(all.indices.max { all[$0].gates[0] < all[$1].gates[0] })
    // The pass takes 0.2 s at 0.5 m/s; a body 6 cm under the coil peaks within its halo of 0.145 m.
    let middle = Int(truth.sampleStart + truth.sampleCount / 2)
    let rate = Double(source.rateMicrohertz) / 1e6
    #expect(abs(Double(loudest - middle)) / rate * 0.5 < 0.145)
    #expect(truth.object == "steel parts 8 g, PMN-2-like")
  }

  /// One frame as it arrived.
  struct Frame: Equatable {
    let sequence: Int64
    let flags: BlockFlags
    let gates: [Int32]
  }

  private func short(seed: UInt64) throws -> InductionScene {
    let sweep = InductionSweep([
      .line(from: .init(east: -0.5, north: 0), to: .init(east: 0.5, north: 0))
    ])
    var scene = InductionScene(name: "short", seed: seed, sweep: sweep)
    scene.targets = [
      BuriedTarget(
        try #require(InductionTargetLibrary.target(named: "pmn2-like")), east: 0.1, north: 0.02,
        depthMetres: 0.05)
    ]
    scene.faults.perMinute = [.lostFrame: 120, .duplicatedFrame: 60, .dataReady: 30]
    return scene
  }

  private func frames(of scene: InductionScene, blockFrames: Int) -> [Frame] {
    var source = InductionSceneSource(scene)
    return drain(&source, blockFrames: blockFrames)
  }

  private func drain(_ source: inout InductionSceneSource, blockFrames: Int) -> [Frame] {
    var all: [Frame] = []
    var block = [Int32](repeating: 0, count: blockFrames * source.gateCount)
    while true {
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      if header.count == 0 { return all }
      #expect(header.index == Int64(all.count))
      for frame in 0..<header.count {
        let first = frame * source.gateCount
        all.append(
          Frame(
            sequence: header.sequence + Int64(frame), flags: frame == 0 ? header.flags : .clear,
            gates: Array(block[first..<first + source.gateCount])))
      }
    }
  }
}
