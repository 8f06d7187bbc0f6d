/// Reads a file of text lines one after the other, each of a bounded length, however long the file is.
struct LineReader {
  /// One line without its newline.
  struct Line {
    /// The bytes of the line.
    var bytes: [UInt8]
    /// Its number in the file, from 1.
    var number: Int
    /// Whether the file ended before a newline did.
    var isCut: Bool
  }

  private static let chunkByteCount = 64 << 10

  private let file: StorageFile
  private let maximumLength: Int
  private var offset: Int64 = 0
  private var chunk: [UInt8] = []
  private var place = 0
  private var number = 0

  init(path: String, maximumLength: Int) throws(RecordingError) {
    file = try StorageFile(reading: path)
    self.maximumLength = maximumLength
  }

  /// The next line; `nil` at the end of the file.
  mutating func next() throws(RecordingError) -> Line? {
    var bytes: [UInt8] = []
    while true {
      if place == chunk.count, try !refill() {
        return bytes.isEmpty ? nil : line(bytes, isCut: true)
      }
      let end = chunk[place...].firstIndex(of: UInt8(ascii: "\n")) ?? chunk.count
      bytes.append(contentsOf: chunk[place..<end])
      guard bytes.count <= maximumLength else {
        throw RecordingError(
          .refused, file: file.path, field: "line \(number + 1)",
          found: "more than \(maximumLength) bytes", expected: "a line of at most that")
      }
      guard end < chunk.count else {
        place = end
        continue
      }
      place = end + 1
      return line(bytes, isCut: false)
    }
  }

  private mutating func line(_ bytes: [UInt8], isCut: Bool) -> Line {
    number += 1
    return Line(bytes: bytes, number: number, isCut: isCut)
  }

  private mutating func refill() throws(RecordingError) -> Bool {
    var bytes = [UInt8](repeating: 0, count: Self.chunkByteCount)
    var span = bytes.mutableSpan
    let count = try file.read(into: &span, at: offset)
    bytes.removeLast(bytes.count - count)
    chunk = bytes
    place = 0
    offset += Int64(count)
    return count > 0
  }
}
