public import Journal

/// A driver's error that can write itself as one line: what was tried, on what, what happened, what to
/// do about it.
public protocol ErrorText: Error {
  /// Writes the line, without a line feed.
  func write<Sink: TextSink & ~Copyable>(to sink: inout Sink)
}

#if !hasFeature(Embedded)
  /// A text that grows, for programs with a heap.
  struct GrowingText: TextSink {
    /// The bytes so far.
    var bytes: [UInt8] = []
    /// Takes one byte.
    mutating func append(_ byte: UInt8) { bytes.append(byte) }
  }

  extension ErrorText {
    /// The line as a string.
    public var description: String {
      var text = GrowingText()
      write(to: &text)
      return String(decoding: text.bytes, as: UTF8.self)
    }
  }
#endif
