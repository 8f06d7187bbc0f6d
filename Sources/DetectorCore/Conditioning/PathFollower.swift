/// Follows the coil along its path: smoothed places and the length of the way, from a jittering track.
///
/// The place is the mean of the last five points that were kept, about 50 a second, and stands at the
/// middle one: jitter of a few millimetres would otherwise lengthen the way by as much again.
/// The way grows only once the place is 12 mm from where it last grew, so that a coil that stands still stays
/// where it is, however its track jitters. Unit: 1/256 mm. A point more than half a second after the one before it begins a new way.
package struct PathFollower: BitwiseCopyable, Sendable {
  /// A place on the way.
  package struct Place: BitwiseCopyable, Sendable, Equatable {
    /// When, microseconds of device time.
    package var timeMicroseconds: Int64 = 0
    /// East of the origin, 1/256 mm.
    package var eastQ8: Int64 = 0
    /// North of the origin, 1/256 mm.
    package var northQ8: Int64 = 0
    /// Height, millimetres.
    package var heightMillimetres: Int32 = 0
    /// Length of the way so far, 1/256 mm.
    package var arcQ8: Int64 = 0
    /// Whether the way begins here.
    package var isFirst = false

    /// Makes a place at the origin.
    package init() {}
  }

  /// Points that a place is the mean of.
  package static let smoothed = 5
  /// A longer silence of the track begins a new way, microseconds.
  package static let longestSilence: Int64 = 500_000

  /// A place nearer than this to where the way last grew adds nothing to it, 1/256 mm.
  package static let stillQ8: Int64 = 12 * 256

  private struct Kept: BitwiseCopyable, Sendable {
    var time: Int64 = 0
    var point = TrackPoint(
      eastMillimetres: 0, northMillimetres: 0, heightMillimetres: 0, quality: 0)
  }

  private var kept = InlineArray<5, Kept>(repeating: Kept())
  private var count = 0
  private var anchor: Place?
  private let interval: Int64

  /// Makes a follower that keeps a point every `intervalMicroseconds` at the most.
  package init(intervalMicroseconds: Int64) { interval = intervalMicroseconds }

  /// Takes a point; answers the next place once it is known.
  package mutating func take(_ point: TrackPoint, timeMicroseconds time: Int64) -> Place? {
    if count > 0 {
      let newest = kept[(count - 1) % Self.smoothed].time
      guard time > newest else { return nil }
      if time - newest > Self.longestSilence {
        count = 0
        anchor = nil
      } else if time - newest < interval {
        return nil
      }
    }
    kept[count % Self.smoothed] = Kept(time: time, point: point)
    count += 1
    guard count >= Self.smoothed else { return nil }
    if count >= 2 * Self.smoothed { count -= Self.smoothed }
    return place()
  }

  private mutating func place() -> Place {
    var east: Int64 = 0
    var north: Int64 = 0
    var height: Int64 = 0
    for index in 0..<Self.smoothed {
      east += Int64(kept[index].point.eastMillimetres)
      north += Int64(kept[index].point.northMillimetres)
      height += Int64(kept[index].point.heightMillimetres)
    }
    let middle = kept[(count + 2) % Self.smoothed]
    var place = Place()
    place.timeMicroseconds = middle.time
    place.eastQ8 = (east * 256).dividedToNearest(by: 5)
    place.northQ8 = (north * 256).dividedToNearest(by: 5)
    place.heightMillimetres = Int32(clamping: height.dividedToNearest(by: 5))
    guard let anchor else {
      place.isFirst = true
      self.anchor = place
      return place
    }
    let dx = Int32(clamping: place.eastQ8 - anchor.eastQ8)
    let dy = Int32(clamping: place.northQ8 - anchor.northQ8)
    let distance = Int64(SquareRoot.ofSquares(dx, dy))
    place.arcQ8 = anchor.arcQ8
    if distance >= Self.stillQ8 {
      place.arcQ8 = anchor.arcQ8.saturatingAdding(distance)
      self.anchor = place
    }
    return place
  }
}
