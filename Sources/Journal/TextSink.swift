/// Whatever takes written text: a fixed buffer on the unit, a growing one on a laptop.
///
/// The text is bytes of UTF-8. A sink never fails while it is written to; one that runs out of room or
/// of disk remembers it and is asked afterwards. What writes more than a byte is one function and never
/// copied into its callers: a unit without a Swift runtime has little room.
public protocol TextSink: ~Copyable {
  /// Takes one byte.
  mutating func append(_ byte: UInt8)
}

extension TextSink where Self: ~Copyable {
  /// Takes text that is known when the program is built.
  @inline(never)
  public mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes in
      // SAFETY: the buffer covers the literal for the length of the closure, and the index is in it.
      for index in 0..<bytes.count { append(unsafe bytes[index]) }
    }
  }

  /// Takes bytes as they are.
  @inline(never)
  public mutating func append(_ bytes: Span<UInt8>) {
    for index in 0..<bytes.count { append(bytes[index]) }
  }
}
