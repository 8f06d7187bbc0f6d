import DetectorCore
import Foundation
import Lanes
import Physics
import Recording
import Testing

/// All frames of a scene, one array of volts for each gate.
private struct Heard {
  var gates: [[Double]]
  var frameRate: Double

  init(_ scene: InductionScene) {
    var source = InductionSceneSource(scene)
    let count = source.gateCount
    gates = Array(repeating: [], count: count)
    frameRate = Double(source.rateMicrohertz) / 1e6
    let lsb = Double(source.description.lsbFemtovolts) / 1e15
    var block = [Int32](repeating: 0, count: 1_024 * count)
    while true {
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      if header.count == 0 { return }
      for frame in 0..<header.count {
        for gate in 0..<count { gates[gate].append(Double(block[frame * count + gate]) * lsb) }
      }
    }
  }

  func deviation(_ gate: Int) -> Double {
    let mean = gates[gate].reduce(0, +) / Double(gates[gate].count)
    let sum = gates[gate].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum / Double(gates[gate].count)).squareRoot()
  }
}

@Suite("Induction noise and faults")
struct InductionNoiseTests {
  @Test("White noise has 1.12, 0.79, 0.56 and 0.40 µV in the reference gates of one pulse")
  func white() {
    var scene = still(seconds: 20)
    scene.noise.whiteNanovoltsPerRootHertz = 5
    let heard = Heard(scene)
    for (gate, known) in [1.12, 0.79, 0.56, 0.40].enumerated() {
      // The deviation of 20,000 frames is good to 1/√(2·20,000) = 0.5 %; four of these and the rounding.
      #expect(abs(heard.deviation(gate) * 1e6 - known) < 0.02 * known + 0.005)
    }
    scene.instrument.pulsesPerFrame = 4
    #expect(abs(Heard(scene).deviation(0) * 1e6 - 0.56) < 0.04 * 0.56)
  }

  @Test("Soil alone over even ground has the voltage of its closed form")
  func soil() throws {
    var scene = still(seconds: 0.5)
    scene.ground.viscosity = 1e-5
    let heard = Heard(scene)
    let coil = scene.instrument.coil
    for (gate, seconds) in scene.instrument.gateSeconds.enumerated() {
      let volts =
        scene.instrument.squaredTurnsCurrent * 0.5e-5
        * coil.mutualInductance(distanceMetres: 0.1)
        * scene.instrument.drive.soilMean(exponent: 1, in: seconds)
      // Half a count of 10 nV, and 1e-4 of the table of heights.
      #expect(abs(heard.gates[gate][10] - volts) < 5.1e-9 + 1e-4 * volts)
    }
  }

  @Test("Salt dies faster than t^−5/2 and is gone from the late gates, where soil's 1/t is not")
  func salt() {
    var scene = still(seconds: 0.5)
    scene.ground.conductivity = 4
    scene.ground.conductivityTexture = 0
    let gates = Heard(scene).gates.map { $0[10] }
    #expect(gates[0] > 1e-4)
    // Between gates that each begin where the last one ended, at twice the time, 2^2.5 = 5.66; the fall
    // of the current takes from the first gate, its rise from the late ones.
    for ((early, late), known) in zip(
      zip(gates.prefix(4), gates.dropFirst().prefix(3)), [5.17, 5.91, 6.77])
    {
      #expect(abs(early / late / known - 1) < 0.04)
    }
  }

  @Test("The earth's field in a rocking coil is N·A·B·dθ/dt, the same in every gate")
  func earthField() {
    var scene = still(seconds: 5)
    scene.sweep.rockDegrees = 5
    scene.sweep.rockHertz = 0.8
    scene.noise.earthFieldMicrotesla = 50
    let heard = Heard(scene)
    let rate = 5 * Double.pi / 180 * 2 * Double.pi * 0.8
    // N·A = 1.062 m², and the field's part along the rocking is half of cos 30° here.
    let swing = 20 * Double.pi * 0.0169 * 50e-6 * rate * 0.4330127
    let most = heard.gates[0].max() ?? 0
    // The axis leans by up to 0.087, whose square the field's upright part turns into a tenth more.
    #expect(abs(most / swing - 1) < 0.12)
    for gate in 1..<5 {
      for (one, other) in zip(heard.gates[0], heard.gates[gate]) {
        #expect(abs(one - other) < 1.1e-8)
      }
    }
  }

