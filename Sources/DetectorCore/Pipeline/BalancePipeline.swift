/// The induction-balance chain: frames of I and Q at each frequency in, a level a frame and detections out.
///
/// Low-pass → baseline → ground phase → statistic → detection. The statistic of a frequency is the larger of
/// |Q|/σ across the ground and |I|/σ along it, each with a floor of its own: ground may be loud along its
/// phase, and raises the floor there alone. The loudest frequency counts. A detection says metal and
/// nothing else; `targetID` describes and never silences.
///
/// Constants are in seconds: the chain has no track, and is meant for sweeps of 0.3 to 1 m/s. While an alarm
/// is on the baseline follows eight times slower; after ten seconds it lets go, and says so.
public struct BalancePipeline: ~Copyable {
  /// What the chain was derived to do.
  public let settings: BalanceSettings
  /// Totals so far.
  public private(set) var totals = Totals()
  /// The number of the target that sounds now; it describes and never silences.
  public private(set) var targetID = TargetID()

  private var channels: InlineArray<8, BalanceChannel>
  private var hysteresis: Hysteresis
  private var faults = InductionFaults()
  private var sensitivity = FaultRun()
  private var last = InlineArray<16, Int32>(repeating: 0)
  private var peak: Peak?
  private var heldFrames: Int64 = 0
  private var settled: Int64 = 0
  private var expectedSequence: Int64?
  private var lastIndex: Int64 = -1
  private var nextID: UInt32 = 1
  private var isOverloaded = false
  private let rateMicrohertz: Int64
  private let thresholdQ8: Int64
  private let longestHold: Int64
  private let settlingFrames: Int64

  private struct Peak: BitwiseCopyable {
    var ratioQ8: UInt32
    var index: Int64
    var sequence: Int64
    var isRailed: Bool
  }

  /// Makes a chain that has seen nothing.
  public init(settings: BalanceSettings) {
    self.settings = settings
    channels = InlineArray(repeating: BalanceChannel(settings: settings))
    hysteresis = Hysteresis(releaseHundredths: settings.configuration.releaseHundredths)
    rateMicrohertz = settings.rateMicrohertz
    thresholdQ8 = max(Int64(settings.configuration.thresholdHundredths) * 256 / 100, 1)
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
    for offset in 0..<header.count {
      try take(
        frames.extracting(offset * width..<(offset + 1) * width),
        index: header.index + Int64(offset), sequence: header.sequence + Int64(offset), into: &sink)
    }
    if header.flags.contains(.shortTail) { try fault(.shortTail, count: 1, into: &sink) }
    if header.flags.contains(.checksum) { try fault(.crc, count: 1, into: &sink) }
  }

