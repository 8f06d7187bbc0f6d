import FrontEnd
import Testing

@Suite("Numbers of frames") struct FrameNumberingTests {
  /// A numbering that has taken frames 0 … `last`, one each millisecond from 1 ms on.
  private func numbering(upTo last: UInt32) -> FrameNumbering {
    var numbering = FrameNumbering()
    for sequence in 0...last {
      _ = numbering.take(
        sequence: sequence, time: 1_000 * UInt64(sequence) + 1_000, damaged: 0)
    }
    return numbering
  }

  @Test("A jump ahead is that many lost, less the damaged ones between")
  func jumps() {
    var some = numbering(upTo: 9)
    #expect(some.take(sequence: 13, time: 14_000, damaged: 0) == .next(lost: 3))
    #expect(some.take(sequence: 17, time: 18_000, damaged: 2) == .next(lost: 1))
    #expect(some.take(sequence: 18, time: 19_000, damaged: 5) == .next(lost: 0))
    #expect(some.sequence == 18)
    #expect(some.timeMicroseconds == 19_000)
  }

  @Test("The sequence goes on over 2^32, with and without a loss at the turn")
  func turn() {
    for lost in [Int64(0), 1, 1_000] {
      var some = FrameNumbering()
      _ = some.take(sequence: .max - 1, time: 5, damaged: 0)
      _ = some.take(sequence: .max, time: 6, damaged: 0)
      let next = UInt32(lost)
      #expect(some.take(sequence: next, time: 7, damaged: 0) == .next(lost: lost))
      #expect(some.sequence == 4_294_967_296 + lost)
    }
  }

  @Test("A frame that came before is repeated, up to sixteen frames later")
  func repeated() {
    var some = numbering(upTo: 40)
    for sequence in UInt32(25)...40 {
      let verdict = some.take(
        sequence: sequence, time: 1_000 * UInt64(sequence) + 1_000, damaged: 0)
      #expect(verdict == .isRepeated, "\(sequence)")
    }
    #expect(some.sequence == 40)
    #expect(some.take(sequence: 41, time: 42_000, damaged: 0) == .next(lost: 0))
  }

  @Test("A sequence that comes again with a later time is repeated, not a restart")
  func sameSequence() {
    var some = numbering(upTo: 40)
    #expect(some.take(sequence: 40, time: 42_000, damaged: 0) == .isRepeated)
    #expect(some.take(sequence: 38, time: 43_000, damaged: 0) == .isRepeated)
    #expect(some.take(sequence: 41, time: 44_000, damaged: 0) == .next(lost: 0))
  }

  @Test("A sequence that stays behind is a restart in the end, so that nothing is dropped for ever")
  func behind() {
    var some = numbering(upTo: 900)
    var verdicts: [FrameNumbering.Verdict] = []
    for sequence in UInt32(0)..<20 {
      verdicts.append(
        some.take(sequence: sequence, time: 1_000_000 + UInt64(sequence), damaged: 0))
    }
    #expect(verdicts[..<16].allSatisfy { $0 == .isRepeated })
    #expect(verdicts[16] == .isRestarted)
    #expect(verdicts[17...].allSatisfy { $0 == .next(lost: 0) })
  }

  @Test(
    "A device time that falls is a restart, whatever the sequence does",
    arguments: [UInt32(0), 3, 41, 5_000, 65_535, 65_536, 4_000_000_000])
  func restart(sequence: UInt32) {
    var some = numbering(upTo: 40)
    #expect(some.take(sequence: sequence, time: 500, damaged: 0) == .isRestarted)
    #expect(some.sequence == 42 + (sequence <= 65_535 ? Int64(sequence) : 0))
    #expect(some.timeMicroseconds > 41_000)
    let before = (some.sequence, some.timeMicroseconds)
    #expect(some.take(sequence: sequence &+ 1, time: 1_500, damaged: 0) == .next(lost: 0))
    #expect(some.sequence == before.0 + 1)
    #expect(some.timeMicroseconds == before.1 + 1_000)
  }

  @Test("Any stream of frames keeps sequence and time in order, and no figure overflows")
  func anything() {
    var dice = Dice(seed: 0x5EED_0001)
    let corners: [UInt64] = [0, 1, 1_000, .max, .max - 1, 1 << 63, 1 << 32]
    for _ in 0..<200 {
      var some = FrameNumbering()
      var last: (Int64, Int64) = (-1, -1)
      for _ in 0..<100 {
        let time =
          Bool.random(using: &dice)
          ? corners.randomElement(using: &dice) ?? 0 : UInt64.random(in: 0...9_999, using: &dice)
        let sequence =
          Bool.random(using: &dice)
          ? UInt32.random(in: 0...9, using: &dice) : UInt32.random(in: 0...(.max), using: &dice)
        let verdict = some.take(
          sequence: sequence, time: time, damaged: Int.random(in: 0...3, using: &dice))
        if verdict == .isRepeated { continue }
        #expect(some.sequence > last.0)
        #expect(some.timeMicroseconds >= last.1)
        last = (some.sequence, some.timeMicroseconds)
      }
    }
  }
}
