import DetectorCore
import Journal
import Recording

/// One stream of a run: what was read of it and not yet fed.
private struct Feed {
  var block: [Int32]
  var header = BlockHeader.end(index: 0, sequence: 0)
  var used = 0
  var hasEnded = false
  let stream: StreamMerge.Stream
  let width: Int
  let rateMicrohertz: Int64

  init(_ stream: StreamMerge.Stream, width: Int, rows: Int, rateMicrohertz: Int64) {
    self.stream = stream
    self.width = width
    self.rateMicrohertz = rateMicrohertz
    block = [Int32](repeating: 0, count: width * rows)
  }

  /// Whether a sample is at hand.
  var hasNext: Bool { used < header.count }

  /// The device's number of the next sample.
  var sequence: Int64 { header.sequence + Int64(used) }

  /// Reads the next block, if all of the last one was fed; answers what an end carries, if anything.
  mutating func refill<Source: SampleSource>(
    from source: inout Source
  ) throws(RecordingError) -> BlockHeader?
  where Source.Sample == Int32, Source.Failure == RecordingError {
    guard used == header.count, !hasEnded else { return nil }
    var span = block.mutableSpan
    header = try source.read(into: &span)
    used = 0
    hasEnded = header.count == 0
    return hasEnded && !header.flags.isEmpty ? header : nil
  }

  /// Puts what is at hand into the merge.
  func offer(to merge: inout StreamMerge) {
    merge.set(
      stream, sequence: sequence, count: header.count - used, rateMicrohertz: rateMicrohertz)
  }

  /// Takes the next samples out: their header, and their numbers in the block. What was wrong at the end
  /// of the block goes with its last sample.
  mutating func take(_ count: Int) -> (header: BlockHeader, range: Range<Int>) {
    let part = BlockHeader(
      count: count, index: header.index + Int64(used), sequence: sequence,
      flags: used + count == header.count ? header.flags : .clear)
    let range = used * width..<(used + count) * width
    used += count
    return (part, range)
  }
}

/// The streams of an induction recording while they run, and the merge that says whose turn it is.
struct MergedRun {
  private var recording: InductionRecording
  private let chains: ReplayChains
  private var merge = StreamMerge()
  private var frames: Feed
  private var traces: Feed?
  private var points: Feed?
  private var states: Feed?

  /// Begins at the start of every stream.
  init(_ recording: InductionRecording, chains: ReplayChains, blockFrames: Int) {
    self.recording = recording
    self.chains = chains
    frames = Feed(
      .induction, width: recording.induction.valueCount, rows: blockFrames,
      rateMicrohertz: recording.induction.rateMicrohertz)
    if let radar = chains.radar {
      traces = Feed(
        .radar, width: Int(radar.settings.description.samplesPerTrace), rows: blockFrames,
        rateMicrohertz: radar.settings.rateMicrohertz)
    }
    points = recording.trackRows.map { Self.feed(.track, $0, rows: blockFrames) }
    states = recording.housekeeping.map { Self.feed(.housekeeping, $0, rows: blockFrames) }
  }

  private static func feed(
    _ stream: StreamMerge.Stream, _ source: SigMFColumnStream, rows: Int
  ) -> Feed {
    Feed(
      stream, width: SigMFColumnStream.columnCount, rows: rows,
      rateMicrohertz: source.rateMicrohertz)
  }

  /// One turn of one stream; false when all have ended.
  mutating func step<Sink: EventSink & ~Copyable>(
    into sink: inout Sink, arrived: (InductionReplay.Arrival, Span<Int32>) -> Void
  ) throws(RecordingError) -> Bool where Sink.Failure == RecordingError {
    try refill(into: &sink)
    guard let turn = merge.next else { return false }
    switch turn.stream {
    case .induction:
      let (count, word) = framesInOrder(turn.count)
      let (taken, range) = frames.take(count)
      var header = taken
      header.damaged = RecordedFlags.damaged(word)
      if header.damaged > 0 { header.flags.insert(.checksum) }
      let part = frames.block.span.extracting(range)
      arrived(.frames(header), part)
      if let outcome = chains.coil.carryOut(RecordedFlags.orders(word)) {
        arrived(.balance(outcome, header), part)
      }
      try chains.coil.process(part, header: header, into: &sink)
    case .radar:
      guard var feed = traces.take() else { return false }
      let (header, range) = feed.take(turn.count)
      let part = feed.block.span.extracting(range)
      arrived(.traces(header), part)
      try chains.radar?.process(part, header: header, into: &sink)
      traces = feed
    case .track: try feedPoints(turn.count, into: &sink, arrived)
    case .housekeeping: try feedStates(turn.count, into: &sink)
    }
    return true
  }

