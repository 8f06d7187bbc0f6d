package import DetectorCore
package import FrontEnd

/// What a front end got wrong between two frames, as counts since the last answer.
package struct FeedFaults: Equatable, Sendable, BitwiseCopyable {
  /// Frames that never came.
  package var lost: Int64 = 0
  /// Frames that came damaged.
  package var damaged: Int64 = 0
  /// Frames that came again.
  package var repeated: Int64 = 0
  /// Times that the front end began anew.
  package var restarts: Int64 = 0
  /// Times that data-ready stood still.
  package var stuckReady: Int64 = 0

  /// None.
  package init() {}

  /// Adds other counts.
  mutating func add(_ other: FeedFaults) {
    lost += other.lost
    damaged += other.damaged
    repeated += other.repeated
    restarts += other.restarts
    stuckReady += other.stuckReady
  }
}

/// A frame as the unit takes it.
package struct FeedFrame: Sendable, BitwiseCopyable {
  /// Which frame, and what was wrong before it.
  package var header: BlockHeader
  /// Whether the self-test's reference is injected.
  package var isReference = false
  /// Whether the front end has just begun anew.
  package var isAfterRestart = false
  /// Buttons of the front end, a bit each.
  package var buttons: UInt8 = 0
  /// What is asked of the ground balance before it.
  package var orders = BalanceOrders()
  /// When the kernel saw its edge, nanoseconds; 0 where nobody did.
  package var readyNanoseconds: UInt64 = 0
  /// Where the coil was, if the frame knows.
  package var point: TrackPoint?
  /// What the front end said of itself, if it did.
  package var housekeeping: HousekeepingSample?

  /// Makes a frame.
  package init(header: BlockHeader) { self.header = header }
}

/// What a feed gives when it is asked.
package enum FeedAnswer: Sendable {
  /// A frame; its numbers stand in the caller's block.
  case frame(FeedFrame)
  /// Nothing yet.
  case nothing
  /// No good frame for too long.
  case silent(milliseconds: Int32)
  /// A device failed.
  case failed(FrontEndError)
}

/// Where the unit's frames come from: a front end behind one of its links.
package protocol FrameFeed: ~Copyable {
  /// The descriptor that poll finds readable when a frame may be there.
  var descriptor: Int32 { get }
  /// The next thing in order, without waiting.
  mutating func next(into block: inout MutableSpan<Int32>) -> FeedAnswer
  /// What went wrong since the last call.
  mutating func takeFaults() -> FeedFaults
}
