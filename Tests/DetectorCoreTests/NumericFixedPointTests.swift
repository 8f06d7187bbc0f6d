import DetectorCore
import Foundation
import Testing

@Suite("Q15 and Q31")
struct NumericFixedPointTests {
  @Test("Small cases are what a hand finds")
  func byHand() {
    let half = Q15(bits: 1 << 14)
    #expect(half.multiplied(by: half) == Q15(bits: 1 << 13))
    #expect(half.adding(Q15(bits: 1)).bits == 16_385)
    #expect(half.subtracting(Q15(bits: 1)).bits == 16_383)
    #expect(half.scaling(-100_001) == -50_000)
    #expect(half < .max && Q15.min < half)
    // 0.5 · 1 bit is half a bit: up. 0.5 · −1 bit is minus half a bit: up, to 0.
    #expect(half.multiplied(by: Q15(bits: 1)).bits == 1)
    #expect(half.multiplied(by: Q15(bits: -1)).bits == 0)
    let quarter = Q31(bits: 1 << 29)
    #expect(quarter.multiplied(by: quarter) == Q31(bits: 1 << 27))
    #expect(quarter.scaling(-10) == -2)
    #expect(quarter.scaling(-11) == -3)
  }

  @Test("The rails hold: −1 · −1, −(−1), and sums beyond them")
  func rails() {
    #expect(Q15.min.multiplied(by: .min) == .max)
    #expect(Q15.min.negated == .max && Q15.max.negated.bits == -.max)
    #expect(Q15.max.adding(.max) == .max && Q15.min.adding(.min) == .min)
    #expect(Q15.min.subtracting(.max) == .min && Q15.max.subtracting(.min) == .max)
    #expect(Q15.min.multiplied(by: .max).bits == -.max)
    #expect(Q31.min.multiplied(by: .min) == .max)
    #expect(Q31.min.negated == .max && Q31.max.negated.bits == -.max)
    #expect(Q31.max.adding(.max) == .max && Q31.min.adding(.min) == .min)
    #expect(Q31.min.subtracting(.max) == .min && Q31.max.subtracting(.min) == .max)
    #expect(Q31.min.multiplied(by: .max).bits == -.max)
    #expect(Q15.min.scaling(.min) == .max && Q31.min.scaling(.min) == .max)
    #expect(Q15(clampingBits: 40_000) == .max && Q15(clampingBits: -40_000) == .min)
    #expect(Q31(clampingBits: Int64.max) == .max && Q31(clampingBits: Int64.min) == .min)
  }

  @Test("Conversions keep the number, to half a bit of the smaller one")
  func conversions() {
    #expect(Q31(Q15(bits: -3)).bits == -3 << 16)
    #expect(Q15(rounding: Q31(Q15(bits: -3))).bits == -3)
    #expect(Q15(rounding: Q31(bits: 0x7FFF)).bits == 0)
    #expect(Q15(rounding: Q31(bits: 0x8000)).bits == 1)
    #expect(Q15(rounding: Q31(bits: -0x8000)).bits == 0)
    #expect(Q15(rounding: Q31(bits: -0x8001)).bits == -1)
    #expect(Q15(rounding: .max) == .max && Q15(rounding: .min) == .min)
  }

  /// A product of two Q15 numbers is exact in Double, and rounding moves it by half a bit at most.
  /// Of two Q31 numbers Double holds 53 of 62 bits, which adds 2⁻²² of a bit.
  @Test("Products are within half a bit of Double's, or at the rail", arguments: seeds(8))
  func products(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for (x, y) in zip(random.samples(500) as [Int16], random.samples(500) as [Int16]) {
      let exact = min(Double(x) * Double(y) / 0x1p15, 32_767)
      let product = Q15(bits: x).multiplied(by: Q15(bits: y)).bits
      #expect(Double(product) - exact > -0.5 && Double(product) - exact <= 0.5)
    }
    for (x, y) in zip(random.samples(500) as [Int32], random.samples(500) as [Int32]) {
      let exact = min(Double(x) * Double(y) / 0x1p31, 0x1p31 - 1)
      let product = Q31(bits: x).multiplied(by: Q31(bits: y)).bits
      #expect(abs(Double(product) - exact) <= 0.5 + 0x1p-22)
    }
  }

