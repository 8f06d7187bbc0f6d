public import DetectorCore
import Journal

/// The streams of one instrument as one source, in order of device time.
///
/// At a tie frames go first, then traces, then the point of the track, then what the front end says of
/// itself. A frame before which something happened, as its row of housekeeping has it, goes by itself.
public struct MergedSource: InputSource {
  /// A stream that can be merged.
  public typealias Stream = any SampleSource<Int32, RecordingError>

  private var feeds: [Feed] = []
  private var merge = StreamMerge()

  /// Makes a source of nothing.
  public init() {}

  /// Adds a stream, of which so many samples are read at a time; `width` numbers make one sample.
  ///
  /// Rows of a track and of housekeeping have four numbers.
  public mutating func add(
    _ stream: StreamMerge.Stream, _ source: Stream, width: Int, rateMicrohertz: Int64, rows: Int
  ) {
    feeds.append(
      Feed(stream, source, width: width, rows: max(rows, 1), rateMicrohertz: rateMicrohertz))
    feeds.sort { $0.stream.rawValue < $1.stream.rawValue }
  }

  /// Makes a source of the recorded streams of one instrument.
  public init(_ streams: SigMFRecording..., rows: Int = 64) throws(RecordingError) {
    for stream in streams { try add(stream, rows: rows) }
  }

  /// Adds a recorded stream of whatever it holds.
  public mutating func add(_ recording: SigMFRecording, rows: Int = 64) throws(RecordingError) {
    let kind: StreamMerge.Stream
    let source: Stream
    switch recording.global.stream.contents {
    case .pulseInduction: (kind, source) = (.induction, try SigMFInductionStream(recording))
    case .inductionBalance: (kind, source) = (.induction, try SigMFBalanceStream(recording))
    case .groundRadar: (kind, source) = (.radar, try SigMFRadarFile(recording))
    case .housekeeping: (kind, source) = (.housekeeping, try SigMFColumnStream(recording))
    case .track: (kind, source) = (.track, try SigMFColumnStream(recording))
    }
    add(
      kind, source, width: Int(recording.global.stream.channelCount),
      rateMicrohertz: recording.global.stream.rateMicrohertz, rows: rows)
  }

  /// The next input; frames and traces go into `block`, which holds one of each at least.
  public mutating func readInput(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> Input {
    for place in feeds.indices {
      if let end = try feeds[place].refill() {
        if feeds[place].isSampled { return .samples(end) }
      }
      feeds[place].offer(to: &merge)
    }
    guard let turn = merge.next,
      let place = feeds.firstIndex(where: { $0.stream == turn.stream })
    else { return .end(BlockHeader.end(index: 0, sequence: 0)) }
    switch turn.stream {
    case .induction: return frames(turn.count, of: place, into: &block)
    case .radar: return .samples(feeds[place].take(turn.count, into: &block))
    case .track: return feeds[place].takePoint()
    case .housekeeping: return feeds[place].takeState()
    }
  }

  /// Of so many frames those that go at once, or what was asked of the ground balance before the first.
  private mutating func frames(
    _ count: Int, of place: Int, into block: inout MutableSpan<Int32>
  ) -> Input {
    let sequence = feeds[place].sequence
    let (number, word) = framesInOrder(count, from: sequence, of: place)
    let orders = RecordedFlags.orders(word)
    if !orders.isEmpty, feeds[place].balanced != sequence {
      feeds[place].balanced = sequence
      return .balance(orders, before: sequence)
    }
    var header = feeds[place].take(number, into: &block)
    let damaged = RecordedFlags.damaged(word)
    if damaged > 0 {
      header.damaged = damaged
      header.flags.insert(.checksum)
    }
    if isReference(word, of: place) { header.flags.insert(.reference) }
    return .samples(header)
  }

  /// How many frames go at once, and the flags of the first as its row of housekeeping has them.
  private func framesInOrder(
    _ count: Int, from sequence: Int64, of place: Int
  ) -> (count: Int, word: UInt32) {
    guard let states = feeds.first(where: { $0.stream == .housekeeping }), states.hasNext else {
      return (count, 0)
    }
    let word = states.nextWord
    let isEvent =
      RecordedFlags.damaged(word) > 0 || !RecordedFlags.orders(word).isEmpty
      || isReference(word, of: place)
    let ahead = states.sequence.subtractingReportingOverflow(sequence)
    guard isEvent, !ahead.overflow, ahead.partialValue >= 0, ahead.partialValue < count else {
      return (count, 0)
    }
    return ahead.partialValue == 0 ? (1, word) : (Int(ahead.partialValue), 0)
  }

  /// Whether a row says that the reference is injected into its frame; rows that are rarer than frames
  /// cannot say into which.
  private func isReference(_ word: UInt32, of place: Int) -> Bool {
    RecordedFlags.flags(word).contains(.referenceInjected)
      && feeds.contains {
        $0.stream == .housekeeping && $0.rateMicrohertz == feeds[place].rateMicrohertz
      }
  }
}

/// One stream: what was read of it and not yet given.
private struct Feed {
  let stream: StreamMerge.Stream
  /// The frame before which the ground balance was last asked for.
  var balanced: Int64?
  private var source: MergedSource.Stream
  private var block: [Int32]
  private var header = BlockHeader.end(index: 0, sequence: 0)
  private var used = 0
  private var hasEnded = false
  private let width: Int
  let rateMicrohertz: Int64

