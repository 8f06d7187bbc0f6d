/// The induction-balance chain: frames of I and Q at each frequency in, a level a frame and detections out.
///
/// Low-pass → baseline → ground phase → statistic → detection. The statistic of a frequency is the larger of
/// |Q|/σ across the ground and |I|/σ along it, each with a floor of its own: ground may be loud along its
/// phase, and raises the floor there alone. The loudest frequency counts. A detection says metal and
/// nothing else; `targetID` describes and never silences.
///
/// Every pass over something is a detection: a peak that has fallen by half, and a next one only where the
/// statistic has doubled again. Constants are in seconds, meant for sweeps of 0.3 to 1 m/s. While an alarm is
/// on the baseline follows slowly, and under a strong one it stands still; a coil that stands over something
/// for ten seconds lets go, and says so. With a track detections have places and gather
/// into objects; without one each alarm is an object. Points are handed in by device time, after the frames
/// of the same time.
public struct BalancePipeline: Pipeline, ~Copyable {
  /// What the chain was derived to do.
  public let settings: BalanceSettings
  /// Totals so far.
  public var totals: Totals { log.totals }
  /// The number of the target that sounds now; it describes and never silences.
  public private(set) var targetID = TargetID()

  private var log: EventLog
  private var places: BalancePlaces
  private var channels: InlineArray<8, BalanceChannel>
  private var hysteresis: Hysteresis
  private var faults = InductionFaults()
  private var sensitivity = FaultRun()
  private var last = InlineArray<16, Int32>(repeating: 0)
  private var peak: Peak?
  private var heldFrames: Int64 = 0
  private var valleyQ8: UInt32 = 0
  private var settled: Int64 = 0
  private var warmed: Int64 = 0
  private var quiet: Int64 = 0
  private var isOverloaded = false
  private let thresholdQ8: Int64
  private let longestHold: Int64
  private let settlingFrames: Int64
  private let lowPassMicroseconds: Int64
  private var isFrontEndOverloaded = false

  private struct Peak: BitwiseCopyable {
    var ratioQ8: UInt32
    var index: Int64
    var sequence: Int64
    /// The last frame as loud as the loudest: an overload is flat.
    var last: Int64
    var isRailed: Bool
    var response = BandVector()
    var place: PathFollower.Place?
  }

  /// Makes a chain that has seen nothing.
  public init(settings: BalanceSettings) {
    self.settings = settings
    places = BalancePlaces(settings: settings)
    channels = InlineArray(repeating: BalanceChannel(settings: settings))
    hysteresis = Hysteresis(releaseHundredths: settings.configuration.releaseHundredths)
    log = EventLog(.induction, rateMicrohertz: settings.rateMicrohertz)
    thresholdQ8 = max(Int64(settings.configuration.thresholdHundredths) * 256 / 100, 1)
    lowPassMicroseconds = Int64(settings.configuration.lowPassMilliseconds) * 1_000
    longestHold = settings.framesQ8(milliseconds: 10_000) / 256
    settlingFrames =
      settings.framesQ8(milliseconds: Int64(settings.configuration.baselineMilliseconds)) / 256
  }

  /// Takes a block of whole frames, I and Q of each frequency in turn.
  public mutating func process<Sink: EventSink & ~Copyable>(
    _ frames: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
    let width = 2 * settings.frequencyCount
    precondition(frames.count >= header.count * width, "a block holds whole frames")
    var damaged: Int64 = header.flags.contains(.checksum) ? max(Int64(header.damaged), 1) : 0
    if damaged > 0 {
      if header.count > 0 { log.reach(index: header.index) }
      try log.fault(.crc, count: damaged, into: &sink)
    }
    for offset in 0..<header.count {
      try take(
        frames.extracting(offset * width..<(offset + 1) * width),
        index: header.index.saturatingAdding(Int64(offset)),
        sequence: header.sequence.saturatingAdding(Int64(offset)), damaged: damaged, into: &sink)
      damaged = 0
    }
    if header.flags.contains(.shortTail) { try log.fault(.shortTail, count: 1, into: &sink) }
  }

