import DetectorCore

/// Frames of a pulse-induction receiver out of a WAV: gates behind each switch-off, averaged over pulses.
///
/// A number is the mean of the samples whose instants lie in the gate, over the pulses of the frame. A
/// frame that lacks a pulse is lost.
struct WaveDecayReader: CoilFrameReader {
  private(set) var lateWarnings: [RecordingWarning] = []
  private(set) var hasTail = false
  private let source: ByteSource
  private let options: InductionOptions
  private let period: Double
  private let pulsesPerFrame: Int64
  private var samples: WaveSamples
  private var sums: [Double]
  private var summed: Int64 = 0
  private var isClipped = false
  private var pulse: Int64 = 0
  private var last: Double?

  /// Lays out gates; `pulsesPerFrame` is settled.
  init(
    _ source: ByteSource, header: WaveHeader, options: InductionOptions, pulsesPerFrame: Int
  ) {
    self.source = source
    self.options = options
    self.pulsesPerFrame = Int64(pulsesPerFrame)
    period = Double(header.sampleRateHz) * 1_000 / Double(options.pulseRateMillihertz)
    samples = WaveSamples(source, header: header)
    sums = [Double](repeating: 0, count: options.gates.count)
  }

  mutating func next() throws(RecordingError) -> CoilFrame? {
    while let switchOff = try nextSwitchOff() {
      let number = try advance(to: switchOff)
      let place = number % pulsesPerFrame
      if place != summed { forget() }
      guard try take(switchOff) else {
        hasTail = true
        return nil
      }
      // Only a frame that began with its first pulse can become whole.
      guard place == summed else {
        forget()
        continue
      }
      summed += 1
      guard summed == pulsesPerFrame else { continue }
      let frame = CoilFrame(
        values: sums.map { WaveScale.count($0 / Double(pulsesPerFrame)) },
        sequence: number / pulsesPerFrame, isClipped: isClipped)
      forget()
      return frame
    }
    hasTail = summed > 0
    return nil
  }

  mutating func restart() throws(RecordingError) {
    samples = WaveSamples(source, header: samples.header)
    forget()
    (pulse, last, hasTail, lateWarnings) = (0, nil, false, [])
  }

  private mutating func forget() {
    for gate in sums.indices { sums[gate] = 0 }
    (summed, isClipped) = (0, false)
  }

  /// The pulse's number, from the periods since the one before it.
  private mutating func advance(to switchOff: Double) throws(RecordingError) -> Int64 {
    if let last {
      let steps = ((switchOff - last) / period).rounded()
      pulse += max(1, Int64(steps))
      if abs((switchOff - last) / period - steps) > 0.125, lateWarnings.isEmpty {
        lateWarnings.append(
          RecordingWarning(
            file: source.name, field: "pulse \(pulse)",
            found: "\(DecimalText.text((switchOff - last) / period)) periods after the one before",
            assumed: "the nearest whole number of periods; further ones are not told"))
      }
    }
    last = switchOff
    return pulse
  }

  /// The instant of the next switch-off, in samples; nil at the end.
  private mutating func nextSwitchOff() throws(RecordingError) -> Double? {
    switch options.trigger {
    case .periodic(let offset):
      let first = Double(offset) * Double(samples.header.sampleRateHz) / 1e9
      let instant = last == nil ? first : first + Double(pulse + 1) * period
      return try samples.holds(Int64(instant), keep: Int64(instant)) ? instant : nil
    case .level(let permille, let channel, let isRising):
      let level = Double(permille) / 1_000
      var index = last.map { Int64($0 + period / 2) } ?? 0
      while try samples.holds(index + 1, keep: index) {
        let before = samples.value(index, channel: channel)
        let after = samples.value(index + 1, channel: channel)
        let crosses = isRising ? before < level && after >= level : before >= level && after < level
        if crosses { return Double(index) + (level - before) / (after - before) }
        index += 1
      }
      return nil
    }
  }

  /// Adds the gates behind a switch-off; false where the file ends before them.
  private mutating func take(_ switchOff: Double) throws(RecordingError) -> Bool {
    let rate = Double(samples.header.sampleRateHz)
    for (gate, times) in options.gates.enumerated() {
      let first = Int64((switchOff + Double(times.startNanoseconds) * rate / 1e9).rounded(.up))
      let end = max(
        first + 1, Int64((switchOff + Double(times.endNanoseconds) * rate / 1e9).rounded(.up)))
      // The search for the next pulse may begin before the last gate: nothing behind this one is let go.
      guard try samples.holds(end - 1, keep: Int64(switchOff)) else { return false }
      var sum = 0.0
      for index in first..<end {
        sum += samples.value(index, channel: 0)
        if samples.isAtRail(index, channel: 0) { isClipped = true }
      }
      sums[gate] += sum / Double(end - first)
    }
    return true
  }
}
