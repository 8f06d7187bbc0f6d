/// The chunks in front of the samples of a WAV (RIFF): what they are, and where they lie.
struct WaveHeader: Equatable {
  /// Chunks in front of the samples at most.
  static let maximumChunks = 256
  /// Sizes by which recorders say that they never came to write the right one.
  static let openSizes: Set<UInt32> = [0, .max]

  /// Samples a second in each channel.
  let sampleRateHz: Int64
  /// Channels, 1 or 2.
  let channels: Int
  /// Bits of a sample: 16, 24 or 32.
  let bits: Int
  /// Byte at which samples begin.
  let start: Int64
  /// Bytes of samples; nil for a pipe whose size was left open.
  let byteCount: Int64?

  /// Bytes of one sample of every channel.
  var blockByteCount: Int { channels * bits / 8 }
  /// Samples of every channel; nil where it is not known.
  var sampleCount: Int64? { byteCount.map { $0 / Int64(blockByteCount) } }
  /// The largest count that a sample reaches, and one.
  var fullScale: Double { Double(sign: .plus, exponent: bits - 1, significand: 1) }

  /// Walks through the chunks; refuses what is not plain PCM and sizes that contradict each other.
  init(_ source: ByteSource, notes: inout ReaderNotes) throws(RecordingError) {
    let first = try source.bytes(at: 0, count: 12)
    try notes.require(
      first.count == 12 && Self.isPlausible(first), field: "byte 0",
      found: first.count < 12 ? "\(first.count) bytes" : "another start",
      expected: "RIFF and WAVE", advice: "a whole copy of the file")
    let riff = first.littleUInt32(at: 4)
    if let size = source.byteCount, !Self.openSizes.contains(riff), Int64(riff) + 8 != size {
      notes.warn(
        field: "RIFF size (byte 4)", found: "\(riff), where the file has \(size - 8)",
        assumed: "the sizes of the chunks are held against the file instead")
    }
    var format: [UInt8]?
    var offset: Int64 = 12
    for _ in 0..<Self.maximumChunks {
      let head = try source.bytes(at: offset, count: 8)
      try notes.require(
        head.count == 8, field: "chunk at byte \(offset)", found: "the end of the file",
        expected: "a chunk \(format == nil ? "fmt" : "data")", advice: "a whole copy of the file")
      let name = String(
        decoding: head[0..<4].map { (32...126).contains($0) ? $0 : 63 }, as: UTF8.self)
      let size = head.littleUInt32(at: 4)
      if name == "data" {
        guard let format else { break }
        let figures = try Self.figures(format, notes: notes)
        (sampleRateHz, channels, bits) = (figures.rate, figures.channels, figures.bits)
        start = offset + 8
        byteCount = try Self.dataByteCount(
          size, start: offset + 8, source: source, block: figures.channels * figures.bits / 8,
          notes: &notes)
        return
      }
      try Self.check(name, size: size, at: offset, source: source, notes: notes)
      try notes.require(
        name != "fmt " || size >= 16, field: "chunk fmt", found: "\(size) bytes",
        expected: "at least 16")
      if name == "fmt " { format = try source.bytes(at: offset + 8, count: Int(min(size, 64))) }
      offset += 8 + Int64(size) + Int64(size & 1)
      source.discard(before: offset)
    }
    throw notes.refusal(
      field: "chunks", found: format == nil ? "no fmt before data" : "no data",
      expected: "fmt and data among the first \(Self.maximumChunks)",
      advice: "writing it again as a plain WAV")
  }

  /// Whether the first bytes are those of a WAV.
  static func isPlausible(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 12 && bytes[0..<4].elementsEqual("RIFF".utf8)
      && bytes[8..<12].elementsEqual("WAVE".utf8)
  }