  /// Takes a point of the track.
  public mutating func take<Sink: EventSink & ~Copyable>(
    _ point: TrackPoint, timeMicroseconds: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    guard settings.trackRateMicrohertz > 0 else { return }
    places.take(point, timeMicroseconds: timeMicroseconds)
    if var known = peak, known.place == nil {
      known.place = places.place(at: middle(of: known))
      peak = known
    }
    try write(isEnd: false, into: &sink)
    while let object = places.passed() { try log.emit(object, into: &sink) }
  }

  /// Takes what the front end says of itself with the frame it was sent with.
  public mutating func take<Sink: EventSink & ~Copyable>(
    _ housekeeping: HousekeepingSample, into sink: inout Sink
  ) throws(Sink.Failure) {
    try log.report(faults.take(housekeeping.flags), into: &sink)
    isFrontEndOverloaded = housekeeping.flags.contains(.saturated)
  }

  /// Takes the end of the stream.
  public mutating func finish<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    try closePeak(into: &sink)
    targetID.reset()
    try write(isEnd: true, into: &sink)
    while let object = places.drain() { try log.emit(object, into: &sink) }
    try log.report(faults.end(), into: &sink)
    if let count = sensitivity.end() { try log.fault(.sensitivityLost, count: count, into: &sink) }
    try log.end(into: &sink)
  }

  /// Does what the operator asked before the frame of a number; how a balance ended goes to the sink.
  public mutating func carryOut<Sink: EventSink & ~Copyable>(
    _ orders: BalanceOrders, before sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    if orders.ends { try sink.balanced(.phase(endGroundPhase()), before: sequence) }
    if orders.begins { beginGroundPhase() }
  }

  /// Begins to learn the phase of the ground while the coil is pumped; alarms go on.
  public mutating func beginGroundPhase() {
    for index in 0..<settings.frequencyCount { channels[index].beginGroundPhase() }
  }

  /// Ends it: nil where every frequency learnt its phase, or the first reason why one did not.
  ///
  /// A frequency that was refused keeps the phase it had; one that learnt begins its floors anew, and the
  /// chain is `settling` until they are known.
  public mutating func endGroundPhase() -> GroundRefusal? {
    var refusal: GroundRefusal?
    for index in 0..<settings.frequencyCount {
      if case .refused(let reason) = channels[index].endGroundPhase(), refusal == nil {
        refusal = reason
      }
    }
    settled = 0
    return refusal
  }
}

extension BalancePipeline {
  private mutating func take<Sink: EventSink & ~Copyable>(
    _ frame: Span<Int32>, index: Int64, sequence: Int64, damaged: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    switch log.arrive(index: index, sequence: sequence) {
    case .next: break
    case .repeated:
      try log.fault(.repeatedFrames, count: 1, into: &sink)
      try sound(index: index, sequence: sequence, ratioQ8: 0, isHeld: true, into: &sink)
      return
    case .behind(let lost, let expected):
      try log.gap(lost: lost, damaged: damaged, from: expected, into: &sink)
      takeGap(lost: lost)
    }
    log.accept(sequence: sequence)
    if places.pass(time: log.time(ofSequence: sequence)) {
      try log.fault(.trackLost, count: 1, into: &sink)
    }
    let isRailed = isAtRail(frame) || isFrontEndOverloaded
    try log.report(faults.take(isSaturated: isRailed, isRepeat: isRepeat(frame)), into: &sink)
    isOverloaded = isRailed
    let isBad = isRailed || faults.isStuck
    if !isBad { follow(frame) }
    // Until there is ground to compare with, a rail alone alarms.
    let ratio = isRailed ? UInt32.max : (warmed < settlingFrames ? 0 : ratioQ8)
    hysteresis.take(ratio)
    try track(ratio, index: index, sequence: sequence, isRailed: isRailed, into: &sink)
    try write(isEnd: false, into: &sink)
    try watch(into: &sink)
    try sound(index: index, sequence: sequence, ratioQ8: ratio, isHeld: isBad, into: &sink)
  }

