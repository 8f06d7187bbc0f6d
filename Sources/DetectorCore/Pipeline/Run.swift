/// Runs a stream through the radar chain: source in, levels and events out, to the end.
///
/// `block` is the caller's storage; it holds at least one trace. The chain gives the same bits for
/// every size of it. A failure of either edge ends the run at once and says which edge it was; what
/// had been emitted stays emitted.
public func run<Source: SampleSource & ~Copyable, Sink: EventSink & ~Copyable, let capacity: Int>(
  _ source: inout Source, _ pipeline: inout RadarPipeline<capacity>, _ sink: inout Sink,
  block: inout MutableSpan<Int32>
) throws(RunFailure<Source.Failure, Sink.Failure>) where Source.Sample == Int32 {
  while true {
    let header: BlockHeader
    do throws(Source.Failure) {
      header = try source.read(into: &block)
    } catch {
      throw .source(error)
    }
    do throws(Sink.Failure) {
      // A header that ends the stream may still carry what was wrong at its end.
      try pipeline.process(block.span, header: header, into: &sink)
      guard header.count == 0 else { continue }
      try pipeline.finish(into: &sink)
      return
    } catch {
      throw .sink(error)
    }
  }
}

/// Which edge of a run failed.
public enum RunFailure<Source: Error, Sink: Error>: Error {
  /// The source, while it was read.
  case source(Source)
  /// The sink, while it took a level or an event.
  case sink(Sink)
}
