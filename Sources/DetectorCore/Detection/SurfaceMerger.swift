/// Gathers the detections of neighbouring sweeps over one thing into one object.
///
/// A large target is seen far beside it, in every sweep that passes, and by the motion filter's negative
/// lobes; a rod that lies flat answers twice. All of these are the same decay at another strength. A
/// detection joins the open object that is nearest when it lies within 0.2 m of its strongest member, or
/// within 0.6 m and has the same decay: the angle between the two whitened responses, either sign, has a
/// cosine ≥ 0.85, or what is left of the fainter beside the stronger is under three standard deviations.
/// The object's place is the mean of its members within 0.3 m of the strongest, weighted by amplitude. It is
/// closed when the coil has gone 3 m of way since it was last within 0.5 m of the object, or at the end.
package struct SurfaceMerger: ~Copyable {
  /// Objects that are open at the most; the one that was seen longest ago is closed for one more.
  package static let capacity = 16
  /// Anything this near the strongest member belongs to it, millimetres.
  package static let nearMillimetres: Int64 = 200
  /// The same decay this near belongs to it, millimetres.
  package static let sameMillimetres: Int64 = 600
  /// Members that tell the place, millimetres from the strongest.
  package static let placeMillimetres: Int64 = 300
  /// The coil is past an object at this distance, millimetres.
  package static let passedMillimetres: Int64 = 500
  /// Way after which an object that is past is closed, 1/256 mm.
  package static let returnArcQ8: Int64 = 3_000 * 256

  private var objects = InlineArray<16, OpenObject>(repeating: OpenObject())

  package init() {}

  /// Takes a detection that has its id; answers the object that had to give way, if any.
  package mutating func take(
    _ member: SurfaceMember, model: borrowing SoilModel
  ) -> DetectionEvent? {
    var best: (slot: Int, distance: Int64)?
    let white = model.whitened(member.response)
    for slot in 0..<Self.capacity where objects[slot].isOpen {
      let distance = objects[slot].distance(to: member)
      guard distance <= Self.sameMillimetres else { continue }
      let strongest = model.whitened(objects[slot].strongest)
      guard distance <= Self.nearMillimetres || Self.isSame(white, strongest) else { continue }
      if let known = best, known.distance <= distance { continue }
      best = (slot, distance)
    }
    if let best {
      let isStronger = Self.isStronger(member, than: objects[best.slot].strongest, model: model)
      objects[best.slot].add(member, isStronger: isStronger)
      return nil
    }
    let slot = freeSlot()
    let closed = objects[slot].isOpen ? objects[slot].event() : nil
    objects[slot] = OpenObject(first: member)
    return closed
  }

  /// Takes where the coil is; answers an object that lies behind it, one at a call.
  package mutating func pass(
    eastMillimetres: Int64, northMillimetres: Int64, arcQ8: Int64
  ) -> DetectionEvent? {
    for slot in 0..<Self.capacity where objects[slot].isOpen {
      let distance = objects[slot].distance(
        eastMillimetres: eastMillimetres, northMillimetres: northMillimetres)
      if distance <= Self.passedMillimetres {
        objects[slot].seenArcQ8 = arcQ8
      } else if arcQ8 - objects[slot].seenArcQ8 > Self.returnArcQ8 {
        return close(slot)
      }
    }
    return nil
  }

  /// At the end: closes the open objects in the order of their first members, one at a call.
  package mutating func drain() -> DetectionEvent? {
    var first: Int?
    for slot in 0..<Self.capacity where objects[slot].isOpen {
      if let known = first, objects[known].firstID <= objects[slot].firstID { continue }
      first = slot
    }
    guard let first else { return nil }
    return close(first)
  }

  private mutating func close(_ slot: Int) -> DetectionEvent {
    let event = objects[slot].event()
    objects[slot].isOpen = false
    return event
  }

  private mutating func freeSlot() -> Int {
    var oldest = 0
    for slot in 0..<Self.capacity {
      if !objects[slot].isOpen { return slot }
      if objects[slot].seenArcQ8 < objects[oldest].seenArcQ8 { oldest = slot }
    }
    return oldest
  }

  /// Whether two whitened responses are one decay.
  private static func isSame(_ first: WhitenedBands, _ second: WhitenedBands) -> Bool {
    // Sums below 2⁵⁰, so that their products times 10,000 fit.
    let largest = UInt64(max(max(first.sumOfSquares, second.sumOfSquares), 1))
    let shift = Int64(max(0, 14 - largest.leadingZeroBitCount))
    let a = Int128(max(first.sumOfSquares >> shift, 1))
    let b = Int128(max(second.sumOfSquares >> shift, 1))
    let product = Int128(first.product(second) >> shift)
    let squared = product * product
    // cos² ≥ 0.7225 (cosine 0.85).
    if squared * 10_000 >= a * b * 7_225 { return true }
    // What is left of `first` beside `second`: |a|² sin² < 3² in Q16.
    return a * b - squared < b * Int128((9 << 16) >> shift)
  }

  private static func isStronger(
    _ member: SurfaceMember, than strongest: BandVector, model: borrowing SoilModel
  ) -> Bool {
    guard member.response[0] > 0 else { return false }
    let own = model.whitened(member.response).sumOfSquares
    let other = model.whitened(strongest).sumOfSquares
    if own > other { return true }
    return member.response.magnitude > strongest.magnitude && own > other / 4
  }
}

/// A detection as the merger takes it.
package struct SurfaceMember: BitwiseCopyable, Sendable {
  /// The detection with its id.
  package var event: DetectionEvent
  /// The motion filter's response at its peak.
  package var response: BandVector
  /// Place, millimetres.
  package var eastMillimetres: Int64
  /// Place, millimetres.
  package var northMillimetres: Int64
  /// Length of the way there, 1/256 mm.
  package var arcQ8: Int64

  package init(
    event: DetectionEvent, response: BandVector, eastMillimetres: Int64, northMillimetres: Int64,
    arcQ8: Int64
  ) {
    self.event = event
    self.response = response
    self.eastMillimetres = eastMillimetres
    self.northMillimetres = northMillimetres
    self.arcQ8 = arcQ8
  }
}
