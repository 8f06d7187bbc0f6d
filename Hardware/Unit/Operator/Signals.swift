package import DetectorCore

/// What is wrong, as the operator is told: the number of blinks, and whether searching is in vain.
package enum FaultSignal: UInt8, Sendable, BitwiseCopyable {
  /// The coil is open.
  case coilOpen = 1
  /// The coil is shorted.
  case coilShort = 2
  /// The transmit current is wrong.
  case current = 3
  /// The converter is stuck.
  case stuck = 4
  /// The converter stands at its rail.
  case saturated = 5
  /// The front end is silent.
  case silent = 6
  /// Frames were lost, damaged or repeated.
  case frames = 7
  /// The recording cannot be written.
  case storage = 8
  /// The battery is empty.
  case battery = 9
  /// The self-test failed.
  case selfTest = 10
  /// The sensitivity is lost.
  case sensitivity = 11
  /// The track is lost.
  case track = 12
  /// The sound card cannot be heard.
  case sound = 13

  /// Whether nothing can be found while it lasts: the warble goes on and covers everything.
  var isDisabling: Bool {
    switch self {
    case .coilOpen, .coilShort, .current, .stuck, .saturated, .silent, .battery, .selfTest,
      .sensitivity:
      true
    case .frames, .storage, .track, .sound: false
    }
  }
}

/// Faults by kind, a bit each.
package struct FaultSet: Equatable, Sendable, BitwiseCopyable {
  /// The bits.
  package private(set) var rawValue: UInt16 = 0

  /// None.
  package init() {}

  /// Whether there is none.
  package var isEmpty: Bool { rawValue == 0 }

  /// Whether a fault lasts.
  package subscript(fault: FaultSignal) -> Bool {
    get { rawValue >> UInt16(fault.rawValue) & 1 == 1 }
    set {
      let bit = UInt16(1) << UInt16(fault.rawValue)
      rawValue = newValue ? rawValue | bit : rawValue & ~bit
    }
  }

  /// The fault that the LED tells: the one with the fewest blinks.
  package var first: FaultSignal? {
    rawValue == 0 ? nil : FaultSignal(rawValue: UInt8(rawValue.trailingZeroBitCount))
  }

  /// Whether one of them makes searching vain.
  package var isDisabling: Bool {
    for number in UInt8(1)...13 {
      guard let fault = FaultSignal(rawValue: number), self[fault] else { continue }
      if fault.isDisabling { return true }
    }
    return false
  }
}

/// What the unit is doing.
package enum Phase: UInt8, Sendable, BitwiseCopyable {
  /// Waits for the self-test.
  case testing
  /// Searches.
  case searching
  /// Refuses to search.
  case refusing
}

/// All that the operator's signals depend on; they are a pure function of this and of device time.
package struct SignalState: Equatable, Sendable, BitwiseCopyable {
  /// What the unit is doing.
  package var phase = Phase.testing
  /// When searching began, microseconds of device time.
  package var searchingSince: Int64 = 0
  /// The newest level.
  package var levelQ8: UInt16 = 0
  /// What it rests on.
  package var flags = LevelFlags.clear
  /// Faults that last.
  package var lasting = FaultSet()
  /// Whether the ground is being learnt.
  package var isBalancing = false
  /// How the last ground balance came out.
  package var balanced: BalanceNotice?
  /// When it did, microseconds of device time.
  package var balancedAt: Int64 = 0
  /// A fault that happened and is over: it sounds until `noticeUntil`.
  package var notice: FaultSignal?
  /// When a notice ends.
  package var noticeUntil: Int64 = .min
  /// Until when the alarm is muted.
  package var mutedUntil: Int64 = .min
  /// Whether the test piece was found.
  package var isChecked = false
  /// Whether a check with the test piece is under way.
  package var isChecking = false
  /// When something was found that no tone had been heard over, behind the coil; it is told from then on.
  package var behindAt: Int64?
  /// When a check was passed last.
  package var passedAt: Int64?
  /// When a low battery was announced last.
  package var batteryAnnouncedAt: Int64?
  /// When the battery was found empty.
  package var emptySince: Int64?
  /// Device time of the last frame: what the heartbeat is made of.
  package var frameTime: Int64 = 0

  /// A state in which nothing was seen yet.
  package init() {}

  /// Whether an alarm is on.
  package var isAlarm: Bool { phase == .searching && flags.contains(.alarm) }

  /// Whether something behind the coil is being told.
  package func isBehind(at time: Int64) -> Bool {
    guard let behindAt else { return false }
    return time - behindAt < Sound.behindLength
  }

  /// Takes a find that nothing was heard over. The tone of metal goes first: it is told after that.
  package mutating func foundBehind(at time: Int64) { behindAt = time }

  /// Takes the time of a frame: as long as a tone sounds, what lies behind waits.
  package mutating func keepBehind(at time: Int64) {
    guard isBehind(at: time), isAlarm, time >= mutedUntil else { return }
    behindAt = time
  }
}

