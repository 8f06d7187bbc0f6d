/// SplitMix64 (Steele, Lea, Flood 2014): the seeded numbers of these tests, the same everywhere.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number 0 ..< `bound`.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// `count` numbers whose magnitudes spread over all powers of two, rails included.
  mutating func samples<T: FixedWidthInteger & SignedInteger>(_ count: Int) -> [T] {
    (0..<count).map { _ in
      switch next() % 16 {
      case 0: .max
      case 1: .min
      default: T(truncatingIfNeeded: next()) >> T(below(T.bitWidth))
      }
    }
  }

  /// Cuts of `count` into blocks of 0 … `longest`.
  mutating func cuts(of count: Int, longest: Int) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var start = 0
    while start < count {
      let end = min(count, start + below(longest + 1))
      blocks.append(start..<end)
      start = end
    }
    return blocks
  }
}

/// Seeds for a property: `seeds(8)` is 1 … 8.
func seeds(_ count: UInt64) -> ClosedRange<UInt64> { 1...count }
