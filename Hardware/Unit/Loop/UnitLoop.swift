import CUnit
import DetectorCore
import Devices
import FrontEnd
import GPIO
import Journal

/// How a run ended.
package enum UnitEnding: Equatable, Sendable {
  /// A signal asked for it.
  case signal(Int32)
  /// The self-test was all that was asked for.
  case selfTest(passed: Bool)
}

/// The loop: frames in, alarms out, and everything else when there is time.
///
/// Whatever can change an output depends on device time, which is a frame's number over the rate; between two
/// frames it goes on with the monotonic clock.
package struct UnitLoop<Feed: FrameFeed & ~Copyable>: ~Copyable {
  /// Time after which a front end is asked even if no edge came, nanoseconds.
  static var recheckNanoseconds: Int64 { 20_000_000 }

  private var feed: Feed
  private var pipeline: InductionPipeline
  private var sink: UnitSink
  private var pins: Pins
  private var card: SoundCard?
  private let settings: UnitSettings
  private let signalDescriptor: Int32
  private var block = InlineArray<64, Int32>(repeating: 0)
  private var selfTest = SelfTest()
  private var testPiece: TestPiece
  private var balance = BalanceTimer()
  /// What the button asked since the last frame.
  private var orders = BalanceOrders()
  private var mute: Mute
  private var battery: BatteryWatch
  private var storage = StorageWatch()
  private var sound = SoundWatch()
  private var clock = DeviceClock()
  private var lifeline = Lifeline()
  private var pressedBefore: UInt8 = 0
  private var lastPressAt: Int64 = .min
  private var lastIndex: Int64 = 0
  private var lastSequence: Int64 = 0
  private var frames: FrameWatch
  private var reference: ReferenceWatch
  private var way = WayClock()
  private var ofFrontEnd = FrontEndFlags.clear
  private var sum = FeedFaults()
  private var untold = FeedFaults()
  private var toldAt: Int64?
  private let onlySelfTest: Bool

  /// Joins everything.
  init(
    feed: consuming Feed, pipeline: consuming InductionPipeline, sink: consuming UnitSink,
    pins: consuming Pins, card: consuming SoundCard?, settings: UnitSettings, signals: Int32,
    onlySelfTest: Bool = false
  ) {
    self.feed = feed
    self.pipeline = pipeline
    self.sink = sink
    self.pins = pins
    self.card = card
    self.settings = settings
    self.onlySelfTest = onlySelfTest
    signalDescriptor = signals
    testPiece = TestPiece(settings.testPiece)
    let rate = self.pipeline.settings.rateMicrohertz
    frames = FrameWatch(
      rateMicrohertz: rate, silenceMilliseconds: settings.silenceMilliseconds,
      nanoseconds: monotonicNanoseconds())
    // A self-test may take what it needs, and as long again.
    let needed = Int64(settings.selfTest.frames) * 2_000_000_000 / max(1, rate)
    reference = ReferenceWatch(
      rateMicrohertz: rate,
      longestMilliseconds: max(settings.selfTest.longestMilliseconds, needed))
    mute = Mute(milliseconds: settings.operation.muteMilliseconds)
    battery = BatteryWatch(
      lowMillivolts: settings.operation.lowMillivolts,
      emptyMillivolts: settings.operation.emptyMillivolts)
  }

  /// Runs until it is told to end; then everything is written out.
  ///
  /// Answers whether all was written.
  package consuming func run(closingMilliseconds: UInt32) -> (UnitEnding, isWritten: Bool) {
    lifeline.begin()
    if !(settings.selfTest.isRequired || onlySelfTest) { begin(at: 0) }
    let ending = loop()
    takeFeedFaults(isLast: true)
    lifeline.end()
    if sink.signals.phase == .searching { pipeline.finish(into: &sink) }
    sink.say(sum, frames: pipeline.totals.samples)
    pins.set(OutputLevels())
    closeSound()
    let isRecorded = closeRecorder(milliseconds: closingMilliseconds)
    return (ending, sink.close(milliseconds: closingMilliseconds) && isRecorded)
  }

  /// Ends the recorder and tells what went wrong with its last bytes; false when not all was written.
  private mutating func closeRecorder(milliseconds: UInt32) -> Bool {
    let leftOut = sink.recorder?.leftOut ?? 0
    let path = sink.recorder?.path ?? DeviceName()
    guard let (inTime, state) = sink.closeRecorder(milliseconds: milliseconds) else { return true }
    let found = storage.take(state, leftOut: leftOut, lateMilliseconds: settings.lateMilliseconds)
    if let found {
      sink.tell(.storage, count: found.count, sample: lastIndex, sequence: lastSequence)
      sink.say(found, of: path)
    }
    return inTime
  }

  /// Ends the sound and says how the card did.
  private mutating func closeSound() {
    guard let open = card.take() else { return }
    sink.say(underruns: open.state.underruns)
    open.finish()
  }

  private mutating func loop() -> UnitEnding {
    var sinceLook = 0
    while true {
      var span = block.mutableSpan
      let answer = feed.next(into: &span)
      switch answer {
      case .frame(let frame):
        if let ending = take(frame) { return ending }
      // Silence is told by the watch over the frames, for which no bytes need to stay away.
      case .nothing, .silent: break
      case .failed(let error):
        sink.say(error)
        takeSilence(frames.fail(at: monotonicNanoseconds()))
      }
      let isIdle: Bool
      if case .nothing = answer { isIdle = true } else { isIdle = false }
      sinceLook += 1
      guard isIdle || sinceLook >= 64 else { continue }
      sinceLook = 0
      takeFeedFaults()
      let number = wait(atMost: isIdle ? Self.recheckNanoseconds : 0)
      if number != 0 { return .signal(number) }
      if let ending = takeTime() { return ending }
    }
  }

  // MARK: Frames

  private mutating func take(_ fed: FeedFrame) -> UnitEnding? {
    var frame = fed
    let header = frame.header
    let time = pipeline.settings.time(ofSequence: header.sequence)
    clock.take(time)
    sink.advance(to: time)
    lastIndex = header.index
    lastSequence = header.sequence
    // What the front end says of itself counts whatever its numbers are good for.
    if let sample = frame.housekeeping { watch(sample) }
    if reference.take(isReference: frame.isReference) {
      sink.say(longestReference: settings.selfTest.longestMilliseconds)
      tell(.selfTest, 1)
    }
    sink.signals.lasting[.selfTest] = sink.signals.phase == .refusing || reference.isTooLong
    guard sink.signals.phase == .searching else {
      takeLife(.evaluated, of: frame)
      takeButtons(frame.buttons)
      takeFeedFaults()
      return frame.isReference ? takeReference() : nil
    }
    sink.recorder?.begin(with: frame)
    sink.signals.frameTime = time
    sink.place = frame.point
    frame.orders = orders
    orders = BalanceOrders()
    if !frame.orders.isEmpty { carryOut(frame.orders) }
    pipeline.process(
      block.span.extracting(0..<pipeline.settings.description.gateCount), header: header,
      into: &sink)
    takeCondition()
    takeLife(worth(of: frame), of: frame)
    // The alarm is out before anything else is done.
    show(at: time)
    if let point = frame.point { pipeline.take(point, timeMicroseconds: time, into: &sink) }
    if let sample = frame.housekeeping { pipeline.take(sample, into: &sink) }
    sink.recorder?.take(block.span, frame)
    takeButtons(frame.buttons)
    takeFeedFaults()
    follow(at: time)
    return frame.isReference ? takeReference() : nil
  }

  /// Takes what a front end says of itself: its faults last as long as it says so.
  private mutating func watch(_ sample: HousekeepingSample) {
    ofFrontEnd = sample.flags
    takeCondition()
    battery.take(
      millivolts: sample.batteryMillivolts, isFlagged: ofFrontEnd.contains(.batteryLow),
      state: &sink.signals, at: clock.frameTime)
  }

  /// Faults that last as long as the front end or the chain says so.
  private mutating func takeCondition() {
    let coil = FrontEndFlags.coilOpen.union(.coilShort).union(.currentFault)
    let isBlind = sink.newest?.flags.contains(.blind) ?? false
    sink.signals.lasting[.coilOpen] = ofFrontEnd.contains(.coilOpen)
    sink.signals.lasting[.coilShort] = ofFrontEnd.contains(.coilShort)
    sink.signals.lasting[.current] = ofFrontEnd.contains(.currentFault)
    // A chain is blind for a coil's fault, which is told above, or for numbers that stand still.
    sink.signals.lasting[.stuck] =
      ofFrontEnd.contains(.converterStuck) || isBlind && ofFrontEnd.isDisjoint(with: coil)
    sink.signals.lasting[.sensitivity] = pipeline.isSensitivityLost
    sink.signals.lasting[.track] = pipeline.isTrackLost
  }

  /// What the frame that the chain has just taken was good for.
  private func worth(of frame: FeedFrame) -> FrameWatch.Worth {
    // A reference that is there too long is a fault of its own, and told as that.
    if frame.isReference { return .excused }
    guard let flags = sink.newest?.flags else { return .none }
    if flags.contains(.saturated) || flags.contains(.blind) { return .excused }
    return flags.contains(.held) ? .none : .evaluated
  }

  /// Takes a frame as a sign of life.
  private mutating func takeLife(_ worth: FrameWatch.Worth, of frame: FeedFrame) {
    let now = monotonicNanoseconds()
    if frame.isAfterRestart { frames.restart(at: now) }
    takeSilence(frames.take(worth, at: now))
  }

  /// What follows a frame and may come a little later: checks, storage.
  private mutating func follow(at time: Int64) {
    if let level = sink.newest, let outcome = testPiece.take(level, at: time) { say(outcome) }
    if balance.isOver(at: time) { orders.end() }
    sink.signals.isChecked = testPiece.isChecked(at: time)
    sink.signals.isChecking = testPiece.isUnderWay
    logSensitivity(at: time)
    watchStorage()
    if let failure = pins.takeFailure() { sink.say(failure) }
  }

  /// Writes down how far a cap is heard, at each metre of the way, or by time where there is no track.
  private mutating func logSensitivity(at time: Int64) {
    guard sink.recorder != nil, let reach = pipeline.capReach else { return }
    let place = pipeline.newestPlace
    guard way.take(arcQ8: place?.arcQ8, at: time) else { return }
    sink.log(
      reach, wayMillimetres: way.millimetres, height: place?.heightMillimetres,
      sample: lastIndex, at: time)
  }

  private mutating func watchStorage() {
    guard let state = sink.recorder?.state, let leftOut = sink.recorder?.leftOut else { return }
    let found = storage.take(state, leftOut: leftOut, lateMilliseconds: settings.lateMilliseconds)
    sink.signals.lasting[.storage] = storage.isBad
    guard let found else { return }
    sink.tell(.storage, count: found.count, sample: lastIndex, sequence: lastSequence)
    sink.say(found, of: sink.recorder?.path ?? DeviceName())
  }

  private mutating func watchSound() {
    guard let state = card?.state else { return }
    let found = sound.take(state, card: settings.outputs.soundCard, at: clock.sinceStart)
    sink.signals.lasting[.sound] = sound.isBad
    guard let found else { return }
    sink.tell(.sound, count: found.count, sample: lastIndex, sequence: lastSequence)
    sink.say(found)
  }

  // MARK: Faults of the front end

  /// Follows the watch over the frames: answers of it whether a silence has just begun.
  private mutating func takeSilence(_ hasBegun: Bool) {
    sink.signals.lasting[.silent] = frames.isSilent
    guard hasBegun else { return }
    takeFeedFaults()
    // The last frame's time and the time given: the same in every run.
    sink.advance(to: clock.frameTime + Int64(settings.silenceMilliseconds) * 1_000)
    sink.tell(.frontEndSilent, count: 1, sample: lastIndex, sequence: lastSequence)
  }

  /// Tells what the front end got wrong: at once, then each second, and while it is silent each ten.
  private mutating func takeFeedFaults(isLast: Bool = false) {
    let faults = feed.takeFaults()
    sum.add(faults)
    untold.add(faults)
    // Lost frames are a gap and damaged ones a fault, which the chain tells.
    guard untold.repeated > 0 || untold.restarts > 0 || untold.stuckReady > 0 else { return }
    sink.now = clock.now
    let pause: Int64 = frames.isSilent ? 10_000_000 : 1_000_000
    guard isLast || sink.now - (toldAt ?? sink.now - pause) >= pause else { return }
    toldAt = sink.now
    tell(.repeatedFrames, untold.repeated)
    tell(.frontEndRestart, untold.restarts)
    tell(.readyStuck, untold.stuckReady)
    untold = FeedFaults()
  }

  private mutating func tell(_ fault: Fault, _ count: Int64) {
    guard count > 0 else { return }
    sink.tell(fault, count: count, sample: lastIndex, sequence: lastSequence)
  }

  // MARK: The self-test

  private mutating func begin(at time: Int64) {
    sink.signals.phase = .searching
    sink.signals.searchingSince = time
    sink.signals.lasting[.selfTest] = false
  }

  private mutating func takeReference() -> UnitEnding? {
    let verdict = selfTest.take(
      block.span.extracting(0..<pipeline.settings.description.gateCount),
      settings: settings.selfTest)
    return take(verdict)
  }

  private mutating func take(_ verdict: SelfTest.Verdict) -> UnitEnding? {
    guard verdict != .waiting else { return nil }
    if onlySelfTest {
      sink.say(means: selfTest.means, gates: pipeline.settings.description.gateCount)
    }
    sink.say(verdict)
    if verdict == .passed {
      if onlySelfTest { return .selfTest(passed: true) }
      if sink.signals.phase != .searching { begin(at: clock.frameTime) }
      return nil
    }
    sink.signals.phase = .refusing
    sink.signals.lasting[.selfTest] = true
    sink.tell(.selfTest, count: 1, sample: lastIndex, sequence: lastSequence)
    return onlySelfTest ? .selfTest(passed: false) : nil
  }

  /// What depends on time alone.
  private mutating func takeTime() -> UnitEnding? {
    lifeline.beat(phase: sink.signals.phase)
    sink.now = clock.now
    watchSound()
    takeSilence(frames.advance(to: monotonicNanoseconds()))
    guard sink.signals.phase == .testing else { return nil }
    guard clock.sinceStart > settings.selfTest.waitMilliseconds * 1_000 else { return nil }
    return take(.timedOut(frames: selfTest.frames))
  }

  // MARK: Buttons and signals

  private mutating func takeButtons(_ ofFrame: UInt8) {
    let pressed = pins.pressedBits | ofFrame
    let fresh = pressed & ~pressedBefore
    pressedBefore = pressed
    let time = clock.now
    guard fresh != 0, time - 30_000 >= lastPressAt else { return }
    lastPressAt = time
    for number in 0..<Button.all.count where fresh >> UInt8(number) & 1 == 1 {
      take(Button.all[number], at: time)
    }
  }

  private mutating func take(_ button: Button, at time: Int64) {
    sink.say(button, sample: lastIndex, at: time)
    switch button {
    case .mute: mute.press(&sink.signals, at: time)
    case .balance: pressBalance()
    case .mark: break
    case .test: testPiece.begin(at: time)
    }
  }

  /// Asks to begin or to end learning the ground, with the next frame: it is recorded there, so that a
  /// replay does the same between the same two frames.
  private mutating func pressBalance() {
    testPiece.expire()
    guard sink.signals.phase == .searching else { return tell(.refused(.notBegun)) }
    if balance.press(at: clock.frameTime) { orders.begin() } else { orders.end() }
  }

  /// Ends or begins to learn the ground; what the test piece said of the detector no longer counts.
  private mutating func carryOut(_ orders: BalanceOrders) {
    testPiece.expire()
    if orders.ends {
      sink.signals.isBalancing = false
      tell(pipeline.endGroundBalance())
    }
    guard orders.begins else { return }
    pipeline.beginGroundBalance()
    sink.signals.isBalancing = true
    sink.signals.balanced = nil
  }

  private mutating func tell(_ verdict: GroundVerdict) {
    sink.signals.balanced = BalanceNotice(verdict)
    sink.signals.balancedAt = clock.now
    sink.say(verdict, sample: lastIndex, at: clock.frameTime)
  }

  private mutating func say(_ outcome: TestPiece.Outcome) {
    if case .passed = outcome { sink.signals.passedAt = clock.frameTime }
    if case .failed = outcome {
      sink.signals.notice = .sensitivity
      sink.signals.noticeUntil = clock.frameTime + Signals.noticeLength
    }
    sink.say(outcome, settings: settings.testPiece, sample: lastIndex, at: clock.frameTime)
  }

  private mutating func show(at time: Int64) {
    // One word to its thread: the card cannot hold the loop up.
    card?.play(Signals.passage(sink.signals, at: max(time, 0)).tone)
    guard pins.hasOutputs else { return }
    pins.set(Signals.levels(sink.signals, at: time))
  }

  /// Waits for the feed, at most so long, and meanwhile drives what changes by itself. Answers a signal.
  private mutating func wait(atMost nanoseconds: Int64) -> Int32 {
    let due = monotonicNanoseconds() + nanoseconds
    while true {
      let now = monotonicNanoseconds()
      var until = due
      let time = clock.time(atNanoseconds: now)
      show(at: time)
      if pins.hasOutputs {
        let change = Signals.nextChange(sink.signals, after: time)
        until = min(until, clock.nanoseconds(at: change))
      } else if !settings.outputs.soundCard.isEmpty {
        let change = Signals.passage(sink.signals, at: max(time, 0)).until
        until = min(until, clock.nanoseconds(at: change))
      }
      var descriptors: InlineArray<3, Int32> = [
        signalDescriptor, feed.descriptor, pins.inputDescriptor,
      ]
      let span = descriptors.mutableSpan
      // SAFETY: three descriptors, for the length of the call; poll leaves negative ones aside.
      let bits = unsafe span.withUnsafeBufferPointer { list in
        unsafe cunit_poll(list.baseAddress, list.count, max(0, until - now))
      }
      if bits < 0 { return 0 }
      if bits & 1 != 0 {
        let number = cunit_signals_next(signalDescriptor)
        if number != 0 { return number }
      }
      if bits & 4 != 0 {
        pins.readButtons()
        takeButtons(0)
      }
      if bits & 2 != 0 || monotonicNanoseconds() >= due { return 0 }
    }
  }
}
