/// The decays that soil may have in an instrument's bands, from flat to steep; the first band is 2²⁰.
package struct SoilFamily: BitwiseCopyable, Sendable {
  /// Decays that are kept.
  package static let count = 22
  /// What the first decay's exponent is steeper by than that of 1/t, hundredths.
  package static let flattest: Int64 = -2
  /// What each decay is steeper by than the one before it, hundredths.
  package static let step: Int64 = 2

  /// The decays.
  package var shapes = InlineArray<22, BandVector>(repeating: BandVector())

  package init() {}
}
