/// Compresses bytes as RFC 1951 says, in one block of fixed codes, inside the frame of RFC 1950.
///
/// Matches come from a table of where each three bytes stood last: quick, and enough for pictures whose
/// pixels repeat.
struct Deflate {
  private static let windowBits = 15
  private static let hashBits = 15
  private static let longestMatch = 258

  private var bytes: [UInt8] = []
  private var held: UInt64 = 0
  private var heldBits: UInt64 = 0

  /// The compressed bytes with their header and checksum.
  static func zlib(_ source: [UInt8]) -> [UInt8] {
    var deflate = Deflate()
    deflate.compress(source)
    let sum = adler(source)
    return [0x78, 0x01] + deflate.bytes
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }

  /// The two sums of RFC 1950.
  static func adler(_ source: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in source {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }

  private mutating func compress(_ source: [UInt8]) {
    var last = [Int](repeating: -1, count: 1 << Self.hashBits)
    put(0b011, bits: 3)
    var index = 0
    while index < source.count {
      var length = 0
      var distance = 0
      if index + 3 <= source.count {
        let hash = Self.hash(source, at: index)
        let earlier = last[hash]
        last[hash] = index
        if earlier >= 0, index - earlier <= 1 << Self.windowBits {
          length = Self.match(source, earlier, index)
          distance = index - earlier
        }
      }
      if length >= 3 {
        putMatch(length: length, distance: distance)
        index += length
      } else {
        putSymbol(Int(source[index]))
        index += 1
      }
    }
    putSymbol(256)
    if heldBits > 0 { bytes.append(UInt8(truncatingIfNeeded: held)) }
  }

  private static func hash(_ source: [UInt8], at index: Int) -> Int {
    let word =
      UInt32(source[index]) | UInt32(source[index + 1]) << 8 | UInt32(source[index + 2]) << 16
    return Int((word &* 0x9E37_79B1) >> UInt32(32 - hashBits))
  }

  private static func match(_ source: [UInt8], _ earlier: Int, _ index: Int) -> Int {
    let most = min(longestMatch, source.count - index)
    var length = 0
    while length < most, source[earlier + length] == source[index + length] { length += 1 }
    return length
  }

  /// A literal, the end (256) or a length, by the fixed code of section 3.2.6.
  private mutating func putSymbol(_ symbol: Int) {
    switch symbol {
    case ..<144: putCode(UInt64(0x30 + symbol), bits: 8)
    case ..<256: putCode(UInt64(0x190 + symbol - 144), bits: 9)
    case ..<280: putCode(UInt64(symbol - 256), bits: 7)
    default: putCode(UInt64(0xC0 + symbol - 280), bits: 8)
    }
  }

  private mutating func putMatch(length: Int, distance: Int) {
    if length == Self.longestMatch {
      putSymbol(285)
    } else {
      // Lengths from 3 on: eight of one each, then four for every further extra bit.
      let place = length - 3
      let extra = place < 8 ? 0 : (Int.bitWidth - 1 - place.leadingZeroBitCount) - 2
      putSymbol(257 + extra * 4 + (place >> extra))
      put(UInt64(place & ((1 << extra) - 1)), bits: UInt64(extra))
    }
    // Distances from 1 on: four of one each, then two for every further extra bit.
    let place = distance - 1
    let extra = place < 4 ? 0 : (Int.bitWidth - 1 - place.leadingZeroBitCount) - 1
    putCode(UInt64(extra * 2 + (place >> extra)), bits: 5)
    put(UInt64(place & ((1 << extra) - 1)), bits: UInt64(extra))
  }

  /// A Huffman code, its highest bit first.
  private mutating func putCode(_ code: UInt64, bits: UInt64) {
    var reversed: UInt64 = 0
    for bit in 0..<bits { reversed |= (code >> bit & 1) << (bits - 1 - bit) }
    put(reversed, bits: bits)
  }

  private mutating func put(_ value: UInt64, bits: UInt64) {
    held |= value << heldBits
    heldBits += bits
    while heldBits >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: held))
      held >>= 8
      heldBits -= 8
    }
  }
}
