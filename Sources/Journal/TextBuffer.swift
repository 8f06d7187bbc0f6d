/// Text of at most `capacity` bytes in place; what does not fit is dropped and remembered.
///
/// Overflow is a flag and never a trap, since a recorder must not stop a detector. A cut text is of no
/// use as JSON, so a caller asks `isOverflown` before it sends the bytes on.
public struct TextBuffer<let capacity: Int>: TextSink, Sendable {
  private var storage = InlineArray<capacity, UInt8>(repeating: 0)
  /// Bytes written, at most `capacity`.
  public private(set) var count = 0
  /// Whether a byte had to be dropped since the buffer was last emptied.
  public private(set) var isOverflown = false

  /// Makes an empty buffer.
  public init() {}

  /// Takes one byte, or drops it and raises the flag.
  public mutating func append(_ byte: UInt8) {
    guard count < capacity else {
      isOverflown = true
      return
    }
    storage[count] = byte
    count += 1
  }

  /// Empties the buffer and lowers the flag.
  public mutating func removeAll() {
    count = 0
    isOverflown = false
  }

  /// Lends the bytes written so far.
  public func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.span.extracting(0..<count))
  }
}
