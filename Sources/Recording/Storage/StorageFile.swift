import Glibc

/// A file descriptor, shared by the readers that look through it and closed with the last of them.
///
/// Reads and writes name their offset, so that a copy of a reader has its own place in the file and a
/// write that failed half way is simply made again.
package final class StorageFile {
  /// The file as the caller named it.
  package let path: String
  private let descriptor: Int32

  /// Opens a regular file to read; a pipe, a folder or a device is refused and never waited for.
  package init(reading path: String) throws(RecordingError) {
    let opened = try Self.open(path, O_RDONLY | O_NONBLOCK, as: .open)
    self.path = path
    descriptor = opened
    guard try status().st_mode & S_IFMT == S_IFREG else {
      throw RecordingError(
        .unreadable, file: path, field: "open", found: "something that is not a regular file",
        expected: "a regular file")
    }
  }

  /// Makes a file that did not exist.
  package init(creating path: String) throws(RecordingError) {
    descriptor = try Self.open(path, O_WRONLY | O_CREAT | O_EXCL, as: .create)
    self.path = path
  }

  /// Makes a file, or empties the one that stands there.
  package init(replacing path: String) throws(RecordingError) {
    descriptor = try Self.open(path, O_WRONLY | O_CREAT | O_TRUNC, as: .create)
    self.path = path
  }

  /// Makes a file to write and read again that has no name any more: it goes with this object.
  package init(scratchBeside path: String) throws(RecordingError) {
    let name = path + ".scratch.part"
    let opened = try Self.open(name, O_RDWR | O_CREAT | O_TRUNC, as: .create)
    // SAFETY: the call reads the text it is given and keeps nothing of it.
    _ = unsafe unlink(name)
    descriptor = opened
    self.path = name
  }

  deinit { _ = close(descriptor) }

  /// Bytes in the file.
  package func byteCount() throws(RecordingError) -> Int64 {
    Int64(try status().st_size)
  }

  /// Fills `bytes` from `offset` on and gives how many there were before the end of the file.
  package func read(
    into bytes: inout MutableSpan<UInt8>, at offset: Int64
  ) throws(RecordingError) -> Int {
    var done = 0
    while done < bytes.count {
      let result = unsafe bytes.withUnsafeMutableBytes { buffer in
        // SAFETY: `done` is below the buffer's count, and no more is read than is left behind it.
        unsafe pread(
          descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done,
          off_t(offset) + off_t(done))
      }
      if result == 0 { break }
      if result > 0 {
        done += result
      } else if errno != EINTR {
        throw .storage(.read, path: path, errorNumber: errno)
      }
    }
    return done
  }

  /// Writes all of `bytes` at `offset`, or throws; what was written in part is written over next time.
  package func write(_ bytes: Span<UInt8>, at offset: Int64) throws(RecordingError) {
    var done = 0
    while done < bytes.count {
      let result = unsafe bytes.withUnsafeBytes { buffer in
        // SAFETY: `done` is below the buffer's count, and no more is written than is left behind it.
        unsafe pwrite(
          descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done,
          off_t(offset) + off_t(done))
      }
      if result > 0 {
        done += result
      } else if result == 0 {
        throw .storage(.write, path: path, errorNumber: EIO)
      } else if errno != EINTR {
        throw .storage(.write, path: path, errorNumber: errno)
      }
    }
  }

  /// Drops what stands behind `byteCount`.
  package func truncate(to byteCount: Int64) throws(RecordingError) {
    guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
      throw .storage(.write, path: path, errorNumber: errno)
    }
  }

  /// Waits until the file's bytes are on the medium.
  package func synchronise() throws(RecordingError) {
    guard fdatasync(descriptor) == 0 else {
      throw .storage(.synchronise, path: path, errorNumber: errno)
    }
  }

  private func status() throws(RecordingError) -> stat {
    var status = stat()
    // SAFETY: the call fills the one struct it is given.
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .storage(.read, path: path, errorNumber: errno)
    }
    return status
  }

  private static func open(
    _ path: String, _ flags: Int32, as operation: RecordingError.StorageOperation
  ) throws(RecordingError) -> Int32 {
    guard !path.utf8.contains(0) else {
      throw .storage(operation, path: path, errorNumber: EINVAL)
    }
    while true {
      // SAFETY: the text holds no zero, and Swift ends it in one for as long as the call lasts.
      let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o644)
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw .storage(operation, path: path, errorNumber: errno) }
    }
  }
}
