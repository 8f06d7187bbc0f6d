/// When the level sounded lately, as runs of sequence numbers: whether a place was heard when it was passed.
///
/// The last 16 runs are kept; pauses that are shorter than the mean over which a level is judged join two.
package struct SoundedRuns: BitwiseCopyable, Sendable {
  private static let capacity = 16

  private var first = InlineArray<16, Int64>(repeating: 0)
  private var last = InlineArray<16, Int64>(repeating: -1)
  private var newest = 0
  /// Frames of a pause that joins two runs.
  private let pause: Int64

  /// Knows of nothing; `rateMicrohertz` is that of the frames.
  package init(rateMicrohertz: Int64) {
    // 64 ms.
    pause = max(1, rateMicrohertz * 64 / 1_000_000_000)
  }

  /// Takes a frame at which the level sounds.
  package mutating func sound(at sequence: Int64) {
    if last[newest] >= first[newest], sequence.saturatingSubtracting(last[newest]) <= pause {
      last[newest] = max(sequence, last[newest])
      return
    }
    newest = (newest + 1) % Self.capacity
    first[newest] = sequence
    last[newest] = sequence
  }

  /// Whether it sounded at some frame of these.
  package func sounded(from start: Int64, through end: Int64) -> Bool {
    for run in 0..<Self.capacity
    where last[run] >= first[run] && first[run] <= end && last[run] >= start {
      return true
    }
    return false
  }
}
