import DetectorCore
package import Recording

/// Where some body of a scene can be heard at all.
///
/// A frame is audible where the noise-free response of some body, the mean of the last 64 ms, stands further
/// from 0 than three standard deviations of the same mean over the same lane without bodies and faults, in
/// one of five channels: G12, G13 and G24, which leave out ground of 1/t, the latest and the earliest
/// gate, each less the earth-field gate. Each run goes on for 96 ms, the tail of a causal mean. A body is
/// looked at alone, so that two do not hide each other. An induction balance has I and Q of each carrier
/// for channels.
package struct AudibleGround {
  /// What a level is the mean of, seconds.
  static let meanSeconds = 0.064
  /// What a mean rings on for, seconds.
  static let tailSeconds = 0.096
  /// Standard deviations.
  static let deviations = 3.0

  private let scene: InductionScene
  private let channels: HeardChannels

  /// Looks at a scene.
  package init(_ scene: InductionScene) {
    self.scene = scene
    channels = HeardChannels(scene.instrument)
  }

  /// The runs, by the device's numbers of the frames.
  package var zones: AudibleZones {
    var empty = scene
    empty.targets = []
    empty.faults = InductionFaults()
    let source = InductionSceneSource(empty)
    let bounds = deviations(of: source).map { Self.deviations * $0 }
    let path = source.path
    let clock = 1 + scene.noise.clockPartsPerMillion * 1e-6
    let perPose = scene.instrument.frameRate / SweepPath.rate / clock
    let tail = Int64((Self.tailSeconds * scene.instrument.frameRate).rounded(.up))
    var runs: [Range<Int64>] = []
    for target in scene.targets {
      let isAudible = audible(target, path, bounds)
      var place = 0
      while place < isAudible.count {
        guard isAudible[place] else {
          place += 1
          continue
        }
        var end = place
        while end < isAudible.count && isAudible[end] { end += 1 }
        let first = Int64(Double(place) * perPose)
        runs.append(first..<Int64(Double(end) * perPose) + tail)
        place = end
      }
    }
    return AudibleZones(frameCount: source.deviceFrameCount, runs: runs)
  }

  /// At which poses a body's mean stands out of the lane's noise.
  private func audible(_ target: BuriedTarget, _ path: SweepPath, _ bounds: [Double]) -> [Bool] {
    var alone = scene
    alone.targets = [target]
    alone.ground = .air
    let signal = InductionSignal(alone, path: path)
    let length = max(Int(Self.meanSeconds * SweepPath.rate + 0.5), 1)
    var sum = RunningMean(width: channels.count, length: length)
    var gates = [Double](repeating: 0, count: signal.gateCount)
    return path.poses.map { pose in
      for gate in gates.indices { gates[gate] = 0 }
      signal.add(at: pose, to: &gates, from: 0)
      sum.take(channels.values(gates))
      return bounds.indices.contains { sum.mean($0).magnitude > bounds[$0] }
    }
  }

  /// The standard deviation of each channel's mean over 64 ms along a lane.
  private func deviations(of empty: InductionSceneSource) -> [Double] {
    var source = empty
    let gates = source.gateCount
    let volts = scene.instrument.lsbVolts
    let length = max(Int(Self.meanSeconds * scene.instrument.frameRate + 0.5), 1)
    var mean = RunningMean(width: channels.count, length: length)
    var block = [Int32](repeating: 0, count: gates * 1_024)
    var count = 0.0
    var sums = [Double](repeating: 0, count: channels.count)
    var squares = sums
    var origin: [Double]?
    while true {
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      if header.count == 0 { break }
      for frame in 0..<header.count {
        mean.take(
          channels.values(block[frame * gates..<(frame + 1) * gates].map { Double($0) * volts }))
        guard mean.isFull else { continue }
        let values = (0..<channels.count).map { mean.mean($0) }
        let zero = origin ?? values
        origin = zero
        count += 1
        for channel in values.indices {
          let value = values[channel] - zero[channel]
          sums[channel] += value
          squares[channel] += value * value
        }
      }
    }
    guard count > 0 else { return sums }
    return sums.indices.map { channel in
      let middle = sums[channel] / count
      return max(squares[channel] / count - middle * middle, 0).squareRoot()
    }
  }
}

/// The channels that an ear could have: sums of gates.
struct HeardChannels {
  private let weights: [[Double]]

  /// How many there are.
  var count: Int { weights.count }

  init(_ instrument: InductionInstrument) {
    let gates = instrument.channelCount
    func unit(_ gate: Int) -> [Double] { (0..<gates).map { $0 == gate ? 1 : 0 } }
    guard instrument.balance == nil, gates > 1 else {
      weights = (0..<gates).map(unit)
      return
    }
    let last = gates - 1
    let soil = instrument.soilMeans(exponent: 1, ratio: 1)
    func difference(_ gate: Int) -> [Double] { (0..<gates).map { unit(gate)[$0] - unit(last)[$0] } }
    func balanced(_ first: Int, _ second: Int) -> [Double] {
      let ratio = (soil[first] - soil[last]) / (soil[second] - soil[last])
      return zip(difference(first), difference(second)).map { $0 - ratio * $1 }
    }
    let pairs = [(0, 1), (0, 2), (1, 3)].filter { $0.1 < last }
    weights = pairs.map(balanced) + [difference(last - 1), difference(0)]
  }

  /// The channels of a frame.
  func values(_ gates: [Double]) -> [Double] {
    weights.map { row in
      var sum = 0.0
      for gate in row.indices { sum += row[gate] * gates[gate] }
      return sum
    }
  }
}

/// The mean of the newest values of several channels.
private struct RunningMean {
  private let width: Int
  private let length: Int
  private var ring: [Double]
  private var sums: [Double]
  private var taken = 0

  init(width: Int, length: Int) {
    self.width = width
    self.length = length
    ring = [Double](repeating: 0, count: width * length)
    sums = [Double](repeating: 0, count: width)
  }

  /// Whether it is a mean of the whole length.
  var isFull: Bool { taken >= length }

  mutating func take(_ values: [Double]) {
    let first = taken % length * width
    for channel in 0..<width {
      sums[channel] += values[channel] - ring[first + channel]
      ring[first + channel] = values[channel]
    }
    taken += 1
  }

  func mean(_ channel: Int) -> Double { sums[channel] / Double(max(min(taken, length), 1)) }
}
