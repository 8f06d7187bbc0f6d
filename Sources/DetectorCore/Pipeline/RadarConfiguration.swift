/// What a person may set of the radar chain, in integers, with defaults chosen by physics.
///
/// Zero means "derive it from the stream" where a field says so. The derived values stand in
/// `RadarSettings`. All constants along the track are lengths, never traces (decision 6).
public struct RadarConfiguration: BitwiseCopyable, Sendable, Equatable {
  /// Wave speed to use instead of the stream's, µm/ns; 0 = from the stream.
  public var waveSpeedMicrometresPerNanosecond: Int32 = 0
  /// Centre frequency to use instead of the stream's, kHz; 0 = from the stream.
  public var centreFrequencyKilohertz: Int64 = 0
  /// Trace spacing to use instead of the stream's, µm; 0 = from the stream.
  public var traceSpacingMicrometres: Int64 = 0
  /// Deepest depth to look at, mm; 0 = max(0.6 m, 6 wavelengths).
  public var depthMaximumMillimetres: Int32 = 0
  /// Constant of the background's exponential mean, mm; 0 = max(1 m, 6 wavelengths, 16 steps).
  public var backgroundMillimetres: Int32 = 0
  /// Training length of the noise floor on the causal side, mm.
  public var trainingMillimetres: Int32 = 1_500
  /// Guard length between a cell and its training, mm; at least a wavelength and two steps.
  public var guardMillimetres: Int32 = 150
  /// Coherent amplitude over its floor at which an alarm begins, hundredths.
  public var thresholdHundredths: Int32 = 260
  /// Ratio to the threshold below which an alarm ends, hundredths.
  public var releaseHundredths: Int32 = 60
  /// Energy in phase over the energy a row of unrelated traces would put there, hundredths.
  public var coherenceHundredths: Int32 = 400
  /// Order of the training value taken as the floor, hundredths (50 is the median).
  public var floorOrderHundredths: Int32 = 40
  /// Floor before anything was learnt, and half of it ever after: ratio to the ground bounce,
  /// hundred-thousandths (100 is −60 dB).
  public var floorPriorPerHundredThousand: Int32 = 100
  /// What rough ground leaves of the bounce below it, added to the floor: ratio to the bounce,
  /// hundred-thousandths, falling by e with every period of depth.
  public var surfaceClutterPerHundredThousand: Int32 = 400
  /// Envelope of a single trace over its floor at which the early level begins, hundredths.
  public var earlyThresholdHundredths: Int32 = 500
  /// Detections nearer than this to the one before belong to its echo, mm.
  public var mergeMillimetres: Int32 = 120
  /// Detections of one object lie no further apart than this, mm.
  public var objectMillimetres: Int32 = 200
  /// Exponent of the fixed time gain, hundredths: 0, 50 or 100.
  public var timeGainHundredths: Int32 = 0
  /// 1 puts a low-pass of half a period behind the dewow, which makes a band-pass of the two.
  public var bandPass: Int32 = 0
  /// 1 follows the ground bounce; 0 leaves the traces as they are.
  public var alignment: Int32 = 1
  /// 1 holds the background while an alarm is on, for the background's own length at the most.
  public var backgroundFreeze: Int32 = 0
  /// Soil attenuation one way that the radar budget reckons with, hundredths of dB/m.
  public var attenuationHundredthsDecibelPerMetre: Int32 = 0

  /// The defaults.
  public init() {}
}
