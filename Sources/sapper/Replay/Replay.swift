import DetectorCore
import Recording

/// A run on the host: any source through any pipeline, block by block, to the end.
struct Replay {
  /// Frames or traces in a block at the most; the result does not depend on it.
  var blockTraces = Replay.defaultBlockTraces

  /// Traces in a block when nothing is said.
  static let defaultBlockTraces = 64
  /// Traces in a block at the most: 4,096 of 4,096 samples are 64 MiB.
  static let maximumBlockTraces = 4_096

  /// Runs `source`, whose widest sample has so many numbers, to its end.
  ///
  /// `arrived` is called with each input before it is processed, which is where an edge keeps its
  /// clock, its bar and its picture; the samples are those of a block and no more.
  func run<Source: InputSource, Chain: Pipeline, Sink: EventSink & ~Copyable>(
    _ source: inout Source, _ chain: inout Chain, into sink: inout Sink, width: Int,
    arrived: (Input, Span<Int32>) -> Void = { _, _ in }
  ) throws(RecordingError)
  where Source.Failure == RecordingError, Sink.Failure == RecordingError {
    var storage = [Int32](repeating: 0, count: width * blockTraces)
    var block = storage.mutableSpan
    do throws(RunFailure<RecordingError, RecordingError>) {
      try DetectorCore.run(&source, &chain, &sink, block: &block, arrived: arrived)
    } catch {
      throw error.error
    }
  }
}
