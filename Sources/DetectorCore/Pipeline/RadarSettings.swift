/// What the radar chain derives, in integers, from a stream's description and a configuration.
///
/// Lengths are µm, times fs, speeds µm/ns, so that 24 ps resolves to 0.004 % and a millimetre to
/// 0.1 %. Divisions round to nearest unless a line says otherwise. See <doc:RadarDefaults> for the why
/// of each constant.
public struct RadarSettings: BitwiseCopyable, Sendable, Equatable {
  /// What the stream says of itself.
  public let description: RadarDescription
  /// What a person set.
  public let configuration: RadarConfiguration

  /// Wave speed in the ground.
  public let waveSpeedMicrometresPerNanosecond: Derived
  /// Centre frequency, kHz.
  public let centreFrequencyKilohertz: Derived
  /// Distance between traces, µm.
  public let traceSpacingMicrometres: Derived
  /// Traces per second, thousandths.
  public let traceRateMillihertz: Derived
  /// The same in millionths, as device time is counted.
  public var rateMicrohertz: Int64 { traceRateMillihertz.value.saturatingMultiplied(by: 1_000) }

  /// Wavelength in the ground, µm.
  public let wavelengthMicrometres: Int64
  /// Samples averaged into one on the fast-time axis: at least 8 remain to a period.
  public let decimation: Int
  /// Traces averaged into one step along the track: a step is at most a quarter wavelength.
  public let stack: Int
  /// Samples in a step's trace.
  public let samplesPerStep: Int
  /// Samples of a step to a period, Q8.
  public let periodQ8: Int32
  /// Samples of a raw trace to a period, Q8.
  public let rawPeriodQ8: Int32
  /// Steps on either side of the apex that are focused.
  public let aperture: Int
  /// Steps that an apex is watched for after its aperture is full.
  public let lookahead: Int
  /// Traces lie more than half a wavelength apart: a small object shows in one trace alone, nothing can
  /// be focused, and the energy of single traces decides. A warning is due.
  public let isSparse: Bool
  /// Steps of the background's exponential mean.
  public let backgroundSteps: Int
  /// Steps between a cell and its training.
  public let guardSteps: Int
  /// Steps of training.
  public let trainingSteps: Int
  /// Steps within which a second apex belongs to the first.
  public let mergeSteps: Int
  /// Deepest depth to look at, µm.
  public let depthMaximumMicrometres: Int64

  /// Traces in a step at the most.
  public static let maximumStack = 64
  /// Samples averaged into one at the most.
  public static let maximumDecimation = 64
  /// Guard and training steps at the most.
  public static let maximumFloorSteps = 120
  /// Steps of lookahead at the most.
  public static let maximumLookahead = 12
  /// An event leaves the core at most this far after its apex, µm.
  public static let latencyMicrometres: Int64 = 250_000
  /// Or this many traces, if that is more.
  public static let latencyTraces: Int64 = 8

  /// Length of one step, µm.
  public var stepMicrometres: Int64 { traceSpacingMicrometres.value * Int64(stack) }
  /// Time between the samples of a step, fs.
  public var stepIntervalFemtoseconds: Int64 {
    description.sampleIntervalFemtoseconds * Int64(decimation)
  }
  /// The axes of a step's trace.
  public var axes: RadarAxes {
    RadarAxes(
      samples: samplesPerStep, periodQ8: periodQ8, intervalFemtoseconds: stepIntervalFemtoseconds,
      stepMicrometres: stepMicrometres,
      waveSpeedMicrometresPerNanosecond: waveSpeedMicrometresPerNanosecond.value,
      depthMaximumMicrometres: depthMaximumMicrometres)
  }
  /// Smallest casing whose top and bottom give two echoes, v·T/2, µm.
  public var smallestCasingMicrometres: Int64 { wavelengthMicrometres / 2 }
  /// Shallowest depth looked at: what lies inside the ground bounce is not seen, v·T/4, µm.
  public var shallowestDepthMicrometres: Int64 { wavelengthMicrometres / 4 }

