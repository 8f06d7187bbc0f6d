public import Journal

/// The name of a chip, a line or a device file, in place and ready for C.
///
/// At most 127 bytes of UTF-8. A longer one is cut and remembers it: opening it fails with
/// `ENAMETOOLONG`, so that half a name never opens something else.
public struct DeviceName: Sendable, ExpressibleByStringLiteral {
  /// Bytes a name can have.
  public static let capacity = 127

  /// The bytes, with a zero behind the last one.
  private var storage = InlineArray<128, CChar>(repeating: 0)
  /// Bytes of the name.
  public private(set) var count = 0
  /// Whether the name was longer than a name can be, or held a zero byte.
  public private(set) var isMalformed = false

  /// An empty name.
  public init() {}

  /// A name from bytes of UTF-8, such as a value of a configuration.
  public init(_ bytes: Span<UInt8>) {
    for index in 0..<bytes.count { append(bytes[index]) }
  }

  /// A name that is known when the program is built.
  public init(stringLiteral text: StaticString) {
    append(text)
  }

  #if !hasFeature(Embedded)
    /// A name from a string.
    public init(_ text: String) {
      for byte in text.utf8 { append(byte) }
    }
  #endif

  /// A name from a string of C.
  ///
  /// SAFETY: reads up to the first zero, and never beyond `limit` bytes, which must be readable.
  public init(cText text: UnsafePointer<CChar>, limit: Int) {
    for index in 0..<limit {
      // SAFETY: the caller vouches for `limit` bytes.
      let byte = unsafe UInt8(bitPattern: text[index])
      if byte == 0 { return }
      append(byte)
    }
  }

  /// Whether the name has no bytes.
  public var isEmpty: Bool { count == 0 }

  /// The byte at a place, below `count`.
  public subscript(place: Int) -> UInt8 { UInt8(bitPattern: storage[place]) }

  /// Lends the name to C, with its final zero.
  public func withCText<Result>(
    _ body: (_ text: UnsafePointer<CChar>?) -> Result
  ) -> Result {
    // SAFETY: the storage outlives the closure, and its last byte is always zero.
    unsafe storage.span.withUnsafeBufferPointer { text in unsafe body(text.baseAddress) }
  }
}

extension DeviceName: TextSink {
  /// Takes one byte, or drops it and remembers that the name is cut.
  public mutating func append(_ byte: UInt8) {
    guard count < Self.capacity, byte != 0 else {
      isMalformed = true
      return
    }
    storage[count] = CChar(bitPattern: byte)
    count += 1
  }
}

extension DeviceName: Equatable {
  /// Whether both are the same bytes.
  public static func == (left: DeviceName, right: DeviceName) -> Bool {
    guard left.count == right.count, left.isMalformed == right.isMalformed else { return false }
    for index in 0..<left.count where left.storage[index] != right.storage[index] { return false }
    return true
  }
}

extension TextSink where Self: ~Copyable {
  /// Writes a name as it is.
  @inline(never)
  public mutating func append(name: DeviceName) {
    for index in 0..<name.count { append(name[index]) }
  }
}

#if !hasFeature(Embedded)
  extension DeviceName: CustomStringConvertible {
    /// The name as a string; what is no UTF-8 is replaced.
    public var description: String {
      var bytes: [UInt8] = []
      for index in 0..<count { bytes.append(self[index]) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
#endif
