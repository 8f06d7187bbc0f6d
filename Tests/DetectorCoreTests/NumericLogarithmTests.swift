import DetectorCore
import Foundation
import Testing

@Suite("Logarithm")
struct NumericLogarithmTests {
  /// The bound of the doc comment, plus what Double adds to a number of up to 64: 2⁻⁴⁶, and to n of
  /// more than 53 bits: 2⁻⁵².
  private func holds(_ n: UInt64) -> Bool {
    let error = Double(Logarithm.log2Q16(n)) / 0x1p16 - log2(Double(n))
    return error > -0x1p-16 - 0x1p-29 - 0x1p-45 && error <= 0x1p-45
  }

  @Test("Small cases are what a hand finds")
  func byHand() {
    #expect(Logarithm.log2Q16(UInt64(1)) == 0)
    #expect(Logarithm.log2Q16(UInt32(8)) == 3 << 16)
    // log₂ 3 = 1.5849625, times 65,536 is 103,872.1.
    #expect(Logarithm.log2Q16(UInt64(3)) == 103_872)
    #expect(Logarithm.log2Q16(UInt32(10)) == 217_705)
  }

  @Test("It is at most 2⁻¹⁶ + 2⁻²⁹ below the logarithm of Double", arguments: seeds(8))
  func reference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<3_000 {
      let n = max(1, random.next() >> (random.next() % 64))
      #expect(holds(n), "\(n)")
    }
  }

  @Test("It never falls, and holds the bound, over every 14-bit number and beside powers of two")
  func monotonic() {
    var last = Logarithm.log2Q16(UInt64(1))
    for n in 2..<16_384 as Range<UInt64> {
      let next = Logarithm.log2Q16(n)
      #expect(next >= last && holds(n), "\(n)")
      last = next
    }
    for bit in 1..<64 as Range<UInt64> {
      let power: UInt64 = 1 << bit
      #expect(Logarithm.log2Q16(power) == Int32(bit) << 16)
      #expect(Logarithm.log2Q16(power - 1) < Int32(bit) << 16)
      #expect(Logarithm.log2Q16(power + 1) >= Int32(bit) << 16)
    }
  }

  @Test("The rails: nothing is below the logarithm of 0, nothing reaches 64")
  func rails() {
    #expect(Logarithm.log2Q16(UInt64(0)) == .min && Logarithm.log2Q16(UInt32(0)) == .min)
    #expect(Logarithm.log2Q16(UInt64.max) == (64 << 16) - 1)
    #expect(Logarithm.log2Q16(UInt32.max) == (32 << 16) - 1)
  }
}
