import Glibc

extension RecordingError {
  /// What the system answers where a file stands already.
  static var fileExists: Int32 { EEXIST }

  /// Something that the operating system was asked for on the way to or from storage.
  enum StorageOperation: String {
    case open
    case create
    case read
    case write
    case synchronise
    case rename
    case remove
  }

  /// What the operating system refused, with its `errno`.
  static func storage(
    _ operation: StorageOperation, path: String, errorNumber: Int32
  ) -> RecordingError {
    let isReading = operation == .open || operation == .read
    var error = RecordingError(
      isReading ? .unreadable : .unwritable, file: path, field: operation.rawValue,
      found: "\(words(for: errorNumber)) (errno \(errorNumber))",
      expected: expectation(of: operation), advice: advice(for: errorNumber))
    error.errorNumber = errorNumber
    return error
  }

  private static func expectation(of operation: StorageOperation) -> String {
    switch operation {
    case .open: "a file that can be opened"
    case .create: "a folder in which this file is not there yet and may be made"
    case .read: "bytes that can be read"
    case .write: "room for the bytes"
    case .synchronise: "the bytes on the medium"
    case .rename: "the finished file in its place"
    case .remove: "a file that may be removed"
    }
  }

  private static func words(for errorNumber: Int32) -> String {
    // SAFETY: strerror gives a text ended by a zero byte, and it is copied at once.
    guard let text = unsafe strerror(errorNumber) else { return "an error" }
    return unsafe String(cString: text)
  }

  private static func advice(for errorNumber: Int32) -> String {
    switch errorNumber {
    case ENOSPC, EDQUOT, EFBIG:
      "make room; the samples that were written before are whole and can be read"
    case EEXIST: "take another name, or move what stands there"
    case EACCES, EPERM, EROFS: "take a place that you may write to"
    case ENOENT: "look at the path"
    default: ""
    }
  }
}
