import CUnit
import DetectorCore
import Devices
import FrontEnd
import GPIO
import Journal

/// Buttons, and what is heard and seen of the unit, while it waits too.
extension UnitLoop where Feed: ~Copyable {
  mutating func takeButtons(_ ofFrame: UInt8) {
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

  mutating func take(_ button: Button, at time: Int64) {
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
  mutating func pressBalance() {
    testPiece.expire()
    guard sink.signals.phase == .searching else { return tell(.refused(.notBegun)) }
    if balance.press(at: clock.frameTime) { orders.begin() } else { orders.end() }
  }

  /// Ends or begins to learn the ground; what the test piece said of the detector no longer counts.
  mutating func carryOut(_ orders: BalanceOrders) {
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

  mutating func tell(_ verdict: GroundVerdict) {
    sink.signals.balanced = BalanceNotice(verdict)
    sink.signals.balancedAt = clock.now
    sink.say(verdict, sample: lastIndex, at: clock.frameTime)
  }

  mutating func say(_ outcome: TestPiece.Outcome) {
    if case .passed = outcome { sink.signals.passedAt = clock.frameTime }
    if case .failed = outcome {
      sink.signals.notice = .sensitivity
      sink.signals.noticeUntil = clock.frameTime + Signals.noticeLength
    }
    sink.say(outcome, settings: settings.testPiece, sample: lastIndex, at: clock.frameTime)
  }

  mutating func show(at time: Int64) {
    // One word to its thread: the card cannot hold the loop up.
    card?.play(Signals.passage(sink.signals, at: max(time, 0)).tone)
    guard pins.hasOutputs else { return }
    pins.set(Signals.levels(sink.signals, at: time))
  }

  /// Waits for the feed, at most so long, and meanwhile drives what changes by itself. Answers a signal.
  mutating func wait(atMost nanoseconds: Int64) -> Int32 {
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
