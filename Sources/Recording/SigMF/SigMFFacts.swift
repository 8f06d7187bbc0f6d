import DetectorCore
import Journal

/// What a description says, field by field, for a person.
enum SigMFFacts {
  static func facts(of recording: SigMFRecording) -> [RecordingFact] {
    let stream = recording.global.stream
    var facts = [
      RecordingFact(
        name: "datatype", value: stream.sampleType.name.description, origin: "core:datatype"),
      RecordingFact(
        name: "samples per trace", value: "\(stream.channelCount)", origin: "core:num_channels"),
      RecordingFact(name: "traces", value: "\(recording.sampleCount)", origin: "size of the data"),
      RecordingFact(
        name: "gaps", value: "\(max(recording.captures.count - 1, 0))",
        origin: "captures, core:global_index"),
    ]
    if case .groundRadar(let radar) = stream.contents {
      facts += figures(of: radar, rateMicrohertz: stream.rateMicrohertz)
    }
    let texts = [
      ("start", recording.captures.first?.datetime, "core:datetime"),
      ("about", recording.global.about, "core:description"),
      ("recorder", recording.global.recorder, "core:recorder"),
      ("scenario", recording.global.scenario, "sapper:scenario"),
    ]
    for (name, value, origin) in texts {
      if let value { facts.append(RecordingFact(name: name, value: value, origin: origin)) }
    }
    if let seed = stream.seed {
      facts.append(RecordingFact(name: "seed", value: "\(seed)", origin: "sapper:seed"))
    }
    return facts
  }

  private static func figures(
    of radar: RadarDescription, rateMicrohertz: Int64
  ) -> [RecordingFact] {
    [
      figure(
        "sample interval", radar.sampleIntervalFemtoseconds, 3, "ps", "sapper:sample_interval_s"),
      figure("trace rate", rateMicrohertz, 6, "1/s", "core:sample_rate"),
      figure("trace spacing", radar.traceSpacingMicrometres, 6, "m", "sapper:trace_spacing_m"),
      figure(
        "centre frequency", radar.centreFrequencyKilohertz, 3, "MHz",
        "sapper:centre_frequency_hz"),
      figure(
        "time zero", radar.timeZeroSampleQ8.map { Int64($0) * 390_625 }, 8, "samples",
        "sapper:time_zero_sample"),
      figure(
        "antenna separation", radar.antennaSeparationMicrometres, 6, "m",
        "sapper:antenna_separation_m"),
      figure(
        "antenna height", radar.antennaHeightMicrometres, 6, "m", "sapper:antenna_height_m"),
      figure(
        "relative permittivity", Int64(radar.permittivityHundredths), 2, "",
        "sapper:relative_permittivity"),
      figure(
        "wave speed", Int64(radar.waveSpeedMicrometresPerNanosecond), 6, "m/ns",
        "sapper:wave_speed_m_per_ns"),
      figure("lowest count", Int64(radar.railLow), 0, "", "sapper:rail_low, core:datatype", true),
      figure(
        "highest count", Int64(radar.railHigh), 0, "", "sapper:rail_high, core:datatype", true),
    ]
  }

  /// One figure; 0 stands for "not said" unless it may be a value.
  private static func figure(
    _ name: String, _ value: Int64?, _ decimals: Int, _ unit: String, _ origin: String,
    _ zeroIsValue: Bool = false
  ) -> RecordingFact {
    let isOptional = origin.hasSuffix("time_zero_sample") || origin.hasSuffix("antenna_height_m")
    guard let value, value != 0 || isOptional || zeroIsValue else {
      return RecordingFact(name: name, value: "not said", origin: "assumed: no \(origin)")
    }
    return RecordingFact(
      name: name, value: decimalText(value, decimals: decimals), unit: unit, origin: origin)
  }
}
