public import DetectorCore

/// One frame on its way from a file into a block.
package struct CoilFrame: Equatable {
  /// The coil's numbers.
  package var values: [Int32]
  /// The frame's number, from 0; lost ones count.
  package var sequence: Int64
  /// Whether a sample under it stood at a rail.
  package var isClipped = false
  /// x, y, height, quality; empty without a track.
  package var track: [Int32] = []
  /// Current, temperature, battery, flags; empty without housekeeping.
  package var housekeeping: [Int32] = []
}

/// What reads the frames of one format, one after the other.
package protocol CoilFrameReader {
  /// The next frame, nil after the last.
  mutating func next() throws(RecordingError) -> CoilFrame?
  /// Starts at the first frame again.
  mutating func restart() throws(RecordingError)
  /// Whether bytes of a part frame were left over at the end.
  var hasTail: Bool { get }
  /// Warnings that arose while reading.
  var lateWarnings: [RecordingWarning] { get }
}

/// A coil's recording of any format, as blocks of frames.
public struct CoilRecording: InductionFile {
  /// Short name of the format.
  public let formatName: String
  /// The file as the caller named it.
  public let path: String
  /// What the numbers of a frame are.
  public let shape: InductionShape
  /// What the file and the person say.
  public let facts: [RecordingFact]
  /// Track and housekeeping of the frames that were read last.
  public private(set) var sides = InductionSides()
  /// What a person should know.
  public var warnings: [RecordingWarning] { opened + reader.lateWarnings }

  private let opened: [RecordingWarning]
  private let isStream: Bool
  private var reader: any CoilFrameReader
  private var held: CoilFrame?
  private var hasEnded = false
  private var index: Int64 = 0
  private var sequence: Int64 = 0

  /// Streams what an opening has settled.
  package init(
    formatName: String, source: ByteSource, shape: InductionShape, notes: ReaderNotes,
    reader: any CoilFrameReader
  ) {
    self.formatName = formatName
    path = source.name
    isStream = source.isStream
    self.shape = shape
    facts = notes.facts
    opened = notes.warnings
    self.reader = reader
  }

  /// Fills `block` with whole frames; it spans neither a gap nor a change between clipped and not.
  public mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    let width = shape.valuesPerFrame
    precondition(block.count >= width, "a block holds at least one whole frame")
    sides = InductionSides()
    var header = BlockHeader(count: 0, index: index, sequence: sequence)
    var isClipped = false
    while (header.count + 1) * width <= block.count, let frame = try take() {
      if header.count == 0 {
        header.sequence = frame.sequence
        isClipped = frame.isClipped
      } else if frame.sequence != header.sequence + Int64(header.count)
        || frame.isClipped != isClipped
      {
        held = frame
        break
      }
      for place in 0..<width { block[header.count * width + place] = frame.values[place] }
      sides.track += frame.track
      sides.housekeeping += frame.housekeeping
      header.count += 1
    }
    guard header.count > 0 else {
      return BlockHeader(
        count: 0, index: index, sequence: sequence, flags: reader.hasTail ? .shortTail : [])
    }
    if isClipped { header.flags.insert(.clipped) }
    index += Int64(header.count)
    sequence = header.sequence + Int64(header.count)
    return header
  }

  /// The first frame of the next block is the first frame of the file again.
  public mutating func rewind() throws(RecordingError) {
    guard !isStream else {
      throw RecordingError(
        .refused, file: path, field: "rewind", found: "a pipe", expected: "a file",
        advice: "saving the stream to a file first")
    }
    try reader.restart()
    (held, hasEnded, index, sequence) = (nil, false, 0, 0)
  }

  private mutating func take() throws(RecordingError) -> CoilFrame? {
    if let frame = held {
      held = nil
      return frame
    }
    // What has come to its end is not asked again: a pipe cannot go back to look.
    guard !hasEnded, let frame = try reader.next() else {
      hasEnded = true
      return nil
    }
    return frame
  }
}