  /// Refuses a chunk that ends behind the file.
  private static func check(
    _ name: String, size: UInt32, at offset: Int64, source: ByteSource, notes: ReaderNotes
  ) throws(RecordingError) {
    let most = source.byteCount.map { $0 - offset - 8 } ?? Int64(ByteSource.windowLimit / 2)
    try notes.require(
      Int64(size) <= most, field: "chunk \"\(name)\" at byte \(offset)", found: "\(size) bytes",
      expected: "at most \(max(most, 0)), which are left", advice: "a whole copy of the file")
  }

  private static func figures(
    _ format: [UInt8], notes: ReaderNotes
  ) throws(RecordingError) -> (rate: Int64, channels: Int, bits: Int) {
    var code = format.littleUInt16(at: 0)
    if code == 0xFFFE && format.count >= 40 { code = format.littleUInt16(at: 24) }
    let names: [UInt16: String] = [
      2: "ADPCM", 3: "floats", 6: "A-law", 7: "µ-law", 17: "ADPCM", 0x55: "MP3",
    ]
    try notes.require(
      code == 1, field: "format code (fmt)",
      found: "\(code)\(names[code].map { " (\($0))" } ?? "")",
      expected: "1, which is PCM", advice: "writing it again as PCM of 16, 24 or 32 bits")
    let channels = Int(format.littleUInt16(at: 2))
    let bits = Int(format.littleUInt16(at: 14))
    let rate = Int64(format.littleUInt32(at: 4))
    try notes.require(
      bits == 16 || bits == 24 || bits == 32, field: "bits (fmt)", found: "\(bits)",
      expected: "16, 24 or 32", advice: "a recording with at least 16 bits")
    try notes.require(
      channels == 1 || channels == 2, field: "channels (fmt)", found: "\(channels)",
      expected: "1 or 2", advice: "writing the channel of the coil alone")
    try notes.require(
      (1_000...100_000_000).contains(rate), field: "sample rate (fmt)", found: "\(rate)",
      expected: "1000 to 100000000 a second")
    let block = channels * bits / 8
    let stated = (Int(format.littleUInt16(at: 12)), Int64(format.littleUInt32(at: 8)))
    try notes.require(
      stated.0 == block && stated.1 == rate * Int64(block), field: "block and byte rate (fmt)",
      found: "\(stated.0) bytes and \(stated.1) a second",
      expected: "\(block) and \(rate * Int64(block)), as channels, bits and rate make them",
      advice: "a whole copy of the file")
    return (rate, channels, bits)
  }

  private static func dataByteCount(
    _ size: UInt32, start: Int64, source: ByteSource, block: Int, notes: inout ReaderNotes
  ) throws(RecordingError) -> Int64? {
    let left = source.byteCount.map { $0 - start }
    if openSizes.contains(size) {
      notes.warn(
        field: "data size", found: "\(size), left open by the recorder",
        assumed: "samples go on to the end of the file")
      return left
    }
    if let left {
      try notes.require(
        Int64(size) <= left, field: "data size", found: "\(size) bytes, where \(left) are left",
        expected: "as many as there are",
        advice: "a whole copy, or an audio program that writes what is there as a new file")
    }
    try notes.require(
      Int(size) % block == 0, field: "data size", found: "\(size) bytes",
      expected: "a multiple of \(block), the bytes of one sample of every channel")
    try judgeRest(source, from: start + Int64(size) + Int64(size & 1), notes: &notes)
    return Int64(size)
  }

  /// Warns of what stands behind the samples and is no chunk: the size may be too small.
  private static func judgeRest(
    _ source: ByteSource, from offset: Int64, notes: inout ReaderNotes
  ) throws(RecordingError) {
    guard let end = source.byteCount, end > offset else { return }
    let head = try source.bytes(at: offset, count: 8)
    let isNamed = head.count == 8 && head[0..<4].allSatisfy { (32...126).contains($0) }
    guard !isNamed || Int64(head.littleUInt32(at: 4)) > end - offset - 8 else { return }
    notes.warn(
      field: "data size", found: "\(end - offset) bytes behind the samples that are no chunk",
      assumed: "they are left out")
  }
}
