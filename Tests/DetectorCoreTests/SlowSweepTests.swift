import DetectorCore
import Testing

@Suite("Too slow a sweep") struct SlowSweepTests {
  /// Places fifty times a second of a coil whose speed, mm/s, is given for each second.
  private func places(_ speeds: [Int64]) -> [PathFollower.Place] {
    var places: [PathFollower.Place] = []
    var arc: Int64 = 0
    for (second, speed) in speeds.enumerated() {
      for tick in 0..<50 as Range<Int64> {
        var place = PathFollower.Place()
        place.timeMicroseconds = Int64(second) * 1_000_000 + tick * 20_000
        place.arcQ8 = arc
        place.isFirst = places.isEmpty
        places.append(place)
        arc += speed * 256 / 50
      }
    }
    return places
  }

  /// Seconds in which it was called too slow.
  private func slow(_ speeds: [Int64], alarmAt: Int? = nil) -> [Int] {
    var watch = SlowSweep(millimetresPerSecond: 80)
    var seconds: [Int] = []
    for place in places(speeds) {
      watch.take(place)
      let second = Int(place.timeMicroseconds / 1_000_000)
      if second == alarmAt { watch.alarm() }
      if watch.isSlow, seconds.last != second { seconds.append(second) }
    }
    return seconds
  }

  @Test("A steady sweep is too slow below the stated speed, after three seconds, and not above it")
  func steady() {
    #expect(slow(Array(repeating: 79, count: 6)) == [3, 4, 5])
    #expect(slow(Array(repeating: 20, count: 6)) == [3, 4, 5])
    #expect(slow(Array(repeating: 81, count: 60)).isEmpty)
    #expect(slow(Array(repeating: 500, count: 60)).isEmpty)
  }

  @Test("A coil that stands is not swept: at the start, in a pause, and at the end")
  func standing() {
    #expect(slow(Array(repeating: 0, count: 60)).isEmpty)
    #expect(slow([0, 0, 0, 0, 500, 500, 0, 0, 0, 500, 0, 0, 0, 0, 0, 0]).isEmpty)
  }

  @Test("A second of a fast sweep in three ends it, a slow second does not begin it")
  func changes() {
    #expect(slow([40, 40, 40, 40, 500, 40, 40]) == [3, 4])
    #expect(slow([500, 500, 40, 500, 500, 40, 40, 500]).isEmpty)
  }

  @Test("Nothing is too slow for ten seconds after an alarm")
  func pinpointing() {
    #expect(slow(Array(repeating: 40, count: 20), alarmAt: 5) == [3, 4, 16, 17, 18, 19])
  }

  @Test("A new way begins anew, and hostile places do not trap")
  func restarts() {
    var watch = SlowSweep(millimetresPerSecond: 80)
    for place in places(Array(repeating: 40, count: 5)) { watch.take(place) }
    #expect(watch.isSlow)
    var first = PathFollower.Place()
    first.timeMicroseconds = 5_000_000
    first.isFirst = true
    watch.take(first)
    #expect(!watch.isSlow)
    var hostile = SlowSweep(millimetresPerSecond: .max >> 40)
    for time in [-(1 << 61), 1 << 61, 0, 1 << 61, -(1 << 61)] as [Int64] {
      for arc in [0, 1 << 61, 1] as [Int64] {
        var place = PathFollower.Place()
        place.timeMicroseconds = time
        place.arcQ8 = arc
        hostile.take(place)
        hostile.alarm()
      }
    }
    #expect(!hostile.isSlow)
  }
}
