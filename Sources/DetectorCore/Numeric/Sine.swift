/// Cosine and sine by CORDIC (Volder 1959), in rotation mode.
///
/// The vector (1/K, 0) is turned by ±atan 2⁻ⁱ towards the angle, i = 0 … 23, as in ``Atan2``; quarters of
/// a turn are exact. Q-format: angle Q16 turns, result Q30, 1 being 2³⁰. Accuracy: 24 truncations of at
/// most one count of 2⁻³⁰ each, and 2⁻²³ of turn left over: within 2⁻²².
/// Cost: about 200 instructions.
public enum Sine {
  /// cos and sin of an angle, Q30.
  ///
  ///     Sine.pair(of: .quarter)  // (cosine: 0, sine: 1_073_741_824)
  public static func pair(of angle: BinaryAngle) -> (cosine: Int64, sine: Int64) {
    pair(ofTurnsQ32: UInt32(angle.bits) << 16)
  }

  /// cos and sin of an angle in turns, Q32.
  static func pair(ofTurnsQ32 turns: UInt32) -> (cosine: Int64, sine: Int64) {
    let rest = turns & 0x3FFF_FFFF
    let (cosine, sine) = rest == 0 ? (1 << 30, 0) : turned(by: rest)
    switch turns >> 30 {
    case 0: return (cosine, sine)
    case 1: return (-sine, cosine)
    case 2: return (-cosine, -sine)
    default: return (sine, -cosine)
    }
  }

  private static func turned(by turnsQ32: UInt32) -> (Int64, Int64) {
    // 1/K in Q30.
    var x = Int64(Atan2.reciprocalGainQ32 >> 2)
    var y: Int64 = 0
    var left = Int64(turnsQ32)
    for i in 0..<Atan2.iterations {
      let shift = Int64(i)
      let (dx, dy) = (y >> shift, x >> shift)
      if left >= 0 {
        x -= dx
        y += dy
        left -= Int64(Atan2.rotations[i])
      } else {
        x += dx
        y -= dy
        left += Int64(Atan2.rotations[i])
      }
    }
    return (x, y)
  }
}
