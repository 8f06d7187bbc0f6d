import Glibc
import Recording

/// Where bytes go out: a file or standard output, where every failed write is an error that is told.
struct ByteOutput: ~Copyable {
  /// As a person knows it: a path, or `standard output`.
  let name: String
  private let descriptor: Int32
  private let heldBytes: Int
  private let isOwned: Bool
  private var held: [UInt8] = []

  /// Bytes that are gathered before a write, where nobody waits for each line.
  static let blockBytes = 65_536

  /// Whether a person reads it as it comes.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Takes a descriptor that somebody else closes; with `heldBytes` 0 every write goes out at once.
  init(descriptor: Int32, name: String, heldBytes: Int) {
    self.init(descriptor: descriptor, name: name, heldBytes: heldBytes, isOwned: false)
  }

  private init(descriptor: Int32, name: String, heldBytes: Int, isOwned: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.heldBytes = heldBytes
    self.isOwned = isOwned
  }

  deinit {
    if isOwned { _ = close(descriptor) }
  }

  /// Standard output, written at once: whoever reads it may be waiting for the line.
  static func standardOutput() -> ByteOutput {
    ByteOutput(descriptor: STDOUT_FILENO, name: "standard output", heldBytes: 0)
  }

  /// Prints a whole page to standard output.
  static func print(_ text: String) throws(RecordingError) {
    var output = standardOutput()
    try output.write(text)
    try output.finish()
  }

  /// Empties or makes the file at `path` and appends to it from then on.
  ///
  /// A file that holds something else than `opening` at its start is left as it is and refused, so
  /// that a mistyped path cannot cost a recording.
  static func file(
    at path: String, heldBytes: Int, replacingOnly opening: String
  ) throws(RecordingError) -> ByteOutput {
    // A named pipe is opened for writing only, so that a reader which goes away is noticed.
    var existing = stat()
    let isSpecial = stat(path, &existing) == 0 && existing.st_mode & S_IFMT != S_IFREG
    let access = isSpecial ? O_WRONLY : O_RDWR | O_CREAT
    let descriptor = open(path, access | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw unwritable(path, "open", errno) }
    let output = ByteOutput(
      descriptor: descriptor, name: path, heldBytes: heldBytes, isOwned: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unwritable(path, "open", errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { return output }
    let expected = Array(opening.utf8)
    var found = [UInt8](repeating: 0, count: expected.count)
    // SAFETY: the array owns `found.count` bytes and outlives the call.
    let count = pread(descriptor, &found, found.count, 0)
    guard count >= 0 else { throw unwritable(path, "open", errno) }
    guard count == 0 || (count == expected.count && found == expected) else {
      throw RecordingError(
        .unwritable, file: path, field: "output",
        found: "a file of another kind", expected: "a new path, or an earlier output to replace",
        advice: "another name, or remove the file first")
    }
    guard ftruncate(descriptor, 0) == 0 else { throw unwritable(path, "empty", errno) }
    return output
  }

  /// Writes text.
  mutating func write(_ text: String) throws(RecordingError) {
    try write(Array(text.utf8))
  }

  /// Writes bytes; with nothing held they have left when this returns.
  mutating func write(_ bytes: [UInt8]) throws(RecordingError) {
    if held.isEmpty && heldBytes == 0 { return try writeThrough(bytes) }
    held.append(contentsOf: bytes)
    if held.count >= heldBytes { try flush() }
  }

  /// Sends out what is held.
  mutating func flush() throws(RecordingError) {
    let bytes = held
    held.removeAll(keepingCapacity: true)
    try writeThrough(bytes)
  }

  /// Sends out what is held and, for a file, waits until it lies on the disk.
  mutating func finish() throws(RecordingError) {
    try flush()
    guard isOwned else { return }
    // A pipe or device cannot be synchronised and says so; that is no loss.
    if fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS {
      throw Self.unwritable(name, "sync", errno)
    }
  }

  private func writeThrough(_ bytes: [UInt8]) throws(RecordingError) {
    var sent = 0
    while sent < bytes.count {
      // SAFETY: the buffer is valid for the call and the range lies within it.
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          waitForRoom()
          continue
        }
        throw Self.unwritable(name, "write", errno)
      }
      sent += count
    }
  }

  /// Waits until a descriptor that somebody made non-blocking takes bytes again.
  private func waitForRoom() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // SAFETY: one request, which outlives the call.
    _ = poll(&request, 1, -1)
  }

  /// The error of a failed call, in words.
  private static func unwritable(_ name: String, _ step: String, _ code: Int32) -> RecordingError {
    let expected: String
    let advice: String
    switch code {
    case EPIPE:
      expected = "a reader that stays to the end"
      advice = "a command behind the pipe that reads everything"
    case ENOSPC, EDQUOT:
      expected = "room on the disk"
      advice = "free some space, or write elsewhere"
    case EACCES, EPERM, EROFS:
      expected = "permission to write"
      advice = "another folder"
    case ENOENT, ENOTDIR:
      expected = "an existing folder"
      advice = "make the folder first"
    default:
      expected = "a complete write"
      advice = ""
    }
    return RecordingError(
      .unwritable, file: name, field: step, found: SystemMessage.text(code), expected: expected,
      advice: advice)
  }
}

/// The operating system's own words for an error number.
enum SystemMessage {
  /// In lower case, as it stands in the middle of a sentence.
  static func text(_ code: Int32) -> String {
    // SAFETY: `strerror` gives a NUL-terminated text that is copied at once, on one thread.
    guard let words = strerror(code) else { return "error \(code)" }
    return "\"" + String(cString: words) + "\""
  }
}
