import CUnit
import Devices

/// A file that is read where the kernel holds it.
@safe struct MappedFile: ~Copyable {
  /// The file.
  let path: DeviceName
  /// Bytes of the file.
  let count: Int
  private let bytes: UnsafePointer<UInt8>?

  /// Maps a file.
  init(_ path: DeviceName) throws(ErrorNumber) {
    guard !path.isMalformed else { throw .nameTooLong }
    var start: UnsafePointer<UInt8>?
    // SAFETY: the path ends with a zero, `start` is this function's own.
    let answer = unsafe path.withCText { text in unsafe cunit_file_map(text, &start) }
    guard answer >= 0 else { throw ErrorNumber(Int32(truncatingIfNeeded: -answer)) }
    self.path = path
    count = Int(answer)
    unsafe bytes = start
  }

  deinit {
    // SAFETY: unmapped once, here, with the count it was mapped with.
    unsafe cunit_file_unmap(bytes, count)
  }

  /// The byte at a place; 0 outside of the file.
  subscript(place: Int) -> UInt8 {
    guard place >= 0, place < count else { return 0 }
    // SAFETY: the place lies in the file, which is mapped as long as this value lives.
    return unsafe bytes.unsafelyUnwrapped[place]
  }

  /// A little-endian number at a place.
  func number(at place: Int) -> Int32 {
    var value: UInt32 = 0
    for index in 0..<4 { value |= UInt32(self[place + index]) << UInt32(8 * index) }
    return Int32(bitPattern: value)
  }
}
