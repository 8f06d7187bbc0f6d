/// Shapes of decays in the bands of an instrument, in integers.
struct DecayShapes {
  let description: InductionDescription
  let bandCount: Int

  private static let one: Int64 = 1 << 30

  /// The signal gates of a band: neighbours in equal shares, the earlier bands the smaller.
  static func gates(ofBand band: Int, bands: Int, signals: Int) -> Range<Int> {
    band * signals / bands..<(band + 1) * signals / bands
  }

  /// Single exponentials: the mean of e^−t/τ over each gate less that over the earth-field gate.
  func dictionary() -> DecayDictionary {
    var shapes = InlineArray<12, BandVector>(repeating: BandVector())
    for index in 0..<DecayDictionary.count {
      let constant = DecayDictionary.nanoseconds[index]
      shapes[index] = shape { gate in
        // Counted from the first gate: a factor that every band shares.
        let origin = description.gates[0].startNanoseconds
        let start = Self.decay(gate.startNanoseconds - origin, constant)
        let end = Self.decay(gate.endNanoseconds - origin, constant)
        return (start - end) * constant / (gate.endNanoseconds - gate.startNanoseconds)
      }
    }
    return DecayDictionary(shapes: shapes)
  }

  /// Viscous soil after a pulse of finite length: the mean of 1/t − 1/(t + T) over each gate.
  func soil() -> BandVector {
    let pulse = max(description.pulseNanoseconds, 0)
    return shape { gate in
      var value = Self.logarithm(gate.endNanoseconds, gate.startNanoseconds)
      if pulse > 0 {
        value -= Self.logarithm(gate.endNanoseconds + pulse, gate.startNanoseconds + pulse)
      }
      return value * 1_000_000_000 / (gate.endNanoseconds - gate.startNanoseconds)
    }
  }

  /// What soil of t^−1.4 has beside soil of 1/t: each band times (t/t₁)^−0.4 less itself.
  func patch() -> BandVector {
    var result = soil()
    let first = middle(0)
    for band in 0..<bandCount {
      let ratio = max(Self.logarithm(middle(band), first), 0)
      // log₂ Q16 · 0.4 · ln 2 in Q30.
      let exponent = ratio * 2 * 744_261_118 / 5 / 65_536
      result[band] = result[band] * Exponential.decay(ofQ30: exponent) / Self.one - result[band]
    }
    return result
  }

  /// Soils from a little flatter than 1/t to t^−1.4, each after a pulse of finite length.
  ///
  /// The mean of t^−p over a gate is taken as that of 1/t times m^(1−p), m the gate's middle on a
  /// logarithmic scale, and alike for what the pulse's beginning adds.
  func soils() -> SoilFamily {
    var family = SoilFamily()
    let pulse = max(description.pulseNanoseconds, 0)
    let origin = description.gates[0].startNanoseconds
    for index in 0..<SoilFamily.count {
      let steeper = SoilFamily.flattest + SoilFamily.step * Int64(index)
      let shape = shape { gate in
        let (start, end) = (gate.startNanoseconds, gate.endNanoseconds)
        var value = Self.power(start, end, origin, steeper)
        if pulse > 0 { value -= Self.power(start + pulse, end + pulse, origin, steeper) }
        return value * 1_000 / ((end - start) / 1_000 + 1)
      }
      // Of every instrument's bands the first is the largest of a soil.
      family.shapes[index] = shape
    }
    return family
  }

  /// log₂(b/a) (m/o)^(−x/100) in Q16, m the middle of a and b.
  static func power(_ a: Int64, _ b: Int64, _ origin: Int64, _ x: Int64) -> Int64 {
    let value = logarithm(b, a)
    // The logarithm of (m/o) to the base 2 in Q17, as twice that of the middle.
    let twice = logarithm(a, origin) + logarithm(b, origin)
    // Times x/100 and ln 2, in Q30: 744,261,118 / 2¹⁷ / 100.
    let exponent = twice * x * 7_442_611 / 131_072
    if exponent >= 0 { return value * Exponential.decay(ofQ30: exponent) / one }
    return value * one / max(Exponential.decay(ofQ30: -exponent), 1)
  }

  /// Variance of one decimated output by a front end's white noise, Q6 nV².
  ///
  /// A boxcar gate of length T has e_n²/2T; the pulses of a frame divide it, and the
  /// decimator by about 1.8 M.
  func noise(picovolts: Int64, factor: Int64) -> BandVector {
    let signals = description.gateCount - 1
    let pulses = Int64(max(description.pulsesPerFrame, 1))
    let density = picovolts * picovolts  // 1e-6 nV²/Hz
    func variance(_ length: Int64) -> Int64 {
      // 1e-6 nV²/Hz · 1e9/(2 T[ns]) · 64, divided by pulses and 1.8 M.
      density * 64 * 1_000 / (2 * length) * 10 / (18 * factor * pulses)
    }
    let field = description.gates[signals]
    let earth = variance(field.endNanoseconds - field.startNanoseconds)
    var result = BandVector()
    for band in 0..<bandCount {
      var length: Int64 = 0
      for gate in Self.gates(ofBand: band, bands: bandCount, signals: signals) {
        let each = description.gates[gate]
        length += each.endNanoseconds - each.startNanoseconds
      }
      result[band] = max(variance(length) + earth, 64)
    }
    return result
  }

  /// Bands of a decay given by its mean over a gate, the largest 2²⁰ in magnitude.
  func shape(_ mean: (InductionDescription.Gate) -> Int64) -> BandVector {
    let signals = description.gateCount - 1
    let earth = mean(description.gates[signals])
    var result = BandVector()
    var largest: Int64 = 1
    for band in 0..<bandCount {
      let gates = Self.gates(ofBand: band, bands: bandCount, signals: signals)
      var sum: Int64 = 0
      for gate in gates { sum += mean(description.gates[gate]) - earth }
      result[band] = sum / Int64(gates.count)
      largest = max(largest, abs(result[band]))
    }
    for band in 0..<bandCount {
      result[band] = Wide.scaled(result[band], by: 1 << 20, over: largest)
    }
    return result
  }

  /// The middle of a band on a logarithmic scale, nanoseconds after switch-off.
  func middle(_ band: Int) -> Int64 {
    let signals = description.gateCount - 1
    let gates = Self.gates(ofBand: band, bands: bandCount, signals: signals)
    let start = description.gates[gates.lowerBound].startNanoseconds
    let end = description.gates[gates.upperBound - 1].endNanoseconds
    return Int64(SquareRoot.floor(of: UInt64(start) * UInt64(end)))
  }

  /// e^−t/τ in Q30.
  static func decay(_ time: Int64, _ constant: Int64) -> Int64 {
    Exponential.decay(ofQ30: Wide.scaled(max(time, 0), by: one, over: constant))
  }

  /// log₂(a/b) in Q16.
  static func logarithm(_ a: Int64, _ b: Int64) -> Int64 {
    // A fraction of Q16 on numbers of nanoseconds: 2²⁰ more than makes up for the rounding.
    Int64(Logarithm.log2Q16(UInt64(a) << 20)) - Int64(Logarithm.log2Q16(UInt64(b) << 20))
  }
}
