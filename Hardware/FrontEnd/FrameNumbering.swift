/// Follows the sequence and the device time of good frames, and tells lost, repeated and restarted.
///
/// Time is looked at before the sequence: frames that the front end really took have a later time than
/// those before them, whatever the sequence does at 2^32.
///
/// | sequence against the expected | device time | verdict |
/// |---|---|---|
/// | any | sequence and time of one of the last 16 frames | repeated |
/// | any | earlier than the last | restarted |
/// | ahead by n | later | n lost, less the damaged ones that came between |
/// | behind, by 1,024 at the most | later | repeated; the 17th in a row is a restart |
/// | further behind | later | restarted |
package struct FrameNumbering: Sendable {
  /// What a frame is.
  package enum Verdict: Equatable, Sendable {
    /// The next one, after `lost` that never came.
    case next(lost: Int64)
    /// One that came before.
    case isRepeated
    /// The first one after the front end began anew.
    case isRestarted
  }

  /// Frames that are kept to recognise a repeated one.
  package static let memory = 16
  /// How far behind a sequence may run while time goes on, and still be a repetition.
  package static let reach: Int32 = 1_024
  /// Sequences after a restart up to which they are believed to count from the restart.
  package static let freshSequence: UInt32 = 65_535

  /// The number of the last frame, which goes on over 2^32 and over restarts.
  package private(set) var sequence: Int64 = -1
  /// The device time of the last frame, which goes on over restarts; microseconds.
  package private(set) var timeMicroseconds: Int64 = 0
  private var raw: (sequence: UInt32, time: UInt64) = (0, 0)
  private var seen = InlineArray<16, SeenFrame>(repeating: SeenFrame())
  private var seenCount = 0
  private var behindInARow = 0

  /// Begins before the first frame.
  package init() {}

  private struct SeenFrame: BitwiseCopyable {
    var sequence: UInt32 = 0
    var time: UInt64 = 0
  }

  /// Takes a good frame, before which `damaged` frames came that could not be read.
  package mutating func take(sequence next: UInt32, time: UInt64, damaged: Int) -> Verdict {
    guard seenCount > 0 else {
      sequence = Int64(next)
      timeMicroseconds = Int64(clamping: time)
      keep(next, time)
      return .next(lost: 0)
    }
    for index in 0..<min(seenCount, Self.memory)
    where seen[index].sequence == next && seen[index].time == time {
      return .isRepeated
    }
    if time < raw.time { return restart(next, time) }
    let step = Int32(bitPattern: next &- raw.sequence &- 1)
    if step < 0 {
      behindInARow += 1
      guard step < -Self.reach || behindInARow > Self.memory else { return .isRepeated }
      return restart(next, time)
    }
    advance(by: Int64(step) + 1, microseconds: time - raw.time)
    keep(next, time)
    return .next(lost: max(0, Int64(step) - Int64(damaged)))
  }

  /// Goes on counting after a restart: one number is left out, so that nobody takes what follows for a
  /// continuation, and those that the front end counted since are left out too.
  private mutating func restart(_ next: UInt32, _ time: UInt64) -> Verdict {
    let counted = next <= Self.freshSequence ? Int64(next) : 0
    let passed = next <= Self.freshSequence ? time : 0
    advance(by: 2 + counted, microseconds: max(1, passed))
    seenCount = 0
    keep(next, time)
    return .isRestarted
  }

  private mutating func advance(by frames: Int64, microseconds: UInt64) {
    let (sum, isOver) = timeMicroseconds.addingReportingOverflow(Int64(clamping: microseconds))
    timeMicroseconds = isOver ? .max : sum
    // 2^31 frames a step at the most: 64 bits outlast any device.
    sequence += frames
  }

  private mutating func keep(_ next: UInt32, _ time: UInt64) {
    seen[seenCount % Self.memory] = SeenFrame(sequence: next, time: time)
    seenCount = seenCount == 2 * Self.memory - 1 ? Self.memory : seenCount + 1
    raw = (next, time)
    behindInARow = 0
  }
}
