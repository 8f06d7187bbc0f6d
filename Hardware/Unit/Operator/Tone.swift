/// A square wave as the loudspeaker's line gets it: pitch by its period, loudness by its pulses.
///
/// Its bits are a pure function of device time, so that a replay sounds the same.
package struct Tone: Equatable, Sendable, BitwiseCopyable {
  /// Length of one period, microseconds; 0 is silence.
  package var periodMicroseconds: Int64
  /// How long the line is active in each, microseconds.
  package var pulseMicroseconds: Int64

  /// Makes a wave.
  package init(periodMicroseconds: Int64, pulseMicroseconds: Int64) {
    self.periodMicroseconds = periodMicroseconds
    self.pulseMicroseconds = pulseMicroseconds
  }

  /// Nothing to hear.
  package static var silence: Tone { Tone(periodMicroseconds: 0, pulseMicroseconds: 0) }

  /// A tone at its loudest: the line is active half of the time.
  package static func loud(_ periodMicroseconds: Int64) -> Tone {
    Tone(periodMicroseconds: periodMicroseconds, pulseMicroseconds: periodMicroseconds / 2)
  }

  /// Whether the line is active at a time.
  package func isActive(at time: Int64) -> Bool {
    periodMicroseconds > 0 && time % periodMicroseconds < pulseMicroseconds
  }

  /// When the line changes next, after a time.
  package func nextChange(after time: Int64) -> Int64 {
    guard periodMicroseconds > 0 else { return .max }
    let place = time % periodMicroseconds
    return place < pulseMicroseconds
      ? time + pulseMicroseconds - place : time + periodMicroseconds - place
  }
}

/// What is heard from when to when, of a pattern that repeats or ends.
package struct Passage: Equatable, Sendable, BitwiseCopyable {
  /// The tone now.
  package var tone: Tone
  /// When another one begins.
  package var until: Int64
}

