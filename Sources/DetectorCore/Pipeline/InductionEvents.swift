extension InductionPipeline {
  /// Statistic over threshold, what it is called, and the object it belongs to.
  mutating func detect<Sink: EventSink & ~Copyable>(
    _ apex: BumpApex, into sink: inout Sink
  ) throws(Sink.Failure) {
    let cell = detector.cells.cell(at: apex.bump.cell)
    var event = self.event(.detection, index: cell.index, sequence: cell.sequence)
    place(&event, eastQ8: cell.eastQ8, northQ8: cell.northQ8)
    let width = Int64(apex.widthCells) * PathCells.lengthQ8 / 256
    event.widthMillimetres = Int32(clamping: width)
    let threshold = max(Int64(settings.configuration.thresholdHundredths), 1)
    let strength = Wide.scaled(apex.bump.statisticQ8, by: 10_000, over: threshold * 256)
    event.strengthHundredths = Int32(clamping: max(strength, 100))
    let verdict = ThresholdClassifier.judge(
      DecayFeatures(apex: apex, model: detector.soil, settings: settings))
    event.targetClass = verdict.targetClass
    event.confidenceHundredths = UInt8(clamping: verdict.confidenceHundredths)
    event.action = verdict.action
    event.rule = verdict.rule
    try detect(
      event, response: apex.bump.response, eastQ8: cell.eastQ8, northQ8: cell.northQ8,
      into: &sink)
  }

  /// An overload is an alarm, at once and wherever it is.
  mutating func overload<Sink: EventSink & ~Copyable>(
    index: Int64, sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    var event = self.event(.detection, index: index, sequence: sequence)
    let newest = way.newest
    place(&event, eastQ8: newest?.eastQ8 ?? 0, northQ8: newest?.northQ8 ?? 0)
    event.strengthHundredths = Int32(OperatorLevel.thresholdQ8) * 100
    event.targetClass = .unknown
    event.confidenceHundredths = 99
    event.action = .dig
    event.rule = .overload
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
    event.id = nextID
    let hasTrack = limits.hasTrack
    let member = SurfaceMember(
      event: event, response: response,
      eastMillimetres: hasTrack ? eastQ8 / 256 : arcQ8 / 256,
      northMillimetres: hasTrack ? northQ8 / 256 : 0, arcQ8: arcQ8)
    let closed = merger.take(member, model: detector.soil)
    try emit(event, into: &sink)
    if let closed { try emit(closed, into: &sink) }
  }

  private mutating func place(_ event: inout DetectionEvent, eastQ8: Int64, northQ8: Int64) {
    guard limits.hasTrack, way.newest != nil else { return }
    event.position = Position(
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
      try fault(.sensitivityLost, count: count, index: lastIndex, into: &sink)
    }
  }

  mutating func report<Sink: EventSink & ~Copyable>(
    _ reports: FaultReports, index: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    for k in 0..<reports.filled {
      try fault(reports.kinds[k], count: reports.counts[k], index: index, into: &sink)
    }
  }

  mutating func fault<Sink: EventSink & ~Copyable>(
    _ kind: Fault, count: Int64, index: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    var event = self.event(.fault, index: max(index, 0), sequence: expectedSequence ?? 0)
    event.fault = kind
    event.count = count
    try emit(event, into: &sink)
  }

  mutating func emit<Sink: EventSink & ~Copyable>(
    _ event: DetectionEvent, into sink: inout Sink
  ) throws(Sink.Failure) {
    var numbered = event
    numbered.id = nextID
    nextID &+= 1
    totals.count(event.kind)
    try sink.emit(numbered)
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
        flags: flags))
  }

  mutating func time(ofSequence sequence: Int64) -> Int64 {
    DeviceTime.microseconds(ofSequence: sequence, rateMicrohertz: rateMicrohertz)
  }

  mutating func event(_ kind: EventKind, index: Int64, sequence: Int64) -> DetectionEvent {
    DetectionEvent(
      kind: kind, sensor: .induction, sample: index, sequence: sequence,
      timeMicroseconds: time(ofSequence: sequence))
  }
}
