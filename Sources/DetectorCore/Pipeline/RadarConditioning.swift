/// What became of one raw trace.
struct TraceOutcome: BitwiseCopyable, Sendable {
  var condition = TraceCondition()
  /// The trace says nothing: it is flat, or its bounce did not match.
  var isBad = false
  /// The bounce did not match.
  var bounceLost = false
  /// Samples in the depths looked at stood at a rail.
  var isOverloaded = false
  /// The trace has the hash of the one before: it is the same again.
  var isRepeated = false
}

/// The conditioning half of the radar chain: raw traces in, steps without background out.
struct RadarConditioning<let capacity: Int>: ~Copyable {
  private let settings: RadarSettings
  private let repair: TraceRepair
  private let dewow: Dewow
  private let lowPass: LowPass
  private let envelope: Envelope
  private var alignment: GroundBounceAlignment
  private var stack: TraceStack<capacity>
  private var background: BackgroundRemoval<capacity>
  private var gain: TimeGain<capacity>
  private var repaired = StepRow<capacity>()
  private var work = StepRow<capacity>()
  private var previousHash: UInt64 = 0
  private var heldSteps = 0
  private var overloadFrom: Int32 = .max

  /// The trace of the step that was closed last, without background.
  private(set) var step = StepRow<capacity>()
  /// Its envelope.
  private(set) var stepEnvelope = StepRow<capacity>()
  /// Whether the background has settled.
  private(set) var isSettled = false
  /// Traces in the step that is being gathered.
  private(set) var gathered = 0
  /// Whether a ground bounce has been found.
  private(set) var isAcquired = false
  /// Where the chain looks.
  private(set) var geometry: RadarGeometry
  /// Bits that the section has more than the recording's counts.
  var scale: Int32 { stack.scale }

  init(settings: RadarSettings) {
    self.settings = settings
    repair = TraceRepair(
      description: settings.description, periodQ8: settings.rawPeriodQ8)
    dewow = Dewow(periodQ8: settings.periodQ8)
    lowPass = LowPass(periodQ8: settings.periodQ8)
    envelope = Envelope(spacing: Envelope.spacing(periodQ8: settings.periodQ8))
    alignment = GroundBounceAlignment(
      bounce: 0, periodQ8: settings.rawPeriodQ8,
      samples: Int(settings.description.samplesPerTrace), peak: 1)
    stack = TraceStack(
      decimation: settings.decimation, samples: settings.samplesPerStep, peak: 1)
    background = BackgroundRemoval(steps: settings.backgroundSteps)
    gain = TimeGain(timeZeroQ8: 0, periodQ8: settings.periodQ8, exponentHundredths: 0)
    geometry = RadarGeometry(axes: settings.axes, bounce: 0, amplitude: 1)
  }

  /// Takes a raw trace; a sound one enters the step that is being gathered.
  mutating func take(_ trace: Span<Int32>) -> TraceOutcome {
    defer { gathered = stack.count }
    var outcome = TraceOutcome()
    let count = trace.count
    var row = repaired.samples.mutableSpan
    var target = row._mutatingExtracting(first: count)
    outcome.condition = repair.process(trace, into: &target)
    outcome.isRepeated = isSameAsBefore(count)
    guard !outcome.condition.flat, outcome.condition.peak > 0 else {
      outcome.isBad = true
      return outcome
    }
    if !isAcquired { acquire(count: count, peak: outcome.condition.peak) }
    outcome.isOverloaded = outcome.condition.lastClipped >= overloadFrom
    let sound = repaired.samples.span.extracting(first: count)
    guard settings.configuration.alignment != 0 else {
      outcome.isOverloaded = stack.add(sound, lag: 0) || outcome.isOverloaded
      return outcome
    }
    guard let lag = alignment.lag(of: sound) else {
      outcome.isBad = true
      outcome.bounceLost = true
      return outcome
    }
    outcome.isOverloaded = stack.add(sound, lag: lag) || outcome.isOverloaded
    return outcome
  }