  /// Of so many frames those that go at once, and the flags of the first as its row of housekeeping has
  /// them: a frame before which something happened goes by itself.
  private func framesInOrder(_ count: Int) -> (count: Int, word: UInt32) {
    guard let states, states.hasNext else { return (count, 0) }
    let word = UInt32(bitPattern: states.block[states.used * states.width + 3])
    let isEvent = RecordedFlags.damaged(word) > 0 || !RecordedFlags.orders(word).isEmpty
    let ahead = states.sequence.subtractingReportingOverflow(frames.sequence)
    guard isEvent, !ahead.overflow, ahead.partialValue >= 0, ahead.partialValue < count else {
      return (count, 0)
    }
    return ahead.partialValue == 0 ? (1, word) : (Int(ahead.partialValue), 0)
  }

  private mutating func feedPoints<Sink: EventSink & ~Copyable>(
    _ count: Int, into sink: inout Sink,
    _ arrived: (InductionReplay.Arrival, Span<Int32>) -> Void
  ) throws(RecordingError) where Sink.Failure == RecordingError {
    guard var feed = points.take() else { return }
    let (header, range) = feed.take(count)
    for row in 0..<count {
      let place = range.lowerBound + row * feed.width
      let point = TrackPoint(
        eastMillimetres: feed.block[place], northMillimetres: feed.block[place + 1],
        heightMillimetres: feed.block[place + 2], quality: feed.block[place + 3])
      let time = DeviceTime.microseconds(
        ofSequence: header.sequence + Int64(row), rateMicrohertz: feed.rateMicrohertz)
      arrived(
        .point(point, timeMicroseconds: time),
        feed.block.span.extracting(place..<place + feed.width))
      try chains.coil.take(point, timeMicroseconds: time, into: &sink)
    }
    points = feed
  }

  private mutating func feedStates<Sink: EventSink & ~Copyable>(
    _ count: Int, into sink: inout Sink
  ) throws(RecordingError) where Sink.Failure == RecordingError {
    guard var feed = states.take() else { return }
    let (_, range) = feed.take(count)
    for row in 0..<count {
      let place = range.lowerBound + row * feed.width
      let flags = RecordedFlags.flags(UInt32(bitPattern: feed.block[place + 3]))
      let sample = HousekeepingSample(
        currentMicroamperes: feed.block[place], temperatureMillidegrees: feed.block[place + 1],
        batteryMillivolts: feed.block[place + 2], flags: flags)
      try chains.coil.take(sample, into: &sink)
    }
    states = feed
  }

  /// Reads on where all was fed. An end may carry what was wrong there, which its chain reports.
  private mutating func refill<Sink: EventSink & ~Copyable>(
    into sink: inout Sink
  ) throws(RecordingError) where Sink.Failure == RecordingError {
    if let end = try frames.refill(from: &recording.induction) {
      try chains.coil.process(frames.block.span.extracting(0..<0), header: end, into: &sink)
    }
    frames.offer(to: &merge)
    if var feed = traces.take() {
      if let end = try Self.refill(&feed, from: &recording.radar) {
        try chains.radar?.process(feed.block.span.extracting(0..<0), header: end, into: &sink)
      }
      feed.offer(to: &merge)
      traces = feed
    }
    if var feed = points.take(), var rows = recording.trackRows {
      _ = try feed.refill(from: &rows)
      feed.offer(to: &merge)
      recording.trackRows = rows
      points = feed
    }
    if var feed = states.take(), var rows = recording.housekeeping {
      _ = try feed.refill(from: &rows)
      feed.offer(to: &merge)
      recording.housekeeping = rows
      states = feed
    }
  }

  private static func refill(
    _ feed: inout Feed, from opened: inout OpenedRecording?
  ) throws(RecordingError) -> BlockHeader? {
    guard var recording = opened else { return nil }
    let end = try feed.refill(from: &recording.radar)
    opened = recording
    return end
  }
}
