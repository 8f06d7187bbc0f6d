/// The samples of a WAV, read forward through one buffer, as parts of full scale.
struct WaveSamples {
  /// Samples of every channel in the buffer.
  private static let bufferCount = 32_768

  /// What the file is.
  let header: WaveHeader
  /// Whether bytes of a part sample were left over.
  private(set) var hasTail = false
  private let source: ByteSource
  private var buffer: [UInt8] = []
  private var first: Int64 = 0

  /// Begins at the first sample.
  init(_ source: ByteSource, header: WaveHeader) {
    self.source = source
    self.header = header
  }

  /// Whether sample `index` is there; what lies before `keep` may be forgotten.
  mutating func holds(_ index: Int64, keep: Int64) throws(RecordingError) -> Bool {
    let block = Int64(header.blockByteCount)
    if index >= first && index < first + Int64(buffer.count) / block { return true }
    if let count = header.sampleCount, index >= count { return false }
    let from = max(0, min(keep, index))
    let wanted = max(Int64(Self.bufferCount), index - from + 1)
    let least = min(wanted, header.sampleCount.map { $0 - from } ?? wanted)
    source.discard(before: header.start + from * block)
    buffer = try source.bytes(at: header.start + from * block, count: Int(least * block))
    first = from
    hasTail = buffer.count % Int(block) != 0
    return index < first + Int64(buffer.count) / block
  }

  /// A sample that is there, −1 … 1.
  func value(_ index: Int64, channel: Int) -> Double {
    Double(count(index, channel: channel)) / header.fullScale
  }

  /// Whether a sample that is there stands at a rail.
  func isAtRail(_ index: Int64, channel: Int) -> Bool {
    let count = Double(count(index, channel: channel))
    return count >= header.fullScale - 1 || count <= -header.fullScale
  }

  private func count(_ index: Int64, channel: Int) -> Int32 {
    let place = Int(index - first) * header.blockByteCount + channel * header.bits / 8
    switch header.bits {
    case 16: return Int32(Int16(bitPattern: buffer.littleUInt16(at: place)))
    case 24:
      let word =
        UInt32(buffer[place]) << 8 | UInt32(buffer[place + 1]) << 16
        | UInt32(buffer[place + 2]) << 24
      return Int32(bitPattern: word) >> 8
    default: return Int32(bitPattern: buffer.littleUInt32(at: place))
    }
  }
}

/// How a part of full scale becomes a whole number: full scale is 2²⁷, for every width of sample.
enum WaveScale {
  /// Counts of full scale.
  static let fullScale = 134_217_728.0

  /// The nearest count, held at the rails.
  static func count(_ value: Double) -> Int32 {
    let scaled = (value * fullScale).rounded(.toNearestOrAwayFromZero)
    return Int32(max(-2_147_483_648, min(2_147_483_647, scaled)))
  }
}
