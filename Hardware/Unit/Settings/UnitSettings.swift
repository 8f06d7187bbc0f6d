import DetectorCore
import Devices

/// What a board and its front end are, and how the unit behaves: the values of its INI file.
package struct UnitSettings {
  /// How frames come in.
  package enum Link: UInt8, Sendable { case spi, serial }
  /// What holds the buttons' lines.
  package enum Bias: UInt8, Sendable { case none, up, down }

  // [front-end]
  var link = Link.spi
  var spiDevice: DeviceName = "/dev/spidev0.0"
  var spiHertz: UInt32 = 4_000_000
  var spiMode: UInt8 = 0
  var readyChip = DeviceName()
  var readyLine = DeviceName()
  var serialDevice: DeviceName = "/dev/ttyACM0"
  var serialBaud: UInt32 = 115_200
  var sampleBytes = 4
  var silenceMilliseconds: Int32 = 500

  // [instrument]
  var rateMicrohertz: Int64 = 0
  var description = InductionDescription(lsbFemtovolts: 0)
  var hasTrack = true

  // [outputs]
  var outputs = OutputNames()

  // [inputs]
  var inputs = InputNames()

  // [recording]
  var directory = DeviceName()
  var intervalMilliseconds: UInt32 = 1_000
  var queueBytes = 4 << 20
  var lateMilliseconds: Int64 = 2_000

  // [self-test], [test-piece]
  var selfTest = SelfTestSettings()
  var testPiece = TestPieceSettings()

  // [operator]
  var operation = OperatorSettings()

  /// What the chain is told.
  var configuration = InductionConfiguration()

  /// The defaults, which lack what only the instrument knows.
  package init() {}
}

/// The lines that the unit drives, all of one chip; an empty name is a line that is not there.
struct OutputNames {
  var chip = DeviceName()
  var isActiveLow = false
  /// In the order of `OutputLevels`.
  var lines = InlineArray<7, DeviceName>(repeating: DeviceName())

  /// Whether no line has a name.
  var isEmpty: Bool {
    for index in 0..<lines.count where !lines[index].isEmpty { return false }
    return true
  }
}

/// The lines that the unit reads, all of one chip.
struct InputNames {
  var chip = DeviceName()
  var isActiveLow = false
  var bias = UnitSettings.Bias.none
  /// In the order of `Button`.
  var lines = InlineArray<4, DeviceName>(repeating: DeviceName())

  /// Whether no line has a name.
  var isEmpty: Bool {
    for index in 0..<lines.count where !lines[index].isEmpty { return false }
    return true
  }
}

/// What an injected reference must answer.
struct SelfTestSettings {
  /// Whether the unit refuses to search without it.
  var isRequired = true
  /// Frames with the reference that are averaged.
  var frames: Int32 = 32
  /// How long the unit waits for them, milliseconds.
  var waitMilliseconds: Int64 = 5_000
  /// Least mean of each gate, counts.
  var minimum = GateCounts()
  /// Greatest mean of each gate, counts.
  var maximum = GateCounts()
}

/// A count for each gate, in channel order.
struct GateCounts {
  /// Gates that are said.
  var count = 0
  /// The counts, the first `count` of them valid.
  var values = InlineArray<8, Int32>(repeating: 0)
}

/// The test piece and when it is due.
struct TestPieceSettings {
  /// Depth at which it lies, millimetres; it is written down with the outcome.
  var depthMillimetres: Int32 = 100
  /// Level that it must give, hundredths of the threshold.
  var levelHundredths: Int32 = 150
  /// How long a check lasts at the most, milliseconds.
  var windowMilliseconds: Int64 = 20_000
  /// Time after which the check is due again, seconds; 0 for never.
  var dueSeconds: Int64 = 3_600
  /// Break after which the check is due again, seconds.
  var breakSeconds: Int64 = 60
}

/// What the operator may set of the signals.
struct OperatorSettings {
  /// How long one press mutes the alarm, milliseconds; at most `Mute.longest`.
  var muteMilliseconds: Int64 = 10_000
  /// Battery below which it is called low, millivolts; 0 leaves it to the front end.
  var lowMillivolts: Int32 = 0
  /// Battery below which the unit sounds the final tone, millivolts; 0 for never.
  var emptyMillivolts: Int32 = 0
  /// Priority of the real-time scheduler; 0 for none.
  var realTimePriority: Int32 = 0
}