  private mutating func follow(_ frame: Span<Int32>) {
    // Floors learn neither a target nor the flanks of a strong one, but must learn noise before they can
    // tell it from one.
    let isStrong = hysteresis.isOn && ratioQ8 >= Self.strongQ8
    quiet = isStrong ? 0 : min(quiet + 1, settlingFrames)
    let isQuiet = !hysteresis.isOn && quiet >= settlingFrames
    let learns = isQuiet || settled < settlingFrames
    for number in 0..<settings.frequencyCount {
      channels[number].take(
        Phasor(inPhase: Int64(frame[2 * number]), quadrature: Int64(frame[2 * number + 1])),
        slower: slowness, learns: learns)
    }
    if settled < settlingFrames { settled += 1 }
    if warmed < settlingFrames { warmed += 1 }
  }

  /// How much slower than in quiet the baseline follows: a strong body must not become ground, and what the
  /// ground changed under a weak alarm must.
  private var slowness: Int64 {
    guard hysteresis.isOn, heldFrames < longestHold else { return 1 }
    return ratioQ8 < Self.strongQ8 ? Self.weakSlowness : .max
  }

  /// From this ratio to the threshold on an alarm is strong, Q8.
  private static var strongQ8: UInt32 { 1_024 }
  private static var weakSlowness: Int64 { 4 }

  /// The loudest frequency over its threshold, Q8.
  private var ratioQ8: UInt32 {
    UInt32(clamping: Wide.scaled(channels[loudest].statisticQ8, by: 256, over: thresholdQ8))
  }

  private var loudest: Int {
    var best = 0
    for number in 1..<max(settings.frequencyCount, 1)
    where channels[number].statisticQ8 > channels[best].statisticQ8 {
      best = number
    }
    return best
  }

  /// Keeps the loudest frame of an alarm; the alarm's end makes it a detection.
  private mutating func track<Sink: EventSink & ~Copyable>(
    _ ratio: UInt32, index: Int64, sequence: Int64, isRailed: Bool, into sink: inout Sink
  ) throws(Sink.Failure) {
    guard hysteresis.isOn else {
      heldFrames = 0
      valleyQ8 = 0
      try closePeak(into: &sink)
      return
    }
    if !places.isMoving, heldFrames < longestHold {
      heldFrames += 1
      if heldFrames == longestHold { try log.fault(.tunedOut, count: 1, into: &sink) }
    }
    if peak == nil { valleyQ8 = min(valleyQ8, ratio) }
    // After a peak the next one has to rise out of the valley behind it.
    let isNext =
      peak == nil && ratio >= UInt32(OperatorLevel.thresholdQ8) && ratio / 2 >= valleyQ8
    if isNext { targetID.reset() }
    if let known = peak, ratio == known.ratioQ8 {
      peak?.last = sequence
    } else if ratio > (peak?.ratioQ8 ?? (isNext ? 0 : .max)) {
      var fresh = Peak(
        ratioQ8: ratio, index: index, sequence: sequence, last: sequence,
        isRailed: isRailed || (peak?.isRailed ?? false))
      fresh.response = isRailed ? Self.railed : response
      fresh.place = places.place(at: middle(of: fresh))
      peak = fresh
      // The first frequency names the target: one number for one metal.
      if !isRailed { targetID.take(channels[0].phase) }
    } else if let known = peak, ratio < known.ratioQ8 / 2 {
      valleyQ8 = ratio
      try closePeak(into: &sink)
    }
  }

  /// When the peak of an alarm was under the coil: the low-pass is late by its time constant.
  private func middle(of peak: Peak) -> Int64 {
    let first = log.time(ofSequence: peak.sequence)
    return first + (log.time(ofSequence: peak.last) - first) / 2 - lowPassMicroseconds
  }

  /// What stands out at the first two frequencies; of one frequency it stands there twice.
  private var response: BandVector {
    BalancePlaces.response(
      channels[0].target, channels[settings.frequencyCount > 1 ? 1 : 0].target)
  }

