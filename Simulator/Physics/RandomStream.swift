/// SplitMix64, which spreads a seed over 64-bit words.
///
/// Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014. Sums and
/// products wrap by design.
package struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// Starts at a seed; every seed is good, 0 too.
  package init(seed: UInt64) { state = seed }

  /// The next word.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// FNV-1a, 64 bits: the hash of names and of golden samples.
///
/// Source: Fowler, Noll and Vo. Products wrap by design.
package struct FNV1a {
  /// The hash of all bytes so far.
  package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of nothing.
  package init() {}

  /// The hash of a text's UTF-8.
  package init(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  /// Takes one more byte.
  package mutating func append(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  /// Takes a number as four bytes, the least first.
  package mutating func append(_ number: Int32) {
    let bits = UInt32(bitPattern: number)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }
}

/// A stream of random numbers that belongs to one source of chance: xoshiro256**.
///
/// One stream for each (seed, source name): a source that is added or asked more often changes no
/// other. Source: Blackman and Vigna, Scrambled linear pseudorandom number generators, 2021. The same
/// numbers on every machine: `next`, `integer` and `uniform` are exact, `gaussian` uses `Elementary`.
package struct RandomStream {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64
  private var spare: Double?

  /// Starts the stream of a source.
  package init(seed: UInt64, source: String) {
    var spread = SplitMix64(seed: seed)
    self.init(seed: spread.next() ^ FNV1a(source).hash)
  }

  /// Starts at a seed that SplitMix64 spreads over the state, which is never all zero then.
  package init(seed: UInt64) {
    var spread = SplitMix64(seed: seed)
    self.init(state: (spread.next(), spread.next(), spread.next(), spread.next()))
  }

  /// Starts at a state, which must not be all zero.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) {
    precondition(state.0 | state.1 | state.2 | state.3 != 0, "a state of zeros stays there")
    (s0, s1, s2, s3) = state
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    let product = s1 &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = s3 << 45 | s3 >> 19
    return result
  }

  /// A whole number below `limit`, every one as likely: words that would favour some are thrown away.
  package mutating func integer(below limit: UInt64) -> UInt64 {
    precondition(limit > 0, "no number lies below 0")
    let unfair = (0 &- limit) % limit
    while true {
      let product = next().multipliedFullWidth(by: limit)
      if product.low >= unfair { return product.high }
    }
  }

  /// 0 ≤ u < 1 in steps of 2⁻⁵³.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in a range, its upper end left out.
  package mutating func uniform(in range: Range<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// Mean 0 and deviation 1, by Box and Muller (1958); never beyond 8.6.
  package mutating func gaussian() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * Elementary.log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spare = radius * Elementary.sin(angle)
    return radius * Elementary.cos(angle)
  }
}
