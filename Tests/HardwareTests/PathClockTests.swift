import Testing
import Unit

@Suite("What is due along the way")
struct PathClockTests {
  @Test("It is due once in each metre of the way, however fast the coil goes, and never at rest")
  func metres() {
    var clock = PathClock()
    var due: [Int64] = []
    for step in 0...Int64(700) {
      // 5 mm a step, and a rest of a minute at 1.5 m.
      let millimetres = min(step, 300) * 5 + max(0, step - 400) * 5
      if clock.take(arcQ8: millimetres * 256, at: step * 200_000) { due.append(millimetres) }
    }
    #expect(due == [0, 1_000, 2_000, 3_000])
    #expect(clock.millimetres == 3_000)
  }

  @Test("Without a place it is due each 10 s, and the way goes on where the track begins again")
  func breaks() {
    var clock = PathClock()
    var due: [Int64] = []
    for tenth in 0..<Int64(350) where clock.take(arcQ8: nil, at: tenth * 100_000) {
      due.append(tenth)
    }
    #expect(due == [0, 100, 200, 300])
    // The third is a way that begins again.
    let lengths: [Int64] = [0, 600, 0, 400]
    var placed: [Bool] = []
    for (second, millimetres) in lengths.enumerated() {
      placed.append(clock.take(arcQ8: millimetres * 256, at: Int64(40 + second) * 1_000_000))
    }
    #expect(placed == [true, false, false, true])
    #expect(clock.millimetres == 1_000)
  }

  @Test("A way at the rails does not end the unit")
  func rails() {
    var clock = PathClock()
    for step in 0..<Int64(9_000) {
      _ = clock.take(arcQ8: step & 1 == 0 ? 0 : .max, at: .max)
    }
    #expect(clock.millimetres > 0)
  }
}
