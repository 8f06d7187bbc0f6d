import DetectorCore
import Testing
import Unit

/// The bits of the loudspeaker's line over a stretch of device time, one each 20 µs.
private func bits(_ state: SignalState, from start: Int64, length: Int64) -> [Bool] {
  stride(from: start, to: start + length, by: 20).map { Signals.levels(state, at: $0)[.audio] }
}

/// Periods from rise to rise in a stretch of bits, microseconds.
private func periods(_ bits: [Bool]) -> Set<Int64> {
  let rises = bits.indices.dropFirst().filter { bits[$0] && !bits[$0 - 1] }
  return Set(zip(rises, rises.dropFirst()).map { Int64($1 - $0) * 20 })
}

private func searching() -> SignalState {
  var state = SignalState()
  state.phase = .searching
  state.searchingSince = 0
  state.isChecked = true
  return state
}

private func alarm(_ levelQ8: UInt16) -> SignalState {
  var state = searching()
  state.levelQ8 = levelQ8
  state.flags = .alarm
  return state
}

@Suite("Operator's signals") struct UnitSignalTests {
  /// Behind the tones of switching on.
  private let later: Int64 = 100_000_000

  @Test("A target at its threshold is 250 Hz with an eighth of each period, bit by bit")
  func thresholdBits() {
    let heard = bits(alarm(256), from: later, length: 4_000)
    // 100,000,000 is a multiple of 4,000: the period begins with its pulse of 500 µs.
    #expect(heard == (0..<200).map { $0 * 20 < 500 })
  }

  @Test("A stronger target is higher and fuller, up to 1 kHz and half of the time")
  func rising() {
    var lastPeriod = Int64.max
    var lastDensity = 0
    for level in [256, 512, 1_024, 4_096, 16_384, 65_535] as [UInt16] {
      let heard = bits(alarm(level), from: later, length: 2_000_000)
      let density = heard.count(where: { $0 })
      let tone = Sound.target(levelQ8: level)
      #expect(tone.periodMicroseconds < lastPeriod)
      #expect(density > lastDensity)
      (lastPeriod, lastDensity) = (tone.periodMicroseconds, density)
    }
    #expect(Sound.target(levelQ8: .max).periodMicroseconds <= 1_002)
    #expect(lastDensity > 49_000 && lastDensity <= 50_000)
    // A period that 20 µs do not divide is a bit off in each of its pulses.
    for level in stride(from: UInt16(256), to: 65_000, by: 500) {
      let tone = Sound.target(levelQ8: level)
      #expect(tone.pulseMicroseconds * 8 > tone.periodMicroseconds - 8, "never quieter than this")
    }
  }

  @Test("No level and no time sounds like the fault warble")
  func reservedWarble() {
    var fault = searching()
    fault.lasting[.coilOpen] = true
    let warble = periods(bits(fault, from: later, length: 256_000))
    #expect(warble.contains(640) && warble.contains(5_120))
    for level in stride(from: UInt16(256), to: 65_000, by: 64) {
      let period = Sound.target(levelQ8: level).periodMicroseconds
      #expect(Sound.targetPeriods.contains(period))
    }
    #expect(!Sound.targetPeriods.contains(640) && !Sound.targetPeriods.contains(5_120))
  }

  @Test("A fault that disables covers a target's tone, and its number is blinked")
  func faultFirst() {
    for fault in [FaultSignal.coilOpen, .coilShort, .saturated, .silent] {
      var state = alarm(4_096)
      state.lasting[fault] = true
      #expect(periods(bits(state, from: later, length: 256_000)).contains(640))
      #expect(Signals.levels(state, at: later)[.alarm])
      // One blink is 300 ms, the pause 900 ms.
      let blinks = Int64(fault.rawValue)
      let cycle = blinks * 300_000 + 900_000
      let lit = stride(from: Int64(0), to: cycle, by: 10_000).map {
        Signals.levels(state, at: cycle * 7 + $0)[.ledFault]
      }
      let rises = lit.indices.filter { lit[$0] && ($0 == 0 || !lit[$0 - 1]) }.count
      #expect(rises == Int(blinks))
    }
  }

  @Test("A mute silences a target and never a fault, and it ends by itself")
  func muteBounds() {
    let mute = Mute(milliseconds: 10_000)
    var state = alarm(4_096)
    mute.press(&state, at: later)
    #expect(!bits(state, from: later, length: 400_000).contains(true))
    #expect(Signals.levels(state, at: later)[.alarm], "the alarm line is not muted")
    #expect(Signals.levels(state, at: later)[.ledTarget], "nor is the light")
    #expect(bits(state, from: later + 10_000_000, length: 8_000).contains(true))
    state.lasting[.coilShort] = true
    #expect(periods(bits(state, from: later, length: 256_000)).contains(640))
    state.lasting = FaultSet()
    state.lasting[.storage] = true
    let reminded = bits(state, from: later, length: 640_000)
    #expect(periods(reminded).contains(640), "a fault that leaves searching possible is heard too")
  }

