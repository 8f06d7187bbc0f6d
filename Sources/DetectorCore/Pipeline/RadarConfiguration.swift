/// What a person may set of the radar chain, in integers, with defaults chosen by physics.
///
/// Zero means "derive it from the file". The derived values stand in `RadarSettings`.
public struct RadarConfiguration: BitwiseCopyable, Sendable, Equatable {
  /// Wave speed to use instead of the file's, micrometres per nanosecond; 0 = from the file.
  public var waveSpeedMicrometresPerNanosecond: Int32 = 0
  /// Centre frequency to use instead of the file's, kilohertz; 0 = from the file.
  public var centreFrequencyKilohertz: Int64 = 0
  /// Trace spacing to use instead of the file's, micrometres; 0 = from the file.
  public var traceSpacingMicrometres: Int64 = 0
  /// Deepest depth to look at, millimetres; 0 = max(0.6 m, 6 wavelengths).
  public var depthMaximumMillimetres: Int32 = 0
  /// Threshold over the local floor, hundredths.
  public var thresholdHundredths: Int32 = 400

  /// The defaults.
  public init() {}
}
