/// The bytes of one file or pipe, read at a position through a bounded buffer.
///
/// A regular file is read with `pread`, so that a file larger than memory costs no more than the
/// caller's own buffer. A pipe, a terminal or standard input (`-`) only goes forward: what was read
/// is kept in a window until `discard(before:)` lets it go, and a window never grows over
/// `windowLimit` bytes. A class, because an open descriptor has identity.
public final class ByteSource {
  /// Bytes of a pipe that may be held at once: a reader that looks further ahead is refused.
  public static let windowLimit = 4 * 1_048_576
  /// Bytes that one system call asks a pipe for.
  static let chunkByteCount = 65_536

  /// The file as the caller named it.
  public let name: String
  /// Bytes in the file; `nil` for a pipe.
  public let byteCount: Int64?
  /// Whether the bytes come once and in order.
  public var isStream: Bool { byteCount == nil }

  /// All of the bytes where they are in memory; `nil` for a file or a pipe.
  var memory: [UInt8]? {
    if case .memory(let bytes) = storage, !isStream { return bytes }
    return nil
  }

  private let storage: Storage
  private var window: [UInt8] = []
  private var windowStart: Int64 = 0
  private var floor: Int64 = 0
  private var hasEnded = false

  private enum Storage {
    case descriptor(ByteDescriptor)
    case memory([UInt8])
  }

  /// Opens a file by its path, or standard input by `-`.
  ///
  /// Refuses a directory and an empty regular file; an error keeps the system's error number.
  public init(path: String) throws(RecordingError) {
    let descriptor = try ByteDescriptor(path: path)
    name = path
    storage = .descriptor(descriptor)
    byteCount = descriptor.byteCount
    if byteCount == 0 {
      throw RecordingError(
        .refused, file: path, field: "size", found: "0 bytes", expected: "a recording",
        advice: "copying the file from the instrument again")
    }
  }

  /// Wraps bytes that are already in memory; `asStream` makes them behave as a pipe does.
  public init(bytes: [UInt8], name: String, asStream: Bool = false) {
    self.name = name
    storage = .memory(bytes)
    byteCount = asStream ? nil : Int64(bytes.count)
  }

  /// Reads `count` bytes from `offset` on into `target` and says how many it got.
  ///
  /// Fewer than `count` mean the end of the file. A pipe gives what is at hand as soon as it
  /// has `minimum` bytes, so that a live stream is never held back for a full buffer.
  public func read(
    at offset: Int64, count: Int, into target: inout MutableSpan<UInt8>, minimum: Int? = nil
  ) throws(RecordingError) -> Int {
    precondition(offset >= 0, "a file has no bytes before its first")
    guard isStream else { return try readFixed(at: offset, count: count, into: &target) }
    let least = min(minimum ?? count, count)
    try fill(until: offset + Int64(least))
    precondition(offset >= windowStart, "a pipe cannot go back to what it has let go")
    let first = Int(offset - windowStart)
    let got = max(0, min(count, window.count - first))
    for index in 0..<got { target[index] = window[first + index] }
    return got
  }

  /// Up to `count` bytes from `offset` on; fewer mean the end of the file.
  public func bytes(at offset: Int64, count: Int) throws(RecordingError) -> [UInt8] {
    let wanted = try atHand(from: offset, count: max(0, count))
    var buffer = [UInt8](repeating: 0, count: wanted)
    var span = buffer.mutableSpan
    let got = try read(at: offset, count: wanted, into: &span)
    buffer.removeLast(wanted - got)
    return buffer
  }

  /// How many of `count` bytes from `offset` on there are, so that no buffer is larger than the file.
  private func atHand(from offset: Int64, count: Int) throws(RecordingError) -> Int {
    if let byteCount { return Int(max(0, min(Int64(count), byteCount - offset))) }
    try fill(until: offset + Int64(count))
    return Int(max(0, min(Int64(count), windowStart + Int64(window.count) - offset)))
  }

  /// Lets a pipe forget everything before `offset`; nothing happens to a file.
  public func discard(before offset: Int64) {
    guard isStream else { return }
    floor = max(floor, offset)
    dropBelowFloor()
  }

  /// Reads from a file or from memory, whatever the position.
  private func readFixed(
    at offset: Int64, count: Int, into target: inout MutableSpan<UInt8>
  ) throws(RecordingError) -> Int {
    switch storage {
    case .descriptor(let descriptor):
      return try descriptor.fill(from: offset, count: count, into: &target, file: name)
    case .memory(let bytes):
      guard offset < Int64(bytes.count) else { return 0 }
      let first = Int(offset)
      let got = min(count, bytes.count - first)
      for index in 0..<got { target[index] = bytes[first + index] }
      return got
    }
  }

  /// Reads a pipe on until the window reaches `end` or the pipe has ended.
  private func fill(until end: Int64) throws(RecordingError) {
    guard end - floor <= Int64(Self.windowLimit) else {
      throw RecordingError(
        .refused, file: name, field: "pipe", found: "a look of \(end - floor) bytes ahead",
        expected: "at most \(Self.windowLimit)", advice: "saving the stream to a file first")
    }
    while windowStart + Int64(window.count) < end && !hasEnded {
      let before = window.count
      try appendChunk()
      hasEnded = window.count == before
      dropBelowFloor()
    }
  }

  private func appendChunk() throws(RecordingError) {
    switch storage {
    case .descriptor(let descriptor):
      try descriptor.append(upTo: Self.chunkByteCount, to: &window, file: name)
    case .memory(let bytes):
      let first = Int(windowStart) + window.count
      window.append(contentsOf: bytes[first..<min(bytes.count, first + Self.chunkByteCount)])
    }
  }

  private func dropBelowFloor() {
    let dead = Int(min(floor - windowStart, Int64(window.count)))
    guard dead > 0 else { return }
    window.removeFirst(dead)
    windowStart += Int64(dead)
  }
}
