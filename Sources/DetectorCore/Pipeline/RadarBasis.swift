/// The four figures that the rest is derived from, each with its origin.
struct RadarBasis {
  let waveSpeed: Derived
  let centreFrequency: Derived
  let spacing: Derived
  let rate: Derived
  /// One period of the centre frequency, fs.
  let period: Int64
  /// Wavelength in the ground, µm.
  let wavelength: Int64

  /// Speed of light, µm/ns.
  static let lightSpeed = RadarBudget.lightSpeed
  /// Wave speed when nothing says it: a moist soil of permittivity 9, µm/ns.
  static let assumedWaveSpeed: Int64 = 100_000
  /// Walking speed that spaces traces triggered by time, µm/s.
  static let assumedWalkingSpeed: Int64 = 500_000
  /// Spacing when neither a spacing nor a rate is said, µm.
  static let assumedSpacing: Int64 = 20_000

  init(
    description: RadarDescription, configuration: RadarConfiguration
  ) throws(RadarSettingsError) {
    let samples = description.samplesPerTrace
    guard samples >= 1, samples <= RadarDescription.maximumSamplesPerTrace else {
      throw .samplesPerTrace(samples)
    }
    let interval = description.sampleIntervalFemtoseconds
    guard interval > 0, interval <= 1_000_000_000 else { throw .sampleInterval(interval) }
    waveSpeed = Self.waveSpeed(description, configuration)
    guard (10_000...Self.lightSpeed).contains(waveSpeed.value) else {
      throw .waveSpeed(waveSpeed.value)
    }
    centreFrequency = Self.first(
      configuration.centreFrequencyKilohertz, description.centreFrequencyKilohertz, assumed: 0)
    guard centreFrequency.value > 0 else { throw .centreFrequencyUnknown }
    // 1 MHz … 1 THz: beyond either there is no ground radar, and lengths would leave 64 bits.
    guard (1_000...1_000_000_000).contains(centreFrequency.value) else {
      throw .centreFrequency(centreFrequency.value)
    }
    period = 1_000_000_000_000 / centreFrequency.value
    guard period >= 2 * interval else { throw .centreFrequency(centreFrequency.value) }
    let rate = description.traceRateMillihertz
    spacing = Self.first(
      configuration.traceSpacingMicrometres, description.traceSpacingMicrometres,
      assumed: rate > 0 ? max(Self.assumedWalkingSpeed * 1_000 / rate, 10) : Self.assumedSpacing)
    guard (10...10_000_000).contains(spacing.value) else { throw .traceSpacing(spacing.value) }
    self.rate = Self.first(
      0, rate, assumed: max(Self.assumedWalkingSpeed * 1_000 / spacing.value, 1))
    // µm/ns · fs / 10⁶ = µm; at most 3·10⁵ · 10¹² = 3·10¹⁷.
    wavelength = max(waveSpeed.value * period / 1_000_000, 1)
  }

  private static func waveSpeed(
    _ description: RadarDescription, _ configuration: RadarConfiguration
  ) -> Derived {
    if configuration.waveSpeedMicrometresPerNanosecond != 0 {
      return Derived(
        value: Int64(configuration.waveSpeedMicrometresPerNanosecond), origin: .configuration)
    }
    let permittivity = Int64(description.permittivityHundredths)
    if permittivity > 100, permittivity < 8_100 {
      // v = c/√εr; c² · 100 is 9·10¹², so that the root has six figures.
      let square = UInt64(Self.lightSpeed * Self.lightSpeed * 100 / permittivity)
      return Derived(value: Int64(SquareRoot.floor(of: square)), origin: .permittivity)
    }
    return first(
      0, Int64(description.waveSpeedMicrometresPerNanosecond), assumed: assumedWaveSpeed)
  }

  private static func first(_ set: Int64, _ said: Int64, assumed: Int64) -> Derived {
    if set != 0 { return Derived(value: set, origin: .configuration) }
    if said != 0 { return Derived(value: said, origin: .stream) }
    return Derived(value: assumed, origin: .assumed)
  }
}

/// How traces become steps, and how many steps an apex may take, within the latency.
struct StepPlan {
  let stack: Int
  let aperture: Int
  let lookahead: Int
  let isSparse: Bool

  /// Steps that must fit into the latency: 8 of aperture and 3 to see that the apex has passed.
  static let wanted: Int64 = 11

  /// Steps are at most a quarter wavelength (diffraction tails alias beyond) and at most what lets
  /// `wanted` of them pass within the latency.
  init(spacing: Int64, wavelength: Int64) {
    let longest = min(wavelength / 4, RadarSettings.latencyMicrometres / Self.wanted)
    let stack = min(max(longest / spacing, 1), Int64(RadarSettings.maximumStack))
    // A stack's apex lies up to half a step before its end.
    let traces = max(
      RadarSettings.latencyMicrometres / spacing, RadarSettings.latencyTraces)
    let steps = max((traces - (stack - 1)) / stack, 3)
    self.stack = Int(stack)
    // Traces more than half a wavelength apart share no echo that could be summed in phase.
    isSparse = spacing * stack > wavelength / 2
    aperture = isSparse ? 1 : Int(min(Int64(Focusing<1>.maximumAperture), steps - 2))
    // Half a wavelength or 5 cm after the apex, it has passed.
    let step = spacing * stack
    let passed = max(max(50_000, wavelength / 2).dividedToNearest(by: step), 2)
    lookahead = Int(
      min(passed, min(steps - Int64(aperture), Int64(RadarSettings.maximumLookahead))))
  }
}
