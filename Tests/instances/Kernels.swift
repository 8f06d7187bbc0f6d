// Every generic kernel at a capacity: Embedded Swift compiles a generic only where it is used, so
// that without these the heap could hide in one. Tests/embedded builds this file on the core.

public import DetectorCore

/// Runs the filters and decimators over a block.
public func filter(
  _ h: Span<Int32>, _ x: Span<Int32>, _ y: inout MutableSpan<Int32>
) throws(FilterError) -> Int64 {
  var fir = try FIRFilter<Int32, 64>(coefficients: h)
  fir.process(x, into: &y)
  fir.reset()
  var decimator = try Decimator<Int32, 64>(coefficients: h, factor: 4)
  let count = decimator.process(x, into: &y)
  decimator.reset()
  let bound = decimator.outputBound(inputWithin: 9) + fir.outputBound(inputWithin: 7)
  return fir.isProvenBounded ? bound : fir.worstCaseGain + Int64(count)
}

/// Runs the filters and decimators over a block.
public func filter(
  _ h: Span<Int16>, _ x: Span<Int16>, _ y: inout MutableSpan<Int16>
) throws(FilterError) -> Int64 {
  var fir = try FIRFilter<Int16, 64>(coefficients: h)
  fir.process(x, into: &y)
  fir.reset()
  var decimator = try Decimator<Int16, 64>(coefficients: h, factor: 4)
  let count = decimator.process(x, into: &y)
  decimator.reset()
  let bound = decimator.outputBound(inputWithin: 9) + fir.outputBound(inputWithin: 7)
  return fir.isProvenBounded ? bound : fir.worstCaseGain + Int64(count)
}

/// Runs a cascade over a block.
public func cascade(
  _ sections: Span<BiquadSection<Int32>>, _ x: Span<Int32>, _ y: inout MutableSpan<Int32>
) throws(FilterError) -> Bool {
  var cascade = try BiquadCascade<Int32, 4>(sections: sections, postShift: 1)
  cascade.process(x, into: &y)
  cascade.reset()
  return cascade.isProvenBounded(inputWithin: 1 << 20)
}

/// Runs a cascade over a block.
public func cascade(
  _ sections: Span<BiquadSection<Int16>>, _ x: Span<Int16>, _ y: inout MutableSpan<Int16>
) throws(FilterError) -> Bool {
  var cascade = try BiquadCascade<Int16, 4>(sections: sections, postShift: 1)
  cascade.process(x, into: &y)
  cascade.reset()
  return cascade.isProvenBounded(inputWithin: 1 << 8)
}

/// Measures a block.
public func measure(_ x: Span<Int32>, _ y: Span<Int16>) -> Int64 {
  var power = Power<Int32>()
  var level = RootMeanSquare<Int32>()
  power.add(x)
  level.add(x)
  var power15 = Power<Int16>()
  var level15 = RootMeanSquare<Int16>()
  power15.add(y)
  level15.add(y)
  let sum = power.value &+ power15.value &+ Int64(level.value) &+ Int64(level15.value)
  power.reset()
  level.reset()
  let isBounded =
    Power<Int32>.isProvenBounded(count: x.count, inputWithin: 9)
    && RootMeanSquare<Int16>.isProvenBounded(count: y.count, inputWithin: 9)
  return isBounded ? sum : Int64(level15.count)
}

/// Runs the averages and the ring over a trace.
public func average(_ x: Span<Int32>, _ y: inout MutableSpan<Int32>) -> Int32 {
  var mean = MovingAverage<64>(length: 9)
  mean.process(x, into: &y)
  mean.reset()
  var traces = TraceAverage<512, 16>(length: 8)
  traces.process(x, into: &y)
  traces.reset()
  var ring = RingBuffer<Int32, 16>(repeating: 0)
  ring.push(mean.push(x[0]))
  let newest = ring[ring.count - 1]
  _ = ring.popFirst()
  ring.removeAll()
  return newest + Int32(traces.count)
}

/// A sink that counts.
public struct CountingSink: EventSink, ~Copyable {
  /// Levels and events taken.
  public var count = 0

  /// Makes a sink that has taken nothing.
  public init() {}

