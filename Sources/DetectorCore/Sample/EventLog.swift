/// What every pipeline keeps of the events of its stream: numbers, device times, gaps, faults and totals.
///
/// It is the one way out for an event. A pipeline asks `arrive` of each sample, tells a gap or a fault,
/// and then `accept`s it. Evidence of faults comes in through `report` and leaves as single events; states
/// with an onset, a release and a duration belong here, behind that same call, and not in a pipeline.
struct EventLog: BitwiseCopyable, Sendable {
  /// How a sample stands to those before it.
  enum Arrival: BitwiseCopyable, Sendable {
    /// It is the next one.
    case next
    /// Its number came before.
    case repeated
    /// So many were lost before it, from the number that was expected on.
    case behind(lost: Int64, from: Int64)
  }

  /// The sensor whose events they are.
  let sensor: Sensor
  /// Samples a second, millionths.
  let rateMicrohertz: Int64
  /// What went by.
  private(set) var totals = Totals()
  /// The number that the next event gets.
  private(set) var nextID: UInt32 = 1
  /// The number of the device that comes next; `nil` before the first sample.
  private(set) var expected: Int64?
  /// Index of the newest sample; -1 before the first.
  private(set) var lastIndex: Int64 = -1

  /// Makes a log of nothing.
  init(_ sensor: Sensor, rateMicrohertz: Int64) {
    self.sensor = sensor
    self.rateMicrohertz = rateMicrohertz
  }

  /// Device time of a sample, microseconds.
  func time(ofSequence sequence: Int64) -> Int64 {
    DeviceTime.microseconds(ofSequence: sequence, rateMicrohertz: rateMicrohertz)
  }

  /// Takes where the next sample stands before it is looked at, for faults that lie before it.
  mutating func reach(index: Int64) { lastIndex = index }

  /// Counts a sample; answers how it stands to those before it.
  mutating func arrive(index: Int64, sequence: Int64) -> Arrival {
    totals.samples += 1
    lastIndex = index
    let expected = expected ?? sequence
    if sequence < expected { return .repeated }
    guard sequence > expected else { return .next }
    return .behind(lost: sequence.saturatingSubtracting(expected), from: expected)
  }

  /// The sample and what was lost before it are told: the next one follows it.
  mutating func accept(sequence: Int64) { expected = sequence.saturatingAdding(1) }

  /// An event at a sample, not yet numbered.
  func event(_ body: EventBody, index: Int64, sequence: Int64) -> DetectionEvent {
    DetectionEvent(
      body, sensor: sensor, sample: index, sequence: sequence,
      timeMicroseconds: time(ofSequence: sequence))
  }

  /// Numbers an event, counts it and sends it out.
  mutating func emit<Sink: EventSink & ~Copyable>(
    _ event: DetectionEvent, into sink: inout Sink
  ) throws(Sink.Failure) {
    var numbered = event
    numbered.id = nextID
    nextID &+= 1
    totals.count(event.kind)
    try sink.emit(numbered)
  }

  /// Tells a fault, at the newest sample unless another one is named.
  mutating func fault<Sink: EventSink & ~Copyable>(
    _ kind: Fault, count: Int64, at index: Int64? = nil, into sink: inout Sink
  ) throws(Sink.Failure) {
    let place = max(index ?? lastIndex, 0)
    try emit(
      event(.fault(kind, count: count), index: place, sequence: expected ?? 0), into: &sink)
  }

  /// Takes the evidence that a sample gave.
  mutating func report<Sink: EventSink & ~Copyable>(
    _ reports: FaultReports, at index: Int64? = nil, into sink: inout Sink
  ) throws(Sink.Failure) {
    for k in 0..<reports.filled {
      try fault(reports.kinds[k], count: reports.counts[k], at: index, into: &sink)
    }
  }

  /// Tells what was lost before the newest sample; damaged ones were told as a fault, and are no gap.
  mutating func gap<Sink: EventSink & ~Copyable>(
    lost: Int64, damaged: Int64 = 0, from expected: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    guard lost > damaged else { return }
    try emit(
      event(
        .gap(lost: lost - damaged), index: lastIndex, sequence: expected.saturatingAdding(lost)),
      into: &sink)
  }

  /// Tells the end.
  mutating func end<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure) {
    let sequence = expected ?? 0
    let end = DetectionEvent(
      .end(totals), sensor: nil, sample: nil, sequence: sequence,
      timeMicroseconds: time(ofSequence: sequence))
    try emit(end, into: &sink)
  }
}
