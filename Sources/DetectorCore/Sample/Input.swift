/// One thing that a pipeline is fed, in order of device time.
public enum Input: BitwiseCopyable, Sendable, Equatable {
  /// Whole frames or traces; their numbers stand in the caller's block from its start on. With a count
  /// of 0 one stream of several has ended, with what was wrong there.
  case samples(BlockHeader)
  /// A point of the track.
  case point(TrackPoint, timeMicroseconds: Int64)
  /// What the front end says of itself.
  case state(HousekeepingSample)
  /// What was asked of the ground balance before the frame of a number.
  case balance(BalanceOrders, before: Int64)
  /// Everything has ended, with what was wrong there.
  case end(BlockHeader)
}

/// Whatever gives inputs in order of device time: one stream, or several that were merged.
public protocol InputSource<Failure>: ~Copyable {
  /// What can go wrong in the world outside.
  associatedtype Failure: Error

  /// Gives the next input; frames and traces go into `block`, as many as are at hand and fit.
  mutating func readInput(into block: inout MutableSpan<Int32>) throws(Failure) -> Input
}
