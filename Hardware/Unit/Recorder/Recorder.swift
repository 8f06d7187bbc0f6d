import DetectorCore
import Devices
import Journal

/// Writes down a search as a SigMF recording, through a writer that does all waiting.
///
/// The descriptions stand first; then whole samples are appended. A gap's event is on the medium before the
/// first sample after it. Frames that find no room in the writer's ring are left out as a whole, counted, and
/// told as a gap, without a number, in the recording's own event lines. Closing writes the captures into the
/// descriptions; it computes no hash and makes no collection, which `sapper` does on a laptop.
struct Recorder: ~Copyable {
  /// The files of the writer.
  enum Slot {
    static let events: UInt32 = 0
    static let induction: UInt32 = 1
    static let track: UInt32 = 2
    static let housekeeping: UInt32 = 3
    static let log: UInt32 = 4
    static let descriptions: UInt32 = 5
  }

  /// Path of the recording without any extension.
  let path: DeviceName
  /// Frames that were left out, since the writer was too far behind.
  private(set) var leftOut: Int64 = 0
  private var writer: Writer
  private let description: StreamDescription
  private let configuration: InductionConfiguration
  private let hasTrack: Bool
  private let datetime: DeviceName
  private var induction = CaptureList()
  private var track = CaptureList()
  private var housekeeping = CaptureList()
  private var lastPoint: Int64 = 0
  private var isBegun = false
  private var told: Int64 = 0
  private var expected: Int64?
  private var orders = BalanceOrders()

  /// Makes a recorder of `directory/name`; nothing is written before the first frame.
  init?(
    path: DeviceName, settings: InductionSettings, hasTrack: Bool, ringBytes: Int,
    intervalMilliseconds: UInt32, datetime: DeviceName
  ) {
    guard
      let writer = Writer(ringBytes: ringBytes, intervalMilliseconds: intervalMilliseconds)
    else { return nil }
    self.writer = writer
    self.path = path
    self.hasTrack = hasTrack
    self.datetime = datetime
    configuration = settings.configuration
    description = StreamDescription(
      contents: .pulseInduction(settings.description), sampleType: .int32,
      channelCount: Int32(settings.description.gateCount),
      rateMicrohertz: settings.rateMicrohertz)
  }

  /// What became of the files so far.
  var state: WriterState { writer.state }

  /// Makes the files before the first frame's events; later calls do nothing.
  mutating func begin(with frame: FeedFrame) {
    if !isBegun { begin(at: frame.header.sequence) }
  }

  /// Takes a frame with what came with it; events of it were taken before.
  mutating func take(_ numbers: Span<Int32>, _ frame: FeedFrame) {
    let gates = Int(description.channelCount)
    let sequence = frame.header.sequence
    // Those of a frame that is left out go with the next one.
    orders.add(frame.orders)
    guard writer.room > 4 * gates + 128 + 4 * Writer.orderBytes else {
      leftOut += 1
      return
    }
    tellHole(before: frame)
    var row = StreamRow<64>()
    for gate in 0..<gates { row.append(numbers[gate]) }
    append(Slot.induction, row)
    induction.take(sequence)
    if hasTrack, let point = frame.point {
      if track.samples == 0 { beginTrack(at: sequence) }
      row.removeAll()
      row.append(point.eastMillimetres)
      row.append(point.northMillimetres)
      row.append(point.heightMillimetres)
      row.append(point.quality)
      // A hole that the frames do not have is told by the description alone, before its samples.
      let isHole = track.samples > 0 && lastPoint != induction.samples - 1
      lastPoint = induction.samples
      track.take(sequence)
      if isHole { describe(.track) }
      append(Slot.track, row)
    }
    if let sample = frame.housekeeping {
      row.removeAll()
      row.append(sample.currentMicroamperes)
      row.append(sample.temperatureMillidegrees)
      row.append(sample.batteryMillivolts)
      row.append(Int32(bitPattern: RecordedFlags.word(sample.flags, frame.header, orders)))
      orders = BalanceOrders()
      append(Slot.housekeeping, row)
      housekeeping.take(sequence)
    }
  }

  /// Takes an event; its sample is counted as it lies in the file.
  mutating func take(_ event: DetectionEvent) {
    var filed = event
    if let sample = event.sample { filed.sample = max(0, sample - leftOut) }
    if event.kind == .gap { told += event.lost ?? 0 }
    write(filed)
  }

  /// Takes a line of the unit's own log.
  mutating func take(log line: Span<UInt8>) {
    guard isBegun else { return }
    writer.append(Slot.log, line, manner: .lines)
  }

  /// Completes the descriptions and ends the writer: whether in time, and what became of the files.
  consuming func close(milliseconds: UInt32) -> (inTime: Bool, WriterState) {
    if isBegun {
      describe(.induction)
      if track.samples > 0 { describe(.track) }
      describe(.housekeeping)
    }
    return writer.finish(milliseconds: milliseconds)
  }

