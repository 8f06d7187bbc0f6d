public import DetectorCore
import Journal

/// The frames of a pulse-induction recording, one after the other.
public struct SigMFInductionStream: SampleSource {
  /// What can go wrong in the world outside.
  public typealias Failure = RecordingError

  /// What the front end says of itself.
  public let description: InductionDescription
  /// Frames a second, millionths.
  public let rateMicrohertz: Int64
  private var samples: SigMFSamples

  /// The recording that is read.
  public var recording: SigMFRecording { samples.recording }
  /// Gates in one frame, the earth-field gate included.
  public var gateCount: Int { samples.channelCount }
  /// Whole frames.
  public var frameCount: Int64 { recording.sampleCount }

  /// Opens the pulse-induction stream of a collection, or one stream by its name.
  public init(opening path: String) throws(RecordingError) {
    let collection = try SigMFCollection(opening: path)
    guard let stream = collection.induction else {
      throw .missing(stream: "pulse_induction", in: collection)
    }
    try self.init(stream)
  }

  /// Reads the frames of an opened recording.
  public init(_ recording: SigMFRecording) throws(RecordingError) {
    guard case .pulseInduction(let induction) = recording.global.stream.contents else {
      throw .sensor(of: recording, expected: "pulse_induction")
    }
    description = induction
    rateMicrohertz = recording.global.stream.rateMicrohertz
    samples = try SigMFSamples(recording)
  }

  /// Fills `block` with whole frames, gate after gate; the block never spans a gap.
  public mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    try samples.read(into: &block)
  }

  /// The next block starts at the first frame again.
  public mutating func rewind() { samples.rewind() }
}

extension RecordingError {
  /// A collection that lacks the stream that was asked for.
  static func missing(stream: String, in collection: SigMFCollection) -> RecordingError {
    let found = collection.streams.map { $0.global.stream.contents.sensorName.description }
    return RecordingError(
      .refused, file: collection.path, field: "streams",
      found: found.joined(separator: ", "), expected: "a stream of \(stream)")
  }

  /// A recording of another sensor than the one that was asked for.
  static func sensor(of recording: SigMFRecording, expected: String) -> RecordingError {
    RecordingError(
      .refused, file: recording.metaPath, field: "global sapper:sensor",
      found: recording.global.stream.contents.sensorName.description, expected: expected)
  }
}
