public import DetectorCore
import Devices
public import FrameProtocol

/// What a front end got wrong so far, a count for each kind.
public struct FrontEndCounts: Sendable, Equatable, BitwiseCopyable {
  /// Good frames.
  public var frames: Int64 = 0
  /// Frames that the sequence says were taken and that never came, damaged ones not among them.
  public var lost: Int64 = 0
  /// Frames that came more than once, or whose sequence ran backwards.
  public var repeated: Int64 = 0
  /// Frames whose magic, version, format or CRC was wrong.
  public var damaged: Int64 = 0
  /// Times that the front end began anew.
  public var restarts: Int64 = 0
  /// Times that no new good frame came for longer than the front end may be silent.
  public var silences: Int64 = 0
  /// What the link saw below the frames.
  public var link = LinkCounts()

  /// Counts of nothing.
  public init() {}
}

/// A front end as a source of samples: a block is one frame.
///
/// Nothing waits for a second frame: an alarm is as late as its own frame and no later. What a frame
/// carries beside its numbers stands in ``frame`` until the next read. Damaged, lost and repeated frames
/// are counted and never stop it. Sequence and device time go on over 2^32 and over a restart of the
/// front end, at which the sequence makes a jump, so that the chain sees a gap.
public struct FrontEndSource<Link: FrameLink & ~Copyable>: SampleSource, ~Copyable {
  /// What can go wrong with a front end.
  public typealias Failure = FrontEndError

  /// Damaged and repeated frames that one call takes before it gives the caller's loop a turn.
  public static var receptionsAtOnce: Int { 64 }

  /// Where the frames come from.
  public private(set) var link: Link
  /// How long no good frame may come before ``read(into:)`` throws.
  public let silenceMilliseconds: Int32
  /// The frame of the last block, without its numbers; `nil` before the first.
  public private(set) var frame: FrontEndFrame?
  /// Device time of that frame, microseconds; it goes on when the front end begins anew.
  public private(set) var deviceMicroseconds: Int64 = 0
  /// When the kernel saw that frame's data-ready edge, nanoseconds of the monotonic clock; 0 if it did not.
  public private(set) var readyNanoseconds: UInt64 = 0
  /// Whether that frame is the first after the front end began anew.
  public private(set) var isAfterRestart = false
  private var tally = FrontEndCounts()
  private var numbering = FrameNumbering()
  private var damagedBefore = 0
  private var lastGood = monotonicNanoseconds()
  private var damagedAtLastGood: Int64 = 0

  /// Makes a source of a link.
  public init(_ link: consuming Link, silenceMilliseconds: Int32 = 500) {
    precondition(silenceMilliseconds > 0, "a front end is given time to answer")
    self.link = link
    self.silenceMilliseconds = silenceMilliseconds
  }

  /// What went wrong so far.
  public var counts: FrontEndCounts {
    var counts = tally
    counts.link = link.counts
    return counts
  }

  /// The descriptor that poll finds readable when a frame may be there.
  public var descriptor: Int32 { link.descriptor }

  /// Waits for a frame and reads it; throws when the front end is silent for too long, after which it
  /// may be read again.
  public mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(FrontEndError) -> BlockHeader {
    while true {
      if let header = try next(into: &block, milliseconds: silenceMilliseconds) { return header }
    }
  }

  /// Reads a frame, for a loop on poll: `nil` when none came within `milliseconds` or a signal came.
  ///
  /// Call it when poll says so, and every 20 ms even if it does not: an edge can be missed. It throws when
  /// no good frame has come for ``silenceMilliseconds``, whatever `milliseconds` is; once for each time.
  public mutating func next(
    into block: inout MutableSpan<Int32>, milliseconds: Int32
  ) throws(FrontEndError) -> BlockHeader? {
    precondition(milliseconds >= 0, "a wait has an end: the front end may be dead")
    let begun = monotonicNanoseconds()
    for _ in 0..<Self.receptionsAtOnce {
      let now = monotonicNanoseconds()
      let waited = (now - begun) / 1_000_000
      let quiet = (now - lastGood) / 1_000_000
      let left = min(Int64(milliseconds) - waited, Int64(silenceMilliseconds) - quiet)
      let reception = try link.receive(
        into: &block, milliseconds: Int32(clamping: max(0, left)))
      switch reception {
      case .frame(let frame, let ready, let damaged):
        if let header = take(frame, ready: ready, damaged: damaged) { return header }
      case .damaged:
        tally.damaged += 1
        damagedBefore += 1
      case .interrupted: return nil
      case .nothing:
        try checkSilence()
        if waited >= Int64(milliseconds) { return nil }
        continue
      }
      try checkSilence()
    }
    return nil
  }

  /// Throws when no good frame has come for too long, and begins to count anew.
  private mutating func checkSilence() throws(FrontEndError) {
    let now = monotonicNanoseconds()
    guard now - lastGood >= Int64(silenceMilliseconds) * 1_000_000 else { return }
    let damaged = tally.damaged - damagedAtLastGood
    lastGood = now
    damagedAtLastGood = tally.damaged
    tally.silences += 1
    throw .silent(milliseconds: silenceMilliseconds, damaged: damaged)
  }

  /// Takes a sound frame: its header, or `nil` if it came before, which is no sign of life.
  private mutating func take(
    _ frame: FrontEndFrame, ready: UInt64, damaged: Int
  ) -> BlockHeader? {
    tally.damaged += Int64(damaged)
    damagedBefore += damaged
    let verdict = numbering.take(
      sequence: frame.sequence, time: frame.timeMicroseconds, damaged: damagedBefore)
    switch verdict {
    case .isRepeated:
      tally.repeated += 1
      return nil
    case .isRestarted: tally.restarts += 1
    case .next(let lost): tally.lost += lost
    }
    lastGood = monotonicNanoseconds()
    damagedAtLastGood = tally.damaged
    var flags = BlockFlags.clear
    if damagedBefore > 0 { flags.insert(.checksum) }
    if !frame.flags.isDisjoint(with: .rails) { flags.insert(.clipped) }
    let damagedFrames = Int32(clamping: damagedBefore)
    damagedBefore = 0
    let index = tally.frames
    tally.frames += 1
    self.frame = frame
    readyNanoseconds = ready
    isAfterRestart = verdict == .isRestarted
    deviceMicroseconds = numbering.timeMicroseconds
    return BlockHeader(
      count: 1, index: index, sequence: numbering.sequence, flags: flags,
      damaged: damagedFrames)
  }
}
