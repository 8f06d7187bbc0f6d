import DetectorCore

extension StreamDescription.Contents {
  /// Writes the fields of the instrument; what is not said is left out.
  func write<Text: TextSink & ~Copyable>(
    with members: inout JSONMembers, sampleType: StreamDescription.SampleType,
    into text: inout Text
  ) {
    switch self {
    case .pulseInduction(let induction): induction.write(with: &members, into: &text)
    case .inductionBalance(let balance): balance.write(with: &members, into: &text)
    case .groundRadar(let radar): radar.write(with: &members, sampleType, into: &text)
    case .housekeeping, .track(nil): break
    case .track(let origin?):
      members.key("sapper:origin", into: &text)
      text.append(UInt8(ascii: "["))
      text.append(number: origin.longitudeE9, decimals: 9)
      text.append(", ")
      text.append(number: origin.latitudeE9, decimals: 9)
      text.append(UInt8(ascii: "]"))
    }
  }
}

extension InductionDescription {
  fileprivate func write<Text: TextSink & ~Copyable>(
    with members: inout JSONMembers, into text: inout Text
  ) {
    members.key("sapper:gates_us", into: &text)
    text.append(UInt8(ascii: "["))
    for index in 0..<gateCount {
      text.append(index == 0 ? "[" : ", [")
      text.append(number: gates[index].startNanoseconds, decimals: 3)
      text.append(", ")
      text.append(number: gates[index].endNanoseconds, decimals: 3)
      text.append(UInt8(ascii: "]"))
    }
    text.append(UInt8(ascii: "]"))
    members.member("sapper:lsb_volt", number: lsbFemtovolts, decimals: 15, into: &text)
    members.said("sapper:pulse_us", pulseNanoseconds, decimals: 3, into: &text)
    members.said("sapper:turn_off_us", turnOffNanoseconds, decimals: 3, into: &text)
    members.said("sapper:pulse_rate_hz", pulseRateMillihertz, decimals: 3, into: &text)
    members.said("sapper:pulses_per_frame", Int64(pulsesPerFrame), decimals: 0, into: &text)
    members.said("sapper:coil_radius_m", coilRadiusMicrometres, decimals: 6, into: &text)
    members.said("sapper:coil_turns", Int64(coilTurns), decimals: 0, into: &text)
    members.said("sapper:coil_current_a", coilCurrentMilliamperes, decimals: 3, into: &text)
  }
}

extension BalanceDescription {
  fileprivate func write<Text: TextSink & ~Copyable>(
    with members: inout JSONMembers, into text: inout Text
  ) {
    if frequencyCount > 0 {
      members.key("sapper:frequencies_hz", into: &text)
      text.append(UInt8(ascii: "["))
      for index in 0..<frequencyCount {
        if index > 0 { text.append(", ") }
        text.append(number: frequenciesMillihertz[index], decimals: 3)
      }
      text.append(UInt8(ascii: "]"))
    }
    members.said("sapper:coil_radius_m", coilRadiusMicrometres, decimals: 6, into: &text)
  }
}

extension RadarDescription {
  fileprivate func write<Text: TextSink & ~Copyable>(
    with members: inout JSONMembers, _ sampleType: StreamDescription.SampleType,
    into text: inout Text
  ) {
    members.member(
      "sapper:sample_interval_s", number: sampleIntervalFemtoseconds, decimals: 15, into: &text)
    if let sample = timeZeroSampleQ8 {
      // One 256th is 0.00390625, so eight decimals hold it exactly.
      members.member(
        "sapper:time_zero_sample", number: Int64(sample) * 390_625, decimals: 8, into: &text)
    }
    members.said("sapper:trace_spacing_m", traceSpacingMicrometres, decimals: 6, into: &text)
    members.said(
      "sapper:antenna_separation_m", antennaSeparationMicrometres, decimals: 6, into: &text)
    if let height = antennaHeightMicrometres {
      members.member("sapper:antenna_height_m", number: height, decimals: 6, into: &text)
    }
    let frequency = centreFrequencyKilohertz.multipliedReportingOverflow(by: 1_000)
    if !frequency.overflow {
      members.said("sapper:centre_frequency_hz", frequency.partialValue, decimals: 0, into: &text)
    }
    members.said(
      "sapper:relative_permittivity", Int64(permittivityHundredths), decimals: 2, into: &text)
    members.said(
      "sapper:wave_speed_m_per_ns", Int64(waveSpeedMicrometresPerNanosecond), decimals: 6,
      into: &text)
    let rails = sampleType.rails
    if railLow != rails.lowerBound || railHigh != rails.upperBound {
      members.member("sapper:rail_low", number: Int64(railLow), into: &text)
      members.member("sapper:rail_high", number: Int64(railHigh), into: &text)
    }
    members.said(
      "sapper:leading_non_signal_samples", Int64(leadingNonSignalSamples), decimals: 0,
      into: &text)
  }
}

extension StreamDescription.SampleType {
  /// The least and the greatest number that it can hold.
  public var rails: ClosedRange<Int32> {
    switch self {
    case .int16: Int32(Int16.min)...Int32(Int16.max)
    case .int32: .min ... .max
    }
  }
}

extension JSONMembers {
  /// Writes a figure unless it is 0, which stands for "not said".
  fileprivate mutating func said<Text: TextSink & ~Copyable>(
    _ name: StaticString, _ value: Int64, decimals: Int, into text: inout Text
  ) {
    guard value != 0 else { return }
    member(name, number: value, decimals: decimals, into: &text)
  }
}
