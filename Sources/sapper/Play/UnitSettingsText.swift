import DetectorCore
import Journal
import Recording

/// Settings with which a unit understands the frames of a recording.
enum UnitSettingsText {
  /// The first line, by which an earlier file of this kind is known.
  static let opening = "; Settings of sapper-unit for the frames of a recording"

  /// Writes them to a file.
  static func write(
    _ recording: InductionRecording, device: String?, to path: String
  ) throws(RecordingError) {
    guard let pulse = recording.induction.pulse else {
      throw InductionRecording.refusal(of: recording.induction)
    }
    var output = try ByteOutput.file(
      at: path, heldBytes: ByteOutput.blockBytes, replacingOnly: opening)
    try output.write(text(recording, pulse, device: device))
    try output.finish()
  }

  /// The text.
  static func text(
    _ recording: InductionRecording, _ pulse: InductionDescription, device: String?
  ) -> String {
    let frames = recording.induction
    let bytes = frames.recording.global.stream.sampleType == .int16 ? 2 : 4
    let gates = (0..<pulse.gateCount).map { gate in
      let each = pulse.gates[gate]
      return Text.trimmed(each.startNanoseconds, decimals: 3) + "-"
        + Text.trimmed(each.endNanoseconds, decimals: 3)
    }
    var lines = [
      "\(opening), \(Text.line(recording.path))", "", "[front-end]", "link = serial",
      "serial_device = \(device.map { $0 == "-" ? "/dev/ttyACM0" : $0 } ?? "/dev/ttyACM0")",
      "sample_bytes = \(bytes)", "", "[instrument]",
      "rate_hz = \(Text.trimmed(frames.rateMicrohertz, decimals: 6))",
      "gates_us = \(gates.joined(separator: " "))",
      "lsb_nv = \(Text.trimmed(pulse.lsbFemtovolts, decimals: 6))",
    ]
    lines += figures(pulse)
    lines.append("track = \(recording.trackRows == nil ? "none" : "encoder")")
    lines += [
      "", "; What is played has no reference: with an instrument of your own, remove this.",
      "[self-test]", "required = off",
    ]
    if let stored = recording.configuration, let section = induction(of: stored.text) {
      lines += ["", section]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func figures(_ pulse: InductionDescription) -> [String] {
    let each: [(String, Int64, Int)] = [
      ("pulse_us", pulse.pulseNanoseconds, 3), ("turn_off_us", pulse.turnOffNanoseconds, 3),
      ("pulse_rate_hz", pulse.pulseRateMillihertz, 3),
      ("pulses_per_frame", Int64(pulse.pulsesPerFrame), 0),
      ("coil_radius_m", pulse.coilRadiusMicrometres, 6), ("coil_turns", Int64(pulse.coilTurns), 0),
      ("coil_current_a", pulse.coilCurrentMilliamperes, 3),
    ]
    return each.compactMap { key, value, decimals in
      value > 0 ? "\(key) = \(Text.trimmed(value, decimals: decimals))" : nil
    }
  }

  /// The section of the coil's chain, of a configuration that was in force.
  private static func induction(of text: String) -> String? {
    var lines: [Substring] = []
    var isInside = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("[") { isInside = line.hasPrefix("[induction]") }
      if isInside { lines.append(line) }
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
