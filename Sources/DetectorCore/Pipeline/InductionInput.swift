/// Turns frames into decimated decays: rails, gaps, decimation, earth-field gate, bands.
///
/// Methods that only read are mutating too: what borrows a struct of this size copies it.
package struct InductionInput: ~Copyable {
  /// A decimated output.
  package struct Output: BitwiseCopyable, Sendable {
    /// The decay.
    package var decay: BandVector
    /// What a knock may still stand for in the earth-field gate, Q8 nV.
    package var knock: Int64
    /// Index of the middle frame in the stream.
    package var index: Int64
    /// Sequence number of the middle frame.
    package var sequence: Int64
    /// Whether frames in it were lost or bad.
    package var isHeld: Bool
  }

  private var decimator: FrameDecimator
  private var knocks: KnockEnvelope
  private var last = InlineArray<8, Int32>(repeating: 0)
  private var hasLast = false
  private var heldUntil = Int64.min
  private let gateCount: Int
  private let rail: Int32
  private let factor: Int64
  private let bandCount: Int
  private let lsbQ8: Int64

  /// Makes an input that has seen nothing.
  package init(settings: InductionSettings) {
    factor = Int64(settings.factor)
    knocks = KnockEnvelope(outputMicroseconds: settings.outputMicroseconds)
    bandCount = settings.bandCount
    lsbQ8 = settings.description.lsbFemtovolts * 256
    gateCount = settings.description.gateCount
    rail = max(settings.configuration.railCounts, 1)
    decimator = FrameDecimator(channels: gateCount, factor: settings.factor)
  }

  /// Frames that one output's filter reaches back.
  private var reach: Int64 { 3 * factor - 2 }

  /// Whether lost or bad frames still reach into the output of a frame.
  package mutating func isHolding(_ sequence: Int64) -> Bool { sequence <= heldUntil }

  /// Whether a gate of the frame stands at a rail.
  package mutating func isOverloaded(_ frame: Span<Int32>) -> Bool {
    for gate in 0..<gateCount {
      let count = frame[gate]
      if count >= rail || count <= -rail { return true }
      // 24-bit converters do not say so, but give these two counts for all that is beyond them.
      if count == 8_388_607 || count == -8_388_608 { return true }
    }
    return false
  }

  /// Whether the frame is the one before it again, in every gate.
  package mutating func isRepeat(_ frame: Span<Int32>) -> Bool {
    guard hasLast else { return false }
    for gate in 0..<gateCount where frame[gate] != last[gate] { return false }
    return true
  }

  /// Takes a frame; answers the output that belongs to it, if any.
  package mutating func take(
    _ frame: Span<Int32>, index: Int64, sequence: Int64, isBad: Bool
  ) -> Output? {
    if isBad { heldUntil = sequence.saturatingAdding(reach) }
    if !isBad || !hasLast {
      for gate in 0..<gateCount { last[gate] = frame[gate] }
      hasLast = true
    }
    return feed(index: index, sequence: sequence)
  }

  /// Takes the lost frame of a number, held at the value before it; answers its output, if any.
  package mutating func takeLost(index: Int64, sequence: Int64) -> Output? {
    heldUntil = sequence.saturatingAdding(reach)
    return feed(index: index, sequence: sequence)
  }

  /// More was lost than can be held: the next frame begins the filters anew.
  package mutating func reset(before sequence: Int64) {
    decimator.reset()
    hasLast = false
    heldUntil = sequence.saturatingAdding(reach)
  }

  private mutating func feed(index: Int64, sequence: Int64) -> Output? {
    guard decimator.take(last.span, sequence: sequence) else { return nil }
    let delay = 3 * (factor - 1) / 2
    let isHeld = sequence <= heldUntil
    if isHeld { knocks.skip() } else { knocks.take(earthField()) }
    return Output(
      decay: decay(), knock: knocks.value, index: max(index - delay, 0),
      sequence: sequence.saturatingSubtracting(delay), isHeld: isHeld)
  }

  /// The earth-field gate in Q8 nV.
  private mutating func earthField() -> Int64 {
    let value = Wide.scaled(
      decimator.output(channel: gateCount - 1), by: lsbQ8, over: decimator.gain * 1_000_000)
    return max(-BandVector.rail, min(BandVector.rail, value))
  }

  /// Counts of the gates to bands in Q8 nV, the earth-field gate taken off.
  private mutating func decay() -> BandVector {
    var result = BandVector()
    let earth = decimator.output(channel: gateCount - 1)
    for band in 0..<bandCount {
      let gates = DecayShapes.gates(ofBand: band, bands: bandCount, signals: gateCount - 1)
      var sum: Int64 = 0
      for gate in gates { sum += decimator.output(channel: gate) - earth }
      let divisor = decimator.gain * Int64(gates.count) * 1_000_000
      result[band] = Wide.scaled(sum, by: lsbQ8, over: divisor)
    }
    return result.clamped
  }
}
