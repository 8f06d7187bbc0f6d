import DetectorCore
import Recording

extension OpenedRecording {
  /// What the chain derives from the recording and a configuration, or why it cannot.
  func settings(_ configuration: RadarConfiguration) throws(RecordingError) -> RadarSettings {
    do throws(RadarSettingsError) {
      return try RadarSettings(description: description, configuration: configuration)
    } catch {
      throw Self.refusal(of: error, file: radar.path)
    }
  }

  private static func refusal(of error: RadarSettingsError, file: String) -> RecordingError {
    let field: String
    let found: String
    let expected: String
    var advice = ""
    switch error {
    case .samplesPerTrace(let count):
      (field, found) = ("samples per trace", "\(count)")
      expected = "1 to \(RadarDescription.maximumSamplesPerTrace)"
    case .sampleInterval(let interval):
      (field, found) = ("sample interval", Text.trimmed(interval, decimals: 3) + " ps")
      expected = "above 0, at most 1 µs"
      advice = "--dt-ps"
    case .centreFrequencyUnknown:
      (field, found, expected) = ("centre frequency", "nothing", "the antenna's, in MHz")
      advice = "--freq-mhz, or centre_frequency_mhz in --config"
    case .centreFrequency(let kilohertz):
      (field, found) = ("centre frequency", Text.trimmed(kilohertz, decimals: 3) + " MHz")
      expected = "1 MHz to 1 THz, with two samples to a period and more"
      advice = "--freq-mhz, --dt-ps, or centre_frequency_mhz in --config"
    case .traceSpacing(let micrometres):
      (field, found) = ("trace spacing", Text.trimmed(micrometres, decimals: 6) + " m")
      expected = "0.00001 to 10 m"
      advice = "--spacing-m, or trace_spacing_m in --config"
    case .waveSpeed(let speed):
      (field, found) = ("wave speed", Text.trimmed(speed, decimals: 6) + " m/ns")
      expected = "0.010 to 0.299792 m/ns"
      advice = "wave_speed_m_ns in --config"
    case .tooFewSamples(let have, let need):
      (field, found) = ("samples per trace", "\(have)")
      expected = "at least \(need), for the ground bounce and a depth to look at"
    }
    return RecordingError(
      .refused, file: file, field: field, found: found, expected: expected, advice: advice)
  }
}

extension LookedAt {
  /// The depths that a chain looks at, as far as they are known before the first trace.
  init(_ settings: RadarSettings) {
    let description = settings.description
    // v·t/2 over the window behind the transmit instant: at most 3·10⁵ · 4·10¹² / 2·10⁶.
    let zero = Int64(max(description.timeZeroSampleQ8 ?? 0, 0)) / 256
    let samples = max(Int64(description.samplesPerTrace) - zero, 0)
    let time = samples * description.sampleIntervalFemtoseconds
    let window = settings.waveSpeedMicrometresPerNanosecond.value * time / 2_000_000
    shallowestMillimetres = settings.shallowestDepthMicrometres / 1_000
    deepestMillimetres = min(settings.depthMaximumMicrometres, window) / 1_000
    smallestCasingMillimetres = settings.smallestCasingMicrometres / 1_000
  }
}

/// What a chain derives, for a person: value, origin and reason.
enum DerivedFigures {
  /// Every figure, in the order in which one follows from the other.
  static func all(_ settings: RadarSettings) -> [DerivedFigure] {
    figuresOfTheStream(settings) + lengths(settings)
  }

