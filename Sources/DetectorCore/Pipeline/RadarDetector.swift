/// The detecting half of the radar chain: steps in, apexes out.
struct RadarDetector<let capacity: Int>: ~Copyable {
  private let settings: RadarSettings
  private var geometry: RadarGeometry
  private var focusing: Focusing<capacity>
  private var cfar: CFAR
  private var tracker: PeakTracker
  private var hysteresis: Hysteresis
  private var budget: RadarBudget
  private var cells = CellRow()
  private var pushed: Int64 = 0
  private var focused: Int64 = 0

  // Small stored properties, not computed ones: what borrows a struct of this size copies it.

  /// Whether an alarm is on.
  private(set) var isAlarm = false
  /// Whether a reference mine would not have been seen.
  private(set) var isBlind = false
  /// Whether every step has been judged.
  private(set) var isDrained = true
  /// The focused statistic of the step that was judged last.
  private(set) var latest = StepStatistic()
  /// The early ratio of the newest step, Q8.
  private(set) var earlyRatioQ8: UInt32 = 0

  init(settings: RadarSettings, geometry: RadarGeometry) {
    self.settings = settings
    self.geometry = geometry
    focusing = Focusing(aperture: settings.aperture, axes: settings.axes)
    cfar = CFAR(parameters: settings.cfar(window: focusing.window))
    tracker = PeakTracker(lookahead: settings.lookahead, merge: settings.mergeSteps)
    hysteresis = Hysteresis(releaseHundredths: settings.configuration.releaseHundredths)
    budget = settings.budget(geometry: geometry)
  }

  /// Begins anew for a ground bounce that has just been found.
  mutating func layOut(_ geometry: RadarGeometry) {
    reset()
    self.geometry = geometry
    focusing.layOut(geometry: geometry)
    cfar.layOut(geometry: geometry)
    budget = settings.budget(geometry: geometry)
  }

  /// Takes a step's trace and envelope; answers an apex when one has passed.
  mutating func take(_ trace: Span<Int32>, envelope: Span<Int32>) -> Apex? {
    earlyRatioQ8 = cfar.judgeEarly(envelope, geometry: geometry)
    focusing.push(trace)
    return advance()
  }

  /// Takes a step that was lost.
  mutating func takeLost() -> Apex? {
    earlyRatioQ8 = 0
    focusing.push(nil)
    return advance()
  }

  /// At the end of a line: judges one more step. `isDrained` says when none is left.
  mutating func drain() -> Apex? {
    defer { isDrained = focused == pushed && tracker.isDone }
    if focused < pushed {
      return judge(age: Int(pushed - focused - 1))
    }
    return tracker.isDone ? nil : tracker.drain()
  }

  /// Begins a new line: what was learnt of the floor stays.
  mutating func reset() {
    focusing.reset()
    tracker.reset()
    hysteresis = Hysteresis(releaseHundredths: settings.configuration.releaseHundredths)
    latest = StepStatistic()
    earlyRatioQ8 = 0
    pushed = 0
    focused = 0
    isAlarm = false
    isDrained = true
  }

  private mutating func advance() -> Apex? {
    pushed += 1
    isDrained = false
    guard pushed > Int64(settings.aperture) else { return nil }
    return judge(age: settings.aperture)
  }

  private mutating func judge(age: Int) -> Apex? {
    focused += 1
    let count = focusing.slots.count(age: age)
    if count > settings.aperture / 2 {
      focusing.focus(age: age, geometry: geometry, into: &cells)
      latest = cfar.judge(cells, count: count, geometry: geometry)
    } else {
      latest = StepStatistic(ratioQ8: 0, cell: 0, sample: 0, isHeld: true)
    }
    isAlarm = hysteresis.take(latest.ratioQ8)
    isBlind = budget.isBlind(floor: cfar.floor(cell: budget.cell, geometry: geometry))
    return tracker.take(latest)
  }
}

extension RadarSettings {
  /// Coherence wanted of traces that share no echo: one trace of three holds it all, P / Q = 1.
  static let sparseCoherenceHundredths: Int32 = 50

  /// What the CFAR is told.
  func cfar(window: Int) -> CFARParameters {
    CFARParameters(
      trainingSteps: trainingSteps, guardSteps: guardSteps,
      orderHundredths: configuration.floorOrderHundredths,
      thresholdHundredths: configuration.thresholdHundredths,
      earlyThresholdHundredths: configuration.earlyThresholdHundredths,
      coherenceHundredths: isSparse
        ? min(configuration.coherenceHundredths, Self.sparseCoherenceHundredths)
        : configuration.coherenceHundredths,
      priorPerHundredThousand: configuration.floorPriorPerHundredThousand,
      surfacePerHundredThousand: configuration.surfaceClutterPerHundredThousand,
      fullCount: 2 * aperture + 1, window: window)
  }

  /// The radar budget behind a bounce.
  func budget(geometry: RadarGeometry) -> RadarBudget {
    RadarBudget(
      geometry: geometry,
      soil: BudgetSoil(
        wavelengthMicrometres: wavelengthMicrometres,
        antennaHeightMicrometres: description.antennaHeightMicrometres,
        attenuationHundredthsDecibelPerMetre: configuration.attenuationHundredthsDecibelPerMetre),
      thresholdHundredths: configuration.thresholdHundredths)
  }
}
