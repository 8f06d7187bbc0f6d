public import DetectorCore
import Journal

/// A stream of four columns, the track or the housekeeping, one row after the other.
public struct SigMFColumnStream: SampleSource {
  /// What can go wrong in the world outside.
  public typealias Failure = RecordingError

  /// Numbers in one row.
  public static let columnCount = 4

  /// Rows a second, millionths.
  public let rateMicrohertz: Int64
  private var samples: SigMFSamples

  /// Rows in the file.
  public var rowCount: Int64 { samples.recording.sampleCount }

  /// Reads the rows of an opened track or housekeeping stream.
  public init(_ recording: SigMFRecording) throws(RecordingError) {
    switch recording.global.stream.contents {
    case .track, .housekeeping: break
    case .pulseInduction, .inductionBalance, .groundRadar:
      throw .sensor(of: recording, expected: "track or housekeeping")
    }
    rateMicrohertz = recording.global.stream.rateMicrohertz
    samples = try SigMFSamples(recording)
  }

  /// Fills `block` with whole rows; the block never spans a gap.
  public mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    try samples.read(into: &block)
  }
}
