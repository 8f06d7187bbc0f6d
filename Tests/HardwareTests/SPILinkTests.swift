import DetectorCore
import Devices
import FrameProtocol
import FrontEnd
import Testing

@Suite("Frames over SPI") struct SPILinkTests {
  let format = testFormat()

  /// Frames 0 ..< count of a front end.
  private func frames(_ count: Int) -> [[UInt8]] {
    var made = MadeFrontEnd(format: format)
    return (0..<count).map { _ in made.next() }
  }

  @Test("Frames with their edges come through, and nothing is counted")
  func plain() throws {
    let far = FakeFrontEnd(frames(20).map { .frame($0) })
    let run = try FakeRun(far, format: format)
    #expect(run.sequences == Array(0..<20))
    #expect(run.areNumbersRight)
    var expected = FrontEndCounts()
    expected.frames = 20
    #expect(run.counts == expected)
    #expect(far.transfers == 20)
  }

  @Test("A frame whose edge was missed is found by its level, and counted")
  func missedEdges() throws {
    let some = frames(6)
    let far = FakeFrontEnd([
      .frame(some[0]), .frameWithoutEdge(some[1]), .frame(some[2]), .frameWithoutEdge(some[3]),
      .frameWithoutEdge(some[4]), .frame(some[5]),
    ])
    let run = try FakeRun(far, format: format)
    #expect(run.sequences == Array(0..<6))
    #expect(run.counts.link.missedEdges == 3)
    #expect(run.counts.lost == 0)
  }

  @Test("An edge without a frame reads nothing")
  func glitch() throws {
    let some = frames(2)
    let far = FakeFrontEnd([.frame(some[0]), .glitch, .frame(some[1])])
    let run = try FakeRun(far, format: format)
    #expect(run.sequences == [0, 1])
    #expect(far.transfers == 2)
    #expect(run.counts.link == LinkCounts())
  }

  @Test(
    "A line that stays high is counted once, and asked slowly",
    arguments: [[UInt8](repeating: 0, count: 84), [UInt8](repeating: 255, count: 84), []])
  func stuckHigh(bytes: [UInt8]) throws {
    let some = frames(2)
    // An empty list stands for the frame that was read last, again and again.
    let repeated = bytes.isEmpty ? some[0] : bytes
    let far = FakeFrontEnd([
      .frame(some[0]), .stuckHigh(repeated, waits: 30), .quiet(waits: 1), .frame(some[1]),
    ])
    let run = try FakeRun(far, format: format)
    #expect(run.sequences == [0, 1])
    #expect(run.counts.link.stuckReady == 1)
    #expect(run.counts.damaged == 0)
    #expect(run.counts.lost == 0)
    // Two frames, three that led to the verdict, then one for each wait at the most.
    #expect(far.transfers <= 2 + 3 + 30)
    #expect((run.counts.repeated > 0) == bytes.isEmpty)
  }

  @Test("Frames behind a line that stays low are fetched without it, and that is counted once")
  func stuckLow() throws {
    let some = frames(12)
    var steps: [BusStep] = [.frame(some[0]), .quiet(waits: 10)]
    steps += some[1...10].map { .frameOnDeadLine($0) }
    steps += [.quiet(waits: 2), .frame(some[11])]
    let run = try FakeRun(FakeFrontEnd(steps), format: format)
    #expect(run.sequences == Array(0..<12))
    #expect(run.counts.link.stuckReady == 1)
    #expect(run.counts.lost == 0)
    #expect(run.counts.damaged == 0)
  }

  @Test("A quiet front end is neither damaged nor stuck")
  func quiet() throws {
    let some = frames(2)
    let far = FakeFrontEnd([.frame(some[0]), .quiet(waits: 50), .frame(some[1])])
    let run = try FakeRun(far, format: format)
    #expect(run.sequences == [0, 1])
    #expect(run.counts.link.stuckReady == 0)
    #expect(run.counts.damaged == 0)
  }

  @Test("A dead front end throws after its time, in words, and can be read again")
  func dead() throws {
    let some = frames(2)
    let far = FakeFrontEnd([.frame(some[0])])
    let link = try SPILink<FakeBus, 84>(FakeBus(far), format: format)
    var source = FrontEndSource(link, silenceMilliseconds: 30)
    var block = [Int32](repeating: 0, count: 3)
    var span = block.mutableSpan
    #expect(try source.read(into: &span).sequence == 0)
    for round in 1...2 {
      #expect(throws: FrontEndError.silent(milliseconds: 30, damaged: 0)) {
        var span = block.mutableSpan
        _ = try source.read(into: &span)
      }
      #expect(source.counts.silences == Int64(round))
    }
    far.steps.append(.frame(some[1]))
    var again = block.mutableSpan
    #expect(try source.read(into: &again).sequence == 1)
  }

  @Test("A front end whose every frame is damaged is told apart from a dead one")
  func alwaysDamaged() throws {
    var bad = frames(1)[0]
    bad[80] ^= 1
    let far = FakeFrontEnd([.stuckHigh(bad, waits: .max)])
    let link = try SPILink<FakeBus, 84>(FakeBus(far), format: format)
    var source = FrontEndSource(link, silenceMilliseconds: 30)
    var block = [Int32](repeating: 0, count: 3)
    do throws(FrontEndError) {
      var span = block.mutableSpan
      _ = try source.read(into: &span)
      Issue.record("a damaged frame was taken")
    } catch {
      guard case .silent(30, let damaged) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(damaged > 0)
      #expect("\(error)".contains("damaged ones. Try: compare"))
    }
  }

  @Test("A signal ends the wait without a frame")
  func signal() throws {
    let far = FakeFrontEnd([.signal, .frame(frames(1)[0])])
    let link = try SPILink<FakeBus, 84>(FakeBus(far), format: format)
    var source = FrontEndSource(link)
    var block = [Int32](repeating: 0, count: 3)
    var span = block.mutableSpan
    #expect(try source.next(into: &span, milliseconds: 1_000) == nil)
    #expect(try source.next(into: &span, milliseconds: 1_000)?.sequence == 0)
  }

  @Test("Rails mark the block as clipped, and the edge's time is told")
  func marks() throws {
    var made = MadeFrontEnd(format: format)
    let far = FakeFrontEnd([
      .frame(made.next(flags: .saturated)), .frame(made.next(flags: .earthFieldSaturated)),
      .frame(made.next(flags: .batteryLow)),
    ])
    let link = try SPILink<FakeBus, 84>(FakeBus(far), format: format)
    var source = FrontEndSource(link)
    var block = [Int32](repeating: 0, count: 3)
    var clipped: [Bool] = []
    for _ in 0..<3 {
      var span = block.mutableSpan
      clipped.append(try source.read(into: &span).flags.contains(.clipped))
      #expect(source.readyNanoseconds > 1_000)
    }
    #expect(clipped == [true, true, false])
    #expect(source.frame?.flags == .batteryLow)
    #expect(source.deviceMicroseconds == 3_000)
  }

  @Test("A buffer shorter than a frame is refused in words")
  func capacity() {
    #expect(throws: FrontEndError.capacity(have: 83, need: 84)) {
      _ = try SPILink<FakeBus, 83>(FakeBus(FakeFrontEnd([])), format: format)
    }
  }
}
