#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file descriptor: the only place where the readers call C.
///
/// It is closed when the last reader that holds it is gone; standard input is left open.
final class ByteDescriptor {
  /// Bytes of a regular file; `nil` for a pipe, a terminal or a device.
  let byteCount: Int64?
  private let descriptor: Int32
  private let isOwned: Bool

  /// Opens `path` for reading; `-` is standard input.
  init(path: String) throws(RecordingError) {
    isOwned = path != "-"
    // SAFETY: `open` only reads the terminated copy of `path` that the call itself makes.
    descriptor = isOwned ? unsafe open(path, O_RDONLY | O_CLOEXEC) : 0
    guard descriptor >= 0 else {
      throw Self.systemError(errno, operation: "open", file: path)
    }
    var status = stat()
    // SAFETY: `status` is a whole `stat` of this function, which `fstat` only writes.
    guard unsafe fstat(descriptor, &status) == 0 else {
      let number = errno
      if isOwned { close(descriptor) }
      throw Self.systemError(number, operation: "fstat", file: path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG where isOwned:
      byteCount = Int64(status.st_size)
    case S_IFDIR:
      if isOwned { close(descriptor) }
      throw RecordingError(
        .unreadable, file: path, field: "open", found: "a directory (errno \(EISDIR))",
        expected: "a file or a pipe", advice: "the name of a recording inside it")
    default:
      byteCount = nil
    }
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Reads `wanted` bytes from `offset` on into `target`; fewer mean the end of the file.
  func fill(
    from offset: Int64, count wanted: Int, into target: inout MutableSpan<UInt8>, file: String
  ) throws(RecordingError) -> Int {
    var count = 0
    precondition(wanted <= target.count, "a read fits its buffer")
    while count < wanted {
      // SAFETY: `pread` only writes inside the bytes that it is given here.
      let got = unsafe target.withUnsafeMutableBytes { bytes in
        // SAFETY: the pointer and the length lie inside `bytes`, which outlives the call.
        unsafe pread(
          descriptor, bytes.baseAddress?.advanced(by: count), wanted - count,
          off_t(offset + Int64(count)))
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw Self.systemError(
          errno, operation: "read at byte \(offset + Int64(count))", file: file)
      }
      if got == 0 { break }
      count += got
    }
    return count
  }

  /// Appends what the pipe gives next, at most `limit` bytes; nothing means its end.
  func append(
    upTo limit: Int, to buffer: inout [UInt8], file: String
  ) throws(RecordingError) {
    while true {
      var number: Int32 = 0
      var got = 0
      // SAFETY: `bytes` has room for `limit` bytes, and `count` is what `read` initialised of them.
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: limit) { bytes, count in
        // SAFETY: as above; the pointer is that of `bytes`, which outlives the call.
        got = unsafe read(descriptor, bytes.baseAddress, limit)
        number = errno
        count = max(0, got)
      }
      if got < 0 {
        if number == EINTR { continue }
        throw Self.systemError(number, operation: "read", file: file)
      }
      buffer.append(contentsOf: chunk)
      return
    }
  }

  /// An error that keeps the system's number and its words.
  private static func systemError(
    _ number: Int32, operation: String, file: String
  ) -> RecordingError {
    // SAFETY: `strerror` gives a terminated string that is copied before any further call.
    let words = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "unknown"
    return RecordingError(
      .unreadable, file: file, field: operation, found: "errno \(number) (\(words))",
      expected: "a readable file", advice: "checking the name, the permissions and the medium")
  }
}
