import DetectorCore
import Foundation
import Physics
import Testing

@Suite("A second detector near by")
struct NeighbourTests {
  private func scene(seconds: Double, metres: Double, millionths: Double) -> InductionScene {
    var sweep = InductionSweep([.still(seconds: seconds)])
    sweep.makeEven()
    var scene = InductionScene(name: "still", seed: 3, sweep: sweep)
    scene.ground = .air
    scene.noise = .none
    scene.instrument.pulsesPerFrame = 1
    scene.noise.neighbourMetres = metres
    scene.noise.neighbourPartsPerMillion = millionths
    return scene
  }

  private func volts(_ scene: InductionScene) -> [[Double]] {
    var source = InductionSceneSource(scene)
    let count = source.gateCount
    var gates = [[Double]](repeating: [], count: count)
    var block = [Int32](repeating: 0, count: 1_000 * count)
    while true {
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      if header.count == 0 { return gates }
      for frame in 0..<header.count {
        for gate in 0..<count { gates[gate].append(Double(block[frame * count + gate]) * 1e-8) }
      }
    }
  }

  @Test("Its fall within a gate is M·I over the gate, its rise M·I over the pulse the other way")
  func heights() {
    // 1,000 millionths walk through a period of 1 ms in 1,000 pulses: one second holds every phase.
    let gates = volts(scene(seconds: 1.2, metres: 5, millionths: 1_000))
    let area = 20 * Double.pi * 0.0169
    let linked = 4e-7 * Double.pi * area * area / (4 * Double.pi * 125) * 2
    for (gate, length) in [10e-6, 20e-6, 40e-6, 80e-6, 100e-6].enumerated() {
      let most = gates[gate].max() ?? 0
      let least = gates[gate].min() ?? 0
      // The walk of 1 µs a pulse and the count of 10 nV leave the fall whole in some pulse.
      #expect(abs(most / (linked / length) - 1) < 0.01 + 1e-8 / most)
      #expect(abs(least / (-linked / 150e-6) - 1) < 0.01 + 1e-8 / -least)
    }
  }

  @Test(
    "It comes again when its pulses have walked round a period, and lasts a gate's length of it")
  func walk() {
    let gate = volts(scene(seconds: 12, metres: 5, millionths: 200))[0]
    let area = 20 * Double.pi * 0.0169
    let linked = 4e-7 * Double.pi * area * area / (4 * Double.pi * 125) * 2
    let loud = gate.indices.filter { gate[$0] > linked / 10e-6 / 2 }
    // 0.2 µs a pulse: 10 µs are 50 pulses, a period of 1 ms is 5,000; of 12,000 pulses two or three bursts.
    #expect((98...160).contains(loud.count))
    let starts = loud.filter { !loud.contains($0 - 1) }
    #expect((2...3).contains(starts.count))
    for (one, other) in zip(starts, starts.dropFirst()) { #expect(abs(other - one - 5_000) <= 2) }
  }

  @Test("Twice as far it is an eighth, and without one there is nothing")
  func far() {
    let near = volts(scene(seconds: 1.2, metres: 5, millionths: 1_000))[0].max() ?? 0
    let far = volts(scene(seconds: 1.2, metres: 10, millionths: 1_000))[0].max() ?? 0
    #expect(abs(near / far - 8) < 0.02)
    #expect(volts(scene(seconds: 0.5, metres: 0, millionths: 50))[0].allSatisfy { $0 == 0 })
  }
}
