/// Brings the streams of one instrument into the order of device time: sequence / rate.
///
/// At a tie the induction frame goes first, then the radar trace, then the point of the track, then what
/// the front end says of itself. The order depends on the numbers alone, never on how many samples
/// were at hand at once, so that unit, rig and replay feed their chains alike.
///
/// Set the head of each stream to what is at hand, ask for `next`, take that many samples from that
/// stream, and set its head again. The answer is right while every stream that goes on has a head.
public struct StreamMerge: BitwiseCopyable, Sendable {
  /// The streams in the order in which they go at a tie.
  public enum Stream: UInt8, BitwiseCopyable, Sendable {
    /// Front-end frames.
    case induction
    /// Radar traces.
    case radar
    /// Points of the track.
    case track
    /// What the front end says of itself.
    case housekeeping
  }

  /// A turn: so many samples of a stream go before anything else that is at hand.
  public struct Turn: BitwiseCopyable, Sendable, Equatable {
    /// Whose turn it is.
    public var stream: Stream
    /// Samples that go, at least 1.
    public var count: Int
  }

  private struct Head: BitwiseCopyable {
    var sequence: Int64 = 0
    var count = 0
    var rateMicrohertz: Int64 = 1
    var time: Int64 {
      DeviceTime.microseconds(ofSequence: sequence, rateMicrohertz: rateMicrohertz)
    }
  }

  private var heads = InlineArray<4, Head>(repeating: Head())

  /// Makes a merge with nothing at hand.
  public init() {}

  /// What is at hand of a stream: `count` samples from a sequence number on, without a gap.
  ///
  /// A count of 0 says that the stream has ended.
  public mutating func set(
    _ stream: Stream, sequence: Int64, count: Int, rateMicrohertz: Int64
  ) {
    heads[Int(stream.rawValue)] = Head(
      sequence: sequence, count: max(count, 0), rateMicrohertz: max(rateMicrohertz, 1))
  }

  /// Whose turn it is, and for how many samples; none when nothing is at hand.
  public var next: Turn? {
    var first: Int?
    for index in 0..<heads.count where heads[index].count > 0 {
      if let best = first, heads[best].time <= heads[index].time { continue }
      first = index
    }
    guard let first, let stream = Stream(rawValue: UInt8(first)) else { return nil }
    let head = heads[first]
    var count = Int64(head.count)
    for index in 0..<heads.count where index != first && heads[index].count > 0 {
      // A stream on the left goes first at a tie, one on the right waits for it.
      let limit = first < index ? heads[index].time : heads[index].time - 1
      let last = DeviceTime.lastSequence(upTo: limit, rateMicrohertz: head.rateMicrohertz)
      let room = last.subtractingReportingOverflow(head.sequence)
      guard !room.overflow else { continue }
      count = min(count, max(room.partialValue, 0).saturatingAdding(1))
    }
    return Turn(stream: stream, count: Int(clamping: count))
  }
}
