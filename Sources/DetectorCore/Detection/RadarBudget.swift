/// Whether a reference mine would have been seen: silence is worth no more than this.
///
/// The reference is the top of a small plastic-cased mine (body εr 2.9, radius 40 mm) in soil of index
/// n = c/v: echo over bounce = |n − 1.703| / (n + 1.703) · (n + 1) / (n − 1) · (1 − R²) · h / (h + d) · F ·
/// 10^(−2αd/20), with R the bounce's reflection, h the antenna's height and F the share of the
/// first Fresnel zone that the casing fills, r² / (λ (h + d) / 2) ≤ 1. All in ten-thousandths. The
/// direct wave, which shares the bounce's envelope on low antennas, makes the bounce an upper bound.
public struct RadarBudget: BitwiseCopyable, Sendable {
  private var expected = InlineArray<64, UInt32>(repeating: 0)
  private let thresholdHundredths: UInt64
  /// The cell of the depth that the operator is told about.
  private let referenceCell: Int

  /// The depth that the operator is told about, µm: as deep as anti-personnel mines are laid.
  public static let referenceDepthMicrometres: Int64 = 100_000
  /// Speed of light, µm/ns.
  package static let lightSpeed: Int64 = 299_792
  private static let mineIndexTenThousandths: Int64 = 17_029
  private static let mineRadiusMicrometres: Int64 = 40_000
  private static let assumedHeightMicrometres: Int64 = 50_000

  package init(geometry: RadarGeometry, soil: BudgetSoil, thresholdHundredths: Int32) {
    self.thresholdHundredths = UInt64(max(thresholdHundredths, 1))
    var reference = 0
    for cell in 0..<geometry.cellCount {
      let sample = geometry.samples(ofCell: cell).lowerBound
      let depth = geometry.depthMicrometres(ofSample: sample)
      if depth <= Self.referenceDepthMicrometres { reference = cell }
      let ratio = Self.ratioTenThousandths(soil: soil, axes: geometry.axes, depth: depth)
      expected[cell] = UInt32(
        clamping: Int64(geometry.bounceAmplitude) * ratio / 10_000)
    }
    referenceCell = reference
  }

  /// Whether the reference mine would drown under this floor at the reference depth.
  package func isBlind(floor: UInt32) -> Bool { isBlind(floor: floor, cell: referenceCell) }

  /// Whether the reference mine would drown under this floor at a cell.
  package func isBlind(floor: UInt32, cell: Int) -> Bool {
    UInt64(expected[cell]) * 100 < UInt64(floor) * thresholdHundredths
  }

  /// The cell whose floor `isBlind(floor:)` wants.
  package var cell: Int { referenceCell }

  private static func ratioTenThousandths(
    soil: BudgetSoil, axes: RadarAxes, depth: Int64
  ) -> Int64 {
    let speed = axes.waveSpeedMicrometresPerNanosecond
    let index = max(Self.lightSpeed * 10_000 / speed, 10_100)
    let bounce = (index - 10_000) * 10_000 / (index + 10_000)
    let mine =
      abs(index - mineIndexTenThousandths) * 10_000 / (index + mineIndexTenThousandths)
    let through = 10_000 - bounce * bounce / 10_000
    let said = soil.antennaHeightMicrometres ?? assumedHeightMicrometres
    // An antenna of this chain is held or pushed over the ground: 1 cm … 10 m.
    let height = min(max(said, 10_000), 10_000_000)
    let zone = max(soil.wavelengthMicrometres * (height + depth) / 2, 1)
    let fill = min(mineRadiusMicrometres * mineRadiusMicrometres * 10_000 / zone, 10_000)
    let spread = height * 10_000 / (height + depth)
    let lost = attenuation(soil: soil, depth: depth)
    return mine * 10_000 / bounce * through / 10_000 * spread / 10_000 * fill / 10_000 * lost
      / 10_000
  }

  /// 10^(−2αd/20) in ten-thousandths: halves for every 6.02 dB, straight lines in between.
  private static func attenuation(soil: BudgetSoil, depth: Int64) -> Int64 {
    let rate = Int64(soil.attenuationHundredthsDecibelPerMetre)
    // 6.02 dB halve an amplitude.
    return HalfLife.remainder(of: 2 * rate * depth / 1_000_000, halfLife: 602)
  }
}

/// What the budget reckons with besides the axes.
package struct BudgetSoil: BitwiseCopyable, Sendable {
  /// Wavelength in the ground, µm.
  package var wavelengthMicrometres: Int64
  /// Antenna over ground, µm; nil when not said.
  package var antennaHeightMicrometres: Int64?
  /// Attenuation one way, hundredths of dB/m.
  package var attenuationHundredthsDecibelPerMetre: Int32

  package init(
    wavelengthMicrometres: Int64, antennaHeightMicrometres: Int64?,
    attenuationHundredthsDecibelPerMetre: Int32
  ) {
    self.wavelengthMicrometres = wavelengthMicrometres
    self.antennaHeightMicrometres = antennaHeightMicrometres
    self.attenuationHundredthsDecibelPerMetre = attenuationHundredthsDecibelPerMetre
  }
}
