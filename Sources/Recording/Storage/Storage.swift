import Foundation
import Glibc

/// Whole files on disk: read within a bound, put in place so that a power failure leaves old or new.
package enum Storage {
  /// Reads a whole file of at most `maximum` bytes.
  package static func contents(of path: String, maximum: Int) throws(RecordingError) -> [UInt8] {
    let file = try StorageFile(reading: path)
    let byteCount = try file.byteCount()
    guard byteCount <= maximum else {
      throw RecordingError(
        .refused, file: path, field: "size", found: "\(byteCount) bytes",
        expected: "at most \(maximum) bytes")
    }
    var bytes = [UInt8](repeating: 0, count: Int(byteCount))
    var span = bytes.mutableSpan
    let count = try file.read(into: &span, at: 0)
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Puts a file in place: temporary file, synchronise, rename, synchronise the folder.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(RecordingError) {
    let temporary = temporaryPath(for: path)
    do throws(RecordingError) {
      let file = try StorageFile(replacing: temporary)
      try file.write(bytes.span, at: 0)
      try file.synchronise()
      // SAFETY: each of these calls reads the text it is given and keeps nothing of it.
      guard unsafe rename(temporary, path) == 0 else {
        throw .storage(.rename, path: path, errorNumber: errno)
      }
    } catch {
      _ = unsafe unlink(temporary)
      var named = error
      named.file = path
      throw named
    }
    try synchroniseFolder(of: path)
  }

  /// Where a file stands until it is whole.
  package static func temporaryPath(for path: String) -> String { path + ".part" }

  /// Waits until the names in a file's folder are on the medium.
  package static func synchroniseFolder(of path: String) throws(RecordingError) {
    let folder = folder(of: path)
    // SAFETY: Swift passes the text as bytes that end in a zero for as long as the call lasts.
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .storage(.open, path: folder, errorNumber: errno) }
    defer { _ = close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw .storage(.synchronise, path: folder, errorNumber: errno)
    }
  }

  /// Whether anything stands at the path.
  package static func exists(_ path: String) -> Bool {
    // SAFETY: Swift passes the text as bytes that end in a zero for as long as the call lasts.
    unsafe access(path, F_OK) == 0
  }

  /// Removes a file; one that is not there is no error.
  package static func remove(_ path: String) throws(RecordingError) {
    // SAFETY: as above, the text outlives the call.
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .storage(.remove, path: path, errorNumber: errno)
    }
  }

  /// The folder a path lies in, `.` for a bare name.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// Names in a folder, sorted; empty where there is no such folder.
  package static func names(inFolder folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted()
  }
}
