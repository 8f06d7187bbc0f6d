import DetectorCore
import FrameProtocol
import FrontEnd
import Testing
import Unit

/// A link that gives the same two frames in turn, for ever.
private struct AlternatingLink: FrameLink, ~Copyable {
  let format = testFormat()
  let descriptor: Int32 = -1
  let counts = LinkCounts()
  private var given: UInt32 = 0

  mutating func receive(
    into numbers: inout MutableSpan<Int32>, milliseconds: Int32
  ) throws(FrontEndError) -> Reception {
    let which = given & 1
    given &+= 1
    let frame = FrontEndFrame(
      format: format, sequence: which, timeMicroseconds: UInt64(which) * 1_000)
    return .frame(frame, readyNanoseconds: 0, damaged: 0)
  }
}

@Suite("Signs of life") struct FrameWatchTests {
  private let frame: Int64 = 5_000_000
  private func watch() -> FrameWatch {
    FrameWatch(rateMicrohertz: 200_000_000, silenceMilliseconds: 500, nanoseconds: 0)
  }

  /// Plays frames of a worth that depends on their number; the frames from which silence was on, and off.
  private func turns(
    of watch: inout FrameWatch, from first: Int = 0, count: Int,
    worth: (Int) -> FrameWatch.Worth
  ) -> [Int] {
    var turns: [Int] = []
    var before = watch.isSilent
    for number in first..<first + count {
      _ = watch.take(worth(number), at: Int64(number + 1) * frame)
      if watch.isSilent != before { turns.append(number) }
      before = watch.isSilent
    }
    return turns
  }

  @Test("Nothing that can be evaluated is silence after the time that was set, told once")
  func nothing() {
    var watch = watch()
    let told = [499_999_999, 500_000_000, 900_000_000].map { watch.advance(to: $0) }
    #expect(told == [false, true, false])
    #expect(watch.isSilent)
  }

  @Test("Frames that arrive and cannot be evaluated are no sign of life")
  func worthless() {
    var watch = watch()
    let told = turns(of: &watch, count: 2_000) { _ in .none }
    #expect(told == [99])
  }

  @Test("Half of the frames are enough, fewer are not")
  func share() {
    var half = watch()
    let none = turns(of: &half, count: 20_000) { $0 % 2 == 0 ? .evaluated : .none }
    #expect(none == [])
    var quarter = watch()
    let told = turns(of: &quarter, count: 20_000) { $0 % 4 == 0 ? .evaluated : .none }
    #expect(told.count == 1 && told[0] < 210)
  }

  @Test("A silence ends within half a second of sound frames, and not with the first of them")
  func release() {
    var watch = watch()
    _ = turns(of: &watch, count: 200) { _ in .none }
    let ends = turns(of: &watch, from: 200, count: 200) { _ in .evaluated }
    #expect(ends.count == 1 && ends[0] > 210 && ends[0] < 300)
  }

  @Test("What is in order and cannot be evaluated neither begins a silence nor ends one")
  func excused() {
    var watch = watch()
    let told = turns(of: &watch, count: 2_000) { _ in .excused }
    #expect(told == [])
    _ = turns(of: &watch, from: 2_000, count: 200) { _ in .none }
    #expect(watch.isSilent)
    let ended = turns(of: &watch, from: 2_200, count: 2_000) { _ in .excused }
    #expect(ended == [])
  }

  @Test("A front end that begins anew again and again is silent; one that does so once is not")
  func restarts() {
    for (period, expected) in [(10, 1), (60, 1), (1_000_000, 0)] {
      var watch = watch()
      var told = 0
      for number in 0..<2_000 {
        let now = Int64(number + 1) * frame
        if number % period == 0 { watch.restart(at: now) }
        if watch.take(.evaluated, at: now) { told += 1 }
      }
      #expect(told == expected, "anew each \(period) frames")
      #expect(watch.isSilent == (expected == 1))
    }
  }

  @Test("Two frames that alternate for ever are repeated frames and end in silence")
  func alternating() throws {
    var source = FrontEndSource(AlternatingLink(), silenceMilliseconds: 50)
    var block = [Int32](repeating: 0, count: 3)
    var given = 0
    var isSilent = false
    // Each call takes up to 64 receptions: the clock runs, and 50 ms come.
    for _ in 0..<10_000_000 where !isSilent {
      var span = block.mutableSpan
      do throws(FrontEndError) {
        if try source.next(into: &span, milliseconds: 0) != nil { given += 1 }
      } catch {
        if case .silent = error { isSilent = true }
      }
    }
    #expect(isSilent)
    #expect(given == 2)
    #expect(source.counts.silences == 1 && source.counts.repeated > 100)
  }

  @Test("A reference is too long after its time, and over within a second of frames without it")
  func reference() {
    var watch = ReferenceWatch(rateMicrohertz: 200_000_000, longestMilliseconds: 2_000)
    let told = (0..<10_000).filter { _ in watch.take(isReference: true) }
    #expect(told == [400])
    #expect(watch.isTooLong)
    let after = (0..<1_000).first { _ in
      _ = watch.take(isReference: false)
      return !watch.isTooLong
    }
    #expect(after.map { $0 < 200 } == true)
  }

  @Test("A reference each few seconds is in order, and for a third of the time it is not")
  func recurringReference() {
    for (length, pause, isTooLong) in [(64, 600, false), (100, 200, true), (399, 1, true)] {
      var watch = ReferenceWatch(rateMicrohertz: 200_000_000, longestMilliseconds: 2_000)
      let told = (0..<20_000).filter {
        watch.take(isReference: $0 % (length + pause) < length)
      }
      #expect(told.isEmpty != isTooLong, "\(length) frames with it, \(pause) without")
    }
  }
}