  @Test("Mains keep their phase from pulse to pulse; whole periods and bipolar pulses cancel them")
  func mains() {
    var scene = still(seconds: 20)
    scene.instrument.pulseRateMillihertz = 1_000_500
    scene.noise.mainsMicrovolts = 10
    let gate = Heard(scene).gates[0]
    func part(_ hertz: Double) -> Double {
      var sum = (0.0, 0.0)
      for (index, value) in gate.enumerated() {
        let angle = 2 * Double.pi * hertz * Double(index) / 1_000.5
        sum.0 += value * cos(angle)
        sum.1 += value * sin(angle)
      }
      return 2 * (sum.0 * sum.0 + sum.1 * sum.1).squareRoot() / Double(gate.count)
    }
    #expect(abs(part(50) - 10e-6) < 0.5e-6)
    #expect(abs(part(150) - 10e-6 / 3) < 0.5e-6)
    // Twenty pulses span 19.99 ms of a period of 20: 5e-4 of the mains is left.
    scene.instrument.pulsesPerFrame = 20
    let slow = Heard(scene).gates[0]
    #expect((slow.max() ?? 0) - (slow.min() ?? 0) < 0.05e-6)
    // Two pulses of opposite sign leave sin(πf/PRF) of each harmonic: 1.6, 1.5 and 1.4 µV.
    scene.instrument.pulsesPerFrame = 2
    #expect(Heard(scene).deviation(0) > 6e-6)
    scene.instrument.isBipolar = true
    #expect(Heard(scene).deviation(0) < 2.2e-6)
  }

