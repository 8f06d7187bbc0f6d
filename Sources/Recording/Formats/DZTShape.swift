/// How the scans of a DZT file lie in it: the one thing that must never be guessed in silence.
package struct DZTShape: Equatable {
  /// Fewest samples a scan may have: two of them are a counter and a mark word.
  package static let minimumSamples = 16
  /// Most samples a scan may have.
  package static let maximumSamples = 4_096
  /// Most channels an instrument of this make has, with room.
  package static let maximumChannels = 64

  /// First byte of the first scan.
  package var dataStart: Int64
  /// Samples in a scan of one channel.
  package var samples: Int
  /// Bytes of a sample: 1, 2 or 4.
  package var width: Int
  /// Channels, one after the other inside a scan.
  package var channels: Int

  /// Bytes of a scan with all its channels.
  package var scanByteCount: Int { samples * width * channels }
  /// First byte of the counter of channel `channel` in scan `scan`.
  package func offset(scan: Int64, channel: Int = 0) -> Int64 {
    dataStart + scan * Int64(scanByteCount) + Int64(channel * samples * width)
  }
  /// In words, for messages.
  package var text: String {
    let ofChannels = channels == 1 ? "1 channel" : "\(channels) channels"
    return "\(samples) samples of \(width * 8) bits in \(ofChannels) from byte \(dataStart)"
  }

  /// Takes a shape as it is.
  package init(dataStart: Int64, samples: Int, width: Int, channels: Int) {
    self.dataStart = dataStart
    self.samples = samples
    self.width = width
    self.channels = channels
  }

  /// Takes the shape from a header; refuses what cannot be a shape.
  package init(header: DZTHeader, notes: inout ReaderNotes) throws(RecordingError) {
    let channels = max(1, Int(header.channels))
    let samples = Int(header.samples)
    try notes.require(
      (Self.minimumSamples...Self.maximumSamples).contains(samples),
      field: "samples per scan (byte 4)", found: "\(samples)",
      expected: "\(Self.minimumSamples) to \(Self.maximumSamples)")
    try notes.require(
      [8, 16, 32].contains(header.bits), field: "bits (byte 6)", found: "\(header.bits)",
      expected: "8, 16 or 32")
    try notes.require(
      channels <= Self.maximumChannels, field: "channels (byte 52)", found: "\(channels)",
      expected: "1 to \(Self.maximumChannels)")
    let headerEnd = Int64(DZTHeader.byteCount * channels)
    let offset = Int64(header.data)
    let start = offset < 1_024 ? offset * 1_024 : headerEnd
    try notes.require(
      start >= headerEnd, field: "data (byte 2)",
      found: "\(offset), so that the data would start at byte \(start)",
      expected: "at least byte \(headerEnd), after \(channels) header blocks of 1024 bytes")
    if offset > 1_024 && offset != headerEnd {
      notes.warn(
        field: "data (byte 2)", found: "\(offset)",
        assumed: "an offset from 1024 on means after the header, so the data start at byte \(start)"
      )
    }
    self.init(
      dataStart: start, samples: samples, width: Int(header.bits) / 8, channels: channels)
  }

  /// Whether bytes of a part scan are left over at the end of a file.
  package func hasTail(byteCount: Int64?) -> Bool {
    guard let byteCount else { return false }
    return (byteCount - dataStart) % Int64(scanByteCount) > 0
  }

  /// Whole scans in a file of `byteCount` bytes; refuses a file without any, warns of a short tail.
  package func traceCount(
    byteCount: Int64, notes: inout ReaderNotes
  ) throws(RecordingError) -> Int64 {
    try notes.require(
      dataStart < byteCount, field: "data (byte 2)",
      found: "the data start at byte \(dataStart) of a file of \(byteCount) bytes",
      expected: "data inside the file")
    let count = (byteCount - dataStart) / Int64(scanByteCount)
    try notes.require(
      count > 0, field: "size",
      found: "\(byteCount - dataStart) bytes of data, a scan takes \(scanByteCount) (\(text))",
      expected: "at least one whole scan")
    let tail = (byteCount - dataStart) % Int64(scanByteCount)
    if tail > 0 {
      notes.warn(
        field: "size", found: "\(tail) bytes after the last whole scan of \(scanByteCount)",
        assumed: "the file was cut short; \(count) whole traces are read")
    }
    return count
  }
}