  @Test("Sums and differences are those of wider integers, clamped", arguments: seeds(4))
  func sums(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for (x, y) in zip(random.samples(500) as [Int32], random.samples(500) as [Int32]) {
      let (left, right) = (Q31(bits: x), Q31(bits: y))
      #expect(left.adding(right).bits == Int32(clamping: Int64(x) + Int64(y)))
      #expect(left.subtracting(right).bits == Int32(clamping: Int64(x) - Int64(y)))
      #expect(Q15(clampingBits: x).bits == Int16(clamping: x))
    }
  }
}

@Suite("Rounding and accumulation")
struct NumericAccumulatorTests {
  @Test("Division rounds to nearest, ties away from zero")
  func division() {
    let cases: [(Int64, Int64, Int64)] = [
      (5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (-4, 3, -1), (-5, 3, -2), (0, 7, 0), (7, 1, 7),
    ]
    for (x, y, quotient) in cases { #expect(x.dividedToNearest(by: y) == quotient) }
  }

  @Test("A shift rounds to nearest, ties toward +∞, and holds at the rail")
  func shifts() {
    let cases: [(Int64, Int, Int64)] = [
      (5, 1, 3), (-5, 1, -2), (6, 2, 2), (-6, 2, -1), (7, 0, 7), (.max, 1, 1 << 62),
      (.max, 62, 2), (.min, 62, -2), (.min, 1, -1 << 62), (.max, 0, .max),
    ]
    for (x, shift, result) in cases { #expect(x.shiftedRightToNearest(by: shift) == result) }
  }

  @Test("Saturating sums hold at the rail they would pass, signed and unsigned")
  func saturation() {
    #expect(Int64.max.saturatingAdding(1) == .max && Int64.min.saturatingAdding(-1) == .min)
    #expect(Int64.min.saturatingSubtracting(1) == .min)
    #expect(Int64.max.saturatingSubtracting(-1) == .max)
    #expect(UInt8.max.saturatingAdding(1) == .max && UInt8(3).saturatingSubtracting(4) == 0)
    #expect(Int32(3).saturatingAdding(4) == 7 && Int32(3).saturatingSubtracting(4) == -1)
  }

  @Test("A sum of products is what a hand finds")
  func byHand() {
    var sum = Accumulator(10)
    sum.add(product: 3, -4)
    sum.subtract(product: 5, 5)
    sum.add(1)
    sum.subtract(2)
    #expect(sum.value == -28)
    #expect(sum.int32(shift: 3) == -3 && sum.int16(shift: 3) == -3)
    #expect(sum.int32(shift: 0) == -28)
  }

  @Test("The rails hold inside and on the way out")
  func rails() {
    var sum = Accumulator()
    for _ in 0..<5 { sum.add(product: .min, .min) }
    #expect(sum.value == .max)
    #expect(sum.int32(shift: 31) == .max && sum.int16(shift: 15) == .max)
    for _ in 0..<9 { sum.subtract(product: .min, .min) }
    #expect(sum.value == .min)
    #expect(sum.int32(shift: 31) == .min && sum.int16(shift: 15) == .min)
    #expect(sum.int32(shift: 62) == -2)
  }

  /// The terms are kept below 2⁵⁰ in sum, where Double is exact; the shift moves by half a bit.
  @Test("It is within half a bit of the sum in Double", arguments: seeds(8))
  func reference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var sum = Accumulator()
    var exact = 0.0
    for (x, y) in zip(random.samples(500) as [Int16], random.samples(500) as [Int16]) {
      sum.add(product: Int32(x), Int32(y))
      exact += Double(x) * Double(y)
    }
    #expect(sum.value == Int64(exact))
    let error = Double(sum.int32(shift: 15)) - exact / 0x1p15
    #expect(error > -0.5 && error <= 0.5)
  }
}
