public import DetectorCore

/// What a recorded stream says of itself, in integers: its shape, its timing and its instrument.
public struct StreamDescription: BitwiseCopyable, Sendable {
  /// What the numbers of the stream are.
  public enum Contents: BitwiseCopyable, Sendable {
    /// Gate sums of a pulse-induction front end.
    case pulseInduction(InductionDescription)
    /// I and Q of an induction balance.
    case inductionBalance(BalanceDescription)
    /// A-scans.
    case groundRadar(RadarDescription)
    /// TX current, coil temperature, battery, flags.
    case housekeeping
    /// x, y, height, quality.
    case track(TrackOrigin?)
  }

  /// How one number of a sample is stored.
  public enum SampleType: UInt8, BitwiseCopyable, Sendable {
    /// Signed, 16 bits, little-endian.
    case int16
    /// Signed, 32 bits, little-endian.
    case int32
  }

  /// What the numbers are, with the figures that belong to them.
  public var contents: Contents
  /// How they are stored.
  public var sampleType: SampleType
  /// Numbers in one sample: gates, samples per trace, or columns.
  public var channelCount: Int32
  /// Samples a second, millionths; 0 when not said.
  public var rateMicrohertz: Int64
  /// The simulator's seed, of a simulated stream.
  public var seed: UInt64?

  /// Makes a description.
  public init(
    contents: Contents, sampleType: SampleType, channelCount: Int32, rateMicrohertz: Int64,
    seed: UInt64? = nil
  ) {
    self.contents = contents
    self.sampleType = sampleType
    self.channelCount = channelCount
    self.rateMicrohertz = rateMicrohertz
    self.seed = seed
  }

  /// Describes a radar stream; 16 bits are enough where the converter's rails fit them.
  public init(radar: RadarDescription, seed: UInt64? = nil) {
    let fits = radar.railLow >= Int32(Int16.min) && radar.railHigh <= Int32(Int16.max)
    let rate = radar.traceRateMillihertz.multipliedReportingOverflow(by: 1_000)
    self.init(
      contents: .groundRadar(radar), sampleType: fits ? .int16 : .int32,
      channelCount: radar.samplesPerTrace, rateMicrohertz: rate.overflow ? 0 : rate.partialValue,
      seed: seed)
  }

  /// Numbers in one sample at the most.
  public static let maximumChannels: Int32 = RadarDescription.maximumSamplesPerTrace

  /// Bytes of one whole sample in the data file.
  public var byteCountPerSample: Int {
    Int(channelCount) * (sampleType == .int16 ? 2 : 4)
  }
}

extension StreamDescription.SampleType {
  /// The name that SigMF gives it.
  public var name: StaticString { self == .int16 ? "ri16_le" : "ri32_le" }
}

extension StreamDescription.Contents {
  /// The value of `sapper:sensor`.
  public var sensorName: StaticString {
    switch self {
    case .pulseInduction: "pulse_induction"
    case .inductionBalance: "induction_balance"
    case .groundRadar: "ground_radar"
    case .housekeeping: "housekeeping"
    case .track: "track"
    }
  }

  /// What stands behind the recording's name in the names of the stream's files.
  public var streamName: StaticString {
    switch self {
    case .pulseInduction: "induction"
    case .inductionBalance: "balance"
    case .groundRadar: "radar"
    case .housekeeping: "housekeeping"
    case .track: "track"
    }
  }

  /// The sensor that events of this stream name; `nil` where events cannot name it.
  public var sensor: Sensor? {
    switch self {
    case .pulseInduction: .induction
    case .groundRadar: .radar
    case .inductionBalance, .housekeeping, .track: nil
    }
  }
}

/// What an induction balance says of itself.
public struct BalanceDescription: BitwiseCopyable, Sendable {
  /// Frequencies at the most.
  public static let maximumFrequencies = 16
  /// The frequencies, millihertz, the first `frequencyCount` of them valid.
  public private(set) var frequenciesMillihertz = InlineArray<16, Int64>(repeating: 0)
  /// Frequencies that are valid.
  public private(set) var frequencyCount = 0
  /// Radius of the coil, micrometres; 0 when not said.
  public var coilRadiusMicrometres: Int64 = 0

  /// Makes a description without frequencies.
  public init() {}

  /// Adds the next frequency; when the list is full it is dropped and the answer is `false`.
  @discardableResult
  public mutating func append(millihertz: Int64) -> Bool {
    guard frequencyCount < Self.maximumFrequencies else { return false }
    frequenciesMillihertz[frequencyCount] = millihertz
    frequencyCount += 1
    return true
  }
}

/// Where the local x and y of a track begin.
public struct TrackOrigin: BitwiseCopyable, Sendable, Equatable {
  /// Degrees east, 1e-9.
  public var longitudeE9: Int64
  /// Degrees north, 1e-9.
  public var latitudeE9: Int64

  /// Makes an origin.
  public init(longitudeE9: Int64, latitudeE9: Int64) {
    self.longitudeE9 = longitudeE9
    self.latitudeE9 = latitudeE9
  }
}
