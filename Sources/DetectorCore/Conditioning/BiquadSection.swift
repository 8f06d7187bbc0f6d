/// The coefficients of one second-order section.
///
/// Sign convention: feedback is **added**, y = b0 x + b1 x₁ + b2 x₂ + a1 y₁ + a2 y₂, as CMSIS-DSP
/// has it; design tools that subtract it give a1 and a2 with the other sign. The numbers are Q15 or
/// Q31 of the coefficients divided by 2 to the cascade's `postShift`.
public struct BiquadSection<Sample: FilterSample>: BitwiseCopyable, Sendable, Equatable {
  /// Of the sample itself.
  public var b0: Sample
  /// Of the sample before.
  public var b1: Sample
  /// Of the sample two before.
  public var b2: Sample
  /// Of the output before, added.
  public var a1: Sample
  /// Of the output two before, added.
  public var a2: Sample

  /// Takes the coefficients in CMSIS-DSP's order and with its signs.
  public init(b0: Sample, b1: Sample, b2: Sample, a1: Sample, a2: Sample) {
    self.b0 = b0
    self.b1 = b1
    self.b2 = b2
    self.a1 = a1
    self.a2 = a2
  }
}

/// What one second-order section remembers.
public struct BiquadState<Sample: FilterSample>: BitwiseCopyable, Sendable {
  var x1: Sample = 0
  var x2: Sample = 0
  var y1: Sample = 0
  var y2: Sample = 0
}