  private static var railed: BandVector {
    var bands = BandVector()
    for band in 0..<BandVector.capacity { bands[band] = BandVector.rail }
    return bands
  }

  private mutating func closePeak<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    guard let peak else { return }
    self.peak = nil
    let number = targetID.number
    if !hysteresis.isOn { targetID.reset() }
    // One that waits still goes before the next.
    try write(isEnd: true, into: &sink)
    var finding = TargetFinding()
    let strength = Int64(peak.ratioQ8) * 100 / Int64(OperatorLevel.thresholdQ8)
    finding.strengthHundredths = Int32(clamping: max(strength, 100))
    finding.targetClass = .unknown
    finding.confidenceHundredths = UInt8(clamping: min(100 - 5_000 / max(strength, 100), 99))
    finding.action = peak.isRailed ? .dig : .investigate
    finding.rule = peak.isRailed ? .overload : .metal
    finding.targetID = number
    let event = log.event(.detection(finding), index: peak.index, sequence: peak.sequence)
    places.wait(
      BalancePlaces.Waiting(
        event: event, response: peak.response, time: middle(of: peak), place: peak.place))
    try write(isEnd: false, into: &sink)
  }

  /// Writes the detection that waits for its place, once it is known or none will come.
  private mutating func write<Sink: EventSink & ~Copyable>(
    isEnd: Bool, into sink: inout Sink
  ) throws(Sink.Failure) {
    guard places.waiting != nil else { return }
    let now = log.time(ofSequence: log.expected ?? 0)
    guard let detection = places.ready(time: now, isEnd: isEnd) else { return }
    let id = log.nextID
    let closed = places.gather(detection, id: id)
    try log.emit(detection.event, into: &sink)
    if let closed { try log.emit(closed, into: &sink) }
    guard detection.place == nil, let finding = detection.event.finding else { return }
    // What has no place cannot be gathered: each alarm is an object of its own.
    var object = detection.event
    var members = Members()
    members.append(id)
    object.body = .object(finding, members)
    try log.emit(object, into: &sink)
  }

  private mutating func watch<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    var isLost = true
    for number in 0..<settings.frequencyCount
    where channels[number].deviation <= Int64(settings.configuration.ceilingCounts) {
      isLost = false
    }
    if let count = sensitivity.take(isLost ? 1 : 0) {
      try log.fault(.sensitivityLost, count: count, into: &sink)
    }
  }

  private mutating func takeGap(lost: Int64) {
    // A short gap changes little; after a longer one the baseline is that of another place.
    guard lost > settlingFrames else { return }
    for number in 0..<settings.frequencyCount { channels[number].reset() }
    settled = 0
    warmed = 0
  }

  private func isAtRail(_ frame: Span<Int32>) -> Bool {
    let rail = Int64(max(settings.configuration.railCounts, 1))
    for index in frame.indices where abs(Int64(frame[index])) >= rail { return true }
    return false
  }

  private mutating func isRepeat(_ frame: Span<Int32>) -> Bool {
    var isSame = log.totals.samples > 1
    for index in frame.indices {
      if frame[index] != last[index] { isSame = false }
      last[index] = frame[index]
    }
    return isSame
  }
}

extension BalancePipeline {
  private mutating func sound<Sink: EventSink & ~Copyable>(
    index: Int64, sequence: Int64, ratioQ8: UInt32, isHeld: Bool, into sink: inout Sink
  ) throws(Sink.Failure) {
    var flags = LevelFlags.clear
    if isHeld { flags.insert(.held) }
    if isOverloaded { flags.insert(.saturated) }
    if hysteresis.isOn { flags.insert(.alarm) }
    if settled < settlingFrames { flags.insert(.settling) }
    if faults.isStuck { flags.insert(.blind) }
    try sink.level(
      OperatorLevel(
        sensor: .induction, index: index, sequence: sequence, levelQ8: UInt16(clamping: ratioQ8),
        flags: flags))
  }
}
