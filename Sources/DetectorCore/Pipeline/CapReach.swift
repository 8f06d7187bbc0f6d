/// How far from the coil a detonator cap still reaches the level's threshold, at the present noise and ground.
///
/// An aluminium cap of 14 µs on the coil's axis answers with v(z) = K N² I m u(z)², u(z) = a²/2 (a² + z²)^−1.5
/// the field of one ampere-turn and m the mean of e^−t/τ over the first band. With v₀ at the coil's centre,
///
///     z = a √((v₀/v)^⅓ − 1)
///
/// K = 17.4 nV m²/A for a cap of 6 × 7 mm and 101 for one of 6 × 40 mm, from the closed form of a thin shell
/// (5.7 and 33 µV between 10 and 20 µs at 15 cm, coil of 0.13 m, 20 turns, 2 A).
/// Units: millimetres from the coil's plane; take the coil's height off for a depth.
public struct CapReach: BitwiseCopyable, Sendable, Equatable {
  /// A cap of 6 × 7 mm: what an anti-personnel mine of plastic has at the least.
  public var smallMillimetres: Int32
  /// A cap of 6 × 40 mm: what an anti-tank mine of plastic has at the least.
  public var largeMillimetres: Int32

  /// Nothing is heard at all.
  static let none = CapReach(smallMillimetres: 0, largeMillimetres: 0)
}

/// Turns the weakest answer of a cap that alarms into how far it lies; nothing where the coil is not known.
struct CapScale: BitwiseCopyable, Sendable {
  /// Which decay of the dictionary a cap has: 14 µs.
  static let decay = 3
  /// K of the two caps, hundredths of nV m²/A.
  private static let small: Int64 = 1_745
  private static let large: Int64 = 10_100

  private let radius: Int64
  /// v₀ per hundredth of K, 1/256 nV.
  private let centreQ8: Int64

  init?(description: InductionDescription, bandCount: Int) {
    let turns = Int64(description.coilTurns)
    let current = description.coilCurrentMilliamperes
    radius = description.coilRadiusMicrometres / 1_000
    guard turns > 0, current > 0, radius > 0, turns <= 1_000, current <= 1_000_000,
      radius <= 10_000
    else { return nil }
    let shapes = DecayShapes(description: description, bandCount: bandCount)
    // N² I / 4 a² in mA and mm is 10³ A/m²; a hundredth of a nanovolt of it is 10 nV, 2,560 in Q8.
    let field = Wide.scaled(turns * turns * current, by: 2_560, over: 4 * radius * radius)
    centreQ8 = Wide.shifted(field, shapes.capMean(), by: 30)
  }

  /// How far caps reach whose weakest answer that alarms is so large in the first band, nV.
  func reach(weakest nanovolts: Int64) -> CapReach {
    CapReach(
      smallMillimetres: Int32(clamping: millimetres(Self.small, nanovolts)),
      largeMillimetres: Int32(clamping: millimetres(Self.large, nanovolts)))
  }

  private func millimetres(_ factor: Int64, _ nanovolts: Int64) -> Int64 {
    let centre = centreQ8.saturatingMultiplied(by: factor) / 256
    let weakest = max(nanovolts, 1)
    guard centre > weakest else { return 0 }
    let ratio =
      Int64(Logarithm.log2Q16(UInt64(centre))) - Int64(Logarithm.log2Q16(UInt64(weakest)))
    // (v/v₀)^⅓ = e^(−log₂ · ln 2 / 3), Q30.
    let share = max(Exponential.decay(ofQ30: ratio * 744_261_118 / 3 / 65_536), 1)
    let squared = Wide.scaled(radius * radius, by: (1 << 30) - share, over: share)
    return Int64(SquareRoot.floor(of: UInt64(max(squared, 0))))
  }
}

extension DecayShapes {
  /// The mean of e^−t/τ of a cap over the first band less that over the earth-field gate, Q30; t from
  /// switch-off.
  func capMean() -> Int64 {
    let constant = DecayDictionary.nanoseconds[CapScale.decay]
    func mean(_ gate: InductionDescription.Gate) -> Int64 {
      let start = Self.decay(gate.startNanoseconds, constant)
      let end = Self.decay(gate.endNanoseconds, constant)
      return Wide.scaled(
        start - end, by: constant, over: gate.endNanoseconds - gate.startNanoseconds)
    }
    let signals = description.gateCount - 1
    let gates = Self.gates(ofBand: 0, bands: bandCount, signals: signals)
    var sum: Int64 = 0
    for gate in gates { sum += mean(description.gates[gate]) }
    return sum / Int64(gates.count) - mean(description.gates[signals])
  }
}

/// Keeps how far caps reach, and looks anew with each 64th output: half a second at 125 a second.
///
/// Noise and ground change over metres, and a look costs as much as an output. It is counted in outputs,
/// so that blocks change nothing.
struct HeldReach: BitwiseCopyable, Sendable {
  /// Outputs from one look to the next.
  static let interval: UInt8 = 64

  private let scale: CapScale?
  private var left: UInt8 = 0
  /// The newest look; nothing before the first level, and where the coil is not known.
  private(set) var reach: CapReach?

  init(scale: CapScale?) { self.scale = scale }

  /// Counts an output that the level has taken.
  mutating func take(_ level: borrowing InductionLevel) {
    guard let scale, level.isJudging else { return }
    guard left == 0 else {
      left -= 1
      return
    }
    left = Self.interval - 1
    reach = scale.reach(weakest: level.weakest(decay: CapScale.decay))
  }
}

extension InductionPipeline {
  /// How far from the coil a cap reaches the level's threshold, 64 outputs ago at the most: what
  /// the levels carry.
  ///
  /// It is 0 while an overload, a coil's fault or numbers that stand still leave nothing to hear; nothing before the
  /// first level, and where the description does not say what the coil is.
  public var capReach: CapReach? {
    guard let reach = reach.reach else { return nil }
    let isDeaf = isOverloaded || isFrontEndOverloaded || faults.isDisabled || faults.isStuck
    return isDeaf ? .none : reach
  }
}
