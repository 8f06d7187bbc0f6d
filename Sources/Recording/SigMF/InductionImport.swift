import DetectorCore
import Journal

/// Writes a SigMF recording from a coil's recording of any format.
public enum InductionImport {
  /// What went by.
  public struct Totals: Equatable, Sendable {
    /// Frames that were written.
    public var frames: Int64 = 0
    /// Frames that were lost, in `gaps` gaps.
    public var lost: Int64 = 0
    /// Gaps.
    public var gaps: Int64 = 0
    /// Frames with a sample at a rail.
    public var clipped: Int64 = 0
    /// Whether a part of a frame was left over at the end.
    public var hasTail = false
  }

  /// Frames in one block.
  private static let blockFrames = 1_024

  /// Copies `file` into the collection `path`: the coil's stream, then track and housekeeping.
  ///
  /// Gaps become captures; frames with a sample at a rail become annotations of a fault. What was begun
  /// is removed when it cannot be finished.
  public static func write(
    from file: inout any InductionFile, to path: String,
    progress: (_ done: Int64) -> Void = { _ in }
  ) throws(RecordingError) -> Totals {
    let shape = file.shape
    var streams = [stream(shape.contents, values: shape.valuesPerFrame, of: file)]
    if shape.hasTrack { streams.append(stream(.track(nil), values: 4, of: file)) }
    if shape.hasHousekeeping { streams.append(stream(.housekeeping, values: 4, of: file)) }
    var writer = try SigMFWriter(path: path, streams: streams, syncInterval: 1 << 20)
    var totals = Totals()
    do throws(RecordingError) {
      totals = try copy(from: &file, to: &writer, progress)
      guard totals.frames > 0 else {
        throw RecordingError(
          .refused, file: file.path, field: "frames", found: "none that is whole",
          expected: "at least one", advice: "looking at what was said of it with sapper inspect")
      }
    } catch {
      try? writer.abandon()
      throw error
    }
    try writer.close()
    return totals
  }

  private static func stream(
    _ contents: StreamDescription.Contents, values: Int, of file: any InductionFile
  ) -> SigMFStream {
    var stream = SigMFStream(
      StreamDescription(
        contents: contents, sampleType: .int32, channelCount: Int32(clamping: values),
        rateMicrohertz: file.shape.rateMicrohertz))
    stream.about = "imported from \(Storage.name(of: file.path)) (\(file.formatName))"
    return stream
  }

  private static func copy(
    from file: inout any InductionFile, to writer: inout SigMFWriter,
    _ progress: (Int64) -> Void
  ) throws(RecordingError) -> Totals {
    let shape = file.shape
    var block = [Int32](repeating: 0, count: shape.valuesPerFrame * blockFrames)
    var totals = Totals()
    var expected: Int64 = 0
    while true {
      var span = block.mutableSpan
      let header = try file.read(into: &span)
      guard header.count > 0 else {
        totals.hasTail = header.flags.contains(.shortTail)
        return totals
      }
      if header.sequence > expected {
        totals.lost += header.sequence - expected
        totals.gaps += 1
      }
      expected = header.sequence + Int64(header.count)
      try writer.append(block.span, header: header)
      let sides = file.sides
      if shape.hasTrack { try writer.append(sides.track.span, header: header, to: 1) }
      if shape.hasHousekeeping {
        try writer.append(
          sides.housekeeping.span, header: header, to: shape.hasTrack ? 2 : 1)
      }
      if header.flags.contains(.clipped) {
        totals.clipped += Int64(header.count)
        writer.annotate(
          RecordingAnnotation(
            sampleStart: header.index, sampleCount: Int64(header.count), kind: .fault,
            label: "saturated"))
      }
      totals.frames += Int64(header.count)
      progress(totals.frames)
    }
  }
}

extension InductionShape {
  /// The same as a stream of a recording says it.
  var contents: StreamDescription.Contents {
    switch sensor {
    case .pulseInduction(let description): return .pulseInduction(description)
    case .inductionBalance(let frequencies):
      var balance = BalanceDescription()
      if frequencies.allSatisfy({ $0 > 0 }) {
        for frequency in frequencies { balance.append(millihertz: frequency) }
      }
      return .inductionBalance(balance)
    }
  }
}
