/// Seeded damage to the header of a DZT file: the same seed makes the same damage everywhere.
struct DZTMutation: Sendable, CustomStringConvertible {
  /// What was done, in words that repeat it.
  let description: String
  /// The damaged file.
  let bytes: [UInt8]

  /// Fields of the header by offset and width; four-byte ones are floats but for the dates.
  static let fields: [(name: String, offset: Int, width: Int)] = [
    ("tag", 0, 2), ("data", 2, 2), ("samples", 4, 2), ("bits", 6, 2), ("zero", 8, 2),
    ("scans/s", 10, 4), ("scans/m", 14, 4), ("mark", 18, 4), ("position", 22, 4),
    ("range", 26, 4), ("passes", 30, 2), ("created", 32, 4), ("modified", 36, 4),
    ("gain", 40, 2), ("gain size", 42, 2), ("text", 44, 2), ("text size", 46, 2),
    ("proc", 48, 2), ("proc size", 50, 2), ("channels", 52, 2), ("permittivity", 54, 4),
    ("top", 58, 4), ("depth", 62, 4), ("x start", 66, 4), ("x end", 70, 4), ("servo", 74, 4),
    ("antenna", 98, 2), ("system", 112, 2), ("checksum", 126, 2),
  ]
  /// Fields that shape, interval, spacing and time zero are made of.
  static let vitalFields = [1, 2, 3, 6, 8, 9, 19]
  static let words: [UInt16] = [
    0, 1, 2, 3, 7, 8, 16, 24, 32, 64, 128, 255, 256, 509, 511, 512, 513, 1_023, 1_024, 1_025,
    2_048, 4_095, 4_096, 4_097, 8_192, 32_767, 32_768, 65_534, 65_535,
  ]
  static let floats: [Float] = [
    0, -0.0, 1, -1, 0.5, 2, .nan, .infinity, -.infinity, .leastNonzeroMagnitude,
    .leastNormalMagnitude, .greatestFiniteMagnitude, 1e-6, 1e6, 1e9, 25, 40, 51, 60, 100, 200,
    400, 800, 12.5, -230, 4_096, 1e20,
  ]

  /// Makes the damage of one seed; every seed does something else to the header or to the length.
  init(_ original: [UInt8], seed: UInt64, headerByteCount: Int = 128) {
    var random = SplitMix64(seed: seed)
    var bytes = original
    switch random.next(below: 8) {
    case 0:
      let (at, bit) = (random.next(below: headerByteCount), random.next(below: 8))
      bytes[at] ^= 1 << UInt8(bit)
      description = "bit \(bit) of byte \(at) flipped"
    case 1:
      let at = random.next(below: headerByteCount)
      bytes[at] = UInt8(truncatingIfNeeded: random.next())
      description = "byte \(at) set to \(bytes[at])"
    case 2:
      let count = 2 + random.next(below: 7)
      let at = random.next(below: headerByteCount - count)
      for index in at..<(at + count) { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
      description = "bytes \(at) to \(at + count - 1) set at random"
    case 3, 4:
      let field = Self.fields[random.next(below: Self.fields.count)]
      description = Self.setExtreme(field, in: &bytes, random: &random)
    case 5, 6:
      let vital = Self.vitalFields[random.next(below: Self.vitalFields.count)]
      description = Self.nudge(Self.fields[vital], in: &bytes, random: &random)
    default:
      let isInHeader = random.next(below: 2) == 0
      let length = isInHeader ? random.next(below: 1_024) : random.next(below: original.count)
      bytes.removeLast(original.count - length)
      description = "cut to \(length) bytes"
    }
    self.bytes = bytes
  }

  private static func put(_ value: UInt32, width: Int, at offset: Int, in bytes: inout [UInt8]) {
    for index in 0..<width {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
    }
  }

  private static func get(_ width: Int, at offset: Int, in bytes: [UInt8]) -> UInt32 {
    (0..<width).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
  }

  private static func setExtreme(
    _ field: (name: String, offset: Int, width: Int), in bytes: inout [UInt8],
    random: inout SplitMix64
  ) -> String {
    if field.width == 2 {
      let word = words[random.next(below: words.count)]
      put(UInt32(word), width: 2, at: field.offset, in: &bytes)
      return "\(field.name) set to \(word)"
    }
    let value = floats[random.next(below: floats.count)]
    put(value.bitPattern, width: 4, at: field.offset, in: &bytes)
    return "\(field.name) set to \(value)"
  }

  /// Doubles, halves, steps by one or scales a little what stands in a field.
  private static func nudge(
    _ field: (name: String, offset: Int, width: Int), in bytes: inout [UInt8],
    random: inout SplitMix64
  ) -> String {
    let old = get(field.width, at: field.offset, in: bytes)
    let kind = random.next(below: 6)
    if field.width == 2 {
      let word = UInt16(truncatingIfNeeded: old)
      let new = [word &* 2, word / 2, word &+ 1, word &- 1, word &* 4, word.byteSwapped][kind]
      put(UInt32(new), width: 2, at: field.offset, in: &bytes)
      return "\(field.name) from \(word) to \(new)"
    }
    let value = Float(bitPattern: old)
    let new = [value * 2, value / 2, value + 1, value - 1, value * 1.01, value.nextUp][kind]
    put(new.bitPattern, width: 4, at: field.offset, in: &bytes)
    return "\(field.name) from \(value) to \(new)"
  }
}

/// Steele, Lea and Flood's SplitMix64, for tests that must be repeatable.
struct SplitMix64: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
