import DetectorCore

/// Traces that lie back to back in a file, each a record of the same length: bytes in front, then samples.
package struct TraceRecords: Equatable, Sendable {
  /// Byte at which the first record starts.
  package var start: Int64
  /// Bytes in front of the samples of every record.
  package var leadByteCount: Int
  /// Samples in a trace.
  package var samples: Int
  /// How a sample lies there.
  package var coding: SampleCoding
  /// Most traces that the file says it holds; nil where its size alone counts them.
  package var limit: Int64?

  /// Lays out records.
  package init(
    start: Int64, leadByteCount: Int, samples: Int, coding: SampleCoding, limit: Int64? = nil
  ) {
    self.start = start
    self.leadByteCount = leadByteCount
    self.samples = samples
    self.coding = coding
    self.limit = limit
  }

  /// Bytes of a record.
  package var byteCount: Int { leadByteCount + samples * coding.byteCount }

  /// Where a record starts.
  package func offset(trace: Int64) -> Int64 { start + trace * Int64(byteCount) }

  /// Whole traces in a file of `fileByteCount` bytes.
  package func traceCount(fileByteCount: Int64) -> Int64 {
    let whole = max(0, fileByteCount - start) / Int64(byteCount)
    return min(whole, limit ?? .max)
  }

  /// Bytes behind the last whole trace of a file of `fileByteCount` bytes.
  package func tail(fileByteCount: Int64) -> Int64 {
    max(0, fileByteCount - offset(trace: traceCount(fileByteCount: fileByteCount)))
  }

  /// Traces that a look at the file takes: the first 64 and up to 64 more, evenly over the rest.
  package static func sampled(of traceCount: Int64) -> [Int64] {
    guard traceCount > 128 else { return (0..<max(0, traceCount)).map { $0 } }
    let rest = traceCount - 64
    return (0..<64).map { Int64($0) } + (1...64).map { 63 + rest * Int64($0) / 64 }
  }

  /// Refuses a shape that is none, and notes the bytes that are left over.
  package func judge(
    fileByteCount: Int64?, field: String, notes: inout ReaderNotes
  ) throws(RecordingError) {
    try Self.check(samples: Int64(samples), field: field, notes: notes)
    guard let fileByteCount else { return }
    try notes.require(
      traceCount(fileByteCount: fileByteCount) > 0, field: "size", found: "\(fileByteCount) bytes",
      expected: "at least one trace of \(byteCount) bytes from byte \(start) on",
      advice: "a whole copy of the file")
    let tail = tail(fileByteCount: fileByteCount)
    if tail > 0 {
      notes.warn(
        field: "size", found: "\(fileByteCount) bytes, \(tail) behind the last whole trace",
        assumed: "they are left out")
    }
  }

  /// Refuses a number of samples that no trace can have.
  package static func check(
    samples: Int64, field: String, notes: ReaderNotes
  ) throws(RecordingError) {
    let most = Int64(RadarDescription.maximumSamplesPerTrace)
    try notes.require(
      (2...most).contains(samples), field: field, found: "\(samples) samples in a trace",
      expected: "2 to \(most)", advice: "the header that belongs to this file")
  }
}
