import DetectorCore
import Journal

/// Reads the fields that say what the numbers of a stream are.
enum SigMFInstrument {
  static let keys: Set<String> = [
    "sensor", "gates_us", "lsb_volt", "pulse_us", "turn_off_us", "pulse_rate_hz",
    "pulses_per_frame", "coil_radius_m", "coil_turns", "coil_current_a", "frequencies_hz",
    "configuration", "sample_interval_s", "time_zero_sample", "trace_spacing_m",
    "antenna_separation_m", "antenna_height_m", "centre_frequency_hz", "relative_permittivity",
    "wave_speed_m_per_ns", "rail_low", "rail_high", "leading_non_signal_samples", "origin",
    "seed", "scenario",
  ]

  /// Longest distance that any field may give, micrometres: a kilometre.
  private static let kilometre: Int64 = 1_000_000_000

  static func stream(
    _ fields: JSONFields, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> StreamDescription {
    let type = try sampleType(fields)
    let channels = Int32(
      try fields.required(
        "core:num_channels",
        try fields.integer(
          "core:num_channels", in: 1...Int64(StreamDescription.maximumChannels)),
        expected: "the numbers in one sample"))
    let contents = try contents(fields, type, channels, warnings: &warnings)
    if type == .int16, contents.sensor != .radar {
      throw fields.refusal(
        "core:datatype", found: "ri16_le",
        expected: "ri32_le for a stream of \(contents.sensorName)")
    }
    let rate = try fields.scaled(
      "core:sample_rate", decimals: 6, in: 1...1_000_000_000_000_000, unit: "samples a second")
    if rate == nil {
      guard contents.sensor == .radar else {
        throw fields.refusal(
          "core:sample_rate", found: "nothing",
          expected: "samples a second: without it nothing has a time")
      }
      warnings.append(
        fields.warning("core:sample_rate", found: "nothing", assumed: "traces have no time"))
    }
    return StreamDescription(
      contents: contents, sampleType: type, channelCount: channels, rateMicrohertz: rate ?? 0,
      seed: try seed(fields))
  }

  /// The seed, which takes all 64 bits.
  private static func seed(_ fields: JSONFields) throws(RecordingError) -> UInt64? {
    guard let value = fields.members["sapper:seed"] else { return nil }
    guard case .number(let number) = value, let seed = UInt64(number.text) else {
      throw fields.refusal(
        "sapper:seed", found: value.kindName, expected: "a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }

  private static func sampleType(
    _ fields: JSONFields
  ) throws(RecordingError) -> StreamDescription.SampleType {
    let text = try fields.required(
      "core:datatype", try fields.text("core:datatype"), expected: "ri16_le or ri32_le")
    switch text {
    case "ri16_le": return .int16
    case "ri32_le": return .int32
    default:
      throw fields.refusal(
        "core:datatype", found: "\"\(text.prefix(20))\"", expected: "ri16_le or ri32_le")
    }
  }

  private static func contents(
    _ fields: JSONFields, _ type: StreamDescription.SampleType, _ channels: Int32,
    warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> StreamDescription.Contents {
    let expected =
      "pulse_induction, induction_balance, ground_radar, housekeeping or track"
    let sensor = try fields.required(
      "sapper:sensor", try fields.text("sapper:sensor"), expected: expected)
    switch sensor {
    case "pulse_induction": return .pulseInduction(try induction(fields, channels))
    case "induction_balance":
      return .inductionBalance(try balance(fields, channels, warnings: &warnings))
    case "ground_radar": return .groundRadar(try radar(fields, type, channels))
    case "housekeeping":
      try checkColumns(fields, channels)
      return .housekeeping
    case "track":
      try checkColumns(fields, channels)
      return .track(try origin(fields))
    default:
      throw fields.refusal(
        "sapper:sensor", found: "\"\(sensor.prefix(30))\"", expected: expected)
    }
  }

  private static func checkColumns(
    _ fields: JSONFields, _ channels: Int32
  ) throws(RecordingError) {
    guard channels == 4 else {
      throw fields.refusal(
        "core:num_channels", found: "\(channels)", expected: "4 columns of this stream")
    }
  }

  private static func radar(
    _ fields: JSONFields, _ type: StreamDescription.SampleType, _ channels: Int32
  ) throws(RecordingError) -> RadarDescription {
    func metres(_ key: String) throws(RecordingError) -> Int64? {
      try fields.scaled(key, decimals: 6, in: 0...kilometre, unit: "m")
    }
    let interval = try fields.required(
      "sapper:sample_interval_s",
      try fields.scaled(
        "sapper:sample_interval_s", decimals: 15, in: 1...1_000_000_000, unit: "s"),
      expected: "the time between the samples of a trace, in seconds")
    var radar = RadarDescription(
      samplesPerTrace: channels, sampleIntervalFemtoseconds: interval)
    radar.timeZeroSampleQ8 = try timeZero(fields)
    radar.traceSpacingMicrometres = try metres("sapper:trace_spacing_m") ?? 0
    radar.traceRateMillihertz =
      try fields.scaled(
        "core:sample_rate", decimals: 3, in: 0...1_000_000_000_000, unit: "traces a second") ?? 0
    radar.antennaSeparationMicrometres = try metres("sapper:antenna_separation_m") ?? 0
    radar.antennaHeightMicrometres = try metres("sapper:antenna_height_m")
    radar.centreFrequencyKilohertz =
      try fields.scaled(
        "sapper:centre_frequency_hz", decimals: -3, in: 0...1_000_000_000, unit: "Hz") ?? 0
    radar.permittivityHundredths = Int32(
      try fields.scaled("sapper:relative_permittivity", decimals: 2, in: 0...1_000_000, unit: "")
        ?? 0)
    radar.waveSpeedMicrometresPerNanosecond = Int32(
      try fields.scaled("sapper:wave_speed_m_per_ns", decimals: 6, in: 0...1_000_000, unit: "m/ns")
        ?? 0)
    radar.leadingNonSignalSamples = Int32(
      try fields.integer("sapper:leading_non_signal_samples", in: 0...Int64(channels)) ?? 0)
    let rails = Int64(type.rails.lowerBound)...Int64(type.rails.upperBound)
    radar.railLow = Int32(
      try fields.integer("sapper:rail_low", in: rails) ?? rails.lowerBound)
    radar.railHigh = Int32(
      try fields.integer("sapper:rail_high", in: Int64(radar.railLow)...rails.upperBound)
        ?? rails.upperBound)
    return radar
  }

  /// The transmit instant in 256ths of a sample.
  private static func timeZero(_ fields: JSONFields) throws(RecordingError) -> Int32? {
    let limit = Int64(StreamDescription.maximumChannels) * 100_000_000
    let value = try fields.scaled(
      "sapper:time_zero_sample", decimals: 8, in: -limit...limit, unit: "samples")
    guard let value else { return nil }
    let half: Int64 = value < 0 ? -50_000_000 : 50_000_000
    return Int32((value * 256 + half) / 100_000_000)
  }

  private static func induction(
    _ fields: JSONFields, _ channels: Int32
  ) throws(RecordingError) -> InductionDescription {
    let second: Int64 = 1_000_000_000
    let lsb = try fields.required(
      "sapper:lsb_volt",
      try fields.scaled(
        "sapper:lsb_volt", decimals: 15, in: 1...1_000_000_000_000_000, unit: "V"),
      expected: "volts at the coil per count")
    var induction = InductionDescription(lsbFemtovolts: lsb)
    try appendGates(fields, channels, to: &induction)
    func microseconds(_ key: String) throws(RecordingError) -> Int64 {
      try fields.scaled(key, decimals: 3, in: 0...second, unit: "µs") ?? 0
    }
    induction.pulseNanoseconds = try microseconds("sapper:pulse_us")
    induction.turnOffNanoseconds = try microseconds("sapper:turn_off_us")
    induction.pulseRateMillihertz =
      try fields.scaled("sapper:pulse_rate_hz", decimals: 3, in: 0...second, unit: "Hz") ?? 0
    induction.pulsesPerFrame = Int32(
      try fields.integer("sapper:pulses_per_frame", in: 1...1_000_000) ?? 0)
    induction.coilRadiusMicrometres =
      try fields.scaled("sapper:coil_radius_m", decimals: 6, in: 0...kilometre, unit: "m") ?? 0
    induction.coilTurns = Int32(try fields.integer("sapper:coil_turns", in: 1...1_000_000) ?? 0)
    induction.coilCurrentMilliamperes =
      try fields.scaled("sapper:coil_current_a", decimals: 3, in: 0...second, unit: "A") ?? 0
    return induction
  }

  private static func appendGates(
    _ fields: JSONFields, _ channels: Int32, to induction: inout InductionDescription
  ) throws(RecordingError) {
    let key = "sapper:gates_us"
    let expected = "one [start, end] in µs for each of the \(channels) channels"
    let gates = try fields.required(key, try fields.array(key), expected: expected)
    guard gates.count == Int(channels) else {
      throw fields.refusal(key, found: "\(gates.count) gates", expected: expected)
    }
    guard gates.count <= InductionDescription.maximumGates else {
      throw fields.refusal(
        key, found: "\(gates.count) gates",
        expected: "at most \(InductionDescription.maximumGates)")
    }
    for gate in gates {
      guard case .array(let ends) = gate, ends.count == 2 else {
        throw fields.refusal(key, found: gate.kindName, expected: "[start, end] of a gate in µs")
      }
      let range: ClosedRange<Int64> = 0...1_000_000_000
      let start = try fields.scaled(ends[0], key, decimals: 3, in: range, unit: "µs")
      let end = try fields.scaled(ends[1], key, decimals: 3, in: range, unit: "µs")
      guard start < end else {
        throw fields.refusal(
          key, found: "a gate that ends before it starts", expected: "start before end")
      }
      induction.append(.init(startNanoseconds: start, endNanoseconds: end))
    }
  }

  private static func balance(
    _ fields: JSONFields, _ channels: Int32, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> BalanceDescription {
    let key = "sapper:frequencies_hz"
    var balance = BalanceDescription()
    guard channels % 2 == 0 else {
      throw fields.refusal(
        "core:num_channels", found: "\(channels)",
        expected: "an even number: I and Q of every frequency")
    }
    balance.coilRadiusMicrometres =
      try fields.scaled("sapper:coil_radius_m", decimals: 6, in: 0...kilometre, unit: "m") ?? 0
    guard let frequencies = try fields.array(key) else {
      warnings.append(
        fields.warning(
          key, found: "nothing",
          assumed: "I and Q of \(channels / 2) frequencies that have no name, the lowest first"))
      return balance
    }
    guard frequencies.count * 2 == Int(channels),
      frequencies.count <= BalanceDescription.maximumFrequencies
    else {
      throw fields.refusal(
        key, found: "\(frequencies.count) frequencies",
        expected: "\(channels / 2), at most \(BalanceDescription.maximumFrequencies)")
    }
    var last: Int64 = 0
    for value in frequencies {
      let next = try fields.scaled(value, key, decimals: 3, in: 1...1_000_000_000_000, unit: "Hz")
      guard next > last else {
        throw fields.refusal(
          key,
          found: "\(DecimalText.text(next, places: 3)) after \(DecimalText.text(last, places: 3))",
          expected: "frequencies in rising order, as their I and Q stand in a frame")
      }
      balance.append(millihertz: next)
      last = next
    }
    return balance
  }

  private static func origin(_ fields: JSONFields) throws(RecordingError) -> TrackOrigin? {
    let key = "sapper:origin"
    guard let values = try fields.array(key) else { return nil }
    guard values.count == 2 else {
      throw fields.refusal(
        key, found: "an array of \(values.count)", expected: "[longitude, latitude]")
    }
    let turn: Int64 = 180_000_000_000
    let quarter: Int64 = 90_000_000_000
    return TrackOrigin(
      longitudeE9: try fields.scaled(values[0], key, decimals: 9, in: -turn...turn, unit: "°"),
      latitudeE9: try fields.scaled(
        values[1], key, decimals: 9, in: -quarter...quarter, unit: "°"))
  }
}
