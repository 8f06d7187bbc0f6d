/// Learns the phase of the ground by pumping the coil: the direction along which I and Q move together.
///
/// Formula: 2θ = atan2(2 Σ iq, Σ ii − Σ qq) with i, q less their means: the principal axis. Of its two
/// ends the one nearer to ferrite's (phase 0) is taken. Variances along and across it are
/// (Σ ii + Σ qq ± √((Σ ii − Σ qq)² + 4 (Σ iq)²)) / 2.
/// It is refused where the motion along it is below six deviations of the motion across, which noise, a
/// second body or salt in magnetic ground make; a body alone moves on a line as ground does, and is
/// refused when its phase is more than 22.5° from ferrite's, where no ground's is.
/// Q-format: phasors held at ±2²⁶, sums of at most 2¹⁰ products in Int64. Rounding: 0.0055° of angle.
package struct GroundPhase: BitwiseCopyable, Sendable {
  /// Phasors that are kept.
  package static let maximumCount: Int64 = 1_024
  /// Fewest phasors.
  package static let minimumCount: Int64 = 64
  /// What a ground's phase is from that of ferrite at the most.
  package static let farthest: UInt16 = 4_096

  private var first: Phasor?
  private var count: Int64 = 0
  private var sumI: Int64 = 0
  private var sumQ: Int64 = 0
  private var ii: Int64 = 0
  private var qq: Int64 = 0
  private var iq: Int64 = 0

  package init() {}

  /// Takes a phasor.
  package mutating func take(_ phasor: Phasor) {
    if first == nil { first = phasor }
    guard let first, count < Self.maximumCount else { return }
    let rail: Int64 = 1 << 26
    let moved = phasor - first
    let i = max(-rail, min(rail, moved.inPhase))
    let q = max(-rail, min(rail, moved.quadrature))
    count += 1
    sumI += i
    sumQ += q
    ii += i * i
    qq += q * q
    iq += i * q
  }

  /// The phase, or why there is none.
  package func verdict() -> Result {
    guard count >= Self.minimumCount else { return .refused(.tooShort) }
    let i = (ii - Wide.scaled(sumI, by: sumI, over: count)) / count
    let q = (qq - Wide.scaled(sumQ, by: sumQ, over: count)) / count
    let cross = (iq - Wide.scaled(sumI, by: sumQ, over: count)) / count
    let twice = Atan2.polar(y: 2 * cross, x: i - q)
    let spread = Int64(clamping: twice.magnitude)
    let along = max((i + q + spread) / 2, 0)
    let across = max((i + q - spread) / 2, 1)
    guard along >= 36 * across else { return .refused(.tooWeak) }
    // Half of the angle, from −90° to 90°: the end nearer to ferrite's.
    let half = twice.angle.signedBits >> 1
    let angle = BinaryAngle(bits: UInt16(bitPattern: half))
    guard angle.distance(to: BinaryAngle(bits: 0)) <= Self.farthest else {
      return .refused(.outOfRange)
    }
    return .learnt(angle)
  }

  /// What became of it.
  package enum Result: BitwiseCopyable, Sendable, Equatable {
    /// The phase of the ground.
    case learnt(BinaryAngle)
    /// None.
    case refused(GroundRefusal)
  }
}
