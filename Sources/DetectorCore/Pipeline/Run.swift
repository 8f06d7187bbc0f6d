/// Runs a source through a pipeline: inputs in, levels and events out, to the end.
///
/// The source is one stream, or several merged by device time. `block` is the caller's storage; it holds
/// at least one frame or trace of each stream. The pipeline gives the same bits for every size of it. A
/// failure of either edge ends the run at once and says which edge it was; what had been emitted stays
/// emitted. `arrived` sees each input before the pipeline does, with the samples that came with it.
public func run<
  Source: InputSource & ~Copyable, Chain: Pipeline & ~Copyable, Sink: EventSink & ~Copyable
>(
  _ source: inout Source, _ pipeline: inout Chain, _ sink: inout Sink,
  block: inout MutableSpan<Int32>, arrived: (Input, Span<Int32>) -> Void = { _, _ in }
) throws(RunFailure<Source.Failure, Sink.Failure>) {
  while try step(&source, &pipeline, &sink, block: &block, arrived: arrived) {}
}

/// One step of a run: the next input of the source; false at the end, once the pipeline has finished.
///
/// For whoever looks at the pipeline between two inputs, or has something else to do there.
public func step<
  Source: InputSource & ~Copyable, Chain: Pipeline & ~Copyable, Sink: EventSink & ~Copyable
>(
  _ source: inout Source, _ pipeline: inout Chain, _ sink: inout Sink,
  block: inout MutableSpan<Int32>, arrived: (Input, Span<Int32>) -> Void = { _, _ in }
) throws(RunFailure<Source.Failure, Sink.Failure>) -> Bool {
  let input: Input
  do throws(Source.Failure) {
    input = try source.readInput(into: &block)
  } catch {
    throw .source(error)
  }
  arrived(input, block.span)
  do throws(Sink.Failure) {
    return try feed(input, block.span, to: &pipeline, into: &sink)
  } catch {
    throw .sink(error)
  }
}

/// Feeds a pipeline one input, for whoever has no source that can be asked; false after the end.
public func feed<Chain: Pipeline & ~Copyable, Sink: EventSink & ~Copyable>(
  _ input: Input, _ samples: Span<Int32>, to pipeline: inout Chain, into sink: inout Sink
) throws(Sink.Failure) -> Bool {
  switch input {
  case .samples(let header):
    try pipeline.process(samples, header: header, into: &sink)
  case .point(let point, let time):
    try pipeline.take(point, timeMicroseconds: time, into: &sink)
  case .state(let state):
    try pipeline.take(state, into: &sink)
  case .balance(let orders, let sequence):
    try pipeline.carryOut(orders, before: sequence, into: &sink)
  case .end(let header):
    // The end may still carry what was wrong there.
    if !header.flags.isEmpty { try pipeline.process(samples, header: header, into: &sink) }
    try pipeline.finish(into: &sink)
    return false
  }
  return true
}

/// Which edge of a run failed.
public enum RunFailure<Source: Error, Sink: Error>: Error {
  /// The source, while it was read.
  case source(Source)
  /// The sink, while it took a level or an event.
  case sink(Sink)
}

extension RunFailure where Source == Sink {
  /// What failed, where both edges fail alike.
  public var error: Source {
    switch self {
    case .source(let error), .sink(let error): error
    }
  }
}
