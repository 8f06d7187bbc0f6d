/// The lines of a small text file, one at a time, each of a bounded length.
package struct ByteLines {
  /// Bytes that one read asks for.
  static let chunkByteCount = 16_384

  /// Number of the line given last, from 1.
  package private(set) var number = 0
  private let source: ByteSource
  private let lineLimit: Int
  private var chunk: [UInt8] = []
  private var index = 0
  private var offset: Int64 = 0

  /// Reads `source` from its start; a line longer than `lineLimit` bytes is cut there.
  package init(_ source: ByteSource, lineLimit: Int) {
    self.source = source
    self.lineLimit = lineLimit
  }

  /// The next line without its end (LF, CR LF or CR before LF), `nil` after the last.
  package mutating func next() throws(RecordingError) -> [UInt8]? {
    var line: [UInt8] = []
    var hasAny = false
    while let byte = try nextByte() {
      hasAny = true
      if byte == 10 { break }
      if line.count < lineLimit { line.append(byte) }
    }
    guard hasAny else { return nil }
    number += 1
    while line.last == 13 { line.removeLast() }
    return line
  }

  private mutating func nextByte() throws(RecordingError) -> UInt8? {
    if index == chunk.count {
      source.discard(before: offset)
      chunk = try source.bytes(at: offset, count: Self.chunkByteCount)
      offset += Int64(chunk.count)
      index = 0
      if chunk.isEmpty { return nil }
    }
    defer { index += 1 }
    return chunk[index]
  }
}
