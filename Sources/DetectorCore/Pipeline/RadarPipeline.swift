/// The radar chain: whole traces in, a level a trace and events out.
///
/// Conditioning → focusing → CFAR → hysteresis → peak tracking → detection → object. `capacity` is the longest
/// trace it can take; instantiate at 512 or 4,096. Nothing is allocated after construction; every number
/// saturates. The same traces give the same bits however they are cut into blocks.
///
/// Latency: a detection leaves at most 0.25 m or 8 traces after its apex, whichever is more. The level
/// follows the newest trace by its envelope and the focused statistic as it comes.
public struct RadarPipeline<let capacity: Int>: Pipeline, ~Copyable {
  /// What the chain was derived to do.
  public let settings: RadarSettings
  /// Totals so far.
  public var totals: Totals { log.totals }

  private var log: EventLog
  private var conditioning: RadarConditioning<capacity>
  private var detector: RadarDetector<capacity>
  private var merger: ObjectMerger
  private var faults = RadarFaults()
  private var places = StepPlaces()
  private var isStepOpen = false
  private var stepFirstIndex: Int64 = 0
  private var stepFirstSequence: Int64 = 0

  /// Traces whose bounce does not match, one after the other, after which it is looked for anew.
  public static var tracesToReacquire: Int64 { 8 }

  /// Makes a chain that has seen nothing.
  public init(settings: RadarSettings) {
    precondition(
      Int(settings.description.samplesPerTrace) <= capacity, "the trace exceeds the capacity")
    self.settings = settings
    log = EventLog(.radar, rateMicrohertz: settings.rateMicrohertz)
    conditioning = RadarConditioning(settings: settings)
    detector = RadarDetector(settings: settings, geometry: conditioning.geometry)
    merger = ObjectMerger(reachMillimetres: settings.configuration.objectMillimetres)
  }

  /// Where the chain looks, once the ground bounce has been found.
  public private(set) var geometry: RadarGeometry?

  /// The step that was closed last: traces `step × stack` and those after it; nil before the first.
  public private(set) var closedStep: Int64?
  /// Bits that the section has more than the recording's counts.
  public var sectionScale: Int32 { conditioning.scale }

  /// Copies the section's trace of the step that was closed last: aligned, averaged, without drift and
  /// background, as focusing takes it.
  public mutating func copySection(into row: inout MutableSpan<Int32>) {
    let count = settings.samplesPerStep
    precondition(row.count >= count, "the row holds a step's trace")
    for n in 0..<count { row[n] = conditioning.step.samples[n] }
  }

  /// Takes a block of whole traces; gives a level for each and events as they arise.
  public mutating func process<Sink: EventSink & ~Copyable>(
    _ traces: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
    let length = Int(settings.description.samplesPerTrace)
    precondition(traces.count >= header.count * length, "a block holds whole traces")
    for offset in 0..<header.count {
      let trace = traces.extracting(offset * length..<(offset + 1) * length)
      try take(
        trace, index: header.index + Int64(offset), sequence: header.sequence + Int64(offset),
        into: &sink)
    }
    if header.flags.contains(.shortTail) {
      try log.fault(.shortTail, count: 1, into: &sink)
    }
    if header.flags.contains(.checksum) { try log.fault(.crc, count: 1, into: &sink) }
  }

  /// Takes the end of the stream: what is still open is emitted, then the `end` event.
  public mutating func finish<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    try endLine(into: &sink)
    if let object = merger.close() { try log.emit(object, into: &sink) }
    try log.report(faults.end(), into: &sink)
    try log.end(into: &sink)
  }
}

extension RadarPipeline {
  private mutating func take<Sink: EventSink & ~Copyable>(
    _ trace: Span<Int32>, index: Int64, sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    switch log.arrive(index: index, sequence: sequence) {
    case .next: break
    case .repeated:
      try log.fault(.repeatedFrames, count: 1, into: &sink)
      try level(index: index, sequence: sequence, extra: .held, into: &sink)
      return
    case .behind(let lost, let expected):
      try gap(lost: lost, index: index, from: expected, into: &sink)
    }
    log.accept(sequence: sequence)
    openStep(index: index, sequence: sequence)
    let wasAcquired = conditioning.isAcquired
    let outcome = conditioning.take(trace)
    if conditioning.isAcquired && !wasAcquired {
      geometry = conditioning.geometry
      detector.layOut(conditioning.geometry)
      places = StepPlaces()
    }
    try report(outcome, into: &sink)
    if (sequence + 1) % Int64(settings.stack) == 0 { try closeStep(into: &sink) }
    var extra = LevelFlags.clear
    if outcome.isBad { extra.insert(.held) }
    if outcome.isOverloaded { extra.insert(.saturated) }
    try level(index: index, sequence: sequence, extra: extra, into: &sink)
    let passed = Self.scaled(sequence, by: settings.traceSpacingMicrometres.value) / 1_000
    if let object = merger.pass(millimetres: passed) { try log.emit(object, into: &sink) }
  }

  private mutating func openStep(index: Int64, sequence: Int64) {
    guard !isStepOpen else { return }
    isStepOpen = true
    stepFirstIndex = index
    stepFirstSequence = sequence
  }