/// The signals: from the state and the time to the levels of the lines.
package enum Signals {
  /// How long a fault that is over is warbled, microseconds.
  package static let noticeLength: Int64 = 640_000
  /// How often a fault that lasts, and leaves searching possible, is warbled anew.
  package static let reminder: Int64 = 10_000_000
  /// Half a period of the heartbeat, microseconds.
  package static let heartbeatHalf: Int64 = 500_000
  /// One step of the blinking LED, microseconds.
  static let blink: Int64 = 150_000

  /// What is heard, and until when at least.
  package static func passage(_ state: SignalState, at time: Int64) -> Passage {
    if let empty = state.emptySince, time - empty < Sound.finalLength, time >= empty {
      return Passage(tone: .loud(700), until: empty + Sound.finalLength)
    }
    if state.lasting.isDisabling { return Sound.warble(at: time) }
    // Metal is what a refusal is about: the tone of it must not cover the refusal.
    if let notice = state.balanced, notice != .learnt, let passage = balance(notice, state, time) {
      return passage
    }
    if state.isAlarm, time >= state.mutedUntil {
      return Passage(tone: Sound.target(levelQ8: state.levelQ8), until: .max)
    }
    // Nothing that was found is kept for oneself: not by a mute, nor by a fault that is over.
    if state.isBehind(at: time) {
      return Sound.behind(elapsed: max(0, time - (state.behindAt ?? time)), at: time)
    }
    if time < state.noticeUntil {
      var warble = Sound.warble(at: time)
      warble.until = min(warble.until, state.noticeUntil)
      return warble
    }
    if !state.lasting.isEmpty, time % reminder < noticeLength { return Sound.warble(at: time) }
    if let announced = state.batteryAnnouncedAt, time - announced < Sound.batteryLength {
      return Sound.lowBattery(elapsed: max(0, time - announced), at: time)
    }
    if let passed = state.passedAt, time - passed < Sound.passedLength {
      return Sound.passed(elapsed: max(0, time - passed), at: time)
    }
    if let notice = state.balanced, let passage = balance(notice, state, time) { return passage }
    if state.isBalancing { return Sound.pumping(at: time) }
    guard state.phase == .searching else { return Passage(tone: .silence, until: .max) }
    if time - state.searchingSince < Sound.greetingLength {
      return Sound.greeting(elapsed: max(0, time - state.searchingSince), at: time)
    }
    guard time >= state.mutedUntil else {
      return Passage(tone: .silence, until: state.mutedUntil)
    }
    return idle(state, at: time)
  }

  /// The outcome of a ground balance, as long as it is announced.
  private static func balance(
    _ notice: BalanceNotice, _ state: SignalState, _ time: Int64
  ) -> Passage? {
    guard time - state.balancedAt < Sound.balanceLength else { return nil }
    return Sound.balanced(notice, elapsed: max(0, time - state.balancedAt), at: time)
  }

  /// What is heard while nothing is found: that the unit lives, and how it is moved.
  private static func idle(_ state: SignalState, at time: Int64) -> Passage {
    let low = Tone(periodMicroseconds: 8_000, pulseMicroseconds: 1_000)
    if state.flags.contains(.tooFast) {
      return Sound.buzzes(1, each: 60_000, of: 500_000, tone: low, at: time)
    }
    if state.flags.contains(.tooHigh) {
      return Sound.buzzes(2, each: 60_000, of: 500_000, tone: low, at: time)
    }
    if state.flags.contains(.tooSlow) {
      return Sound.buzzes(1, each: 500_000, of: 1_500_000, tone: low, at: time)
    }
    let tick = Tone(periodMicroseconds: 800, pulseMicroseconds: 50)
    // Hurried ticks: nothing can be said of this place yet. They keep a pause after the greeting.
    if state.flags.contains(.settling) {
      let pause: Int64 = 100_000
      var ticks = Sound.buzzes(1, each: 40_000, of: 200_000, tone: tick, at: time + pause)
      ticks.until -= pause
      return ticks
    }
    // The threshold tick: one a second, two while the test piece is due.
    return Sound.buzzes(
      state.isChecked ? 1 : 2, each: 40_000, of: 1_000_000, tone: tick, at: time)
  }

  /// The levels of all lines at a time.
  package static func levels(_ state: SignalState, at time: Int64) -> OutputLevels {
    var levels = OutputLevels()
    let moment = max(time, 0)
    levels[.audio] = passage(state, at: moment).tone.isActive(at: moment)
    levels[.alarm] = state.isAlarm
    levels[.ledTarget] =
      state.isAlarm || state.isBehind(at: moment) && moment / 100_000 % 2 == 0
    levels[.vibration] =
      state.isAlarm && isVibrating(state, at: moment)
      || state.isBehind(at: moment) && !state.isAlarm && moment / 100_000 % 2 == 0
    levels[.heartbeat] = max(state.frameTime, 0) / heartbeatHalf % 2 == 1
    levels[.ledPower] = isPowerLit(state, at: moment)
    levels[.ledFault] = isFaultLit(state, at: moment)
    return levels
  }

  /// When a line changes next by itself, after a time.
  package static func nextChange(_ state: SignalState, after time: Int64) -> Int64 {
    let moment = max(time, 0)
    let passage = passage(state, at: moment)
    let sound = min(passage.until, passage.tone.nextChange(after: moment))
    // Lights and the motor follow steps of 50 ms.
    return min(sound, (moment / 50_000 + 1) * 50_000)
  }

  /// The motor runs from a fifth of the time to all of it.
  private static func isVibrating(_ state: SignalState, at time: Int64) -> Bool {
    time % 250_000 < 50_000 + 200_000 * Sound.octavesQ8(state.levelQ8) / 2_048
  }

  /// Steady: searching and checked. Slow: the test piece is due. Fast: testing. Dark: refuses.
  private static func isPowerLit(_ state: SignalState, at time: Int64) -> Bool {
    switch state.phase {
    case .testing: time / 100_000 % 2 == 0
    case .searching: state.isChecked || time / (state.isChecking ? 200_000 : 800_000) % 2 == 0
    case .refusing: false
    }
  }

  /// So many blinks as the fault has by its number, then a pause.
  private static func isFaultLit(_ state: SignalState, at time: Int64) -> Bool {
    let notice = time < state.noticeUntil ? state.notice : nil
    guard let fault = state.lasting.first ?? notice else { return false }
    let blinks = Int64(fault.rawValue)
    let place = time % (blinks * 2 * blink + 6 * blink)
    return place < blinks * 2 * blink && place / blink % 2 == 0
  }
}
