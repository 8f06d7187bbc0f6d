import DetectorCore
import Physics
import Recording
import Testing

@Suite("Radar scenes")
struct PhysicsSceneTests {
  /// Golden: FNV-1a of every sample of the first 2.5 m of `demo`, four bytes each.
  @Test("The demo lane has the golden samples, and another seed has others")
  func golden() throws {
    var hashes: [UInt64] = []
    for seed: UInt64 in [1, 2] {
      var scene = try #require(SceneLibrary.scene(named: "demo", seed: seed))
      scene.lengthMetres = 2.5
      var hash = FNV1a()
      for trace in try traces(of: scene) { for sample in trace { hash.append(sample) } }
      hashes.append(hash.hash)
    }
    #expect(hashes == [258_055_453_233_600_436, 5_181_509_100_809_740_135])
  }

  @Test("Any block size gives the same traces, and so does rewinding")
  func splitInvariance() throws {
    var scene = short()
    scene.faults.lost = [7..<10]
    let whole = try traces(of: scene)
    for blockTraces in [2, 5, 64] { #expect(try traces(of: scene, blockTraces) == whole) }
    var source = RadarSceneSource(scene)
    var block = [Int32](repeating: 0, count: 512)
    var span = block.mutableSpan
    _ = try source.read(into: &span)
    try source.rewind()
    span = block.mutableSpan
    let header = try source.read(into: &span)
    #expect(header.index == 0 && block == whole[0])
  }

  @Test("Over even ground without noise all traces are alike, the bounce where light says")
  func evenGround() throws {
    var scene = RadarScene(name: "even", seed: 1, lengthMetres: 0.2)
    scene.ground = .even
    scene.instrument.noiseCounts = 0
    scene.instrument.directWave = 0
    let all = try traces(of: scene)
    #expect(all.allSatisfy { $0 == all[0] })
    // There and back √(0.051² + 0.0195²)·2 = 0.10920 m: 364.3 ps, 17.18 samples behind sample 41.
    #expect(peak(all[0]) == 58)
    // 0.465 of 32,767 is 15,237; 0.18 sample off its middle the wavelet has 0.9990 of it.
    #expect(abs(all[0][58] - 15_221) <= 8)
  }

  @Test("An echo of a deep point stands where the bent path says and falls off to both sides alike")
  func hyperbola() throws {
    var scene = RadarScene(name: "point", seed: 1, lengthMetres: 1.2)
    scene.ground = .even
    scene.instrument.noiseCounts = 0
    scene.instrument.directWave = 0
    scene.instrument.groundBounce = 0.465
    let empty = try traces(of: scene)[0]
    scene.objects = [
      BuriedObject(
        .clutter, name: "point", positionMetres: 0.6, depthMetres: 0.2, radiusMetres: 0,
        reflection: 0.2)
    ]
    let peaks = try traces(of: scene).map { trace in
      peak(zip(trace, empty).map { $0 - $1 })
    }
    // Straight down: 0.102 m of air and 0.4 m at √6 = 1.0818 m: 170.2 samples behind sample 41, and the
    // way from and to antennas 39 mm apart is 0.0057 m longer at the most, which is 0.9 samples.
    #expect((211...212).contains(peaks[30]))
    for offset in 1...25 {
      #expect(abs(peaks[30 - offset] - peaks[30 + offset]) <= 1)
      #expect(peaks[30 + offset] >= peaks[29 + offset])
    }
    #expect(peaks[55] - peaks[30] > 100)
  }

  @Test("A wide casing has a flat top, and its bottom answers with the other sign")
  func flatTop() throws {
    var scene = RadarScene(name: "casing", seed: 1, lengthMetres: 1.2)
    scene.ground = .even
    scene.instrument.noiseCounts = 0
    let empty = try traces(of: scene)[0]
    var mine = BuriedObject(
      .antiTankMine, name: "casing", positionMetres: 0.6, depthMetres: 0.1, radiusMetres: 0.14,
      reflection: -0.1)
    mine.isFlat = true
    mine.casingMetres = 0.11
    scene.objects = [mine]
    let echoes = try traces(of: scene).map { trace in zip(trace, empty).map { $0 - $1 } }
    for place in 24...36 { #expect(peak(echoes[place]) == peak(echoes[30])) }
    #expect(peak(echoes[42]) > peak(echoes[30]))
    let top = peak(echoes[30])
    // Twice 0.11 m at √2.9: 1.2497 ns, 58.9 samples behind the top.
    let bottom = top + 59
    #expect(echoes[30][top] < 0)
    #expect(echoes[30][bottom] > 0)
    #expect(abs(Double(echoes[30][bottom]) / Double(echoes[30][top]) + 0.5) < 0.05)
  }

  @Test("Lost traces are a jump of the sequence, and no other trace changes")
  func lostTraces() throws {
    var scene = short()
    let whole = try traces(of: scene)
    scene.faults.lost = [0..<2, 7..<10]
    #expect(try traces(of: scene) == Array(whole[2..<7] + whole[10...]))
    var source = RadarSceneSource(scene)
    var block = [Int32](repeating: 0, count: 512 * 64)
    var headers: [BlockHeader] = []
    while true {
      var span = block.mutableSpan
      let header = try source.read(into: &span)
      if header.count == 0 { break }
      headers.append(header)
    }
    #expect(headers.map(\.sequence) == [2, 10])
    #expect(headers.map(\.index) == [0, 5])
    #expect(headers.map(\.count) == [5, whole.count - 10])
    #expect(source.traceCount == Int64(whole.count - 5))
  }

  @Test("Overdriven traces stand at both rails, stuck ones repeat, spikes stand out")
  func faults() throws {
    var scene = short()
    let whole = try traces(of: scene)
    scene.faults.overdriven = [3..<4]
    scene.faults.stuck = [5..<7]
    let faulty = try traces(of: scene)
    #expect(faulty[3].max() == 32_767 && faulty[3].min() == -32_768)
    #expect(faulty[5] == faulty[4] && faulty[6] == faulty[4] && faulty[7] == whole[7])
    #expect(whole[5] != whole[4])
    scene.faults = SceneFaults()
    scene.faults.spikesPerTrace = 1
    let spiked = try traces(of: scene)
    for (before, after) in zip(whole, spiked) {
      let changed = zip(before, after).filter { $0 != $1 }
      #expect(changed.count == 1 && changed.allSatisfy { $0.1.magnitude == 20_000 })
    }
  }

  @Test("Only clipped blocks are flagged")
  func clippedFlag() throws {
    var scene = short()
    scene.faults.overdriven = [3..<4]
    var source = RadarSceneSource(scene)
    var block = [Int32](repeating: 0, count: 512)
    for trace in 0..<6 {
      var span = block.mutableSpan
      let header = try source.read(into: &span)
      #expect(header.flags == (trace == 3 ? .clipped : .clear))
    }
  }

  @Test("Truth stands at the recording's traces, lost ones not counted, in order of distance")
  func truth() throws {
    var scene = short()
    func object(at metres: Double) -> BuriedObject {
      BuriedObject(
        .uxo, name: "shell", positionMetres: metres, depthMetres: 0.1, radiusMetres: 0.02,
        reflection: 0.1)
    }
    scene.objects = [object(at: 0.6), object(at: 0.2)]
    #expect(scene.truth.map(\.sampleStart) == [4, 24])
    #expect(scene.truth.map(\.sampleCount) == [13, 11])
    scene.faults.lost = [20..<23]
    #expect(scene.truth.map(\.sampleStart) == [4, 21])
    let first = scene.truth[0]
    #expect(first.kind == .truth && first.label == "uxo" && first.targetClass == .uxo)
    #expect(first.positionMetres?.east == 0.2 && first.depthMetres == 0.1)
    scene.faults.lost = [0..<1_000]
    #expect(scene.truth.isEmpty)
  }

  @Test("No scene has a name that nobody gave")
  func names() {
    for name in SceneLibrary.names { #expect(SceneLibrary.scene(named: name, seed: 1) != nil) }
    #expect(SceneLibrary.scene(named: "Demo", seed: 1) == nil)
    #expect(SceneLibrary.scene(named: "", seed: 1) == nil)
  }

  private func short() -> RadarScene {
    RadarScene(name: "short", seed: 3, lengthMetres: 0.7)
  }

  private func peak(_ trace: [Int32]) -> Int {
    trace.indices.max { trace[$0].magnitude < trace[$1].magnitude } ?? 0
  }
}

/// All traces of a scene, read in blocks of this size.
func traces(of scene: RadarScene, _ blockTraces: Int = 1) throws -> [[Int32]] {
  var source = RadarSceneSource(scene)
  let samples = Int(source.description.samplesPerTrace)
  var block = [Int32](repeating: 0, count: samples * blockTraces)
  var traces: [[Int32]] = []
  while true {
    var span = block.mutableSpan
    let header = try source.read(into: &span)
    if header.count == 0 { return traces }
    for place in 0..<header.count {
      traces.append(Array(block[(place * samples)..<((place + 1) * samples)]))
    }
  }
}