  init(
    _ stream: StreamMerge.Stream, _ source: MergedSource.Stream, width: Int, rows: Int,
    rateMicrohertz: Int64
  ) {
    self.stream = stream
    self.source = source
    self.width = width
    self.rateMicrohertz = rateMicrohertz
    block = [Int32](repeating: 0, count: width * rows)
  }

  /// Whether its samples are frames or traces.
  var isSampled: Bool { stream == .induction || stream == .radar }

  /// Whether a sample is at hand.
  var hasNext: Bool { used < header.count }

  /// The device's number of the next sample.
  var sequence: Int64 { header.sequence + Int64(used) }

  /// The fourth number of the next row.
  var nextWord: UInt32 { UInt32(bitPattern: block[used * width + 3]) }

  private var sensor: Sensor { stream == .radar ? .radar : .induction }

  /// Reads the next block, if all of the last one was given; answers what an end carries, if anything.
  mutating func refill() throws(RecordingError) -> BlockHeader? {
    guard used == header.count, !hasEnded else { return nil }
    header = try Self.read(&source, into: &block)
    precondition(
      header.count >= 0 && header.count * width <= block.count,
      "a reader gave more than fits the block")
    used = 0
    hasEnded = header.count == 0
    guard hasEnded, !header.flags.isEmpty else { return nil }
    var end = header
    end.sensor = sensor
    return end
  }

  private static func read(
    _ source: inout MergedSource.Stream, into block: inout [Int32]
  ) throws(RecordingError) -> BlockHeader {
    var span = block.mutableSpan
    return try source.read(into: &span)
  }

  /// Puts what is at hand into the merge.
  func offer(to merge: inout StreamMerge) {
    merge.set(
      stream, sequence: sequence, count: header.count - used, rateMicrohertz: rateMicrohertz)
  }

  /// Gives the next samples, at most as many as fit. What was wrong before the block goes with its first
  /// sample, the rest with its last.
  mutating func take(_ most: Int, into out: inout MutableSpan<Int32>) -> BlockHeader {
    let count = min(most, out.count / width)
    precondition(count > 0, "the block holds a sample")
    var part = BlockHeader(count: count, index: header.index + Int64(used), sequence: sequence)
    part.sensor = sensor
    if used == 0, header.flags.contains(.checksum) {
      part.flags.insert(.checksum)
      part.damaged = header.damaged
    }
    if used + count == header.count {
      part.flags.formUnion(header.flags.subtracting(.checksum))
    }
    let first = used * width
    for number in 0..<count * width { out[number] = block[first + number] }
    used += count
    return part
  }

  mutating func takePoint() -> Input {
    let time = DeviceTime.microseconds(ofSequence: sequence, rateMicrohertz: rateMicrohertz)
    let place = used * width
    used += 1
    return .point(
      TrackPoint(
        eastMillimetres: block[place], northMillimetres: block[place + 1],
        heightMillimetres: block[place + 2], quality: block[place + 3]),
      timeMicroseconds: time)
  }

  mutating func takeState() -> Input {
    let place = used * width
    used += 1
    return .state(
      HousekeepingSample(
        currentMicroamperes: block[place], temperatureMillidegrees: block[place + 1],
        batteryMillivolts: block[place + 2],
        flags: RecordedFlags.flags(UInt32(bitPattern: block[place + 3]))))
  }
}
