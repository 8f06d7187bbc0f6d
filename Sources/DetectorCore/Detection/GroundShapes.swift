/// What ground looks like in an instrument's bands: all that it has and no body is likely to have.
///
/// Soil's decay is a mixture of powers of time from t⁻¹ to t^−1.4 (`soil` and `soil` + `patch`), bent a
/// little between these (`curvature`), and of t^−2.5 where it conducts (wet clay, sea water). The first
/// band of `soil` and of `conducting` is 2²⁰; `patch` and `curvature` are differences of such shapes.
package struct GroundShapes: BitwiseCopyable, Sendable {
  /// Soil whose decay is 1/t, or what was learnt by pumping.
  package var soil = BandVector()
  /// What a decay of t^−1.4 has beside one of 1/t.
  package var patch = BandVector()
  /// What a decay of t^−1.2 has beside the mean of the two.
  package var curvature = BandVector()
  /// A conducting half-space, t^−2.5.
  package var conducting = BandVector()

  package init() {}
}
