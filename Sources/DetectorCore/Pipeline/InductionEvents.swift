extension InductionPipeline {
  /// Statistic over threshold, what it is called, and the object it belongs to.
  mutating func detect<Sink: EventSink & ~Copyable>(
    _ apex: BumpApex, into sink: inout Sink
  ) throws(Sink.Failure) {
    let cell = detector.cells.cell(at: apex.bump.cell)
    var finding = TargetFinding()
    finding.position = place(eastQ8: cell.eastQ8, northQ8: cell.northQ8)
    let width = Int64(apex.widthCells) * PathCells.lengthQ8 / 256
    finding.widthMillimetres = Int32(clamping: width)
    let threshold = max(Int64(settings.configuration.thresholdHundredths), 1)
    let strength = Wide.scaled(apex.bump.statisticQ8, by: 10_000, over: threshold * 256)
    finding.strengthHundredths = Int32(clamping: max(strength, 100))
    let verdict = ThresholdClassifier.judge(
      DecayFeatures(apex: apex, model: detector.soil, settings: settings))
    finding.targetClass = verdict.targetClass
    finding.confidenceHundredths = UInt8(clamping: verdict.confidenceHundredths)
    finding.action = verdict.action
    finding.rule = verdict.rule
    finding.isLate = !isHeard(around: apex.bump.cell)
    let event = log.event(.detection(finding), index: cell.index, sequence: cell.sequence)
    try detect(
      event, response: apex.bump.response, eastQ8: cell.eastQ8, northQ8: cell.northQ8,
      into: &sink)
  }

  /// Whether the level sounded where a cell lies.
  private mutating func isHeard(around number: Int64) -> Bool {
    let newest = detector.cells.count - 1
    let oldest = max(0, detector.cells.count - Int64(CellRing.capacity))
    let before = detector.cells.cell(at: max(number - limits.heardCells, oldest))
    let behind = detector.cells.cell(at: min(number + limits.heardCells, newest))
    return sounded.sounded(from: before.sequence, through: behind.sequence)
  }

  /// An overload is an alarm, at once and wherever it is.
  mutating func overload<Sink: EventSink & ~Copyable>(
    index: Int64, sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    let newest = way.newest
    var finding = TargetFinding()
    finding.position = place(eastQ8: newest?.eastQ8 ?? 0, northQ8: newest?.northQ8 ?? 0)
    finding.strengthHundredths = Int32(OperatorLevel.thresholdQ8) * 100
    finding.targetClass = .unknown
    finding.confidenceHundredths = 99
    finding.action = .dig
    finding.rule = .overload
    let event = log.event(.detection(finding), index: index, sequence: sequence)
    var response = BandVector()
    for band in 0..<settings.bandCount { response[band] = BandVector.rail }
    try detect(
      event, response: response, eastQ8: newest?.eastQ8 ?? 0, northQ8: newest?.northQ8 ?? 0,
      into: &sink)
  }

  private mutating func detect<Sink: EventSink & ~Copyable>(
    _ detection: DetectionEvent, response: BandVector, eastQ8: Int64, northQ8: Int64,
    into sink: inout Sink
  ) throws(Sink.Failure) {
    var event = detection
    event.id = log.nextID
    let hasTrack = limits.hasTrack
    let member = SurfaceMember(
      event: event, response: response,
      eastMillimetres: hasTrack ? eastQ8 / 256 : arcQ8 / 256,
      northMillimetres: hasTrack ? northQ8 / 256 : 0, arcQ8: arcQ8)
    let closed = merger.take(member, model: detector.soil)
    try log.emit(event, into: &sink)
    if let closed { try log.emit(closed, into: &sink) }
  }

  private mutating func place(eastQ8: Int64, northQ8: Int64) -> Position? {
    guard limits.hasTrack, way.newest != nil else { return nil }
    return Position(
      eastMillimetres: Int32(clamping: eastQ8.dividedToNearest(by: 256)),
      northMillimetres: Int32(clamping: northQ8.dividedToNearest(by: 256)))
  }

  /// The threshold never rises silently: above its tested ceiling it is a fault.
  mutating func watchSensitivity<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    let weakest = detector.soil.amplitude(
      decay: 3, statisticQ8: limits.thresholdQ8, dictionary: settings.dictionary)
    let isLost = detector.isJudging && weakest > limits.ceilingNanovolts
    if let count = sensitivity.take(isLost ? 1 : 0) {
      try log.fault(.sensitivityLost, count: count, into: &sink)
    }
  }

  mutating func sound<Sink: EventSink & ~Copyable>(
    index: Int64, sequence: Int64, isHeld: Bool, into sink: inout Sink
  ) throws(Sink.Failure) {
    var flags = LevelFlags.clear
    var ratio = level.ratioQ8
    if isHeld { flags.insert(.held) }
    if isOverloaded || isFrontEndOverloaded {
      flags.insert(.saturated)
      ratio = .max
    }
    if level.isAlarm || flags.contains(.saturated) {
      flags.insert(.alarm)
      slow.alarm()
      sounded.sound(at: sequence)
    }
    if slow.isSlow && !way.isLost { flags.insert(.tooSlow) }
    if !level.isSettled || isInjected { flags.insert(.settling) }
    if faults.isDisabled || faults.isStuck { flags.insert(.blind) }
    if (way.speedMillimetresPerSecond ?? 0)
      > limits.fastMillimetresPerSecond
    {
      flags.insert(.tooFast)
    }
    if let newest = way.newest,
      newest.heightMillimetres > limits.highMillimetres
    {
      flags.insert(.tooHigh)
    }
    try sink.level(
      OperatorLevel(
        sensor: .induction, index: index, sequence: sequence, levelQ8: UInt16(clamping: ratio),
        flags: flags, reachMillimetres: capReach.map { UInt16(clamping: $0.smallMillimetres) }))
  }
}
