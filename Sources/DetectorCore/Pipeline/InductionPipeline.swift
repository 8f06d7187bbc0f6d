/// The pulse-induction chain: front-end frames and the track in, a level a frame and events out.
///
/// Decimation → earth-field difference → bands → cells of the way → motion filter in metres → soil model →
/// apex → detection → object. Nothing is allocated after construction; every number saturates. The same
/// frames and points give the same bits however they are cut into blocks, if points are handed in by device
/// time: after the frames of the same time, before those of a later one.
///
/// Latency: the level follows within 64 ms of its frames; a detection leaves 0.52 m of way after its peak.
public struct InductionPipeline: Pipeline, ~Copyable {
  /// What the chain was derived to do.
  public let settings: InductionSettings
  /// Totals so far.
  public var totals: Totals { log.totals }

  // What is needed with every frame stands by itself: to reach into the settings would copy them.
  let limits: InductionLimits
  var log: EventLog
  var input: InductionInput
  var way: InductionWay
  var open = PathCells()
  var detector: InductionDetector
  var level: InductionLevel
  var merger = SurfaceMerger()
  var faults = InductionFaults()
  var sensitivity = FaultRun()
  var isOverloaded = false
  var isFrontEndOverloaded = false
  var isInjected = false
  var wasTrackLost = false
  var arcQ8: Int64 = 0
  var sounded: SoundedRuns
  var slow: SlowSweep
  var balance: GroundBalance?
  var spots = GroundSpots()
  var reach: HeldReach
  var ground: BandVector

  /// Makes a chain that has seen nothing.
  public init(settings: InductionSettings) {
    self.settings = settings
    log = EventLog(.induction, rateMicrohertz: settings.rateMicrohertz)
    limits = InductionLimits(settings)
    input = InductionInput(settings: settings)
    way = InductionWay(settings: settings)
    detector = InductionDetector(settings: settings)
    level = InductionLevel(settings: settings)
    ground = settings.soil
    sounded = SoundedRuns(rateMicrohertz: settings.rateMicrohertz)
    reach = HeldReach(
      scale: CapScale(description: settings.description, bandCount: settings.bandCount))
    slow = SlowSweep(
      millimetresPerSecond: Int64(settings.configuration.slowMillimetresPerSecond))
  }

  /// Whether the weakest target that is looked for no longer reaches the threshold in the noise of now.
  package var isSensitivityLost: Bool { sensitivity.isRunning }
  /// Whether the track has fallen silent.
  package var isTrackLost: Bool { wasTrackLost }
  /// Where the coil is, and how far it came since the way began; nothing where no track says it.
  package var newestPlace: PathFollower.Place? { wasTrackLost ? nil : way.newest }

  /// Responses of the motion filter so far on this way, and the newest of them: what tests compare.
  package var newestResponse: (count: Int64, response: BandVector) { detector.newestResponse }

  /// Takes a block of whole frames; gives a level for each and events as they arise.
  public mutating func process<Sink: EventSink & ~Copyable>(
    _ frames: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
    let gates = limits.gateCount
    precondition(frames.count >= header.count * gates, "a block holds whole frames")
    var damaged: Int64 = header.flags.contains(.checksum) ? max(Int64(header.damaged), 1) : 0
    if damaged > 0 {
      if header.count > 0 { log.reach(index: header.index) }
      try log.fault(.crc, count: damaged, into: &sink)
    }
    for offset in 0..<header.count {
      let frame = frames.extracting(offset * gates..<(offset + 1) * gates)
      try take(
        frame, index: header.index + Int64(offset), sequence: header.sequence + Int64(offset),
        damaged: damaged, isReference: header.flags.contains(.reference), into: &sink)
      damaged = 0
    }
    if header.flags.contains(.shortTail) {
      try log.fault(.shortTail, count: 1, into: &sink)
    }
  }

  /// Takes a point of the track.
  public mutating func take<Sink: EventSink & ~Copyable>(
    _ point: TrackPoint, timeMicroseconds: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    guard limits.hasTrack else { return }
    way.take(point, timeMicroseconds: DeviceTime.held(timeMicroseconds))
    if let place = way.newest { slow.take(place) }
    try advance(into: &sink)
  }

