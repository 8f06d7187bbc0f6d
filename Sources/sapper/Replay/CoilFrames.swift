import DetectorCore
import Journal
import Recording

/// The frames of a coil: gate sums of a pulse induction, or I and Q of an induction balance.
struct CoilFrames: SampleSource {
  /// What can go wrong in the world outside.
  typealias Failure = RecordingError

  /// The recording that is read.
  let recording: SigMFRecording
  // One of them is there; they stand apart so that a read changes its stream in place.
  private var gates: SigMFInductionStream?
  private var phasors: SigMFBalanceStream?

  /// Reads the frames of an opened stream.
  init(_ stream: SigMFRecording) throws(RecordingError) {
    recording = stream
    if case .inductionBalance = stream.global.stream.contents {
      phasors = try SigMFBalanceStream(stream)
    } else {
      gates = try SigMFInductionStream(stream)
    }
  }

  /// Numbers in one frame.
  var valueCount: Int { Int(recording.global.stream.channelCount) }
  /// Frames a second, millionths.
  var rateMicrohertz: Int64 { recording.global.stream.rateMicrohertz }
  /// Whole frames.
  var frameCount: Int64 { recording.sampleCount }
  /// Whether they are those of a balance.
  var isBalance: Bool { phasors != nil }
  /// What a pulse induction says of itself; nil for a balance.
  var pulse: InductionDescription? { gates?.description }
  /// What a balance says of itself; nil for a pulse induction.
  var balance: BalanceDescription? { phasors?.description }

  /// Radius of the coil, micrometres; 0 when not said.
  var coilRadiusMicrometres: Int64 {
    pulse?.coilRadiusMicrometres ?? balance?.coilRadiusMicrometres ?? 0
  }

  /// Fills `block` with whole frames; the block never spans a gap.
  mutating func read(into block: inout MutableSpan<Int32>) throws(RecordingError) -> BlockHeader {
    if let header = try gates?.read(into: &block) { return header }
    if let header = try phasors?.read(into: &block) { return header }
    return .end(index: 0, sequence: 0)
  }
}
