import DetectorCore
import Journal

/// Reads the whole samples of one stream from disk, block by block, within a bounded memory.
///
/// A block never spans the start of a capture, so that a gap shows as a jump of its sequence. The last
/// block of a file that ends within a sample carries `.shortTail`.
struct SigMFSamples {
  private static let chunkByteCount = 64 << 10

  let recording: SigMFRecording
  private let file: StorageFile
  private let rails: ClosedRange<Int32>
  private var next: Int64 = 0
  private var capture = 0
  private var bytes: [UInt8] = []

  init(_ recording: SigMFRecording) throws(RecordingError) {
    self.recording = recording
    file = try StorageFile(reading: recording.dataPath)
    let stream = recording.global.stream
    if case .groundRadar(let radar) = stream.contents {
      rails = radar.railLow...radar.railHigh
    } else {
      rails = stream.sampleType.rails
    }
  }

  /// Numbers in one sample.
  var channelCount: Int { Int(recording.global.stream.channelCount) }

  mutating func rewind() {
    next = 0
    capture = 0
  }

  mutating func read(into block: inout MutableSpan<Int32>) throws(RecordingError) -> BlockHeader {
    precondition(block.count >= channelCount, "a block holds at least one whole sample")
    let captures = recording.captures
    while capture + 1 < captures.count && captures[capture + 1].sampleStart <= next {
      capture += 1
    }
    let sequence = captures[capture].globalIndex + next - captures[capture].sampleStart
    let hasTail = recording.leftoverByteCount > 0 && recording.global.trailingBytes == 0
    guard next < recording.sampleCount else {
      var header = BlockHeader.end(index: next, sequence: sequence)
      if hasTail && recording.sampleCount == 0 { header.flags.insert(.shortTail) }
      return header
    }
    let end = capture + 1 < captures.count ? captures[capture + 1].sampleStart : .max
    let room = Int64(block.count / channelCount)
    let count = min(room, min(end, recording.sampleCount) - next)
    var header = BlockHeader(count: Int(count), index: next, sequence: sequence)
    if try fill(&block, valueCount: Int(count) * channelCount) { header.flags.insert(.clipped) }
    next += count
    if hasTail && next == recording.sampleCount { header.flags.insert(.shortTail) }
    return header
  }

  /// Reads numbers from sample `next` on and says whether one stood at a rail.
  private mutating func fill(
    _ block: inout MutableSpan<Int32>, valueCount: Int
  ) throws(RecordingError) -> Bool {
    let width = recording.global.stream.sampleType == .int16 ? 2 : 4
    let start = next * Int64(recording.global.stream.byteCountPerSample)
    var done = 0
    var isClipped = false
    while done < valueCount {
      let count = min(valueCount - done, Self.chunkByteCount / width)
      if bytes.count != count * width { bytes = [UInt8](repeating: 0, count: count * width) }
      try readBytes(at: start + Int64(done * width))
      for place in 0..<count {
        let value = width == 2 ? int16(at: 2 * place) : int32(at: 4 * place)
        block[done + place] = value
        if value <= rails.lowerBound || value >= rails.upperBound { isClipped = true }
      }
      done += count
    }
    return isClipped
  }

  private mutating func readBytes(at offset: Int64) throws(RecordingError) {
    let file = file
    var span = bytes.mutableSpan
    let found = try file.read(into: &span, at: offset)
    guard found == bytes.count else {
      throw RecordingError(
        .unreadable, file: recording.dataPath, field: "byte \(offset)",
        found: "\(found) bytes", expected: "\(bytes.count): the file became shorter while read")
    }
  }

  private func int16(at place: Int) -> Int32 {
    Int32(Int16(truncatingIfNeeded: UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8))
  }

  private func int32(at place: Int) -> Int32 {
    let low = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8
    let high = UInt32(bytes[place + 2]) | UInt32(bytes[place + 3]) << 8
    return Int32(truncatingIfNeeded: low | high << 16)
  }
}
