/// Tells that the coil goes on, but too slowly to see what the chain could see.
///
/// The hand's bob comes about once a second. The slower the sweep, the fewer cells lie between two bobs,
/// until the ground's answer to them passes for the noise of single cells and the floor rises with it.
/// A sweep is too slow when of its last six half seconds none went as far as the stated speed does, and
/// four went on at all: a coil that stands is not swept. For ten seconds after an alarm nothing is too
/// slow, since that is how one pinpoints. Needs a track: without one nobody knows the speed.
/// Units: 1/256 mm of way, microseconds of device time. Cost: a few comparisons for each point of the track.
package struct SlowSweep: BitwiseCopyable, Sendable {
  /// One part of the time that is looked at, microseconds.
  package static let partMicroseconds: Int64 = 500_000
  /// Parts that are looked at.
  package static let parts: Int64 = 6
  /// Parts in which a coil that is swept goes on, at the least.
  package static let movingParts = 4
  /// How long after an alarm nothing is too slow, microseconds.
  package static let afterAlarm: Int64 = 10_000_000

  private let slowestQ8: Int64
  private var ways = InlineArray<6, Int64>(repeating: 0)
  private var count: Int64 = 0
  private var newest: Int64 = 0
  private var dueAt: Int64?
  private var arcQ8: Int64 = 0
  private var quietUntil: Int64 = .min
  /// Whether the coil is swept too slowly.
  package private(set) var isSlow = false

  /// Makes a watch for sweeps slower than this, mm/s.
  package init(millimetresPerSecond: Int64) {
    slowestQ8 = max(millimetresPerSecond, 0) * 256 * Self.partMicroseconds / 1_000_000
  }

  /// Takes the newest place of the way.
  package mutating func take(_ place: PathFollower.Place) {
    let time = place.timeMicroseconds
    newest = time
    guard let due = dueAt, !place.isFirst, time - due < 2 * Self.partMicroseconds else {
      count = 0
      isSlow = false
      dueAt = time + Self.partMicroseconds
      arcQ8 = place.arcQ8
      return
    }
    guard time >= due else { return }
    ways[Int(count % Self.parts)] = place.arcQ8 - arcQ8
    count += 1
    arcQ8 = place.arcQ8
    dueAt = due + Self.partMicroseconds
    isSlow = count >= Self.parts && time >= quietUntil && isSwept
  }

  /// Takes that an alarm is on.
  package mutating func alarm() {
    isSlow = false
    quietUntil = newest + Self.afterAlarm
  }

  private var isSwept: Bool {
    var moving = 0
    for part in 0..<Int(Self.parts) {
      if ways[part] >= slowestQ8 { return false }
      if ways[part] > 0 { moving += 1 }
    }
    return moving >= Self.movingParts
  }
}
