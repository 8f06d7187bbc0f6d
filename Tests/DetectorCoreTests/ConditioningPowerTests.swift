import DetectorCore
import Testing

@Suite("Power and root mean square")
struct ConditioningPowerTests {
  private func power<Sample: FilterSample>(_ x: [Sample]) -> Int64 {
    var power = Power<Sample>()
    power.add(x.span)
    return power.value
  }

  private func level<Sample: FilterSample>(_ x: [Sample]) -> RootMeanSquare<Sample> {
    var level = RootMeanSquare<Sample>()
    level.add(x.span)
    return level
  }

  @Test("Small cases are what a hand finds")
  func byHand() {
    #expect(power([3, -4] as [Int16]) == 25)
    // ½² = ¼ is 2⁴⁶ in Q48; 2⁷ squared loses all its 14 bits but one.
    #expect(power([1 << 30, 1 << 7, 127] as [Int32]) == 1 << 46 + 1)
    let half = level([16_384, -16_384] as [Int16])
    #expect(half.value == 16_384 && half.meanSquare == 8_192 && half.count == 2)
    #expect(level([1 << 30, -(1 << 30)] as [Int32]).value == 1 << 30)
    #expect(level([] as [Int16]).value == 0 && level([] as [Int32]).meanSquare == 0)
  }

  /// The mean is rounded down by less than a count, which the root turns into less than 1 / (2y)
  /// of full scale; the root itself is from 4 counts below to 8 above.
  @Test("Q15 follows Double within the root's own error", arguments: seeds(8))
  func reference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let x: [Int16] = random.samples(1 + random.below(400))
    let exact = x.reduce(0) { $0 + Double($1) * Double($1) } / Double(x.count)
    #expect(Double(power(x)) == x.reduce(0) { $0 + Double($1) * Double($1) })
    let root = exact.squareRoot()
    let y = Double(level(x).value)
    #expect(y <= root + 8)
    #expect(y >= (max(0, exact - 0x1p15)).squareRoot() - 5)
  }

  /// Each of n squares loses less than 2¹⁴ of Q62; Double rounds sums of at most 2⁷⁰ by 2¹⁸ each.
  @Test("Q31 power follows Double within a count of Q48 a sample", arguments: seeds(8))
  func powerReference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let x: [Int32] = random.samples(200)
    let exact = x.reduce(0) { $0 + Double($1) * Double($1) } / 0x1p14
    let y = Double(power(x))
    #expect(y <= exact + 200 * 0x1p4 && y >= exact - 200 - 200 * 0x1p4)
  }

  @Test("At the rails the mean stays at the upper rail, and Q31 wraps at the fourth sample")
  func rails() {
    #expect(level([.min, .min] as [Int16]).meanSquare == .max)
    #expect(level([.min, .min, .min] as [Int32]).meanSquare == .max)
    #expect(level([Int32](repeating: .min, count: 4)).value == 0)
    #expect(power([Int16](repeating: .min, count: 4)) == 1 << 32)
    #expect(power([Int32](repeating: .min, count: 1 << 15)) == .min)
  }

  @Test("What is proven bounded does not wrap, and one sample more is not proven")
  func proof() {
    let one: Int64 = 1 << 31
    #expect(Power<Int32>.isProvenBounded(count: 1 << 15 - 1, inputWithin: one))
    #expect(!Power<Int32>.isProvenBounded(count: 1 << 15, inputWithin: one))
    #expect(Power<Int16>.isProvenBounded(count: 1 << 30, inputWithin: 1 << 15))
    #expect(RootMeanSquare<Int32>.isProvenBounded(count: 3, inputWithin: one))
    #expect(!RootMeanSquare<Int32>.isProvenBounded(count: 4, inputWithin: one))
    #expect(RootMeanSquare<Int32>.isProvenBounded(count: 4, inputWithin: one - 1))
    #expect(!RootMeanSquare<Int16>.isProvenBounded(count: 1, inputWithin: .max))
    #expect(!Power<Int16>.isProvenBounded(count: 1, inputWithin: .max))
    #expect(Power<Int16>.isProvenBounded(count: 0, inputWithin: .max))
  }

  @Test("A reset forgets")
  func reset() {
    var power = Power<Int16>()
    var level = RootMeanSquare<Int16>()
    let x: [Int16] = [100, 200]
    power.add(x.span)
    level.add(x.span)
    power.reset()
    level.reset()
    #expect(power == Power() && level == RootMeanSquare())
    #expect(power.value == 0 && level.value == 0 && level.count == 0)
  }

  @Test("Every root of Q15 is within 4 counts below and 8 above the exact one")
  func root() {
    for number in 0...Int16.max {
      let exact = Int(SquareRoot.floor(of: UInt32(number) << 15))
      let error = Int(NewtonRoot.of(number)) - exact
      #expect(error >= -4 && error <= 8)
    }
    #expect(NewtonRoot.of(-1 as Int16) == 0 && NewtonRoot.of(Int32.min) == 0)
  }
}