  private mutating func append(_ slot: UInt32, _ row: StreamRow<64>) {
    writer.append(slot, row.bytes.span.extracting(0..<row.count))
  }

  private mutating func write(_ event: DetectionEvent) {
    EventBytes.line(event).withBytes { _ = writer.append(Slot.events, $0, manner: .lines) }
  }

  /// Frames are missing before this one that no gap of the chain tells: damaged ones, and those that the
  /// writer was too far behind for. The recording's own lines say so, without a number.
  private mutating func tellHole(before frame: FeedFrame) {
    let sequence = frame.header.sequence
    let hole = sequence - (expected ?? sequence)
    if hole > told {
      write(
        DetectionEvent(
          .gap(lost: hole), sensor: .induction, sample: induction.samples, sequence: sequence,
          timeMicroseconds: DeviceTime.microseconds(
            ofSequence: sequence, rateMicrohertz: description.rateMicrohertz)))
    }
    told = 0
    expected = sequence + 1
  }

  /// Makes the files of the track, which begins with its first position.
  private mutating func beginTrack(at sequence: Int64) {
    describe(.track, firstNumber: sequence)
    _ = writer.make(
      Slot.track, path: path.appending("-track.sigmf-data"), record: 16, manner: .gathered)
  }

  /// Makes the files: the descriptions first.
  private mutating func begin(at sequence: Int64) {
    isBegun = true
    _ = writer.make(
      Slot.events, path: path.appending(".events.jsonl"), record: 1, manner: .linesFirst)
    describe(.induction, firstNumber: sequence)
    describe(.housekeeping, firstNumber: sequence)
    _ = writer.make(
      Slot.induction, path: path.appending("-induction.sigmf-data"),
      record: 4 * Int(description.channelCount), manner: .gathered)
    _ = writer.make(
      Slot.housekeeping, path: path.appending("-housekeeping.sigmf-data"), record: 16,
      manner: .gathered)
    _ = writer.make(Slot.log, path: path.appending(".unit.jsonl"), record: 1, manner: .lines)
  }
}

extension Recorder {
  /// The streams that have a description.
  private enum Stream { case induction, track, housekeeping }

  /// Writes the description of a stream: with its captures, or at the beginning with its first number.
  private mutating func describe(_ stream: Stream, firstNumber: Int64? = nil) {
    var text = TextBuffer<98304>()
    var described = description
    var file: DeviceName
    switch stream {
    case .induction:
      file = path.appending("-induction.sigmf-meta")
    case .track:
      file = path.appending("-track.sigmf-meta")
      described.contents = .track(nil)
      described.channelCount = 4
    case .housekeeping:
      file = path.appending("-housekeeping.sigmf-meta")
      described.contents = .housekeeping
      described.channelCount = 4
    }
    text.append(bytesOf: file)
    text.append(UInt8(0))
    var writing = DescriptionText()
    let empty = InlineArray<1, UInt8>(repeating: 0)
    let nothing = empty.span.extracting(0..<0)
    var inForce = TextBuffer<1024>()
    if case .induction = stream {
      ConfigurationText.write(induction: configuration, into: &inForce)
    }
    collectionName.withBytes { name in
      inForce.withBytes { configuration in
        writing.global(
          described, collection: name, about: nothing, configuration: configuration,
          scenario: nothing, sha512: nothing, into: &text)
      }
    }
    if let firstNumber {
      datetime.withBytes { instant in
        writing.capture(
          sampleStart: 0, globalIndex: firstNumber, datetime: instant, into: &text)
      }
    } else {
      switch stream {
      case .induction: writeCaptures(induction, &writing, into: &text)
      case .track: writeCaptures(track, &writing, into: &text)
      case .housekeeping: writeCaptures(housekeeping, &writing, into: &text)
      }
    }
    writing.end(into: &text)
    guard !text.isOverflown else { return }
    text.withBytes { _ = writer.replace(Slot.descriptions, $0) }
  }

  private func writeCaptures(
    _ captures: CaptureList, _ writing: inout DescriptionText,
    into text: inout TextBuffer<98304>
  ) {
    let empty = InlineArray<1, UInt8>(repeating: 0)
    for index in 0..<captures.count {
      if index == 0 {
        datetime.withBytes { instant in
          writing.capture(
            sampleStart: captures.starts[index], globalIndex: captures.numbers[index],
            datetime: instant, into: &text)
        }
      } else {
        writing.capture(
          sampleStart: captures.starts[index], globalIndex: captures.numbers[index],
          datetime: empty.span.extracting(0..<0), into: &text)
      }
    }
  }

  /// The name of the recording without its folder.
  private var collectionName: DeviceName {
    var name = DeviceName()
    for place in 0..<path.count {
      if path[place] == UInt8(ascii: "/") {
        name = DeviceName()
      } else {
        name.append(path[place])
      }
    }
    return name
  }
}
