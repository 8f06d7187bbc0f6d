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

  var feed: Feed
  var pipeline: InductionPipeline
  var sink: UnitSink
  var pins: Pins
  var card: SoundCard?
  let settings: UnitSettings
  let signalDescriptor: Int32
  var block = InlineArray<64, Int32>(repeating: 0)
  var selfTest = SelfTest()
  var testPiece: TestPiece
  var balance = BalanceTimer()
  /// What the button asked since the last frame.
  var orders = BalanceOrders()
  var mute: Mute
  var battery: BatteryWatch
  var storage = StorageWatch()
  var sound = SoundWatch()
  var clock = DeviceClock()
  var lifeline = Lifeline()
  var pressedBefore: UInt8 = 0
  var lastPressAt: Int64 = .min
  var lastIndex: Int64 = 0
  var lastSequence: Int64 = 0
  var frames: FrameWatch
  var reference: ReferenceWatch
  var path = PathClock()
  var ofFrontEnd = FrontEndFlags.clear
  var sum = FeedFaults()
  var untold = FeedFaults()
  var toldAt: Int64?
  let onlySelfTest: Bool

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
  mutating func closeRecorder(milliseconds: UInt32) -> Bool {
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
  mutating func closeSound() {
    guard let open = card.take() else { return }
    sink.say(underruns: open.state.underruns)
    open.finish()
  }

  mutating func loop() -> UnitEnding {
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

  mutating func take(_ fed: FeedFrame) -> UnitEnding? {
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
  mutating func watch(_ sample: HousekeepingSample) {
    ofFrontEnd = sample.flags
    takeCondition()
    battery.take(
      millivolts: sample.batteryMillivolts, isFlagged: ofFrontEnd.contains(.batteryLow),
      state: &sink.signals, at: clock.frameTime)
  }

  /// Faults that last as long as the front end or the chain says so.
  mutating func takeCondition() {
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
  func worth(of frame: FeedFrame) -> FrameWatch.Worth {
    // A reference that is there too long is a fault of its own, and told as that.
    if frame.isReference { return .excused }
    guard let flags = sink.newest?.flags else { return .none }
    if flags.contains(.saturated) || flags.contains(.blind) { return .excused }
    return flags.contains(.held) ? .none : .evaluated
  }

  /// Takes a frame as a sign of life.
  mutating func takeLife(_ worth: FrameWatch.Worth, of frame: FeedFrame) {
    let now = monotonicNanoseconds()
    if frame.isAfterRestart { frames.restart(at: now) }
    takeSilence(frames.take(worth, at: now))
  }

  /// What follows a frame and may come a little later: checks, storage.
  mutating func follow(at time: Int64) {
    if let level = sink.newest, let outcome = testPiece.take(level, at: time) { say(outcome) }
    if balance.isOver(at: time) { orders.end() }
    sink.signals.isChecked = testPiece.isChecked(at: time)
    sink.signals.isChecking = testPiece.isUnderWay
    logSensitivity(at: time)
    watchStorage()
    if let failure = pins.takeFailure() { sink.say(failure) }
  }

  /// Writes down how far a cap is heard, at each metre of the way, or by time where there is no track.
  mutating func logSensitivity(at time: Int64) {
    guard sink.recorder != nil, let reach = pipeline.capReach else { return }
    let place = pipeline.newestPlace
    guard path.take(arcQ8: place?.arcQ8, at: time) else { return }
    sink.log(
      reach, wayMillimetres: path.millimetres, height: place?.heightMillimetres,
      sample: lastIndex, at: time)
  }

  mutating func watchStorage() {
    guard let state = sink.recorder?.state, let leftOut = sink.recorder?.leftOut else { return }
    let found = storage.take(state, leftOut: leftOut, lateMilliseconds: settings.lateMilliseconds)
    sink.signals.lasting[.storage] = storage.isBad
    guard let found else { return }
    sink.tell(.storage, count: found.count, sample: lastIndex, sequence: lastSequence)
    sink.say(found, of: sink.recorder?.path ?? DeviceName())
  }

  mutating func watchSound() {
    guard let state = card?.state else { return }
    let found = sound.take(state, card: settings.outputs.soundCard, at: clock.sinceStart)
    sink.signals.lasting[.sound] = sound.isBad
    guard let found else { return }
    sink.tell(.sound, count: found.count, sample: lastIndex, sequence: lastSequence)
    sink.say(found)
  }
}