  @Test("A knock dies away in 50 to 200 ms and is nearly the same in all gates")
  func knocks() throws {
    var scene = still(seconds: 20)
    scene.noise.knocksPerMinute = 20
    scene.noise.knockMicrovolts = 40
    let heard = Heard(scene)
    let first = try #require(heard.gates[0].firstIndex { abs($0) > 15e-6 })
    let start = abs(heard.gates[0][first])
    #expect(abs(heard.gates[0][first + 10]) < start)
    #expect(abs(heard.gates[0][first + 40]) > start * exp(-0.041 / 0.05))
    let late = abs(heard.gates[0][first + 1_000])
    #expect(late < 1e-6 || late > 15e-6)
    for gate in 1..<5 { #expect(abs(heard.gates[gate][first] / heard.gates[0][first] - 1) < 0.4) }
  }

  @Test("Warming moves the first gate most, and the temperature is in the housekeeping")
  func drift() {
    var scene = still(seconds: 30)
    scene.noise.warmingKelvinPerMinute = 4
    scene.noise.microvoltsPerKelvin = 2
    let heard = Heard(scene)
    let moved = heard.gates.map { ($0.last ?? 0) - $0[0] }
    // Two kelvin and a deviation of 0.05 at each end; e^(−10 µs/20 µs) of 2 µV/K.
    #expect(abs(moved[0] - 4e-6 * exp(-0.5)) < 0.6e-6)
    for (early, late) in zip(moved, moved.dropFirst()) { #expect(early > late || early < 2e-8) }
    var source = InductionSceneSource(scene)
    var block = [Int32](repeating: 0, count: 5 * 30_000)
    var span = block.mutableSpan
    let header = source.readBlock(into: &span)
    let last = source.lastHousekeeping[4 * (header.count - 1) + 1]
    #expect(abs(last - source.lastHousekeeping[1] - 2_000) < 300)
  }

  @Test("Each fault shows in the counts and in the flags as it should")
  func faults() {
    for kind in InductionFaultKind.allCases where !kind.losesFrames && kind != .duplicatedFrame {
      var scene = still(seconds: 1)
      scene.ground.viscosity = 1e-5
      scene.noise.whiteNanovoltsPerRootHertz = 1
      scene.faults.placed = [InductionFault(kind, frames: 200..<400)]
      var source = InductionSceneSource(scene)
      var block = [Int32](repeating: 0, count: 5 * 1_000)
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      let flags = (0..<header.count).map { source.lastHousekeeping[4 * $0 + 3] }
      #expect(flags.enumerated().allSatisfy { ($1 != 0) == (200..<400).contains($0) }, "\(kind)")
      // A gate at its rail sets the bit of saturation beside its own.
      #expect(Set(flags[200..<400]).count == 1)
      #expect((flags[250] & ~1).nonzeroBitCount == (kind == .firstGateSaturated ? 0 : 1))
      let before = block[5 * 100]
      let during = block[5 * 300]
      switch kind {
      case .coilOpen: #expect(abs(during) < 200 && before > 2_000)
      case .coilShort: #expect(during > 1_000_000)
      case .currentSag: #expect(abs(Double(during) / Double(before) - 0.67) < 0.08)
      case .batterySag: #expect(abs(Double(during) / Double(before) - 0.85) < 0.08)
      case .firstGateSaturated: #expect(during == scene.instrument.railCounts)
      case .earthFieldSaturated: #expect(block[5 * 300 + 4] == scene.instrument.railCounts)
      case .converterStuck:
        #expect((200..<400).allSatisfy { block[5 * $0] == block[5 * 199] })
      default: break
      }
    }
  }

  private func still(seconds: Double) -> InductionScene {
    var sweep = InductionSweep([.still(seconds: seconds)])
    sweep.makeEven()
    var scene = InductionScene(name: "still", seed: 11, sweep: sweep)
    scene.instrument.pulsesPerFrame = 1
    scene.ground = .air
    scene.ground.texture = 0
    scene.noise = .none
    return scene
  }
}

extension InductionNoiseTests {
  @Test(
    "Over random faults annotations count what the frames show", arguments: [1, 2, 3] as [UInt64])
  func counts(seed: UInt64) throws {
    var scene = try #require(try LaneLibrary.lane(named: "everything", seed: seed)).induction
    // Two metres of it, and what goes wrong five times as often, are as much to count.
    scene.sweep.stretches = [
      .arcs(widthMetres: 1.2, lengthMetres: 2, spacingMetres: 0.15, armMetres: 1.1)
    ]
    scene.targets = []
    scene.faults.perMinute = scene.faults.perMinute.mapValues { 5 * $0 }
    var source = InductionSceneSource(scene)
    var numbers: [Int64] = []
    var stuck: Int64 = 0
    var block = [Int32](repeating: 0, count: 64 * source.gateCount)
    while true {
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      if header.count == 0 { break }
      for frame in 0..<header.count {
        numbers.append(header.sequence + Int64(frame))
        if source.lastHousekeeping[4 * frame + 3] & 16 != 0 { stuck += 1 }
      }
    }
    let annotations = source.faultAnnotations
    #expect(annotations.count == source.faults.count)
    for (annotation, fault) in zip(annotations, source.faults) {
      #expect(annotation.label == fault.kind.rawValue)
      guard annotation.sampleStart < Int64(numbers.count) else { continue }
      let number = numbers[Int(annotation.sampleStart)]
      if fault.kind.losesFrames {
        #expect(number >= fault.frames.upperBound)
      } else {
        #expect(number >= fault.frames.lowerBound)
      }
    }
    let lost = source.faults.filter(\.kind.losesFrames).reduce(into: Set<Int64>()) {
      $0.formUnion($1.frames)
    }
    #expect(!lost.isEmpty && lost.isDisjoint(with: numbers))
    #expect(Set(numbers).count + lost.count == Int(source.deviceFrameCount))
    let doubled = source.faults.filter {
      $0.kind == .duplicatedFrame && !lost.contains($0.frames.lowerBound)
    }
    #expect(numbers.count - Set(numbers).count == doubled.count)
    let frozen = source.faults.filter { $0.kind == .converterStuck }
      .reduce(into: Set<Int64>()) { $0.formUnion($1.frames) }
    #expect(stuck >= Int64(frozen.subtracting(lost).count))
  }
}
