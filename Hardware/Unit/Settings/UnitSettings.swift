package import DetectorCore
package import Devices

/// What a board and its front end are, and how the unit behaves: the values of its INI file.
package struct UnitSettings {
  /// How frames come in.
  package enum Link: UInt8, Sendable { case spi, serial }
  /// What holds the buttons' lines.
  package enum Bias: UInt8, Sendable { case none, up, down }

  // [front-end]
  package var link = Link.spi
  package var spiDevice: DeviceName = "/dev/spidev0.0"
  package var spiHertz: UInt32 = 4_000_000
  package var spiMode: UInt8 = 0
  package var readyChip = DeviceName()
  package var readyLine = DeviceName()
  package var serialDevice: DeviceName = "/dev/ttyACM0"
  package var serialBaud: UInt32 = 115_200
  package var sampleBytes = 4
  package var silenceMilliseconds: Int32 = 500

  // [instrument]
  package var rateMicrohertz: Int64 = 0
  package var description = InductionDescription(lsbFemtovolts: 0)
  package var hasTrack = true

  // [outputs]
  package var outputs = OutputNames()

  // [inputs]
  package var inputs = InputNames()

  // [recording]
  package var directory = DeviceName()
  package var intervalMilliseconds: UInt32 = 1_000
  package var queueBytes = 4 << 20
  package var lateMilliseconds: Int64 = 2_000

  // [self-test], [test-piece]
  package var selfTest = SelfTestSettings()
  package var testPiece = TestPieceSettings()

  // [operator]
  package var operation = OperatorSettings()

  /// What the chain is told.
  package var configuration = InductionConfiguration()

  /// The defaults, which lack what only the instrument knows.
  package init() {}
}

/// The lines that the unit drives, all of one chip; an empty name is a line that is not there.
package struct OutputNames {
  package var chip = DeviceName()
  package var isActiveLow = false
  /// The sound card, as ALSA names it; empty for none.
  package var soundCard = DeviceName()
  /// In the order of `OutputLevels`.
  package var lines = InlineArray<7, DeviceName>(repeating: DeviceName())

  /// Whether no line has a name.
  package var isEmpty: Bool {
    for index in 0..<lines.count where !lines[index].isEmpty { return false }
    return true
  }
}

/// The lines that the unit reads, all of one chip.
package struct InputNames {
  package var chip = DeviceName()
  package var isActiveLow = false
  package var bias = UnitSettings.Bias.none
  /// In the order of `Button`.
  package var lines = InlineArray<4, DeviceName>(repeating: DeviceName())

  /// Whether no line has a name.
  package var isEmpty: Bool {
    for index in 0..<lines.count where !lines[index].isEmpty { return false }
    return true
  }
}

/// What an injected reference must answer.
package struct SelfTestSettings: Sendable, BitwiseCopyable {
  /// Whether the unit refuses to search without it.
  package var isRequired = true
  /// Frames with the reference that are averaged.
  package var frames: Int32 = 32
  /// How long the unit waits for them, milliseconds.
  package var waitMilliseconds: Int64 = 5_000
  /// How long the front end injects its reference at the most, milliseconds.
  package var longestMilliseconds: Int64 = 2_000
  /// Least mean of each gate, counts.
  package var minimum = GateCounts()
  /// Greatest mean of each gate, counts.
  package var maximum = GateCounts()

  /// A self-test without limits yet.
  package init() {}
}

/// A count for each gate, in channel order.
package struct GateCounts: Sendable, BitwiseCopyable {
  /// Gates that are said.
  package var count = 0
  /// The counts, the first `count` of them valid.
  package var values = InlineArray<8, Int32>(repeating: 0)

  /// No counts.
  package init() {}
}

/// The test piece and when it is due.
package struct TestPieceSettings: Sendable, BitwiseCopyable {
  /// Depth at which it lies, millimetres; it is written down with the outcome.
  package var depthMillimetres: Int32 = 100
  /// Level that it must give, hundredths of the threshold.
  package var levelHundredths: Int32 = 150
  /// How long a check lasts at the most, milliseconds.
  package var windowMilliseconds: Int64 = 20_000
  /// Time after which the check is due again, seconds; 0 for never.
  package var dueSeconds: Int64 = 3_600
  /// Break after which the check is due again, seconds.
  package var breakSeconds: Int64 = 60

  /// The defaults.
  package init() {}
}

/// What the operator may set of the signals.
package struct OperatorSettings: Sendable, BitwiseCopyable {
  /// How long one press mutes the alarm, milliseconds; at most `Mute.longest`.
  package var muteMilliseconds: Int64 = 10_000
  /// Battery below which it is called low, millivolts; 0 leaves it to the front end.
  package var lowMillivolts: Int32 = 0
  /// Battery below which the unit sounds the final tone, millivolts; 0 for never.
  package var emptyMillivolts: Int32 = 0
  /// Priority of the real-time scheduler; 0 for none.
  package var realTimePriority: Int32 = 0

  /// The defaults.
  package init() {}
}
