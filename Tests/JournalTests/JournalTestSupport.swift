import Journal

/// Text that grows, for tests.
struct Text: TextSink {
  var bytes: [UInt8] = []
  mutating func append(_ byte: UInt8) { bytes.append(byte) }
  var string: String { String(decoding: bytes, as: UTF8.self) }
}

/// What a closure writes.
func written(_ write: (inout Text) -> Void) -> String {
  var text = Text()
  write(&text)
  return text.string
}

/// SplitMix64, so that a seed gives the same numbers everywhere.
struct SplitMix {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
