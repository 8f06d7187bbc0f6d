import DetectorCore
import Testing

@Suite("Moving average")
struct ConditioningMovingAverageTests {
  private func averaged(_ x: [Int32], length: Int) -> [Int32] {
    var mean = MovingAverage<64>(length: length)
    var y = [Int32](repeating: 0, count: x.count)
    var output = y.mutableSpan
    mean.process(x.span, into: &output)
    return y
  }

  @Test("The mean of the last three samples is what a hand finds, ties away from zero")
  func byHand() {
    #expect(averaged([4, 7, 2, -9, -9, 1], length: 3) == [4, 6, 4, 0, -5, -6])
    #expect(averaged([4, 7, -4, -7], length: 2) == [4, 6, 2, -6])
  }

  /// The sum is exact, so the only error is the rounding of the quotient: half a count.
  @Test("It is within half a count of the mean in Double, and never drifts", arguments: seeds(8))
  func reference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let length = 1 + random.below(64)
    let x: [Int32] = random.samples(3_000)
    let y = averaged(x, length: length)
    for n in x.indices {
      let window = x[max(0, n - length + 1)...n]
      let exact = window.reduce(0) { $0 + Double($1) } / Double(window.count)
      #expect(abs(Double(y[n]) - exact) <= 0.5)
    }
    // After the last window of zeros nothing is left of what went before.
    #expect(averaged(x + [Int32](repeating: 0, count: length), length: length).last == 0)
  }

  @Test("Full scale, an impulse and alternating extremes stay exact")
  func rails() {
    #expect(averaged([Int32](repeating: .min, count: 100), length: 64).allSatisfy { $0 == .min })
    #expect(averaged([Int32](repeating: .max, count: 100), length: 64).allSatisfy { $0 == .max })
    let impulse = averaged([.max] + [Int32](repeating: 0, count: 80), length: 64)
    #expect(impulse[63] == 33_554_432 && impulse[64] == 0)
    let alternating = (0..<100).map { $0 % 2 == 0 ? Int32.max : .min }
    // (2³¹ − 1 − 2³¹) / 2 = −0.5, a tie, goes away from zero.
    #expect(averaged(alternating, length: 2).dropFirst().allSatisfy { $0 == -1 })
  }

  @Test("The mean of a negated signal is the negated mean", arguments: seeds(4))
  func odd(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let x = (random.samples(500) as [Int32]).map { max($0, -.max) }
    #expect(averaged(x.map { -$0 }, length: 7) == averaged(x, length: 7).map { -$0 })
  }

  @Test("Any cut into blocks gives the same bits", arguments: seeds(8))
  func split(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let x: [Int32] = random.samples(1_000)
    var mean = MovingAverage<64>(length: 13)
    var y: [Int32] = []
    for block in random.cuts(of: x.count, longest: 40) {
      var part = [Int32](repeating: 0, count: block.count)
      var output = part.mutableSpan
      let samples = Array(x[block])
      mean.process(samples.span, into: &output)
      y += part
    }
    #expect(y == averaged(x, length: 13))
    var pushed = MovingAverage<64>(length: 13)
    #expect(x.map { pushed.push($0) } == y)
  }

  @Test("It knows how much it rests on, and forgets on demand")
  func count() {
    var mean = MovingAverage<4>(length: 3)
    #expect(mean.value == 0 && mean.count == 0)
    for x in [5, 6, 7, 8] as [Int32] { mean.push(x) }
    #expect(mean.value == 7 && mean.count == 3)
    mean.reset()
    #expect(mean.value == 0 && mean.count == 0)
    #expect(mean.push(-3) == -3)
  }

  @Test("A length out of bounds is a caller's bug")
  func misuse() async {
    await #expect(processExitsWith: .failure) { _ = MovingAverage<4>(length: 0) }
    await #expect(processExitsWith: .failure) { _ = MovingAverage<4>(length: 5) }
  }
}
