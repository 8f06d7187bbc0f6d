import DetectorCore
import Recording

/// The run of a radar file through the chain: block by block, to the end.
struct Replay {
  /// Traces in a block at the most; the result does not depend on it.
  var blockTraces = Replay.defaultBlockTraces

  /// Traces in a block when nothing is said.
  static let defaultBlockTraces = 64
  /// Traces in a block at the most: 4,096 of 4,096 samples are 64 MiB.
  static let maximumBlockTraces = 4_096

  /// Reads `source` to its end, gives each block to the chain, and what leaves it to `sink`.
  ///
  /// `arrived` is called with each block before it is processed, which is where an edge keeps its
  /// clock, its bar and its picture.
  func run<Sink: EventSink & ~Copyable>(
    source: inout any RadarFile, engine: any RadarEngine, into sink: inout Sink,
    arrived: (Span<Int32>, BlockHeader) -> Void
  ) throws(RecordingError) where Sink.Failure == RecordingError {
    let samples = Int(engine.settings.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: samples * blockTraces)
    while true {
      let header = try fill(&block, from: &source)
      if header.count == 0 {
        // An end that carries a flag, such as a part of a trace, is something the chain reports.
        if !header.flags.isEmpty {
          try engine.process(block.span.extracting(0..<0), header: header, into: &sink)
        }
        return try engine.finish(into: &sink)
      }
      let traces = block.span.extracting(0..<(header.count * samples))
      arrived(traces, header)
      try engine.process(traces, header: header, into: &sink)
    }
  }

  private func fill(
    _ block: inout [Int32], from source: inout any RadarFile
  ) throws(RecordingError) -> BlockHeader {
    var span = block.mutableSpan
    let header = try source.read(into: &span)
    precondition(
      header.count >= 0 && header.count <= blockTraces, "a reader gave more than fits the block")
    return header
  }
}
