import DetectorCore
import Journal

/// Writes a recording from an opened radar file of any format.
public enum SigMFImport {
  /// Numbers in one block at the most.
  private static let blockCount = 1 << 16

  /// Copies the channel that `file` gives into the collection `path`, from its first trace to its last.
  ///
  /// Gaps become captures, marks and annotations become annotations, positions become satellite fixes.
  /// Samples take 16 bits where the converter's rails fit them, else 32. `progress` is told the traces
  /// done and the traces of the file. What was begun is removed when it cannot be finished.
  public static func write(
    from file: inout any RadarFile, to path: String,
    progress: (_ done: Int64, _ total: Int64?) -> Void = { _, _ in }
  ) throws(RecordingError) {
    var stream = SigMFStream(StreamDescription(radar: file.description))
    stream.about = origin(of: file)
    var writer = try SigMFWriter(path: path, streams: [stream], syncInterval: 1 << 20)
    do throws(RecordingError) {
      try copy(from: &file, to: &writer, rate: stream.description.rateMicrohertz, progress)
    } catch {
      try? writer.abandon()
      throw error
    }
    try writer.close()
  }

  /// A sentence on where the samples came from.
  private static func origin(of file: any RadarFile) -> String {
    let channel =
      file.channelCount > 1 ? ", channel \(file.channel + 1) of \(file.channelCount)" : ""
    return "imported from \(Storage.name(of: file.path)) (\(file.formatName)\(channel))"
  }

  private static func copy(
    from file: inout any RadarFile, to writer: inout SigMFWriter, rate: Int64,
    _ progress: (Int64, Int64?) -> Void
  ) throws(RecordingError) {
    // The writer has checked that a trace has a sample.
    let samples = Int(file.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: max(blockCount / samples, 1) * samples)
    var captures: [SigMFCapture] = []
    var done: Int64 = 0
    while true {
      var span = block.mutableSpan
      let header = try file.read(into: &span)
      if header.count == 0 { break }
      if captures.last.map({ $0.globalIndex + done - $0.sampleStart }) != header.sequence {
        captures.append(SigMFCapture(sampleStart: done, globalIndex: header.sequence))
      }
      try writer.append(block.span, header: header)
      done += Int64(header.count)
      progress(done, file.traceCount)
    }
    for mark in file.marks where mark.trace < done {
      writer.annotate(
        RecordingAnnotation(
          sampleStart: mark.trace, sampleCount: 1, kind: .mark, label: mark.label))
    }
    for annotation in file.annotations { writer.annotate(annotation) }
    for position in file.positions where position.trace < done {
      let capture = captures.last { $0.sampleStart <= position.trace }
      let frame = position.trace + (capture.map { $0.globalIndex - $0.sampleStart } ?? 0)
      try writer.append(
        position, frame: frame,
        timeMicroseconds: SigMFOpenStream.microseconds(of: frame, rateMicrohertz: rate))
    }
  }
}
