import DetectorCore
import Recording

/// The centre frequency of a recording that does not say it, from its first traces.
enum FrequencyEstimate {
  /// Completes the description, unless the recording or the configuration says the frequency.
  ///
  /// A pipe cannot be looked into and read again: it stays without, which the chain refuses in words.
  static func complete(
    _ recording: inout OpenedRecording, configuration: RadarConfiguration
  ) throws(RecordingError) {
    guard recording.description.centreFrequencyKilohertz == 0,
      configuration.centreFrequencyKilohertz == 0, recording.radar.traceCount != nil
    else { return }
    let samples = Int(recording.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: samples * RadarFirstLook.traceCount)
    var span = block.mutableSpan
    let header = try recording.radar.read(into: &span)
    try recording.radar.rewind()
    let traces = (0..<header.count).map { Array(block[$0 * samples..<($0 + 1) * samples]) }
    let look = RadarFirstLook(
      traces: traces, leading: Int(recording.description.leadingNonSignalSamples))
    guard let cycles = look.cyclesPerSample, cycles > 0 else { return }
    // Cycles a sample over femtoseconds a sample, in kHz.
    let interval = Double(max(recording.description.sampleIntervalFemtoseconds, 1))
    let kilohertz = Int64(min(cycles * 1e12 / interval, 1e12))
    recording.description.centreFrequencyKilohertz = kilohertz
    recording.warnings.append(
      RecordingWarning(
        file: recording.radar.path, field: "centre frequency", found: "nothing",
        assumed: "\(Text.fixed(kilohertz, decimals: 3, shown: 0)) MHz is assumed, from the "
          + "spectrum of the first \(Text.count(Int64(header.count), "trace"))"))
  }
}