  /// Derives the settings, or says which figure cannot be used.
  public init(
    description: RadarDescription, configuration: RadarConfiguration = RadarConfiguration()
  ) throws(RadarSettingsError) {
    self.description = description
    self.configuration = configuration
    let basis = try RadarBasis(description: description, configuration: configuration)
    waveSpeedMicrometresPerNanosecond = basis.waveSpeed
    centreFrequencyKilohertz = basis.centreFrequency
    traceSpacingMicrometres = basis.spacing
    traceRateMillihertz = basis.rate
    wavelengthMicrometres = basis.wavelength

    let interval = description.sampleIntervalFemtoseconds
    rawPeriodQ8 = Int32(clamping: basis.period * 256 / interval)
    let decimation = min(max(basis.period / interval / 8, 1), Int64(Self.maximumDecimation))
    self.decimation = Int(decimation)
    samplesPerStep = Int(description.samplesPerTrace) / Int(decimation)
    periodQ8 = Int32(clamping: basis.period * 256 / (interval * decimation))

    let plan = StepPlan(spacing: basis.spacing.value, wavelength: basis.wavelength)
    stack = plan.stack
    aperture = plan.aperture
    let step = basis.spacing.value * Int64(plan.stack)
    lookahead = plan.lookahead
    isSparse = plan.isSparse
    let background =
      configuration.backgroundMillimetres > 0
      ? Int64(configuration.backgroundMillimetres) * 1_000
      : max(1_000_000, 6 * basis.wavelength)
    backgroundSteps = Int(min(max(background.dividedToNearest(by: step), 16), 4_096))
    let guardLength = max(Int64(configuration.guardMillimetres) * 1_000, basis.wavelength)
    let guardSteps = min(max(guardLength.dividedToNearest(by: step), 2), 40)
    self.guardSteps = Int(guardSteps)
    let training = (Int64(configuration.trainingMillimetres) * 1_000).dividedToNearest(by: step)
    trainingSteps = Int(min(max(training, 8), Int64(Self.maximumFloorSteps) - guardSteps))
    let merge = (Int64(configuration.mergeMillimetres) * 1_000).dividedToNearest(by: step)
    mergeSteps = Int(min(max(merge, Int64(plan.lookahead)), 40))
    depthMaximumMicrometres =
      configuration.depthMaximumMillimetres > 0
      ? Int64(configuration.depthMaximumMillimetres) * 1_000
      : max(600_000, 6 * basis.wavelength)
    if samplesPerStep < RadarGeometry.minimumSamples {
      throw .tooFewSamples(
        have: description.samplesPerTrace,
        need: Int32(clamping: RadarGeometry.minimumSamples * Int(decimation)))
    }
  }

  /// Whether both derive the same from the same.
  public static func == (left: RadarSettings, right: RadarSettings) -> Bool {
    left.description == right.description && left.configuration == right.configuration
  }
}

/// A derived figure and where it came from.
public struct Derived: BitwiseCopyable, Sendable, Equatable {
  /// The figure, in the unit of the field that holds it.
  public let value: Int64
  /// Where it came from.
  public let origin: Origin

  /// Makes a figure.
  public init(value: Int64, origin: Origin) {
    self.value = value
    self.origin = origin
  }

  /// Where a derived figure came from.
  public enum Origin: UInt8, BitwiseCopyable, Sendable {
    /// A person set it.
    case configuration
    /// The stream's own field.
    case stream
    /// The stream's permittivity.
    case permittivity
    /// Nothing said it, and this was assumed.
    case assumed
  }
}

/// Why no radar chain can be made.
public enum RadarSettingsError: Error, BitwiseCopyable, Sendable, Equatable {
  /// Samples per trace lie outside 1 … 4,096.
  case samplesPerTrace(Int32)
  /// The sample interval is not above zero, or beyond a microsecond.
  case sampleInterval(Int64)
  /// The centre frequency is not known: estimate it from the traces.
  case centreFrequencyUnknown
  /// The centre frequency, kHz, lies outside 1 MHz … 1 THz or has under two samples to a period.
  case centreFrequency(Int64)
  /// The spacing, µm, lies outside 10 µm … 10 m.
  case traceSpacing(Int64)
  /// The wave speed, µm/ns, lies outside 10,000 … 299,792.
  case waveSpeed(Int64)
  /// The trace is shorter than the ground bounce and a depth to look at.
  case tooFewSamples(have: Int32, need: Int32)
}
