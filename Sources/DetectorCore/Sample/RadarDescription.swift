/// What a file or a front end says about a radar stream, in integers.
///
/// Zero means "not said" for every optional figure; `RadarSettings` derives the rest and keeps the
/// origin of each.
public struct RadarDescription: BitwiseCopyable, Sendable, Equatable {
  /// Samples in a trace, 1 … 4,096.
  public var samplesPerTrace: Int32
  /// Time between samples, femtoseconds (1 fs resolves 24 ps to 0.004 %).
  public var sampleIntervalFemtoseconds: Int64
  /// Distance between traces, micrometres; 0 when traces are triggered by time.
  public var traceSpacingMicrometres: Int64 = 0
  /// Traces per second, thousandths; 0 when not said.
  public var traceRateMillihertz: Int64 = 0
  /// Centre frequency, kilohertz; 0 when not said.
  public var centreFrequencyKilohertz: Int64 = 0
  /// Sample of the transmit instant, Q8; nil when not said.
  public var timeZeroSampleQ8: Int32?
  /// Relative permittivity, hundredths; 0 when not said.
  public var permittivityHundredths: Int32 = 0
  /// Wave speed, micrometres per nanosecond; 0 when not said.
  public var waveSpeedMicrometresPerNanosecond: Int32 = 0
  /// Transmitter to receiver, micrometres; 0 when not said.
  public var antennaSeparationMicrometres: Int64 = 0
  /// Antenna over ground, micrometres; nil when not said.
  public var antennaHeightMicrometres: Int64?
  /// Lowest count the converter can give.
  public var railLow: Int32 = .min
  /// Highest count the converter can give.
  public var railHigh: Int32 = .max
  /// Samples at the start of every trace that hold no signal (counters, marks).
  public var leadingNonSignalSamples: Int32 = 0

  /// Makes a description with nothing but its shape and timing.
  public init(samplesPerTrace: Int32, sampleIntervalFemtoseconds: Int64) {
    self.samplesPerTrace = samplesPerTrace
    self.sampleIntervalFemtoseconds = sampleIntervalFemtoseconds
  }

  /// Samples in a trace at the most.
  public static let maximumSamplesPerTrace: Int32 = 4_096
}
