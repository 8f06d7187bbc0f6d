import Devices
import Journal

/// What is wrong with the recording, as a fault and as words.
struct StorageTrouble: Equatable, Sendable {
  /// What kind it is.
  enum Kind: Equatable, Sendable {
    /// A file failed and is not touched again.
    case failed(ErrorNumber)
    /// One write has lasted for so long.
    case late(milliseconds: Int64)
    /// Frames found no room and were left out.
    case leftOut
  }

  /// What kind it is.
  var kind: Kind
  /// Frames that were left out since the last one, 1 at the least.
  var count: Int64
}

/// Follows the writer of a recording and tells each trouble once, when it begins.
struct StorageWatch: Sendable {
  private var hasFailed = false
  private var isLate = false
  private var isLeavingOut = false
  private var leftOutBefore: Int64 = 0
  private var quietFrames = 0
  /// Frames without one left out, after which a new one is a new trouble.
  static let quietFrames = 1_000

  /// Whether something is wrong now.
  var isBad: Bool { hasFailed || isLate || isLeavingOut }

  /// Makes a watch of a recording that is well.
  init() {}

  /// Looks at the writer after a frame.
  mutating func take(
    _ state: Writer.State, leftOut: Int64, lateMilliseconds: Int64
  ) -> StorageTrouble? {
    let fresh = leftOut - leftOutBefore
    leftOutBefore = leftOut
    quietFrames = fresh > 0 ? 0 : min(quietFrames + 1, Self.quietFrames)
    let wasLeavingOut = isLeavingOut
    isLeavingOut = fresh > 0 || (wasLeavingOut && quietFrames < Self.quietFrames)
    let wasLate = isLate
    isLate = state.busyMilliseconds > lateMilliseconds
    if state.error.rawValue != 0, !hasFailed {
      hasFailed = true
      return StorageTrouble(kind: .failed(state.error), count: max(1, fresh))
    }
    if isLeavingOut, !wasLeavingOut { return StorageTrouble(kind: .leftOut, count: fresh) }
    if isLate, !wasLate {
      return StorageTrouble(kind: .late(milliseconds: state.busyMilliseconds), count: 1)
    }
    return nil
  }
}