  /// Takes what the front end says of itself with the frame it was sent with.
  public mutating func take<Sink: EventSink & ~Copyable>(
    _ housekeeping: HousekeepingSample, into sink: inout Sink
  ) throws(Sink.Failure) {
    try log.report(faults.take(housekeeping.flags), into: &sink)
    let isRailed =
      housekeeping.flags.contains(.saturated) || housekeeping.flags.contains(.earthFieldSaturated)
    if isRailed && !isOverloaded && !isFrontEndOverloaded {
      try overload(index: log.lastIndex, sequence: (log.expected ?? 1) - 1, into: &sink)
    }
    isFrontEndOverloaded = isRailed
  }

  /// Takes the end of the stream: what is still open is emitted, then the `end` event.
  public mutating func finish<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    try endWay(into: &sink)
    while let object = merger.drain() { try log.emit(object, into: &sink) }
    try log.report(faults.end(), into: &sink)
    if let count = sensitivity.end() {
      try log.fault(.sensitivityLost, count: count, into: &sink)
    }
    try log.end(into: &sink)
  }
}

extension InductionPipeline {
  private mutating func take<Sink: EventSink & ~Copyable>(
    _ frame: Span<Int32>, index: Int64, sequence: Int64, damaged: Int64, isReference: Bool,
    into sink: inout Sink
  ) throws(Sink.Failure) {
    switch log.arrive(index: index, sequence: sequence) {
    case .next: break
    case .repeated:
      try log.fault(.repeatedFrames, count: 1, into: &sink)
      try sound(index: index, sequence: sequence, isHeld: true, into: &sink)
      return
    case .behind(let lost, let expected):
      try gap(lost: lost, damaged: damaged, index: index, from: expected, into: &sink)
    }
    log.accept(sequence: sequence)
    let isRailed = input.isOverloaded(frame)
    // An injected reference may well be the same in each frame.
    let isRepeat = !isReference && input.isRepeat(frame)
    if isRailed || isRepeat || faults.isBusy {
      let reports = faults.take(isSaturated: isRailed, isRepeat: isRepeat)
      try log.report(reports, into: &sink)
    }
    if isRailed { balance?.overload() }
    if isRailed && !isOverloaded { try overload(index: index, sequence: sequence, into: &sink) }
    isOverloaded = isRailed
    let isBad = isRailed || faults.isStuck || isReference
    if let output = input.take(frame, index: index, sequence: sequence, isBad: isBad) {
      try take(output, into: &sink)
    }
    isInjected = isReference
    try sound(
      index: index, sequence: sequence, isHeld: isBad || input.isHolding(sequence), into: &sink)
  }

  private mutating func take<Sink: EventSink & ~Copyable>(
    _ output: InductionInput.Output, into sink: inout Sink
  ) throws(Sink.Failure) {
    guard !output.isHeld else {
      balance?.skip()
      level.skip()
      return
    }
    balance?.take(output.decay)
    if level.take(output.decay, knock: output.knock) {
      try log.fault(.tunedOut, count: 1, at: output.index, into: &sink)
    }
    reach.take(level)
    way.push(
      InductionWay.Waiting(
        decay: output.decay, knock: output.knock, index: output.index,
        sequence: output.sequence, time: log.time(ofSequence: output.sequence)))
    try advance(into: &sink)
  }