  /// Closes the step: its mean without drift and background stands in `step`.
  mutating func closeStep(alarm: Bool) {
    let count = settings.samplesPerStep
    takeWithoutDrift()
    heldSteps = alarm ? heldSteps + 1 : 0
    let mayHold = settings.configuration.backgroundFreeze != 0
    let holding = alarm && mayHold && heldSteps <= settings.backgroundSteps
    var row = step.samples.mutableSpan
    var y = row._mutatingExtracting(first: count)
    background.process(work.samples.span.extracting(first: count), holding: holding, into: &y)
    isSettled = background.isSettled
    gain.process(&y)
    var envelopeRow = stepEnvelope.samples.mutableSpan
    var e = envelopeRow._mutatingExtracting(first: count)
    envelope.process(step.samples.span.extracting(first: count), into: &e)
  }

  /// Forgets the traces gathered and the background: the line was broken.
  mutating func restart() {
    if stack.count > 0 { takeWithoutDrift() }
    background.reset()
    isSettled = false
    heldSteps = 0
  }

  /// Forgets the ground bounce too: the next sound trace finds it again.
  mutating func reacquire() {
    restart()
    isAcquired = false
  }

  private mutating func takeWithoutDrift() {
    let count = settings.samplesPerStep
    var mean = step.samples.mutableSpan
    stack.take(into: &mean)
    gathered = 0
    var row = work.samples.mutableSpan
    var y = row._mutatingExtracting(first: count)
    dewow.process(step.samples.span.extracting(first: count), into: &y)
    guard settings.configuration.bandPass != 0 else { return }
    var scratchRow = step.samples.mutableSpan
    var scratch = scratchRow._mutatingExtracting(first: count)
    lowPass.process(&y, scratch: &scratch)
  }

  /// Finds the ground bounce in the repaired trace and lays everything out by it.
  private mutating func acquire(count: Int, peak: Int32) {
    stack = TraceStack(
      decimation: settings.decimation, samples: settings.samplesPerStep, peak: peak)
    _ = stack.add(repaired.samples.span.extracting(first: count), lag: 0)
    takeWithoutDrift()
    let steps = settings.samplesPerStep
    var row = stepEnvelope.samples.mutableSpan
    var e = row._mutatingExtracting(first: steps)
    envelope.process(work.samples.span.extracting(first: steps), into: &e)
    let bounce = GroundBounce.find(
      stepEnvelope.samples.span.extracting(first: steps), periodQ8: settings.periodQ8)
    geometry = RadarGeometry(
      axes: settings.axes, bounce: bounce.sample, amplitude: bounce.amplitude)
    let raw = bounce.sample * settings.decimation + settings.decimation / 2
    alignment = GroundBounceAlignment(
      bounce: raw, periodQ8: settings.rawPeriodQ8, samples: count, peak: peak)
    gain = TimeGain(
      timeZeroQ8: geometry.timeZeroQ8, periodQ8: settings.periodQ8,
      exponentHundredths: settings.configuration.timeGainHundredths)
    overloadFrom = Int32(geometry.gateStart * settings.decimation)
    background.reset()
    isAcquired = true
  }

  /// FNV-1a over the samples; the converter's noise never repeats a whole trace.
  private mutating func isSameAsBefore(_ count: Int) -> Bool {
    let hash = hashOf(repaired.samples.span.extracting(first: count))
    defer { previousHash = hash }
    return hash == previousHash
  }
}

/// FNV-1a over the whole samples of a trace, 64 bits: a sample is folded in at a time, not its bytes.
private func hashOf(_ trace: Span<Int32>) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for n in 0..<trace.count {
    hash = (hash ^ UInt64(UInt32(bitPattern: trace[n]))) &* 0x100_0000_01b3
  }
  return hash
}
