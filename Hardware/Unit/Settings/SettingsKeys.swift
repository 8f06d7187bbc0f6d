import DetectorCore
import Devices
import Journal

/// Every key of the unit's INI file: what it sets, and what may stand there.
extension UnitSettings {
  /// The sections, for a person who misspelt one.
  static let sections: StaticString = """
    one of the sections front-end, instrument, outputs, inputs, recording, self-test, test-piece, \
    operator, induction
    """

  /// Takes an entry; refuses an unknown key, and a value out of range.
  @inline(never)
  mutating func take(_ entry: SettingsEntry) throws(SettingsError) {
    if entry.section.matches("front-end") { return try takeFrontEnd(entry) }
    if entry.section.matches("instrument") { return try takeInstrument(entry) }
    if entry.section.matches("outputs") { return try takeOutput(entry) }
    if entry.section.matches("inputs") { return try takeInput(entry) }
    if entry.section.matches("recording") { return try takeRecording(entry) }
    if entry.section.matches("self-test") { return try takeSelfTest(entry) }
    if entry.section.matches("test-piece") { return try takeTestPiece(entry) }
    if entry.section.matches("operator") { return try takeOperator(entry) }
    if entry.section.matches("induction") { return try takeInduction(entry) }
    throw entry.unknown(Self.sections)
  }

  private mutating func takeFrontEnd(_ entry: SettingsEntry) throws(SettingsError) {
    if entry.key.matches("link") {
      if entry.value.matches("spi") {
        link = .spi
      } else if entry.value.matches("serial") {
        link = .serial
      } else {
        throw entry.refusal("spi or serial")
      }
    } else if entry.key.matches("spi_device") {
      spiDevice = try entry.name()
    } else if entry.key.matches("spi_hertz") {
      spiHertz = UInt32(try entry.number(10_000...100_000_000))
    } else if entry.key.matches("spi_mode") {
      spiMode = UInt8(try entry.number(0...3))
    } else if entry.key.matches("ready_chip") {
      readyChip = try entry.name()
    } else if entry.key.matches("ready_line") {
      readyLine = try entry.name()
    } else if entry.key.matches("serial_device") {
      serialDevice = try entry.name()
    } else if entry.key.matches("serial_baud") {
      serialBaud = UInt32(try entry.number(9_600...4_000_000))
    } else if entry.key.matches("sample_bytes") {
      sampleBytes = Int(try entry.number(2...4))
      guard sampleBytes != 3 else { throw entry.refusal("2 or 4") }
    } else if entry.key.matches("silence_ms") {
      silenceMilliseconds = Int32(try entry.number(50...10_000))
    } else {
      throw entry.unknown(
        """
        one of link, spi_device, spi_hertz, spi_mode, ready_chip, ready_line, serial_device, \
        serial_baud, sample_bytes, silence_ms
        """)
    }
  }

  private mutating func takeInstrument(_ entry: SettingsEntry) throws(SettingsError) {
    if entry.key.matches("rate_hz") {
      rateMicrohertz = try entry.number(20_000_000...8_000_000_000, decimals: 6)
    } else if entry.key.matches("gates_us") {
      try entry.gates(into: &description)
    } else if entry.key.matches("lsb_nv") {
      description.lsbFemtovolts = try entry.number(1...1_000_000_000_000, decimals: 6)
    } else if entry.key.matches("pulse_us") {
      description.pulseNanoseconds = try entry.number(1...100_000_000, decimals: 3)
    } else if entry.key.matches("turn_off_us") {
      description.turnOffNanoseconds = try entry.number(1...100_000_000, decimals: 3)
    } else if entry.key.matches("pulse_rate_hz") {
      description.pulseRateMillihertz = try entry.number(1_000...100_000_000, decimals: 3)
    } else if entry.key.matches("pulses_per_frame") {
      description.pulsesPerFrame = Int32(try entry.number(1...100_000))
    } else if entry.key.matches("coil_radius_m") {
      description.coilRadiusMicrometres = try entry.number(1_000...5_000_000, decimals: 6)
    } else if entry.key.matches("coil_turns") {
      description.coilTurns = Int32(try entry.number(1...10_000))
    } else if entry.key.matches("coil_current_a") {
      description.coilCurrentMilliamperes = try entry.number(1...1_000_000, decimals: 3)
    } else if entry.key.matches("track") {
      hasTrack = entry.value.matches("encoder")
      guard hasTrack || entry.value.matches("none") else { throw entry.refusal("encoder or none") }
    } else {
      throw entry.unknown(
        """
        one of rate_hz, gates_us, lsb_nv, pulse_us, turn_off_us, pulse_rate_hz, \
        pulses_per_frame, coil_radius_m, coil_turns, coil_current_a, track
        """)
    }
  }

  private mutating func takeOutput(_ entry: SettingsEntry) throws(SettingsError) {
    if entry.key.matches("chip") {
      outputs.chip = try entry.name()
    } else if entry.key.matches("active_low") {
      outputs.isActiveLow = try entry.isOn()
    } else if entry.key.matches("alsa") {
      outputs.soundCard = try entry.name()
    } else {
      for place in 0..<OutputLine.all.count where entry.key.matches(OutputLine.all[place].key) {
        outputs.lines[place] = try entry.name()
        return
      }
      throw entry.unknown(
        """
        one of chip, active_low, alsa, audio, vibration, alarm, heartbeat, led_power, \
        led_target, led_fault
        """)
    }
  }