  /// Brings every output whose place is known into its cell.
  private mutating func advance<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    while let sample = way.next() {
      arcQ8 = sample.arcQ8
      switch open.take(sample) {
      case .within: break
      case .closed(let cell, let skipped):
        try close(cell, into: &sink)
        try fill(skipped, after: cell, until: sample, into: &sink)
      case .broke(let cell):
        if let cell { try close(cell, into: &sink) }
        try breakWay(into: &sink)
      }
    }
    if way.isLost != wasTrackLost {
      wasTrackLost = way.isLost
      if wasTrackLost { try log.fault(.trackLost, count: 1, into: &sink) }
    }
  }

  /// Cells that were passed over, on a straight line to the sample beyond them.
  private mutating func fill<Sink: EventSink & ~Copyable>(
    _ skipped: Int, after cell: CellRing.Cell, until sample: PathCells.Sample,
    into sink: inout Sink
  ) throws(Sink.Failure) {
    guard skipped > 0 else { return }
    for number in 1...skipped {
      let part = Int64(number)
      let whole = Int64(skipped + 1)
      var between = cell
      between.count = 0
      between.mean = cell.mean + (sample.decay - cell.mean).scaled(by: part).divided(by: whole)
      between.eastQ8 += (sample.eastQ8 - cell.eastQ8) * part / whole
      between.northQ8 += (sample.northQ8 - cell.northQ8) * part / whole
      between.index += (sample.index - cell.index) * part / whole
      between.sequence += (sample.sequence - cell.sequence) * part / whole
      try close(between, into: &sink)
    }
  }

  private mutating func close<Sink: EventSink & ~Copyable>(
    _ cell: CellRing.Cell, into sink: inout Sink
  ) throws(Sink.Failure) {
    let apex = detector.take(cell)
    level.learn(cell.mean)
    if let apex { try detect(apex, into: &sink) }
    // Sensitivity changes over metres.
    if detector.cells.count & 15 == 0 { try watchSensitivity(into: &sink) }
    guard limits.hasTrack else { return }
    while let object = merger.pass(
      eastMillimetres: cell.eastQ8 / 256, northMillimetres: cell.northQ8 / 256, arcQ8: arcQ8)
    {
      try log.emit(object, into: &sink)
    }
  }

  private mutating func breakWay<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    try drain(into: &sink)
    detector.restart()
    level.restart()
  }

  private mutating func endWay<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    if let cell = open.end() { try close(cell, into: &sink) }
    try drain(into: &sink)
  }

  private mutating func drain<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    var back = BumpTracker.reach - 1
    while back >= 0 {
      if let apex = detector.drain(back: back) { try detect(apex, into: &sink) }
      back -= 1
    }
  }

  /// A gap: short ones hold the last frame, long ones begin the filters anew. Frames that came damaged
  /// were reported as that and are not lost ones too.
  private mutating func gap<Sink: EventSink & ~Copyable>(
    lost: Int64, damaged: Int64, index: Int64, from: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    try log.gap(lost: lost, damaged: damaged, from: from, into: &sink)
    guard lost <= limits.longestHold else {
      input.reset(before: from.saturatingAdding(lost))
      level.breakOff()
      return
    }
    for number in 0..<lost {
      if let output = input.takeLost(index: index, sequence: from + number) {
        try take(output, into: &sink)
      }
    }
  }
}

/// What the chain asks of its settings with every frame.
struct InductionLimits: BitwiseCopyable, Sendable {
  let gateCount: Int
  let hasTrack: Bool
  let longestHold: Int64
  let fastMillimetresPerSecond: Int64
  let highMillimetres: Int32
  let thresholdQ8: Int64
  let ceilingNanovolts: Int64
  /// Cells on either side of a detection in which it counts as heard: the coil's radius and 0.10 m.
  let heardCells: Int64

  init(_ settings: InductionSettings) {
    gateCount = settings.description.gateCount
    hasTrack = settings.trackRateMicrohertz > 0
    longestHold = 8 * Int64(settings.factor)
    fastMillimetresPerSecond = Int64(settings.configuration.fastMillimetresPerSecond)
    highMillimetres = settings.configuration.highMillimetres
    thresholdQ8 = Int64(settings.configuration.thresholdHundredths) * 256 / 100
    ceilingNanovolts = Int64(settings.configuration.ceilingNanovolts)
    let radius = min(settings.description.coilRadiusMicrometres / 1_000, 500)
    heardCells = ((radius > 0 ? radius : 130) + 100) * 256 / PathCells.lengthQ8
  }
}
