/// A line that the unit drives.
package enum OutputLine: UInt8, Sendable, BitwiseCopyable {
  /// The loudspeaker.
  case audio
  /// The vibration motor.
  case vibration
  /// Active while an alarm is on: for a second operator, a paint marker, a rig.
  case alarm
  /// Changes every half second as long as frames are processed.
  case heartbeat
  /// What the unit is doing.
  case ledPower
  /// An alarm is on.
  case ledTarget
  /// A fault, its kind in blinks.
  case ledFault

  /// Every line, in the order of their bits.
  static let all: InlineArray<7, OutputLine> = [
    .audio, .vibration, .alarm, .heartbeat, .ledPower, .ledTarget, .ledFault,
  ]

  /// The key that names its line.
  var key: StaticString {
    switch self {
    case .audio: "audio"
    case .vibration: "vibration"
    case .alarm: "alarm"
    case .heartbeat: "heartbeat"
    case .ledPower: "led_power"
    case .ledTarget: "led_target"
    case .ledFault: "led_fault"
    }
  }
}

/// The levels of all lines that the unit drives, a bit each in the order of `OutputLine`.
package struct OutputLevels: Equatable, Sendable, BitwiseCopyable {
  /// The bits.
  package var rawValue: UInt8 = 0

  /// All inactive.
  package init() {}

  /// Whether a line is active.
  package subscript(line: OutputLine) -> Bool {
    get { rawValue >> line.rawValue & 1 == 1 }
    set { rawValue = newValue ? rawValue | 1 << line.rawValue : rawValue & ~(1 << line.rawValue) }
  }
}

/// A button of the operator.
package enum Button: UInt8, Sendable, BitwiseCopyable {
  /// Mutes the alarm for a while.
  case mute
  /// Begins to learn the ground, and ends it.
  case balance
  /// Marks the place.
  case mark
  /// Begins the check with the test piece.
  case test

  /// Every button, in the order of their bits.
  static let all: InlineArray<4, Button> = [.mute, .balance, .mark, .test]

  /// The key that names its line.
  var key: StaticString {
    switch self {
    case .mute: "mute"
    case .balance: "balance"
    case .mark: "mark"
    case .test: "test"
    }
  }
}
