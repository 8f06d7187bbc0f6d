/// The angle and the length of a vector by CORDIC (Volder 1959), in vectoring mode.
///
/// Formula: for i = 0 … 23, with s the sign of y,
///
///     x ← x + s y 2⁻ⁱ        y ← y − s x 2⁻ⁱ        θ ← θ + s atan 2⁻ⁱ
///
/// turns the vector onto the x axis and lengthens it by K = Π √(1 + 4⁻ⁱ) = 1.64676. A vector with
/// x < 0 is first turned by half a turn.
///
/// Range: all of `Int64`. The larger component is first scaled to 29 bits, so that a vector grows
/// to at most 2²⁹ · √2 · K < 2³¹ and a short one is resolved as finely as a long one. Accuracy:
/// each step truncates both components by less than one count of a length of at least 2²⁸ (24 · √2
/// / 2²⁸ = 2⁻²²·⁹), and 2⁻²³ rad of turn is left over. Hence the angle is within 2⁻¹⁷ + 2⁻²³ turns
/// (0.51 of its last bit) and the length within 2⁻²² of itself and one count. At the rails nothing
/// saturates: the longest vector is 2⁶³ √2 < 2⁶⁴. The zero vector has the angle 0 and the length 0.
/// Cost: about 250 instructions.
public enum Atan2 {
  /// Rotations; each adds a bit.
  static let iterations = 24
  /// 2³² / K.
  static let reciprocalGainQ32: UInt64 = 2_608_131_496
  /// atan 2⁻ⁱ in turns, Q32.
  static let rotations: InlineArray<24, UInt32> = [
    536_870_912, 316_933_406, 167_458_907, 85_004_756, 42_667_331, 21_354_465,
    10_679_838, 5_340_245, 2_670_163, 1_335_087, 667_544, 333_772,
    166_886, 83_443, 41_722, 20_861, 10_430, 5_215,
    2_608, 1_304, 652, 326, 163, 81,
  ]

  /// The angle of the vector (x, y), from the x axis towards the y axis.
  ///
  ///     Atan2.angle(y: 5, x: 5).bits  // 8_192, an eighth of a turn
  public static func angle(y: Int64, x: Int64) -> BinaryAngle { polar(y: y, x: x).angle }

  /// The angle of the vector (x, y), from the x axis towards the y axis.
  public static func angle(y: Int32, x: Int32) -> BinaryAngle {
    polar(y: Int64(y), x: Int64(x)).angle
  }

  /// The angle and the length of the vector (x, y).
  public static func polar(y: Int32, x: Int32) -> PolarVector {
    polar(y: Int64(y), x: Int64(x))
  }

  /// The angle and the length of the vector (x, y).
  public static func polar(y: Int64, x: Int64) -> PolarVector {
    let larger = max(x.magnitude, y.magnitude)
    guard larger > 0 else { return PolarVector(angle: BinaryAngle(bits: 0), magnitude: 0) }
    let shift = larger.leadingZeroBitCount - 35
    var turning = Turning(x: scaled(x, by: shift), y: scaled(y, by: shift))
    // The sign is that of the vector given: scaling may have taken a small x to 0.
    if x < 0 { turning.byHalf() }
    turning.ontoAxis()
    // The upper 16 bits, rounded; the turn wraps by design.
    let angle = UInt16(truncatingIfNeeded: (turning.turnsQ32 &+ 1 << 15) >> 16)
    let length = UInt64(turning.x.magnitude) * reciprocalGainQ32
    return PolarVector(
      angle: BinaryAngle(bits: angle), magnitude: unscaled(length, by: 32 + shift))
  }

  /// A component scaled to at most 29 bits and its sign.
  private static func scaled(_ value: Int64, by shift: Int) -> Int32 {
    let scaled = shift >= 0 ? value << shift : value.shiftedRightToNearest(by: -shift)
    return Int32(truncatingIfNeeded: scaled)
  }

  /// The length shifted back, rounded to nearest.
  private static func unscaled(_ length: UInt64, by shift: Int) -> UInt64 {
    shift <= 0 ? length << UInt64(-shift) : ((length >> UInt64(shift - 1)) + 1) >> 1
  }
}

/// A vector on its way to the x axis, and the turns it has made.
private struct Turning {
  var x: Int32
  var y: Int32
  var turnsQ32: UInt32 = 0

  /// Turns it by half a turn; both components have at most 30 bits, so negation does not wrap.
  mutating func byHalf() {
    x = 0 &- x
    y = 0 &- y
    turnsQ32 = turnsQ32 &+ 1 << 31
  }

  /// Turns a vector of the right half plane onto the axis.
  ///
  /// The components do not wrap, for the bound that `Atan2` states; the turns wrap by design.
  mutating func ontoAxis() {
    for i in 0..<Atan2.iterations {
      let shift = Int32(truncatingIfNeeded: i)
      let (dx, dy) = (y &>> shift, x &>> shift)
      if y >= 0 {
        x = x &+ dx
        y = y &- dy
        turnsQ32 = turnsQ32 &+ Atan2.rotations[i]
      } else {
        x = x &- dx
        y = y &+ dy
        turnsQ32 = turnsQ32 &- Atan2.rotations[i]
      }
    }
  }
}
