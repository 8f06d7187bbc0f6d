import DetectorCore
import Testing

@Suite("Ring buffer")
struct SampleRingBufferTests {
  private func contents<let capacity: Int>(_ ring: RingBuffer<Int32, capacity>) -> [Int32] {
    (0..<ring.count).map { ring[$0] }
  }

  @Test("It holds the newest in the order in which they came, and gives back what it drops")
  func byHand() {
    var ring = RingBuffer<Int32, 3>(repeating: 0)
    #expect(ring.push(1) == nil && ring.push(2) == nil && !ring.isFull)
    #expect(contents(ring) == [1, 2])
    #expect(ring.push(3) == nil && ring.isFull)
    #expect(ring.push(4) == 1 && ring.push(5) == 2)
    #expect(contents(ring) == [3, 4, 5])
    #expect(ring.popFirst() == 3)
    #expect(contents(ring) == [4, 5] && !ring.isFull)
    ring[1] = 7
    #expect(contents(ring) == [4, 7])
    ring.removeAll()
    #expect(ring.count == 0 && ring.popFirst() == nil)
  }

  @Test("Any order of pushes and pops is that of a list cut to its capacity", arguments: seeds(8))
  func asAList(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var ring = RingBuffer<Int32, 5>(repeating: -1)
    var list: [Int32] = []
    for step in 0..<2_000 as Range<Int32> {
      if random.below(3) == 0 {
        #expect(ring.popFirst() == (list.isEmpty ? nil : list.removeFirst()))
      } else {
        list.append(step)
        #expect(ring.push(step) == (list.count > 5 ? list.removeFirst() : nil))
      }
      #expect(contents(ring) == list)
    }
  }

  @Test("A ring of one holds the newest alone")
  func one() {
    var ring = RingBuffer<Int32, 1>(repeating: 0)
    #expect(ring.push(8) == nil && ring.push(9) == 8 && contents(ring) == [9])
  }

  @Test("Reading beyond what is held is a caller's bug")
  func misuse() async {
    await #expect(processExitsWith: .failure) {
      var ring = RingBuffer<Int32, 3>(repeating: 0)
      ring.push(1)
      _ = ring[1]
    }
    await #expect(processExitsWith: .failure) {
      let ring = RingBuffer<Int32, 3>(repeating: 0)
      _ = ring[-1]
    }
  }
}
