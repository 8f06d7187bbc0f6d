package import DetectorCore
package import Devices
import Journal

/// A recorded lane as a feed.
///
/// Streams are merged by device time, which is a sample's number over its stream's rate: at a tie the frame
/// first, then the track, then the housekeeping.
package struct ReplayFeed: FrameFeed, ~Copyable {
  private var induction: LaneStream
  private var track: LaneStream?
  private var housekeeping: LaneStream?

  /// Opens a lane by the path of its collection, of one of its files, or without any extension.
  package init(_ path: DeviceName) throws(LaneError) {
    let stem = Self.stem(path)
    var gaps = LaneGaps()
    gaps.rateMicrohertz = try LaneStream.rate(of: stem.appending("-induction"))
    try gaps.read(stem.appending(".events.jsonl"))
    let induction = try LaneStream(
      stem.appending("-induction"), sensor: "pulse_induction", gaps: gaps)
    let track = try Self.optional(stem.appending("-track"), sensor: "track", gaps)
    let housekeeping = try Self.optional(
      stem.appending("-housekeeping"), sensor: "housekeeping", gaps)
    self.induction = induction
    self.track = track
    self.housekeeping = housekeeping
  }

  /// What the instrument says of itself.
  package var description: InductionDescription { induction.description }
  /// The INI text that was in force when the lane was recorded, and the description that holds it.
  var storedConfiguration: (text: TextBuffer<2048>, file: DeviceName) {
    induction.storedConfiguration
  }
  /// Frames a second, millionths.
  package var rateMicrohertz: Int64 { induction.rateMicrohertz }
  /// Positions a second, millionths; 0 without a track.
  package var trackRateMicrohertz: Int64 {
    switch track {
    case .some(let stream): stream.rateMicrohertz
    case .none: 0
    }
  }
  /// A frame is always there.
  package var descriptor: Int32 { -1 }

  /// The next thing in order of device time.
  package mutating func next(into block: inout MutableSpan<Int32>) -> FeedAnswer {
    let frameTime = induction.isAtEnd ? Int64.max : induction.time
    let pointTime = time(of: track)
    let stateTime = time(of: housekeeping)
    guard min(frameTime, pointTime, stateTime) < .max else { return .end }
    if frameTime <= pointTime, frameTime <= stateTime { return frame(into: &block) }
    if pointTime <= stateTime { return point(at: pointTime) }
    return state()
  }

  /// Nothing goes wrong with a file.
  package mutating func takeFaults() -> FeedFaults { FeedFaults() }

  private mutating func frame(into block: inout MutableSpan<Int32>) -> FeedAnswer {
    for channel in 0..<induction.channels { block[channel] = induction.number(channel) }
    var header = BlockHeader(count: 1, index: induction.index, sequence: induction.sequence)
    let word = recordedWord
    header.damaged = RecordedFlags.damaged(word)
    if header.damaged > 0 { header.flags.insert(.checksum) }
    if RecordedFlags.flags(word).contains(.referenceInjected) { header.flags.insert(.reference) }
    var frame = FeedFrame(header: header)
    frame.orders = RecordedFlags.orders(word)
    induction.advance()
    return .frame(frame)
  }

  /// The flags of the next frame as its housekeeping has them, which tells what came before it.
  private var recordedWord: UInt32 {
    switch housekeeping {
    case .some(let stream):
      stream.isAtEnd || stream.sequence != induction.sequence
        ? 0 : UInt32(bitPattern: stream.number(3))
    case .none: 0
    }
  }

  private mutating func point(at time: Int64) -> FeedAnswer {
    let point: TrackPoint
    switch track {
    case .some(let stream): point = TrackPoint(stream)
    case .none: return .nothing
    }
    track?.advance()
    return .point(point, timeMicroseconds: time)
  }

  private mutating func state() -> FeedAnswer {
    let sample: HousekeepingSample
    switch housekeeping {
    case .some(let stream): sample = HousekeepingSample(stream)
    case .none: return .nothing
    }
    housekeeping?.advance()
    return .housekeeping(sample)
  }

  private func time(of stream: borrowing LaneStream?) -> Int64 {
    switch stream {
    case .some(let stream): stream.isAtEnd ? .max : stream.time
    case .none: .max
    }
  }

  /// A stream that a lane may have; one that is there and cannot be read is refused.
  private static func optional(
    _ stem: DeviceName, sensor: StaticString, _ gaps: LaneGaps
  ) throws(LaneError) -> LaneStream? {
    do throws(LaneError) {
      return try LaneStream(stem, sensor: sensor, gaps: gaps)
    } catch {
      guard error.errorNumber == .noEntry else { throw error }
      return nil
    }
  }

  /// The path without the extension of a collection, a description or data, and without a stream's name.
  private static func stem(_ path: DeviceName) -> DeviceName {
    path.dropping(".sigmf-collection").dropping(".sigmf-meta").dropping(".sigmf-data")
      .dropping("-induction")
  }
}

extension TrackPoint {
  /// The next point of a track.
  fileprivate init(_ stream: borrowing LaneStream) {
    self.init(
      eastMillimetres: stream.number(0), northMillimetres: stream.number(1),
      heightMillimetres: stream.number(2), quality: stream.number(3))
  }
}

extension HousekeepingSample {
  /// The next sample of a front end's state.
  fileprivate init(_ stream: borrowing LaneStream) {
    self.init(
      currentMicroamperes: stream.number(0), temperatureMillidegrees: stream.number(1),
      batteryMillivolts: stream.number(2),
      flags: RecordedFlags.flags(UInt32(bitPattern: stream.number(3))))
  }
}
