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
  /// Writes a name as it is, for a program.
  @inline(never)
  public mutating func append(bytesOf name: DeviceName) {
    for index in 0..<name.count { append(name[index]) }
  }

  /// Writes a name for a person: what would act on a terminal, or is no UTF-8, is spelled out as `\x1b`.
  @inline(never)
  public mutating func append(name: DeviceName) {
    var place = 0
    while place < name.count {
      let length = name.characterLength(at: place)
      for index in place..<place + max(length, 1) {
        if length > 0 {
          append(name[index])
        } else {
          append("\\x")
          append(hexadecimal: name[index] >> 4)
          append(hexadecimal: name[index] & 15)
        }
      }
      place += max(length, 1)
    }
  }

  private mutating func append(hexadecimal digit: UInt8) {
    append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
  }
}

extension DeviceName {
  /// Bytes of the character of UTF-8 at a place that a terminal shows; 0 when there is none.
  ///
  /// Control characters act on a terminal, and so do those that turn the direction of writing.
  fileprivate func characterLength(at place: Int) -> Int {
    let lead = self[place]
    guard lead >= 0x80 else { return lead >= 0x20 && lead != 0x7F ? 1 : 0 }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, lead <= 0xF4, place + length <= count else { return 0 }
    var scalar = UInt32(lead) & (0x7F >> UInt32(length))
    for index in place + 1..<place + length {
      guard self[index] & 0xC0 == 0x80 else { return 0 }
      scalar = scalar << 6 | UInt32(self[index] & 0x3F)
    }
    switch scalar {
    case 0..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xD800...0xDFFF, 0x110000...: return 0
    case 0xA0..<0x800: return length == 2 ? 2 : 0
    case 0x800..<0x10000: return length == 3 ? 3 : 0
    default: return length
    }
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