  /// Takes a level.
  public mutating func level(_ level: OperatorLevel) throws(Never) { count &+= 1 }

  /// Takes an event.
  public mutating func emit(_ event: DetectionEvent) throws(Never) { count &+= 1 }
}

/// Runs the radar chain at its smaller capacity; it stands still in memory.
public func radar512(
  _ pipeline: inout RadarPipeline<512>, _ traces: Span<Int32>, _ sink: inout CountingSink
) {
  pipeline.process(traces, header: BlockHeader(count: 1, index: 0, sequence: 0), into: &sink)
  pipeline.finish(into: &sink)
}

/// Runs the radar chain at its larger capacity.
public func radar4096(
  _ pipeline: inout RadarPipeline<4096>, _ traces: Span<Int32>, _ sink: inout CountingSink
) {
  pipeline.process(traces, header: BlockHeader(count: 1, index: 0, sequence: 0), into: &sink)
  pipeline.finish(into: &sink)
}

/// Makes a chain.
public func makeRadar(
  _ description: RadarDescription
) throws(RadarSettingsError) -> RadarPipeline<512> {
  RadarPipeline(settings: try RadarSettings(description: description))
}

/// A source of nothing.
public struct SilentSource: SampleSource {
  /// What can go wrong in the world outside.
  public typealias Failure = Never

  /// Makes a source.
  public init() {}

  /// Ends at once.
  public mutating func read(into block: inout MutableSpan<Int32>) throws(Never) -> BlockHeader {
    BlockHeader(count: 0, index: 0, sequence: 0)
  }
}

/// Runs a source through the chain.
public func runRadar(
  _ source: inout SilentSource, _ pipeline: inout RadarPipeline<512>, _ sink: inout CountingSink,
  _ block: inout MutableSpan<Int32>
) {
  do throws(RunFailure<Never, Never>) {
    try run(&source, &pipeline, &sink, block: &block)
  } catch {}
}

/// Runs the pulse-induction chain, and balances it on the ground.
public func induction(
  _ pipeline: inout InductionPipeline, _ frames: Span<Int32>, _ point: TrackPoint,
  _ sink: inout CountingSink
) -> GroundVerdict {
  pipeline.beginGroundBalance()
  pipeline.process(frames, header: BlockHeader(count: 1, index: 0, sequence: 0), into: &sink)
  pipeline.take(point, timeMicroseconds: 0, into: &sink)
  pipeline.take(
    HousekeepingSample(
      currentMicroamperes: 0, temperatureMillidegrees: 0, batteryMillivolts: 0, flags: .clear),
    into: &sink)
  pipeline.finish(into: &sink)
  return pipeline.endGroundBalance()
}

/// Makes a chain.
public func makeInduction(
  _ description: InductionDescription
) throws(InductionSettingsError) -> InductionPipeline {
  InductionPipeline(
    settings: try InductionSettings(description: description, rateMicrohertz: 250_000_000))
}

/// Runs the induction-balance chain.
public func balance(
  _ pipeline: inout BalancePipeline, _ frames: Span<Int32>, _ point: TrackPoint,
  _ sink: inout CountingSink
) -> GroundRefusal? {
  pipeline.beginGroundPhase()
  pipeline.process(frames, header: BlockHeader(count: 1, index: 0, sequence: 0), into: &sink)
  pipeline.take(point, timeMicroseconds: 0, into: &sink)
  pipeline.take(
    HousekeepingSample(
      currentMicroamperes: 0, temperatureMillidegrees: 0, batteryMillivolts: 0, flags: .clear),
    into: &sink)
  pipeline.finish(into: &sink)
  return pipeline.endGroundPhase()
}

/// Makes a chain.
public func makeBalance() throws(BalanceSettingsError) -> BalancePipeline {
  BalancePipeline(
    settings: try BalanceSettings(
      frequencyCount: 2, rateMicrohertz: 250_000_000, trackRateMicrohertz: 50_000_000))
}

/// Takes a sample into a lock-in of four samples a period.
public func lockIn(_ x: Span<Int32>) -> Phasor? {
  var kernel = SynchronousDemodulator(samplesPerPeriod: 4, periods: 8)
  var last: Phasor?
  for index in x.indices { last = kernel.push(x[index]) ?? last }
  return last
}