  /// Takes the end of the stream.
  public mutating func finish<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    try closePeak(into: &sink)
    try report(faults.end(), into: &sink)
    if let count = sensitivity.end() { try fault(.sensitivityLost, count: count, into: &sink) }
    let sequence = expectedSequence ?? 0
    var end = DetectionEvent(
      kind: .end, sensor: nil, sample: nil, sequence: sequence,
      timeMicroseconds: time(ofSequence: sequence))
    end.totals = totals
    try emit(end, into: &sink)
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
    _ frame: Span<Int32>, index: Int64, sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    totals.samples += 1
    lastIndex = index
    let expected = expectedSequence ?? sequence
    guard sequence >= expected else {
      try fault(.repeatedFrames, count: 1, into: &sink)
      try sound(index: index, sequence: sequence, ratioQ8: 0, isHeld: true, into: &sink)
      return
    }
    if sequence > expected { try gap(lost: sequence - expected, before: sequence, into: &sink) }
    expectedSequence = sequence.saturatingAdding(1)
    let isRailed = isAtRail(frame)
    try report(faults.take(isSaturated: isRailed, isRepeat: isRepeat(frame)), into: &sink)
    isOverloaded = isRailed
    let isBad = isRailed || faults.isStuck
    if !isBad { follow(frame) }
    let ratio = isRailed ? UInt32.max : ratioQ8
    hysteresis.take(ratio)
    try track(ratio, index: index, sequence: sequence, isRailed: isRailed, into: &sink)
    try watch(into: &sink)
    try sound(index: index, sequence: sequence, ratioQ8: ratio, isHeld: isBad, into: &sink)
  }

  private mutating func follow(_ frame: Span<Int32>) {
    let isHeld = hysteresis.isOn && heldFrames < longestHold
    // Floors do not learn a target, but must learn noise before they can tell it from one.
    let learns = !hysteresis.isOn || settled < settlingFrames
    for number in 0..<settings.frequencyCount {
      channels[number].take(
        Phasor(inPhase: Int64(frame[2 * number]), quadrature: Int64(frame[2 * number + 1])),
        slower: isHeld ? 8 : 1, learns: learns)
    }
    if settled < settlingFrames { settled += 1 }
  }

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
      try closePeak(into: &sink)
      return
    }
    heldFrames += 1
    if heldFrames == longestHold { try fault(.tunedOut, count: 1, into: &sink) }
    if ratio > (peak?.ratioQ8 ?? 0) {
      peak = Peak(
        ratioQ8: ratio, index: index, sequence: sequence,
        isRailed: isRailed || (peak?.isRailed ?? false))
      // The first frequency names the target: one number for one metal.
      if !isRailed { targetID.take(channels[0].phase) }
    }
  }

  private mutating func closePeak<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(Sink.Failure) {
    guard let peak else { return }
    self.peak = nil
    targetID.reset()
    var event = self.event(.detection, index: peak.index, sequence: peak.sequence)
    let strength = Int64(peak.ratioQ8) * 100 / Int64(OperatorLevel.thresholdQ8)
    event.strengthHundredths = Int32(clamping: max(strength, 100))
    event.targetClass = .unknown
    event.confidenceHundredths = UInt8(clamping: min(100 - 5_000 / max(strength, 100), 99))
    event.action = peak.isRailed ? .dig : .investigate
    event.rule = peak.isRailed ? .overload : .metal
    try emit(event, into: &sink)
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
      try fault(.sensitivityLost, count: count, into: &sink)
    }
  }

  private mutating func gap<Sink: EventSink & ~Copyable>(
    lost: Int64, before sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    totals.gaps += 1
    var event = self.event(.gap, index: lastIndex, sequence: sequence)
    event.lost = lost
    try emit(event, into: &sink)
    // A short gap changes little; after a longer one the baseline is that of another place.
    guard lost > settlingFrames else { return }
    for number in 0..<settings.frequencyCount { channels[number].reset() }
    settled = 0
  }

  private func isAtRail(_ frame: Span<Int32>) -> Bool {
    let rail = Int64(max(settings.configuration.railCounts, 1))
    for index in frame.indices where abs(Int64(frame[index])) >= rail { return true }
    return false
  }

  private mutating func isRepeat(_ frame: Span<Int32>) -> Bool {
    var isSame = totals.samples > 1
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

  private mutating func report<Sink: EventSink & ~Copyable>(
    _ reports: FaultReports, into sink: inout Sink
  ) throws(Sink.Failure) {
    for k in 0..<reports.filled {
      try fault(reports.kinds[k], count: reports.counts[k], into: &sink)
    }
  }

  private mutating func fault<Sink: EventSink & ~Copyable>(
    _ kind: Fault, count: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    var event = self.event(.fault, index: max(lastIndex, 0), sequence: expectedSequence ?? 0)
    event.fault = kind
    event.count = count
    try emit(event, into: &sink)
  }

  private mutating func emit<Sink: EventSink & ~Copyable>(
    _ event: DetectionEvent, into sink: inout Sink
  ) throws(Sink.Failure) {
    var numbered = event
    numbered.id = nextID
    nextID &+= 1
    totals.count(event.kind)
    try sink.emit(numbered)
  }

  private func time(ofSequence sequence: Int64) -> Int64 {
    DeviceTime.microseconds(ofSequence: sequence, rateMicrohertz: rateMicrohertz)
  }

  private func event(_ kind: EventKind, index: Int64, sequence: Int64) -> DetectionEvent {
    DetectionEvent(
      kind: kind, sensor: .induction, sample: index, sequence: sequence,
      timeMicroseconds: time(ofSequence: sequence))
  }
}
