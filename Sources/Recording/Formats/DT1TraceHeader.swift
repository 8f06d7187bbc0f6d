/// The 128 bytes in front of every trace of a DT1 file, little-endian.
package struct DT1TraceHeader: Equatable {
  /// Bytes of a trace header.
  package static let byteCount = 128

  /// Number of the trace, from 1.
  package let number: Float
  /// Position along the line, in the units of the HD.
  package let position: Float
  /// Samples in the trace.
  package let samples: Float
  /// Bytes of a sample: 2 are int16, 4 are float32; old writers leave 0.
  package let width: Float
  /// The window in ns, or, in the real files at hand, picoseconds between samples.
  package let window: Float
  /// Whether the operator left a comment.
  package let comment: String

  /// Takes the header that starts at `base`.
  package init(_ bytes: [UInt8], at base: Int = 0) {
    number = bytes.littleFloat(at: base)
    position = bytes.littleFloat(at: base + 4)
    samples = bytes.littleFloat(at: base + 8)
    width = bytes.littleFloat(at: base + 20)
    window = bytes.littleFloat(at: base + 24)
    let text = bytes[(base + 100)..<(base + 128)].prefix { $0 != 0 }
    let isFlagged = bytes.littleFloat(at: base + 96) != 0
    let isText = text.allSatisfy { (32...126).contains($0) }
    comment = isFlagged && isText ? String(decoding: text, as: UTF8.self) : ""
  }

  /// Samples and width where both are possible.
  package var shape: (samples: Int, width: Int)? {
    guard samples >= 2, samples <= 65_536, samples == samples.rounded(), width == 2 || width == 4
    else { return nil }
    return (Int(samples), Int(width))
  }

  /// Whether the first bytes of a file are a trace header, followed by a second one where it is there.
  static func isPlausible(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > byteCount else { return false }
    let first = DT1TraceHeader(bytes)
    guard let shape = first.shape, first.number >= 0, first.number < 1e7,
      first.number == first.number.rounded(), first.position.isFinite
    else { return false }
    let pitch = byteCount + shape.samples * shape.width
    guard bytes.count >= pitch + byteCount else { return first.number == 1 || first.number == 0 }
    let second = DT1TraceHeader(bytes, at: pitch)
    return second.samples == first.samples && second.width == first.width
  }
}