  private mutating func takeInput(_ entry: SettingsEntry) throws(SettingsError) {
    if entry.key.matches("chip") {
      inputs.chip = try entry.name()
    } else if entry.key.matches("active_low") {
      inputs.isActiveLow = try entry.isOn()
    } else if entry.key.matches("bias") {
      if entry.value.matches("none") {
        inputs.bias = .none
      } else if entry.value.matches("up") {
        inputs.bias = .up
      } else if entry.value.matches("down") {
        inputs.bias = .down
      } else {
        throw entry.refusal("none, up or down")
      }
    } else {
      for place in 0..<Button.all.count where entry.key.matches(Button.all[place].key) {
        inputs.lines[place] = try entry.name()
        return
      }
      throw entry.unknown("one of chip, active_low, bias, mute, balance, mark, test")
    }
  }

  private mutating func takeRecording(_ entry: SettingsEntry) throws(SettingsError) {
    if entry.key.matches("directory") {
      directory = try entry.name()
      guard directory.count <= 64 else { throw entry.refusal("a path of at most 64 bytes") }
    } else if entry.key.matches("interval_ms") {
      intervalMilliseconds = UInt32(try entry.number(50...60_000))
    } else if entry.key.matches("queue_kib") {
      queueBytes = Int(try entry.number(64...262_144)) << 10
    } else if entry.key.matches("late_ms") {
      lateMilliseconds = try entry.number(100...60_000)
    } else {
      throw entry.unknown("one of directory, interval_ms, queue_kib, late_ms")
    }
  }

  private mutating func takeSelfTest(_ entry: SettingsEntry) throws(SettingsError) {
    if entry.key.matches("required") {
      selfTest.isRequired = try entry.isOn()
    } else if entry.key.matches("frames") {
      selfTest.frames = Int32(try entry.number(1...10_000))
    } else if entry.key.matches("wait_s") {
      selfTest.waitMilliseconds = try entry.number(100...120_000, decimals: 3)
    } else if entry.key.matches("longest_s") {
      selfTest.longestMilliseconds = try entry.number(100...60_000, decimals: 3)
    } else if entry.key.matches("minimum") {
      selfTest.minimum = try entry.counts()
    } else if entry.key.matches("maximum") {
      selfTest.maximum = try entry.counts()
    } else {
      throw entry.unknown("one of required, frames, wait_s, longest_s, minimum, maximum")
    }
  }

  private mutating func takeTestPiece(_ entry: SettingsEntry) throws(SettingsError) {
    if entry.key.matches("depth_m") {
      testPiece.depthMillimetres = Int32(try entry.number(0...2_000, decimals: 3))
    } else if entry.key.matches("level") {
      testPiece.levelHundredths = Int32(try entry.number(100...20_000, decimals: 2))
    } else if entry.key.matches("window_s") {
      testPiece.windowMilliseconds = try entry.number(1_000...120_000, decimals: 3)
    } else if entry.key.matches("due_s") {
      testPiece.dueSeconds = try entry.number(0...86_400)
    } else if entry.key.matches("break_s") {
      testPiece.breakSeconds = try entry.number(1...86_400)
    } else {
      throw entry.unknown("one of depth_m, level, window_s, due_s, break_s")
    }
  }

  private mutating func takeOperator(_ entry: SettingsEntry) throws(SettingsError) {
    if entry.key.matches("mute_s") {
      operation.muteMilliseconds = try entry.number(
        1_000...Mute.longestMicroseconds / 1_000, decimals: 3)
    } else if entry.key.matches("battery_low_v") {
      operation.lowMillivolts = Int32(try entry.number(0...100_000, decimals: 3))
    } else if entry.key.matches("battery_empty_v") {
      operation.emptyMillivolts = Int32(try entry.number(0...100_000, decimals: 3))
    } else if entry.key.matches("real_time_priority") {
      operation.realTimePriority = Int32(try entry.number(0...90))
    } else {
      throw entry.unknown("one of mute_s, battery_low_v, battery_empty_v, real_time_priority")
    }
  }

  /// Takes a key of the chain, by the same table as `sapper config`.
  private mutating func takeInduction(_ entry: SettingsEntry) throws(SettingsError) {
    for place in 0..<InductionKeys.all.count
    where entry.key.matches(InductionKeys.all[place].name) {
      let key = InductionKeys.all[place]
      var chains = DetectorConfiguration()
      chains.induction = configuration
      let value = try entry.number(key.minimum...key.maximum, decimals: key.decimals)
      do throws(ConfigurationFault) {
        try key.store(value, in: &chains)
      } catch {
        throw entry.refusal("a number", range: key.minimum...key.maximum, decimals: key.decimals)
      }
      configuration = chains.induction
      return
    }
    throw entry.unknown(
      """
      one of threshold, level_threshold, release, noise_nv_rthz, soil_share, knock_share, \
      ceiling_uv, speed_m_s, slow_m_s, fast_m_s, high_m, rail_counts
      """)
  }
}

extension SettingsEntry {
  /// The refusal of a key that nobody knows: what was found is the key itself.
  func unknown(_ expected: StaticString) -> SettingsError {
    var error = refusal(expected)
    error.found = key
    error.key = DeviceName()
    return error
  }
}
