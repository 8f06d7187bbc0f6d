/// Frames of an induction balance out of a WAV: a carrier, a carrier with its reference, or I and Q.
struct WaveCarrierReader: CoilFrameReader {
  /// Least amplitude of a reference, part of full scale.
  static let leastReference = 1.0 / 4_096

  private(set) var lateWarnings: [RecordingWarning] = []
  var hasTail: Bool { leftOver || samples.hasTail }
  private let source: ByteSource
  private let signal: InductionOptions.Signal
  private let lockIns: [CarrierLockIn]
  private let length: Int64
  private var samples: WaveSamples
  private var frame: Int64 = 0
  private var leftOver = false

  /// Lays out frames of `length` samples.
  init(
    _ source: ByteSource, header: WaveHeader, signal: InductionOptions.Signal,
    frequenciesMillihertz: [Int64], length: Int64
  ) {
    self.source = source
    self.signal = signal
    self.length = length
    samples = WaveSamples(source, header: header)
    lockIns =
      signal == .iq
      ? []
      : frequenciesMillihertz.map {
        CarrierLockIn(
          frequencyMillihertz: $0, sampleRateHz: header.sampleRateHz, length: Int(length))
      }
  }

  mutating func next() throws(RecordingError) -> CoilFrame? {
    while true {
      let first = frame * length
      guard try samples.holds(first + length - 1, keep: first) else {
        leftOver = try samples.holds(first, keep: first)
        return nil
      }
      frame += 1
      guard let values = values(from: first) else {
        if lateWarnings.isEmpty {
          lateWarnings.append(
            RecordingWarning(
              file: source.name, field: "second channel",
              found: "no carrier in frame \(frame - 1)",
              assumed: "frames without their reference count as lost; further ones are not told"))
        }
        continue
      }
      var made = CoilFrame(values: values, sequence: frame - 1)
      for sample in first..<first + length where !made.isClipped {
        made.isClipped =
          samples.isAtRail(sample, channel: 0)
          || (signal == .iq && samples.isAtRail(sample, channel: 1))
      }
      return made
    }
  }

  mutating func restart() throws(RecordingError) {
    samples = WaveSamples(source, header: samples.header)
    (frame, leftOver, lateWarnings) = (0, false, [])
  }

  /// I and Q of every frequency; nil where a reference has no carrier.
  private func values(from first: Int64) -> [Int32]? {
    guard signal != .iq else {
      var (i, q) = (0.0, 0.0)
      for sample in first..<first + length {
        i += samples.value(sample, channel: 0)
        q += samples.value(sample, channel: 1)
      }
      return [WaveScale.count(i / Double(length)), WaveScale.count(q / Double(length))]
    }
    var values: [Int32] = []
    for lockIn in lockIns {
      var (i, q) = lockIn.measure(from: first) { samples.value($0, channel: 0) }
      if signal == .reference {
        let sent = lockIn.measure(from: first) { samples.value($0, channel: 1) }
        let amplitude = (sent.i * sent.i + sent.q * sent.q).squareRoot()
        guard amplitude >= Self.leastReference else { return nil }
        (i, q) = (
          (i * sent.i + q * sent.q) / amplitude, (q * sent.i - i * sent.q) / amplitude
        )
      }
      values += [WaveScale.count(i), WaveScale.count(q)]
    }
    return values
  }
}
