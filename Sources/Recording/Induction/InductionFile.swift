public import DetectorCore

/// One opened recording of a coil, of any format: what it says of itself, and its frames in order.
///
/// What `RadarFile` is for radar: recognised by content before extension, and never silently misread in
/// shape, rate or scale. Lost frames show as a jump of the block's sequence against its index.
public protocol InductionFile: SampleSource where Sample == Int32, Failure == RecordingError {
  /// Short name of the format, e.g. `WAV`.
  var formatName: String { get }
  /// The file as the caller named it.
  var path: String { get }
  /// What the numbers of a frame are, and how many come a second.
  var shape: InductionShape { get }
  /// What the file and the person say, field by field.
  var facts: [RecordingFact] { get }
  /// What a person should know before trusting the rest; may grow while frames are read.
  var warnings: [RecordingWarning] { get }
  /// Track and housekeeping of the frames that were read last.
  var sides: InductionSides { get }
  /// The first frame of the next block is the first frame of the file again. Refused for a pipe.
  mutating func rewind() throws(RecordingError)
}

/// What the numbers of a coil's frames are.
public struct InductionShape: Sendable {
  /// The kind of instrument.
  public enum Sensor: Sendable {
    /// Gates of a pulse-induction receiver, the earth-field gate last.
    case pulseInduction(InductionDescription)
    /// I and Q for each frequency in millihertz; 0 where a frequency is not said.
    case inductionBalance(frequenciesMillihertz: [Int64])
  }

  /// The kind of instrument.
  public var sensor: Sensor
  /// Frames a second, millionths.
  public var rateMicrohertz: Int64
  /// Whether every frame has a place.
  public var hasTrack = false
  /// Whether every frame has current, temperature, battery and flags.
  public var hasHousekeeping = false

  /// Makes a shape without track and housekeeping.
  public init(sensor: Sensor, rateMicrohertz: Int64) {
    self.sensor = sensor
    self.rateMicrohertz = rateMicrohertz
  }

  /// Numbers in one frame.
  public var valuesPerFrame: Int {
    switch sensor {
    case .pulseInduction(let description): description.gateCount
    case .inductionBalance(let frequencies): 2 * frequencies.count
    }
  }
}

/// What comes with frames beside the coil's numbers, four numbers a frame; empty where there is none.
public struct InductionSides: Equatable, Sendable {
  /// x, y and height in millimetres, quality.
  public var track: [Int32] = []
  /// Current in µA, temperature in m°C, battery in mV, flags.
  public var housekeeping: [Int32] = []

  /// Nothing.
  public init() {}
}

/// What a person says of a coil's recording that the file itself does not say.
public struct InductionOptions: Equatable, Sendable {
  /// What the samples of a WAV are.
  public enum Signal: String, CaseIterable, Sendable {
    /// A carrier as the receive coil gives it, in the first channel.
    case carrier
    /// The same, with the transmitted carrier in the second channel as the phase's reference.
    case reference
    /// I in the first channel, Q in the second.
    case iq
    /// The receive coil of a pulse-induction detector, pulse after pulse.
    case decay
  }

  /// How the instant of switch-off is found in a recording of pulses.
  public enum Trigger: Equatable, Sendable {
    /// Where a channel crosses a level, in thousandths of full scale.
    case level(permille: Int, channel: Int, isRising: Bool)
    /// At an offset from the first sample and then at every period, by the recorder's clock.
    case periodic(offsetNanoseconds: Int64)
  }

  /// Format by name instead of by content: `coil-csv`, `wav`, `ndjson`.
  public var format: String?
  /// Names of the columns of a text, in order.
  public var columns: [String] = []
  /// Gates in order, the earth-field gate last: start and end, nanoseconds after switch-off.
  public var gates: [InductionDescription.Gate] = []
  /// Volts at the coil for one count, femtovolts; 0 when not said.
  public var lsbFemtovolts: Int64 = 0
  /// Frames a second, millionths; 0 = from the file.
  public var rateMicrohertz: Int64 = 0
  /// Frequencies, millihertz.
  public var frequenciesMillihertz: [Int64] = []
  /// Pulses a second, thousandths; 0 when not said.
  public var pulseRateMillihertz: Int64 = 0
  /// Pulses in one frame; 0 = as many as make 100 frames a second or fewer.
  public var pulsesPerFrame = 0
  /// Whether a text holds volts instead of counts.
  public var isVolts = false
  /// What the samples of a WAV are; nil = decided by what else is said.
  public var signal: Signal?
  /// How switch-off is found.
  public var trigger = Trigger.level(permille: 500, channel: 0, isRising: false)

  /// Options that leave everything to the file.
  public init() {}
}