  @Test("Pressing mute again ends it; nothing makes it longer than 30 s")
  func muteEnds() {
    let long = Mute(milliseconds: 3_600_000)
    var state = alarm(512)
    long.press(&state, at: later)
    #expect(state.mutedUntil == later + 30_000_000)
    long.press(&state, at: later + 1_000_000)
    #expect(state.mutedUntil == later + 1_000_000)
    #expect(bits(state, from: later + 1_000_000, length: 8_000).contains(true))
  }

  @Test("The heartbeat follows the frames: without them it stands still")
  func heartbeat() {
    var state = searching()
    var levels: [Bool] = []
    for frame in 0..<40 {
      state.frameTime = Int64(frame) * 100_000
      levels.append(Signals.levels(state, at: state.frameTime)[.heartbeat])
    }
    #expect(levels == (0..<40).map { $0 / 5 % 2 == 1 })
    let dead = stride(from: state.frameTime, to: later, by: 250_000).map {
      Signals.levels(state, at: $0)[.heartbeat]
    }
    #expect(Set(dead).count == 1)
  }

  /// Ticks of a second.
  private func bursts(_ state: SignalState) -> Int {
    let heard = bits(state, from: later, length: 1_000_000)
    // Pauses of more than 10 ms part the ticks.
    var count = 0
    var quiet = 1_000
    for bit in heard {
      if bit, quiet > 500 { count += 1 }
      quiet = bit ? 0 : quiet + 1
    }
    return count
  }

  @Test("Where nothing can be said yet the ticks hurry, and metal is heard all the same")
  func settling() {
    var state = searching()
    state.flags = .settling
    #expect(bursts(state) == 5)
    state.isChecked = false
    #expect(bursts(state) == 5)
    var metal = alarm(1_024)
    let tone = Signals.passage(metal, at: later)
    metal.flags.insert(.settling)
    #expect(Signals.passage(metal, at: later) == tone)
  }

  @Test("An unchecked detector ticks twice a second and its light blinks")
  func unchecked() {
    var state = searching()
    #expect(bursts(state) == 1)
    let steady = stride(from: later, to: later + 4_000_000, by: 50_000).map {
      Signals.levels(state, at: $0)[.ledPower]
    }
    #expect(!steady.contains(false))
    state.isChecked = false
    #expect(bursts(state) == 2)
    let blinking = stride(from: later, to: later + 4_000_000, by: 50_000).map {
      Signals.levels(state, at: $0)[.ledPower]
    }
    #expect(blinking.contains(false) && blinking.contains(true))
  }

  @Test("Too fast, too high and too slow are told, and differ")
  func motion() {
    var heard: [[Bool]] = []
    for flags in [LevelFlags.tooFast, .tooHigh, .tooSlow] {
      var state = searching()
      state.flags = flags
      heard.append(bits(state, from: later, length: 3_000_000))
    }
    #expect(heard.allSatisfy { periods($0).contains(8_000) })
    #expect(heard[0] != heard[1] && heard[1] != heard[2] && heard[0] != heard[2])
    // Rises that follow on another within 20 ms are one buzz: 6 short, 12 short, 2 long ones.
    let buzzes = heard.map { bits in
      let rises = bits.indices.dropFirst().filter { bits[$0] && !bits[$0 - 1] }
      return zip(rises, rises.dropFirst()).filter { $1 - $0 > 1_000 }.count + 1
    }
    #expect(buzzes[0] < buzzes[1] && buzzes[2] < buzzes[0])
  }

  @Test("Too slow is not heard while metal is, nor while the ground is pumped")
  func slowIsLast() {
    var state = alarm(1_024)
    let metal = Signals.passage(state, at: later)
    state.flags.insert(.tooSlow)
    #expect(Signals.passage(state, at: later) == metal)
    var pumping = searching()
    pumping.isBalancing = true
    let chirps = Signals.passage(pumping, at: later)
    pumping.flags = .tooSlow
    #expect(Signals.passage(pumping, at: later) == chirps)
  }

  @Test("What is told to change next does change, and nothing changes before", arguments: 0..<40)
  func nextChange(seed: UInt64) {
    var dice = Dice(seed: seed)
    var state = alarm(UInt16.random(in: 256...65_535, using: &dice))
    if seed % 4 == 1 { state.flags = .clear }
    if seed % 4 == 2 { state.lasting[.stuck] = true }
    if seed % 4 == 3 { state.batteryAnnouncedAt = later }
    var time = later + Int64.random(in: 0..<2_000_000, using: &dice)
    for _ in 0..<50 {
      let next = Signals.nextChange(state, after: time)
      #expect(next > time)
      let now = Signals.levels(state, at: time)[.audio]
      for between in stride(from: time, to: next, by: max(1, Int((next - time) / 7))) {
        #expect(Signals.levels(state, at: between)[.audio] == now)
      }
      time = next
    }
  }
}
