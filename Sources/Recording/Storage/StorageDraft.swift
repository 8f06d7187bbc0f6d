import Glibc

/// A file that takes its place only when it is whole.
///
/// Until `commit` its bytes lie beside the place, under the name and `.part`; a draft that is dropped
/// goes away. What stood in the place before stays until then. A class, because an open file has
/// identity.
package final class StorageDraft {
  /// Bytes that are gathered before a write.
  private static let heldByteCount = 262_144

  /// Where the file will stand.
  package let path: String
  /// Bytes so far.
  package private(set) var byteCount: Int64 = 0
  private let file: StorageFile
  private var held: [UInt8] = []
  private var isCommitted = false

  /// Begins a file that will stand at `path`.
  package init(_ path: String) throws(RecordingError) {
    self.path = path
    do throws(RecordingError) {
      file = try StorageFile(replacing: Storage.temporaryPath(for: path))
    } catch {
      throw Self.named(error, path)
    }
    held.reserveCapacity(Self.heldByteCount)
  }

  deinit {
    // SAFETY: the call reads the text it is given and keeps nothing of it.
    if !isCommitted { _ = unsafe unlink(Storage.temporaryPath(for: path)) }
  }

  /// Adds bytes at the end.
  package func append(_ bytes: [UInt8]) throws(RecordingError) {
    held.append(contentsOf: bytes)
    byteCount += Int64(bytes.count)
    if held.count >= Self.heldByteCount { try flush() }
  }

  /// Writes over bytes that stand there already.
  package func replace(at offset: Int64, with bytes: [UInt8]) throws(RecordingError) {
    precondition(offset >= 0 && offset + Int64(bytes.count) <= byteCount, "bytes that are there")
    try flush()
    do throws(RecordingError) {
      try file.write(bytes.span, at: offset)
    } catch {
      throw Self.named(error, path)
    }
  }

  /// Waits until the bytes are on the medium, then puts the file in its place.
  package func commit() throws(RecordingError) {
    try flush()
    do throws(RecordingError) {
      try file.synchronise()
      // SAFETY: the call reads the texts it is given and keeps nothing of them.
      guard unsafe rename(Storage.temporaryPath(for: path), path) == 0 else {
        throw .storage(.rename, path: path, errorNumber: errno)
      }
    } catch {
      throw Self.named(error, path)
    }
    isCommitted = true
    try Storage.synchroniseFolder(of: path)
  }

  private func flush() throws(RecordingError) {
    guard !held.isEmpty else { return }
    do throws(RecordingError) {
      try file.write(held.span, at: byteCount - Int64(held.count))
    } catch {
      throw Self.named(error, path)
    }
    held.removeAll(keepingCapacity: true)
  }

  /// An error of the part names the file that a person asked for.
  private static func named(_ error: RecordingError, _ path: String) -> RecordingError {
    var named = error
    named.file = path
    return named
  }
}