/// The vocabulary of the loudspeaker.
///
/// A target's periods are 1,000 to 4,000 µs, and nothing else that lasts has one of these; the warble
/// alone changes between two. So nothing sounds like a target, and nothing like a fault.
package enum Sound {
  /// Periods of a target, highest to lowest, microseconds.
  package static let targetPeriods: ClosedRange<Int64> = 1_000...4_000
  /// The two periods of the fault warble, microseconds.
  package static let warblePeriods: (high: Int64, low: Int64) = (640, 5_120)
  /// How long each of them lasts, microseconds.
  package static let warbleStep: Int64 = 64_000
  /// How long the switch-on tones last.
  package static let greetingLength: Int64 = 600_000
  /// How long a low battery is announced.
  package static let batteryLength: Int64 = 600_000
  /// How long the final tone lasts.
  package static let finalLength: Int64 = 5_000_000
  /// How long the chirps for what lies behind the coil take, and one of the two pairs.
  package static let behindLength: Int64 = 800_000
  package static let behindPair: Int64 = 400_000
  /// How long a passed check is announced.
  package static let passedLength: Int64 = 400_000
  /// How long the outcome of a ground balance is announced.
  package static let balanceLength: Int64 = 800_000

  /// The target tone: higher as the level rises, and louder.
  ///
  /// 250 Hz at the threshold and 1 kHz at 256 times threshold, on a logarithmic scale of the level; the
  /// pulse grows from an eighth of the period, which a minimum-metal mine is heard by, to half of it.
  package static func target(levelQ8: UInt16) -> Tone {
    let octaves = octavesQ8(levelQ8)
    let span = targetPeriods.upperBound - targetPeriods.lowerBound
    let period = targetPeriods.upperBound - span * octaves / 2_048
    let sixteenthsQ8 = 512 + 6 * 256 * octaves / 2_048
    return Tone(periodMicroseconds: period, pulseMicroseconds: period * sixteenthsQ8 / 4_096)
  }

  /// log2 of a level over threshold, Q8, 0 … 2,048; straight lines between powers of two.
  package static func octavesQ8(_ levelQ8: UInt16) -> Int64 {
    guard levelQ8 > 256 else { return 0 }
    let whole = Int64(15 - levelQ8.leadingZeroBitCount) - 8
    let base = Int64(256) << whole
    return min(2_048, whole * 256 + (Int64(levelQ8) - base) * 256 / base)
  }

  /// The reserved fault warble.
  package static func warble(at time: Int64) -> Passage {
    let step = time / warbleStep
    let period = step % 2 == 0 ? warblePeriods.high : warblePeriods.low
    return Passage(tone: .loud(period), until: (step + 1) * warbleStep)
  }

  /// Five rising tones after a passed self-test.
  package static func greeting(elapsed: Int64, at time: Int64) -> Passage {
    steps(elapsed, at: time, length: 120_000, sounded: 100_000, first: 960, by: -90, count: 5)
  }

  /// Three falling tones for a low battery.
  package static func lowBattery(elapsed: Int64, at time: Int64) -> Passage {
    steps(elapsed, at: time, length: 200_000, sounded: 150_000, first: 700, by: 120, count: 3)
  }

  /// Two rising tones for a check that was passed.
  package static func passed(elapsed: Int64, at time: Int64) -> Passage {
    steps(elapsed, at: time, length: 200_000, sounded: 150_000, first: 900, by: -200, count: 2)
  }

  /// A double chirp, twice: something lies behind the coil that no tone was heard over.
  ///
  /// A chirp is a rise of two notes, higher than all that lasts.
  package static func behind(elapsed: Int64, at time: Int64) -> Passage {
    let place = elapsed % behindPair
    let chirp = place / 110_000
    guard chirp < 2 else { return Passage(tone: .silence, until: time + behindPair - place) }
    let within = place % 110_000
    return switch within {
    case ..<40_000: Passage(tone: .loud(560), until: time + 40_000 - within)
    case ..<80_000: Passage(tone: .loud(400), until: time + 80_000 - within)
    default: Passage(tone: .silence, until: time + 110_000 - within)
    }
  }

  /// Four chirps a second while the ground is being learnt.
  package static func pumping(at time: Int64) -> Passage {
    buzzes(1, each: 50_000, of: 250_000, tone: .loud(480), at: time)
  }

  /// The outcome of a ground balance: three rising tones when it was learnt, one long tone when a second
  /// spot is asked for, two long low falling tones when it was refused.
  package static func balanced(
    _ notice: BalanceNotice, elapsed: Int64, at time: Int64
  ) -> Passage {
    switch notice {
    case .learnt:
      steps(elapsed, at: time, length: 200_000, sounded: 150_000, first: 900, by: -150, count: 3)
    case .halfWay:
      steps(elapsed, at: time, length: 800_000, sounded: 600_000, first: 900, by: 0, count: 1)
    case .refused:
      steps(
        elapsed, at: time, length: 400_000, sounded: 350_000, first: 6_000, by: 3_000, count: 2)
    }
  }

  /// Tones one after the other, with pauses.
  private static func steps(
    _ elapsed: Int64, at time: Int64, length: Int64, sounded: Int64, first: Int64, by: Int64,
    count: Int64
  ) -> Passage {
    let number = elapsed / length
    let place = elapsed % length
    guard number < count else { return Passage(tone: .silence, until: .max) }
    guard place < sounded else {
      return Passage(tone: .silence, until: time + length - place)
    }
    return Passage(tone: .loud(first + by * number), until: time + sounded - place)
  }

  /// Short low buzzes, `count` of them at the start of every period.
  package static func buzzes(
    _ count: Int64, each length: Int64, of period: Int64, tone: Tone, at time: Int64
  ) -> Passage {
    let place = time % period
    let number = place / (2 * length)
    guard number < count else { return Passage(tone: .silence, until: time + period - place) }
    let within = place % (2 * length)
    return within < length
      ? Passage(tone: tone, until: time + length - within)
      : Passage(tone: .silence, until: time + 2 * length - within)
  }
}
