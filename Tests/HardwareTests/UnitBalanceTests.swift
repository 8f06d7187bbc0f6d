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

@Suite("The ground-balance button") struct UnitBalanceTests {
  private let later: Int64 = 100_000_000

  private func searching() -> SignalState {
    var state = SignalState()
    state.phase = .searching
    state.isChecked = true
    return state
  }

  private func ended(_ notice: BalanceNotice) -> SignalState {
    var state = searching()
    state.balanced = notice
    state.balancedAt = later
    return state
  }

  @Test("The first press begins, the second one ends, and the third begins anew")
  func presses() {
    var timer = BalanceTimer()
    #expect(timer.isUnderWay == false)
    #expect(timer.isOver(at: .max) == false)
    #expect(timer.press(at: 1_000_000) == true)
    #expect(timer.isUnderWay)
    #expect(timer.press(at: 6_000_000) == false)
    #expect(timer.isUnderWay == false)
    #expect(timer.isOver(at: 11_000_000) == false, "what was ended by hand does not end again")
    #expect(timer.press(at: 20_000_000) == true)
    #expect(timer.isOver(at: 29_999_999) == false, "the time counts from the last beginning")
    #expect(timer.isOver(at: 30_000_000) == true)
  }

  @Test("Ten seconds of device time end it by itself, and that is told once")
  func runsOut() {
    var timer = BalanceTimer()
    _ = timer.press(at: 5_000_000)
    #expect(timer.isOver(at: 5_000_000) == false)
    #expect(timer.isOver(at: 14_999_999) == false)
    #expect(timer.isUnderWay)
    #expect(timer.isOver(at: 15_000_000) == true)
    #expect(timer.isUnderWay == false)
    #expect(timer.isOver(at: .max) == false)
  }

  @Test("Every refusal is a sound, and only a first spot that passes sounds half way")
  func notices() {
    let reasons = (UInt8.min...UInt8.max).compactMap(GroundRefusal.init(rawValue:))
    #expect(reasons.count >= 12)
    for reason in reasons {
      let notice = BalanceNotice(.refused(reason))
      #expect(notice == (reason == .secondSpot ? .halfWay : .refused))
      #expect(bits(ended(notice), from: later, length: 300_000).contains(true))
    }
    #expect(BalanceNotice(.learnt(GroundRatios(shape: BandVector()))) == .learnt)
  }

  @Test("Pumping chirps four times a second, mute or not, until it ends")
  func pumping() {
    var state = searching()
    state.isBalancing = true
    state.mutedUntil = .max
    let heard = bits(state, from: later, length: 1_000_000)
    #expect(periods(heard).contains(480))
    var chirps = 0
    var quiet = 10_000
    for bit in heard {
      if bit, quiet > 2_500 { chirps += 1 }
      quiet = bit ? 0 : quiet + 1
    }
    #expect(chirps == 4)
    state.isBalancing = false
    #expect(!bits(state, from: later, length: 1_000_000).contains(true))
  }

  @Test("Metal sounds as ever while the ground is pumped")
  func alarmGoesOn() {
    var state = searching()
    state.isBalancing = true
    state.flags = .alarm
    state.levelQ8 = 1_024
    #expect(Signals.passage(state, at: later).tone == Sound.target(levelQ8: 1_024))
  }

  @Test("A refusal is heard over metal; a tone that confirms waits for it to end")
  func precedence() {
    for notice in [BalanceNotice.halfWay, .refused, .learnt] {
      var state = ended(notice)
      state.flags = .alarm
      state.levelQ8 = 1_024
      let target = Sound.target(levelQ8: 1_024)
      #expect((Signals.passage(state, at: later).tone == target) == (notice == .learnt))
      #expect(Signals.levels(state, at: later)[.alarm], "the alarm line goes on")
      #expect(Signals.passage(state, at: later + Sound.balanceLength).tone == target)
      state.lasting[.coilOpen] = true
      #expect(
        periods(bits(state, from: later, length: 256_000)).contains(640),
        "a fault that disables covers everything")
    }
  }

  @Test("The three outcomes differ, and none has the period of a target or of the warble")
  func vocabulary() {
    let sounds = [BalanceNotice.learnt, .halfWay, .refused].map { notice in
      stride(from: Int64(0), to: Sound.balanceLength, by: 10_000).map {
        Sound.balanced(notice, elapsed: $0, at: later + $0).tone
      }
    }
    #expect(sounds[0] != sounds[1] && sounds[1] != sounds[2] && sounds[0] != sounds[2])
    for tone in sounds.joined() where tone != .silence {
      #expect(!Sound.targetPeriods.contains(tone.periodMicroseconds))
      #expect(tone.periodMicroseconds != 640 && tone.periodMicroseconds != 5_120)
    }
    let rising = sounds[0].map(\.periodMicroseconds).filter { $0 > 0 }
    #expect(rising == rising.sorted(by: >) && Set(rising).count == 3)
    let falling = sounds[2].map(\.periodMicroseconds).filter { $0 > 0 }
    #expect(falling == falling.sorted() && Set(falling).count == 2)
  }

  @Test("What is told to change next does change, and nothing changes before", arguments: 0..<16)
  func nextChange(seed: UInt64) {
    var dice = Dice(seed: seed)
    var state = ended([.learnt, .halfWay, .refused, .learnt][Int(seed % 4)])
    state.isBalancing = seed % 3 == 0
    var time = later + Int64.random(in: 0..<900_000, using: &dice)
    for _ in 0..<60 {
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
