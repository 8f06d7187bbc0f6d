/// Says when something is due along the way: at each metre, or each 10 s where there is no place.
package struct PathClock: BitwiseCopyable, Sendable {
  /// Way from one time to the next, millimetres.
  package static let interval: Int64 = 1_000
  /// Device time from one to the next where nobody knows the way, microseconds.
  package static let pause: Int64 = 10_000_000

  /// Way so far, which goes on where the track breaks.
  package var millimetres: Int64 { travelledQ8 / 256 }
  private var travelledQ8: Int64 = 0
  private var newestQ8: Int64?
  private var toldMetre: Int64 = -1
  private var toldAt: Int64?

  /// Makes a clock that has seen no way.
  package init() {}

  /// Takes the length of the way so far, 1/256 mm, and the device time; answers whether it is due.
  ///
  /// A length that falls is one that was begun anew.
  package mutating func take(arcQ8: Int64?, at time: Int64) -> Bool {
    guard let arcQ8 else {
      guard toldAt.map({ time - $0 >= Self.pause }) ?? true else { return false }
      toldAt = time
      return true
    }
    // A track that jumps for ever stays far from the rail.
    travelledQ8 = min(travelledQ8 + min(max(0, arcQ8 - (newestQ8 ?? arcQ8)), 1 << 48), 1 << 60)
    newestQ8 = arcQ8
    let metre = millimetres / Self.interval
    guard metre > toldMetre else { return false }
    toldMetre = metre
    toldAt = time
    return true
  }
}
