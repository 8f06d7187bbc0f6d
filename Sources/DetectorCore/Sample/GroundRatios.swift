/// What the ground's signal is in one band for another: the ratios of its ground channels.
///
/// G12 = e₁ − K₁₂ e₂, G13 = e₁ − K₁₃ e₃ and G24 = e₂ − K₂₄ e₄ are zero for ground of this decay, at
/// any height and strength. Each is also zero for some single exponential: none of
/// them alone decides anything, and their signs only describe.
/// Q-format: K Q16, 0 where an instrument has no such band; G as its bands.
public struct GroundRatios: BitwiseCopyable, Sendable, Equatable {
  /// First band to second.
  public var k12Q16: Int64 = 0
  /// First band to third.
  public var k13Q16: Int64 = 0
  /// Second band to fourth.
  public var k24Q16: Int64 = 0

  /// Reads the ratios off a decay of ground.
  public init(shape: BandVector) {
    k12Q16 = Self.ratio(shape[0], shape[1])
    k13Q16 = Self.ratio(shape[0], shape[2])
    k24Q16 = Self.ratio(shape[1], shape[3])
  }

  /// G12, G13 and G24 of a decay, in this order; 0 where there is no such band.
  public func channels(of decay: BandVector) -> InlineArray<3, Int64> {
    var result = InlineArray<3, Int64>(repeating: 0)
    let held = decay.clamped
    if k12Q16 != 0 { result[0] = held[0] - Wide.shifted(k12Q16, held[1], by: 16) }
    if k13Q16 != 0 { result[1] = held[0] - Wide.shifted(k13Q16, held[2], by: 16) }
    if k24Q16 != 0 { result[2] = held[1] - Wide.shifted(k24Q16, held[3], by: 16) }
    return result
  }

  private static func ratio(_ early: Int64, _ late: Int64) -> Int64 {
    guard late > 0, early > 0 else { return 0 }
    return min(Wide.scaled(early, by: 65_536, over: late), 1 << 30)
  }
}

/// What became of a ground balance; a refusal is sounded and never silent.
public enum GroundVerdict: BitwiseCopyable, Sendable, Equatable {
  /// The ground's ratios were learnt and are in force.
  case learnt(GroundRatios)
  /// Nothing was learnt, or not yet; the ratios that were in force stay so.
  case refused(GroundRefusal)
}

/// How a ground balance that the operator ended came out, of either kind of coil.
public enum GroundOutcome: BitwiseCopyable, Sendable, Equatable {
  /// A pulse induction's.
  case ratios(GroundVerdict)
  /// An induction balance's: the phase was learnt, or why it was not.
  case phase(GroundRefusal?)
}

/// Why a ground balance was refused.
public enum GroundRefusal: UInt8, BitwiseCopyable, Sendable {
  /// None was begun.
  case notBegun
  /// Too many frames were lost or bad.
  case interrupted
  /// A gate was at its rail, or the signal beyond that of any soil.
  case tooStrong
  /// Fewer than four seconds of outputs.
  case tooShort
  /// The ground's signal does not stand out of the noise; the ratios of theory serve.
  case tooWeak
  /// Fewer than two whole pumps.
  case tooLittleMotion
  /// A ratio is not 0.7 to 1.4 of what theory gives.
  case outOfRange
  /// The bands together are those of no soil.
  case notSoil
  /// The bands do not move together: there are two things under the coil.
  case twoDecays
  /// The spot passes for ground; a second one must say the same before anything is learnt.
  case secondSpot
  /// The second spot lies where the first one did.
  case sameSpot
  /// The second spot says something else than the first.
  case spotsDiffer

  /// What happened and what to do, for a person.
  public var words: StaticString {
    switch self {
    case .notBegun: "no ground balance was begun"
    case .interrupted: "frames were lost or bad while pumping; pump again"
    case .tooStrong:
      "stronger than any soil: metal under the coil; mark it, balance at a second spot"
    case .tooShort: "too short: pump for at least four seconds"
    case .tooWeak: "the ground is too weak to learn from, which is good; theory's ratios stay"
    case .tooLittleMotion: "too little motion: raise and lower the coil two times at the least"
    case .outOfRange:
      "the decay is too far from that of soil: metal or salt; balance at a second spot"
    case .notSoil: "this decay is not that of soil: metal is likely; balance at a second spot"
    case .twoDecays:
      "two things move under the coil: metal is likely; balance at a second spot"
    case .secondSpot: "this spot passes for ground; pump at a second one, a step away, to be sure"
    case .sameSpot: "this is the same spot; pump a step away from it"
    case .spotsDiffer:
      "the two spots differ: metal under one is likely; pump at a third, a step from both"
    }
  }
}
