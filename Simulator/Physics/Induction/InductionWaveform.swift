/// The gates of a scene 200 times a second, without what changes from frame to frame.
struct InductionWaveform: Sendable {
  /// What the coil hears of the ground, pose after pose, volts.
  private let signal: [Double]
  /// What is heard besides, volts.
  private let besides: [Double]
  /// Kelvin above the start, pose after pose.
  let warming: [Double]
  private let gateCount: Int
  private let count: Int

  init(_ scene: InductionScene, path: SweepPath) {
    let hears = InductionSignal(scene, path: path)
    var disturbance = InductionDisturbance(scene)
    gateCount = hears.gateCount
    count = path.poses.count
    var signal = [Double](repeating: 0, count: count * gateCount)
    var besides = signal
    var warming = [Double](repeating: 0, count: count)
    for (index, pose) in path.poses.enumerated() {
      let seconds = Double(index) / SweepPath.rate
      let first = index * gateCount
      hears.add(at: pose, to: &signal, from: first)
      let current = disturbance.current(at: seconds)
      for gate in 0..<gateCount { signal[first + gate] *= current }
      warming[index] = disturbance.warming(at: seconds)
      let before = path.poses[max(index - 1, 0)]
      let after = path.poses[min(index + 1, count - 1)]
      disturbance.add(
        from: before, to: after, over: 2 / SweepPath.rate, at: seconds, warming: warming[index],
        to: &besides, from: first)
    }
    self.signal = signal
    self.besides = besides
    self.warming = warming
  }

  /// Sets `gates` to the gates at a time, the ground's part so many times as loud.
  func gates(at seconds: Double, factor: Double, into gates: inout [Double]) {
    let place = min(max(seconds * SweepPath.rate, 0), Double(count - 1))
    let index = Int(place)
    let weights = CatmullRom(place - Double(index))
    let first = max(index - 1, 0) * gateCount
    let second = index * gateCount
    let third = min(index + 1, count - 1) * gateCount
    let fourth = min(index + 2, count - 1) * gateCount
    for gate in 0..<gateCount {
      gates[gate] =
        factor
        * weights.value(
          signal[first + gate], signal[second + gate], signal[third + gate],
          signal[fourth + gate])
        + weights.value(
          besides[first + gate], besides[second + gate], besides[third + gate],
          besides[fourth + gate])
    }
  }
}
