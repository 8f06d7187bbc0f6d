import DetectorCore
import Devices
import FrontEnd
import Journal

/// Faults of the front end, silence, and the self-test.
extension UnitLoop where Feed: ~Copyable {
  /// Follows the watch over the frames: answers of it whether a silence has just begun.
  mutating func takeSilence(_ hasBegun: Bool) {
    sink.signals.lasting[.silent] = frames.isSilent
    guard hasBegun else { return }
    takeFeedFaults()
    // The last frame's time and the time given: the same in every run.
    sink.advance(to: clock.frameTime + Int64(settings.silenceMilliseconds) * 1_000)
    sink.tell(.frontEndSilent, count: 1, sample: lastIndex, sequence: lastSequence)
  }

  /// Tells what the front end got wrong: at once, then each second, and while it is silent each ten.
  mutating func takeFeedFaults(isLast: Bool = false) {
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

  mutating func tell(_ fault: Fault, _ count: Int64) {
    guard count > 0 else { return }
    sink.tell(fault, count: count, sample: lastIndex, sequence: lastSequence)
  }

  mutating func begin(at time: Int64) {
    sink.signals.phase = .searching
    sink.signals.searchingSince = time
    sink.signals.lasting[.selfTest] = false
  }

  mutating func takeReference() -> UnitEnding? {
    let verdict = selfTest.take(
      block.span.extracting(0..<pipeline.settings.description.gateCount),
      settings: settings.selfTest)
    return take(verdict)
  }

  mutating func take(_ verdict: SelfTest.Verdict) -> UnitEnding? {
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
  mutating func takeTime() -> UnitEnding? {
    lifeline.beat(phase: sink.signals.phase)
    sink.now = clock.now
    watchSound()
    takeSilence(frames.advance(to: monotonicNanoseconds()))
    guard sink.signals.phase == .testing else { return nil }
    guard clock.sinceStart > settings.selfTest.waitMilliseconds * 1_000 else { return nil }
    return take(.timedOut(frames: selfTest.frames))
  }
}
