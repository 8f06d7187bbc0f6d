/// Whether the front end lives: whether at least half of the frames that should come can be evaluated.
///
/// Time that passes adds to a debt, and each evaluated frame takes twice its own length off it. A debt as
/// long as the front end may be silent is silence: reached after just that time when nothing comes, after
/// twice of it when a quarter of the frames does, and never when half of them do. The bytes that arrive
/// count for nothing: a frame that came before, one with the reference in it, one over a gap and those right
/// behind a restart are not evaluated.
package struct FrameWatch: Sendable, BitwiseCopyable {
  /// What a frame was good for.
  package enum Worth: Sendable {
    /// The chain evaluated it.
    case evaluated
    /// The chain could not, and that is in order, or is told by another fault.
    case excused
    /// The chain could not.
    case none
  }

  /// Frames within this time after a restart are not evaluated, nanoseconds: the front end settles.
  package static let restartNanoseconds: Int64 = 250_000_000
  /// Debt that must be paid back before a silence has ended, nanoseconds, or half of the limit.
  package static let releaseNanoseconds: Int64 = 250_000_000

  private let limit: Int64
  private let frame: Int64
  private var debt: Int64 = 0
  private var last: Int64
  private var restartedAt: Int64?
  /// Whether the front end is silent.
  package private(set) var isSilent = false

  /// Makes a watch that begins now; the rate is in millionths of a frame a second, at least one.
  package init(rateMicrohertz: Int64, silenceMilliseconds: Int32, nanoseconds: Int64) {
    frame = 1_000_000_000_000_000 / max(1_000_000, rateMicrohertz)
    limit = max(1, Int64(silenceMilliseconds)) * 1_000_000
    last = nanoseconds
  }

  /// Takes the time: answers whether a silence has just begun.
  package mutating func advance(to nanoseconds: Int64) -> Bool {
    debt = min(limit, debt + max(0, nanoseconds - last))
    last = max(last, nanoseconds)
    guard debt == limit, !isSilent else { return false }
    isSilent = true
    return true
  }

  /// The front end began anew.
  package mutating func restart(at nanoseconds: Int64) { restartedAt = nanoseconds }

  /// The link failed: answers whether a silence has just begun.
  package mutating func fail(at nanoseconds: Int64) -> Bool {
    debt = limit
    return advance(to: nanoseconds)
  }

  /// Takes a frame; answers whether a silence has just begun.
  package mutating func take(_ worth: Worth, at nanoseconds: Int64) -> Bool {
    let hasBegun = advance(to: nanoseconds)
    if let since = restartedAt {
      if nanoseconds - since < Self.restartNanoseconds { return hasBegun }
      restartedAt = nil
    }
    switch worth {
    case .evaluated: debt = max(0, debt - 2 * frame)
    case .excused: debt = max(0, debt - frame)
    case .none: break
    }
    if debt <= limit - min(limit / 2, Self.releaseNanoseconds) { isSilent = false }
    return hasBegun
  }
}

/// Whether the front end injects its reference for longer than it may, at once or again and again.
///
/// Four for each frame with the reference, less one for each without: a reference that is there for more than
/// a fifth of the time is too long one day, and one that is over is forgotten within a second.
package struct ReferenceWatch: Sendable, BitwiseCopyable {
  private let limit: Int64
  private let most: Int64
  private var debt: Int64 = 0

  /// Makes a watch; the rate is in millionths of a frame a second.
  package init(rateMicrohertz: Int64, longestMilliseconds: Int64) {
    let second = max(1, rateMicrohertz / 1_000_000)
    limit = 4 * max(1, second * longestMilliseconds / 1_000)
    most = limit + second
  }

  /// Whether it has lasted too long.
  package var isTooLong: Bool { debt > limit }

  /// Takes a frame; answers whether the reference has lasted too long with it.
  package mutating func take(isReference: Bool) -> Bool {
    let before = isTooLong
    debt = isReference ? min(most, debt + 4) : max(0, debt - 1)
    return isTooLong && !before
  }
}
