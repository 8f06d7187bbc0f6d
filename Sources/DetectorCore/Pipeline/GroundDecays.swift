extension DecayShapes {
  /// What ground looks like in the bands.
  func ground() -> GroundShapes {
    var shapes = GroundShapes()
    shapes.soil = soil()
    let steep = soil(steeperBy: 40)
    shapes.patch = steep - shapes.soil
    shapes.curvature = soil(steeperBy: 20) - (steep + shapes.soil).divided(by: 2)
    shapes.conducting = conducting()
    return shapes
  }

  /// Soil whose exponent is steeper than that of 1/t by hundredths, after a pulse of finite length.
  ///
  /// The mean of t^−p over a gate is that of 1/t times m^(1−p), m the gate's middle on a logarithmic
  /// scale: within 0.2 % for gates that close at 2.5 times their opening.
  private func soil(steeperBy hundredths: Int64) -> BandVector {
    let pulse = max(description.pulseNanoseconds, 0)
    let origin = description.gates[0].startNanoseconds
    return shape { gate in
      let (start, end) = (gate.startNanoseconds, gate.endNanoseconds)
      var value = Self.power(start, end, origin, hundredths)
      if pulse > 0 { value -= Self.power(start + pulse, end + pulse, origin, hundredths) }
      return value * 1_000_000_000 / (end - start)
    }
  }

  /// A conducting half-space: the mean of t^−2.5 over each gate, (a^−1.5 − b^−1.5)/(b − a).
  private func conducting() -> BandVector {
    let origin = description.gates[0].startNanoseconds
    return shape { gate in
      let start = Self.halfPowers(gate.startNanoseconds, origin)
      let end = Self.halfPowers(gate.endNanoseconds, origin)
      return (start - end) * 1_000_000 / (gate.endNanoseconds - gate.startNanoseconds)
    }
  }

  /// (t/o)^−1.5 in Q30, t ≥ o.
  private static func halfPowers(_ time: Int64, _ origin: Int64) -> Int64 {
    // log₂ Q16 · 1.5 · ln 2 in Q30.
    let exponent = max(logarithm(time, origin), 0) * 3 * 744_261_118 / 2 / 65_536
    return Exponential.decay(ofQ30: exponent)
  }
}
