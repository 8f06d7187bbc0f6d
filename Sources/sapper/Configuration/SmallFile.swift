import Glibc
import Recording

/// A whole file that is known to be small.
enum SmallFile {
  /// Its bytes; one of more than `limit` is refused, `what` says what was expected there.
  static func bytes(
    at path: String, limit: Int, what: String
  ) throws(RecordingError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, what, errno) }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 16_384)
    while true {
      // SAFETY: the array owns `block.count` bytes and outlives the call.
      let count = read(descriptor, &block, block.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(path, what, errno)
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: block[0..<count])
      guard bytes.count <= limit else {
        throw RecordingError(
          .refused, file: path, field: "size", found: "more than \(limit) bytes",
          expected: "\(what) of at most \(limit)")
      }
    }
  }

  private static func unreadable(_ path: String, _ what: String, _ code: Int32) -> RecordingError {
    RecordingError(
      .unreadable, file: path, field: "read", found: SystemMessage.text(code),
      expected: what + " that can be read")
  }
}
