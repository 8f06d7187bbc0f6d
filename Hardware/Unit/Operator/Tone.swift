/// A square wave as the loudspeaker's line gets it: pitch by its period, loudness by its pulses.
///
/// Its bits are a pure function of device time, so that a replay sounds the same.
struct Tone: Equatable, Sendable, BitwiseCopyable {
  /// Length of one period, microseconds; 0 is silence.
  var periodMicroseconds: Int64
  /// How long the line is active in each, microseconds.
  var pulseMicroseconds: Int64

  /// Nothing to hear.
  static var silence: Tone { Tone(periodMicroseconds: 0, pulseMicroseconds: 0) }

  /// A tone at its loudest: the line is active half of the time.
  static func loud(_ periodMicroseconds: Int64) -> Tone {
    Tone(periodMicroseconds: periodMicroseconds, pulseMicroseconds: periodMicroseconds / 2)
  }

  /// Whether the line is active at a time.
  func isActive(at time: Int64) -> Bool {
    periodMicroseconds > 0 && time % periodMicroseconds < pulseMicroseconds
  }

  /// When the line changes next, after a time.
  func nextChange(after time: Int64) -> Int64 {
    guard periodMicroseconds > 0 else { return .max }
    let place = time % periodMicroseconds
    return place < pulseMicroseconds
      ? time + pulseMicroseconds - place : time + periodMicroseconds - place
  }
}

/// What is heard from when to when, of a pattern that repeats or ends.
struct Passage: Equatable, Sendable, BitwiseCopyable {
  /// The tone now.
  var tone: Tone
  /// When another one begins.
  var until: Int64
}

/// The vocabulary of the loudspeaker.
///
/// A target's periods are 1,000 to 4,000 µs, and nothing else that lasts has one of these; the warble
/// alone changes between two. So nothing sounds like a target, and nothing like a fault.
enum Sound {
  /// Periods of a target, highest to lowest, microseconds.
  static let targetPeriods: ClosedRange<Int64> = 1_000...4_000
  /// The two periods of the fault warble, microseconds.
  static let warblePeriods: (high: Int64, low: Int64) = (640, 5_120)
  /// How long each of them lasts, microseconds.
  static let warbleStep: Int64 = 64_000
  /// How long the switch-on tones last.
  static let greetingLength: Int64 = 600_000
  /// How long a low battery is announced.
  static let batteryLength: Int64 = 600_000
  /// How long the final tone lasts.
  static let finalLength: Int64 = 5_000_000
  /// How long a passed check is announced.
  static let passedLength: Int64 = 400_000

  /// The target tone: higher as the level rises, and louder.
  ///
  /// 250 Hz at the threshold and 1 kHz at 256 times threshold, on a logarithmic scale of the level; the
  /// pulse grows from a sixteenth of the period to half of it.
  static func target(levelQ8: UInt16) -> Tone {
    let octaves = octavesQ8(levelQ8)
    let span = targetPeriods.upperBound - targetPeriods.lowerBound
    let period = targetPeriods.upperBound - span * octaves / 2_048
    let sixteenthsQ8 = 256 + 7 * 256 * octaves / 2_048
    return Tone(periodMicroseconds: period, pulseMicroseconds: period * sixteenthsQ8 / 4_096)
  }

  /// log2 of a level over threshold, Q8, 0 … 2,048; straight lines between powers of two.
  static func octavesQ8(_ levelQ8: UInt16) -> Int64 {
    guard levelQ8 > 256 else { return 0 }
    let whole = Int64(15 - levelQ8.leadingZeroBitCount) - 8
    let base = Int64(256) << whole
    return min(2_048, whole * 256 + (Int64(levelQ8) - base) * 256 / base)
  }

  /// The reserved fault warble.
  static func warble(at time: Int64) -> Passage {
    let step = time / warbleStep
    let period = step % 2 == 0 ? warblePeriods.high : warblePeriods.low
    return Passage(tone: .loud(period), until: (step + 1) * warbleStep)
  }

  /// Five rising tones after a passed self-test.
  static func greeting(elapsed: Int64, at time: Int64) -> Passage {
    steps(elapsed, at: time, length: 120_000, sounded: 100_000, first: 960, by: -90, count: 5)
  }

  /// Three falling tones for a low battery.
  static func lowBattery(elapsed: Int64, at time: Int64) -> Passage {
    steps(elapsed, at: time, length: 200_000, sounded: 150_000, first: 700, by: 120, count: 3)
  }

  /// Two rising tones for a check that was passed.
  static func passed(elapsed: Int64, at time: Int64) -> Passage {
    steps(elapsed, at: time, length: 200_000, sounded: 150_000, first: 900, by: -200, count: 2)
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
  static func buzzes(
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
