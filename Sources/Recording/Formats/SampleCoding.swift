/// How a sample lies in a file: its width, its type and the order of its bytes.
package enum SampleCoding: Sendable, Equatable {
  case int8
  case int16Little
  case int32Little
  case float32Little
  case int16Big
  case int32Big
  case float32Big
  case ibm32Big

  /// Bytes of a sample.
  package var byteCount: Int {
    switch self {
    case .int8: 1
    case .int16Little, .int16Big: 2
    default: 4
    }
  }

  /// Whether samples have fractions.
  package var isReal: Bool {
    self == .float32Little || self == .float32Big || self == .ibm32Big
  }

  /// For a person.
  package var title: String {
    switch self {
    case .int8: "8 bit signed"
    case .int16Little, .int16Big: "16 bit signed"
    case .int32Little, .int32Big: "32 bit signed"
    case .float32Little, .float32Big: "32 bit IEEE float"
    case .ibm32Big: "32 bit IBM float"
    }
  }

  /// Lowest and highest count; all of Int32 where the type has no rails of its own.
  package var rails: (low: Int32, high: Int32) {
    switch byteCount {
    case 1: (-128, 127)
    case 2: (-32_768, 32_767)
    default: (.min, .max)
    }
  }

  /// A whole-numbered sample at byte `offset`.
  package func integer(_ bytes: Span<UInt8>, at offset: Int) -> Int32 {
    switch self {
    case .int8: Int32(Int8(bitPattern: bytes[offset]))
    case .int16Little:
      Int32(Int16(bitPattern: UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8))
    case .int16Big:
      Int32(Int16(bitPattern: UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])))
    default: Int32(bitPattern: word(bytes, at: offset))
    }
  }

  /// A sample with a fraction at byte `offset`.
  ///
  /// IBM: sign, seven bits of exponent to the base 16 in excess of 64, 24 bits of fraction.
  package func real(_ bytes: Span<UInt8>, at offset: Int) -> Double {
    let word = word(bytes, at: offset)
    guard self == .ibm32Big else { return Double(Float(bitPattern: word)) }
    let exponent = 4 * (Int(word >> 24 & 0x7F) - 64) - 24
    let fraction = Double(word & 0xFF_FFFF)
    let sign: FloatingPointSign = word >> 31 == 0 ? .plus : .minus
    return fraction * Double(sign: sign, exponent: exponent, significand: 1)
  }

  /// Four bytes at `offset` in the order of the coding.
  private func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
    let (first, second) = (UInt32(bytes[offset]), UInt32(bytes[offset + 1]))
    let (third, fourth) = (UInt32(bytes[offset + 2]), UInt32(bytes[offset + 3]))
    if self == .int32Little || self == .float32Little {
      return first | second << 8 | third << 16 | fourth << 24
    }
    return first << 24 | second << 16 | third << 8 | fourth
  }
}