  private static func figuresOfTheStream(_ settings: RadarSettings) -> [DerivedFigure] {
    let speed = settings.waveSpeedMicrometresPerNanosecond
    let frequency = settings.centreFrequencyKilohertz
    let spacing = settings.traceSpacingMicrometres
    let rate = settings.traceRateMillihertz
    return [
      DerivedFigure(
        name: "wave speed", text: Text.fixed(speed.value, decimals: 6, shown: 4) + " m/ns",
        origin: speed.origin.text,
        why: "Half of it times the travel time is the depth."),
      DerivedFigure(
        name: "centre frequency", text: Text.trimmed(frequency.value, decimals: 3) + " MHz",
        origin: frequency.origin.text,
        why: "Its period is the length of the pulse, which every time in the chain is a part of."),
      DerivedFigure(
        name: "wavelength", text: metres(settings.wavelengthMicrometres),
        origin: "wave speed / centre frequency",
        why: "The measure of what can be told apart in the ground."),
      DerivedFigure(
        name: "trace spacing", text: Text.trimmed(spacing.value, decimals: 3) + " mm",
        origin: spacing.origin.text,
        why: "It turns lengths along the track into traces."),
      DerivedFigure(
        name: "trace rate", text: Text.trimmed(rate.value, decimals: 3) + " 1/s",
        origin: rate.origin.text,
        why: "It gives events their time; an assumed one stands for a sweep of 0.5 m/s."),
    ]
  }

  private static func lengths(_ settings: RadarSettings) -> [DerivedFigure] {
    let step = settings.stepMicrometres
    return [
      DerivedFigure(
        name: "step", text: metres(step) + ", \(Text.count(Int64(settings.stack), "trace"))",
        origin: "a quarter wavelength at the most",
        why: "Traces are averaged to steps as long as a hyperbola allows, which quietens noise."),
      DerivedFigure(
        name: "sample averaging", text: "\(settings.decimation)",
        origin: "at least 8 samples a period",
        why: "Samples finer than the pulse needs are averaged."),
      DerivedFigure(
        name: "aperture", text: "± " + metres(Int64(settings.aperture) * step),
        origin: "0.25 m or 8 traces of latency",
        why: "The stretch of track over which an echo is focused."),
      DerivedFigure(
        name: "background", text: metres(Int64(settings.backgroundSteps) * step),
        origin: "background_m", why: "The length of the mean that is taken away as ground."),
      DerivedFigure(
        name: "guard", text: metres(Int64(settings.guardSteps) * step),
        origin: "guard_m, a wavelength, two steps",
        why: "The length between a cell and what its floor is learnt from."),
      DerivedFigure(
        name: "training", text: metres(Int64(settings.trainingSteps) * step),
        origin: "training_m, 8 to 120 steps", why: "The length that a floor is learnt from."),
      DerivedFigure(
        name: "deepest depth", text: metres(settings.depthMaximumMicrometres),
        origin: "depth_maximum_m, the window",
        why: "Deeper echoes are not searched."),
    ]
  }

  private static func metres(_ micrometres: Int64) -> String {
    Text.fixed(micrometres, decimals: 6, shown: 3) + " m"
  }
}

extension Derived.Origin {
  /// In words.
  var text: String {
    switch self {
    case .configuration: "configuration"
    case .stream: "recording"
    case .permittivity: "recording's permittivity"
    case .assumed: "assumed"
    }
  }
}

extension DepthGate {
  /// The depths that a chain looks at.
  init(_ lookedAt: LookedAt) {
    shallowestMillimetres = Int32(clamping: lookedAt.shallowestMillimetres)
    deepestMillimetres = Int32(clamping: lookedAt.deepestMillimetres)
  }
}

extension ReportGeometry {
  /// What is known before the first trace.
  init(_ settings: RadarSettings) {
    let description = settings.description
    samplesPerTrace = Int(description.samplesPerTrace)
    sampleIntervalFemtoseconds = description.sampleIntervalFemtoseconds
    traceSpacingMicrometres = settings.traceSpacingMicrometres.value
    depthZeroSampleQ8 = description.timeZeroSampleQ8
    depthZeroOrigin = description.timeZeroSampleQ8 == nil ? "" : "time zero of the recording"
    waveSpeedMicrometresPerNanosecond = Int32(
      clamping: settings.waveSpeedMicrometresPerNanosecond.value)
    waveSpeedOrigin = settings.waveSpeedMicrometresPerNanosecond.origin.text
  }

  /// Counts depth from the ground bounce, once the chain has found it.
  mutating func look(at geometry: RadarGeometry?, settings: RadarSettings) {
    guard let geometry else { return }
    let sample = Int64(geometry.bounce) * Int64(settings.decimation) * 256
    depthZeroSampleQ8 = Int32(clamping: sample)
    depthZeroOrigin = "ground bounce"
  }
}
