import DetectorCore
import Testing

@Suite("Square root")
struct NumericSquareRootTests {
  /// ⌊√n⌋ by the schoolbook, a bit at a time.
  private func schoolbook(_ n: UInt64) -> UInt32 {
    var root: UInt64 = 0
    for bit in stride(from: 31, through: 0, by: -1) {
      let trial = root | 1 << UInt64(bit)
      if trial * trial <= n { root = trial }
    }
    return UInt32(root)
  }

  @Test("The first roots are what a hand finds")
  func byHand() {
    let roots: [UInt32] = [0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4]
    for (n, root) in roots.enumerated() {
      #expect(SquareRoot.floor(of: UInt64(n)) == root)
      #expect(SquareRoot.floor(of: UInt32(n)) == UInt16(root))
    }
    #expect(SquareRoot.floor(of: UInt64(1_000_000_007)) == 31_622)
  }

  @Test("Every 16-bit root is exact at its square and on both sides of it")
  func everySixteenBitRoot() {
    var wrong = 0
    for root in UInt32(1)...65_535 {
      let square = root * root
      if SquareRoot.floor(of: square) != UInt16(root) { wrong += 1 }
      if SquareRoot.floor(of: square - 1) != UInt16(root - 1) { wrong += 1 }
      if SquareRoot.floor(of: square + 2 * root) != UInt16(root) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test("Roots of 64 bits are exact at squares and beside them", arguments: seeds(8))
  func besideSquares(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<4_000 {
      let root = max(1, (random.next() >> 32) >> (random.next() % 32))
      let square = root * root
      #expect(SquareRoot.floor(of: square) == UInt32(root))
      #expect(SquareRoot.floor(of: square - 1) == UInt32(root - 1))
      #expect(SquareRoot.floor(of: square + 2 * root) == UInt32(root))
    }
  }

  /// The seed of the root is worst at the ends and the kinks of its approximation, 4 : 1 apart.
  @Test("Roots are exact over a fine sweep of one octave of the argument")
  func sweep() {
    var wrong = 0
    for step in 0..<50_000 as Range<UInt64> {
      let root = 0x8000_0000 + step * 42_949
      if root > 0xFFFF_FFFF { break }
      if SquareRoot.floor(of: root * root) != UInt32(root) { wrong += 1 }
      if SquareRoot.floor(of: root * root - 1) != UInt32(root - 1) { wrong += 1 }
      if SquareRoot.floor(of: root * root + root) != UInt32(root) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test("Roots of any 64 bits are those of the schoolbook", arguments: seeds(8))
  func anyNumber(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<2_000 {
      let n = random.next() >> (random.next() % 64)
      #expect(SquareRoot.floor(of: n) == schoolbook(n), "\(n)")
    }
  }

  @Test("The rails and every power of two are exact")
  func rails() {
    #expect(SquareRoot.floor(of: UInt64.max) == .max)
    #expect(SquareRoot.floor(of: UInt32.max) == .max)
    let largest: UInt64 = 0xFFFF_FFFF * 0xFFFF_FFFF
    #expect(SquareRoot.floor(of: largest) == .max)
    #expect(SquareRoot.floor(of: largest - 1) == 0xFFFF_FFFE)
    for bit in 0..<64 as Range<UInt64> {
      for n in [1 << bit, (1 << bit) - 1, (1 << bit) + 1] as [UInt64] {
        #expect(SquareRoot.floor(of: n) == schoolbook(n), "\(n)")
      }
    }
  }

  @Test("The length of a vector is exact for every sign and at the rails")
  func lengths() {
    for (x, y) in [(3, 4), (-3, 4), (3, -4), (-3, -4)] as [(Int32, Int32)] {
      #expect(SquareRoot.ofSquares(x, y) == 5)
    }
    #expect(SquareRoot.ofSquares(0, 0) == 0)
    #expect(SquareRoot.ofSquares(1, 1) == 1)
    #expect(SquareRoot.ofSquares(.min, 0) == 2_147_483_648)
    #expect(SquareRoot.ofSquares(.min, .min) == 3_037_000_499)
    #expect(SquareRoot.ofSquares(.max, .min) == 3_037_000_499)
    #expect(SquareRoot.ofSquares(.max, .max) == 3_037_000_498)
  }
}
