public import DetectorCore
public import Journal

/// The frames of an induction balance, one after the other: I and Q of each frequency in turn.
public struct SigMFBalanceStream: SampleSource {
  /// What can go wrong in the world outside.
  public typealias Failure = RecordingError

  /// What the stream says of itself.
  public let description: BalanceDescription
  /// Frames a second, millionths.
  public let rateMicrohertz: Int64
  private var samples: SigMFSamples

  /// The recording that is read.
  public var recording: SigMFRecording { samples.recording }
  /// Numbers in one frame.
  public var valueCount: Int { samples.channelCount }
  /// Whole frames.
  public var frameCount: Int64 { recording.sampleCount }

  /// Opens the balance stream of a collection, or one stream by its name.
  public init(opening path: String) throws(RecordingError) {
    let collection = try SigMFCollection(opening: path)
    guard let stream = collection.balance else {
      throw .missing(stream: "induction_balance", in: collection)
    }
    try self.init(stream)
  }

  /// Reads the frames of an opened recording.
  public init(_ recording: SigMFRecording) throws(RecordingError) {
    guard case .inductionBalance(let balance) = recording.global.stream.contents else {
      throw .sensor(of: recording, expected: "induction_balance")
    }
    description = balance
    rateMicrohertz = recording.global.stream.rateMicrohertz
    samples = try SigMFSamples(recording)
  }

  /// Fills `block` with whole frames; the block never spans a gap.
  public mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    try samples.read(into: &block)
  }

  /// The next block starts at the first frame again.
  public mutating func rewind() { samples.rewind() }
}
