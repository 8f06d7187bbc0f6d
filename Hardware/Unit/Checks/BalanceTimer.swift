package import DetectorCore

/// When a ground balance begins and ends: by the button, and by itself after a while of device time.
package struct BalanceTimer: Sendable, BitwiseCopyable {
  /// How long pumping lasts at the most, microseconds of device time.
  package static let longest: Int64 = 10_000_000

  private var begunAt: Int64?

  /// Makes a timer that does not run.
  package init() {}

  /// Whether the ground is being learnt.
  package var isUnderWay: Bool { begunAt != nil }

  /// Takes a press of the button, which begins it, or ends it: answers whether it is under way now.
  package mutating func press(at time: Int64) -> Bool {
    begunAt = begunAt == nil ? time : nil
    return isUnderWay
  }

  /// Takes the time of a frame: answers whether it is over by itself, which is told once.
  package mutating func isOver(at time: Int64) -> Bool {
    guard let begunAt, time - begunAt >= Self.longest else { return false }
    self.begunAt = nil
    return true
  }
}

/// How a ground balance came out, as the operator hears it.
package enum BalanceNotice: UInt8, Sendable, BitwiseCopyable {
  /// The ground was learnt.
  case learnt
  /// The first spot passes for ground; a second one is asked for.
  case halfWay
  /// Nothing was learnt.
  case refused

  /// What is heard for a verdict.
  package init(_ verdict: GroundVerdict) {
    switch verdict {
    case .learnt: self = .learnt
    case .refused(.secondSpot): self = .halfWay
    case .refused: self = .refused
    }
  }
}
