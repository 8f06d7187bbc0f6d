/// HTML as it is written, in which text from a file cannot become markup.
///
/// Markup is a `StaticString`, so only what stands in the source can be one; everything else goes
/// through `text`, which escapes it.
struct Markup {
  private(set) var bytes: [UInt8] = []

  /// Appends markup from the source.
  mutating func tag(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends text, for an element's content or a quoted attribute.
  ///
  /// Control, line-separator and direction characters are shown by number: a file name must not be
  /// able to reorder or hide what a person reads.
  mutating func text(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": tag("&amp;")
      case "<": tag("&lt;")
      case ">": tag("&gt;")
      case "\"": tag("&quot;")
      case "'": tag("&#39;")
      case "\n", "\t": bytes.append(UInt8(scalar.value))
      case _ where Markup.isInvisible(scalar):
        bytes.append(contentsOf: Markup.named(scalar).utf8)
      default: bytes.append(contentsOf: String(scalar).utf8)
      }
    }
  }

  /// Appends an element with escaped content.
  mutating func element(_ open: StaticString, _ content: String, _ close: StaticString) {
    tag(open)
    text(content)
    tag(close)
  }

  /// Appends bytes that this program itself holds or makes: its script, its style, its encodings.
  mutating func trusted(_ content: some Collection<UInt8>) {
    bytes.append(contentsOf: content)
  }

  /// Whether a character would act on the reader instead of being read.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00..<0x20, 0x7F..<0xA0: true
    case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }

  private static func named(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
  }
}