  private mutating func closeStep<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    guard isStepOpen else { return }
    isStepOpen = false
    guard conditioning.isAcquired else { return }
    let gathered = conditioning.gathered
    places.push(
      StepPlace(
        index: stepFirstIndex + Int64(max(gathered - 1, 0) / 2),
        sequence: stepFirstSequence + Int64(max(gathered - 1, 0) / 2)))
    guard gathered > 0 else {
      try detect(detector.takeLost(), into: &sink)
      return
    }
    conditioning.closeStep(alarm: detector.isAlarm)
    closedStep = stepFirstSequence / Int64(settings.stack)
    let count = settings.samplesPerStep
    let apex = detector.take(
      conditioning.step.samples.span.extracting(first: count),
      envelope: conditioning.stepEnvelope.samples.span.extracting(first: count))
    try detect(apex, into: &sink)
  }

  /// A gap: small ones leave holes in the aperture, large ones end the line.
  private mutating func gap<Sink: EventSink & ~Copyable>(
    lost: Int64, index: Int64, from: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    try log.gap(lost: lost, from: from, into: &sink)
    let stack = Int64(settings.stack)
    let next = (from + lost) / stack
    // The step that is open goes on when the gap ends within it.
    if isStepOpen, stepFirstSequence / stack == next { return }
    try closeStep(into: &sink)
    let missing = next - (from + stack - 1) / stack
    guard missing <= Int64(2 * settings.aperture + settings.lookahead) else {
      try endLine(into: &sink)
      if missing > Int64(settings.backgroundSteps) { conditioning.restart() }
      return
    }
    guard missing > 0 else { return }
    for step in 0..<missing {
      places.push(StepPlace(index: index, sequence: (next - missing + step) * stack))
      try detect(detector.takeLost(), into: &sink)
    }
  }

  private mutating func endLine<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    try closeStep(into: &sink)
    while !detector.isDrained { try detect(detector.drain(), into: &sink) }
    detector.reset()
    places = StepPlaces()
  }

  private mutating func report<Sink: EventSink & ~Copyable>(
    _ outcome: TraceOutcome, into sink: inout Sink
  ) throws(Sink.Failure) {
    try log.report(faults.take(outcome), into: &sink)
    guard faults.bouncesLost >= Self.tracesToReacquire else { return }
    // The reference itself may have been the wrong one: begin again from here.
    faults.bouncesLost = 0
    try endLine(into: &sink)
    conditioning.reacquire()
  }
}

extension RadarPipeline {
  private mutating func detect<Sink: EventSink & ~Copyable>(
    _ apex: Apex?, into sink: inout Sink
  ) throws(Sink.Failure) {
    guard let apex else { return }
    let place = places.at(apex.step)
    var finding = TargetFinding()
    let micrometres = Self.scaled(place.sequence, by: settings.traceSpacingMicrometres.value)
    finding.distanceMillimetres = Int32(clamping: micrometres.dividedToNearest(by: 1_000))
    let depth = conditioning.geometry.depthMicrometres(
      ofSample: Int(apex.statistic.sample))
    finding.depthMillimetres = Int32(clamping: depth.dividedToNearest(by: 1_000))
    let width = (2 * Int64(apex.halfWidthSteps) - 1) * settings.stepMicrometres
    finding.widthMillimetres = Int32(clamping: width.dividedToNearest(by: 1_000))
    let strength = Int64(apex.statistic.ratioQ8) * 100 / 256
    finding.targetClass = .unknown
    finding.strengthHundredths = Int32(clamping: strength)
    // That something is there, not what: one in the strength above threshold.
    finding.confidenceHundredths = UInt8(clamping: min(100 - 5_000 / max(strength, 100), 99))
    finding.action = .investigate
    finding.rule = .radarEcho
    var event = log.event(.detection(finding), index: place.index, sequence: place.sequence)
    event.id = log.nextID
    let object = merger.take(event)
    try log.emit(event, into: &sink)
    if let object { try log.emit(object, into: &sink) }
  }

  private mutating func level<Sink: EventSink & ~Copyable>(
    index: Int64, sequence: Int64, extra: LevelFlags, into sink: inout Sink
  ) throws(Sink.Failure) {
    var flags = extra
    var ratio = max(detector.latest.ratioQ8, detector.earlyRatioQ8)
    if extra.contains(.saturated) { ratio = max(ratio, UInt32(OperatorLevel.thresholdQ8)) }
    if detector.isAlarm || extra.contains(.saturated) { flags.insert(.alarm) }
    if !conditioning.isAcquired || !conditioning.isSettled { flags.insert(.settling) }
    if conditioning.isAcquired && detector.isBlind { flags.insert(.blind) }
    try sink.level(
      OperatorLevel(
        sensor: .radar, index: index, sequence: sequence, levelQ8: UInt16(clamping: ratio),
        flags: flags))
  }

  /// A sequence number times something, held at ±2⁶² so that rounding has room.
  private static func scaled(_ sequence: Int64, by factor: Int64) -> Int64 {
    let rail: Int64 = 1 << 62
    return max(-rail, min(rail, sequence.saturatingMultiplied(by: factor)))
  }
}
