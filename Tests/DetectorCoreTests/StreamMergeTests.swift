import DetectorCore
import Testing

@Suite("Merging streams by device time")
struct StreamMergeTests {
  private typealias Stream = StreamMerge.Stream

  /// The order in which so many samples of each stream go, one turn after the other.
  private func order(
    _ counts: [(stream: Stream, count: Int, rate: Int64)], atHand: Int = .max
  ) -> [String] {
    var used = [Int](repeating: 0, count: counts.count)
    var order: [String] = []
    while true {
      var merge = StreamMerge()
      for (place, each) in counts.enumerated() {
        merge.set(
          each.stream, sequence: Int64(used[place]), count: min(each.count - used[place], atHand),
          rateMicrohertz: each.rate)
      }
      guard let turn = merge.next,
        let place = counts.firstIndex(where: { $0.stream == turn.stream })
      else { return order }
      for sample in used[place]..<used[place] + turn.count {
        order.append("\(turn.stream)\(sample)")
      }
      used[place] += turn.count
    }
  }

  @Test("At a tie the frame goes first, then the trace, the point, the housekeeping")
  func ties() {
    let rate: Int64 = 1_000_000
    let order = order([
      (.housekeeping, 2, rate), (.track, 2, rate), (.radar, 2, rate), (.induction, 2, rate),
    ])
    #expect(
      order == [
        "induction0", "radar0", "track0", "housekeeping0", "induction1", "radar1", "track1",
        "housekeeping1",
      ])
  }

  @Test("A point goes after the frame of its time and before the next")
  func pointsBetweenFrames() {
    let order = order([(.induction, 5, 4_000_000), (.track, 3, 2_000_000)])
    #expect(
      order == [
        "induction0", "track0", "induction1", "induction2", "track1", "induction3", "induction4",
        "track2",
      ])
  }

  @Test("How many samples are at hand changes nothing", arguments: [1, 2, 3, 7, 100])
  func atHand(count: Int) {
    let streams: [(Stream, Int, Int64)] = [
      (.induction, 200, 870_000_000), (.track, 13, 51_176_471), (.radar, 7, 19_048_000),
      (.housekeeping, 200, 870_000_000),
    ]
    #expect(order(streams, atHand: count) == order(streams))
    #expect(order(streams).count == 420)
  }

  @Test("Whatever the rates, no sample goes before an earlier one", arguments: 0..<40)
  func order(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let streams: [(Stream, Int, Int64)] = [
      (.induction, 60, Int64(random.next() % 2_000_000_000) + 1),
      (.track, 20, Int64(random.next() % 100_000_000) + 1),
      (.radar, 20, Int64(random.next() % 100_000_000) + 1),
    ]
    var merge = StreamMerge()
    var used = [0, 0, 0]
    var last: (time: Int64, rank: UInt8) = (.min, 0)
    while true {
      for place in 0..<3 {
        merge.set(
          streams[place].0, sequence: Int64(used[place]), count: streams[place].1 - used[place],
          rateMicrohertz: streams[place].2)
      }
      guard let turn = merge.next, let place = streams.firstIndex(where: { $0.0 == turn.stream })
      else { break }
      for sample in used[place]..<used[place] + turn.count {
        let time = DeviceTime.microseconds(
          ofSequence: Int64(sample), rateMicrohertz: streams[place].2)
        #expect((last.time, last.rank) <= (time, turn.stream.rawValue))
        last = (time, turn.stream.rawValue)
      }
      used[place] += turn.count
    }
    #expect(used == [60, 20, 20])
  }

  @Test("Sequence numbers at the ends of 64 bits neither trap nor stall")
  func hostile() {
    for sequence: Int64 in [.min, -1, 0, .max - 1] {
      for rate: Int64 in [.min, 0, 1, .max] {
        var merge = StreamMerge()
        merge.set(.induction, sequence: sequence, count: 1, rateMicrohertz: rate)
        merge.set(.track, sequence: .max, count: 3, rateMicrohertz: 1)
        #expect((merge.next?.count ?? 0) >= 1)
      }
    }
  }

  @Test("With nothing at hand it is nobody's turn")
  func nothing() {
    var merge = StreamMerge()
    #expect(merge.next == nil)
    merge.set(.track, sequence: 0, count: -5, rateMicrohertz: 1)
    #expect(merge.next == nil)
  }

  @Test("The last number up to a time is the last one whose time is not above it")
  func lastSequence() {
    for rate in [Int64(1), 51_176_471, 870_000_000, 217_500_000, 1_000_000_000_000] {
      for time in [Int64(-3), 0, 1, 999_999, 1_000_000, 123_456_789] {
        let last = DeviceTime.lastSequence(upTo: time, rateMicrohertz: rate)
        #expect(DeviceTime.microseconds(ofSequence: last, rateMicrohertz: rate) <= time)
        #expect(DeviceTime.microseconds(ofSequence: last + 1, rateMicrohertz: rate) > time)
      }
    }
  }
}
