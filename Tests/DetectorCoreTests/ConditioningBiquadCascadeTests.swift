import DetectorCore
import Foundation
import Testing

/// What a cascade gives for a signal, cut into blocks.
func cascaded<Sample: FilterSample>(
  _ sections: [BiquadSection<Sample>], postShift: Int, _ x: [Sample], cuts: [Range<Int>]? = nil
) throws -> [Sample] {
  var cascade = try BiquadCascade<Sample, 4>(sections: sections.span, postShift: postShift)
  var y: [Sample] = []
  for block in cuts ?? [0..<x.count] {
    let samples = Array(x[block])
    var part = [Sample](repeating: 0, count: block.count)
    var output = part.mutableSpan
    cascade.process(samples.span, into: &output)
    y += part
  }
  return y
}

@Suite("Biquad cascade")
struct ConditioningBiquadCascadeTests {
  /// Coefficients anywhere, stable or not.
  private func wild<Sample: FilterSample>(_ random: inout SplitMix) -> BiquadSection<Sample> {
    let c: [Sample] = random.samples(5)
    return BiquadSection(b0: c[0], b1: c[1], b2: c[2], a1: c[3], a2: c[4])
  }

  /// A pair of poles of radius up to 0.97 and small zeros, for a post-shift of 1.
  private func stable<Sample: FilterSample>(_ random: inout SplitMix) -> BiquadSection<Sample> {
    let one = Double(Sample.max) / 2
    let radius = 0.97 * Double(random.below(1_000)) / 1_000
    let angle = Double.pi * Double(random.below(1_000)) / 1_000
    func zero() -> Sample { Sample(one * (Double(random.below(2_001)) - 1_000) / 3_000) }
    return BiquadSection(
      b0: zero(), b1: zero(), b2: zero(), a1: Sample(one * 2 * radius * cos(angle)),
      a2: Sample(-one * radius * radius))
  }

  /// The formula in 128 bits, with the rails of CMSIS-DSP: Q15 saturates, Q31 wraps.
  private func byFormula<Sample: FilterSample>(
    _ sections: [BiquadSection<Sample>], postShift: Int, _ x: [Sample]
  ) -> [Sample] {
    var signal = x
    for c in sections {
      var y: [Sample] = []
      for n in signal.indices {
        func past(_ list: [Sample], _ k: Int) -> Int128 { n >= k ? Int128(list[n - k]) : 0 }
        let feed = Int128(c.a1) * past(y, 1) + Int128(c.a2) * past(y, 2)
        let sum =
          Int128(c.b0) * past(signal, 0) + Int128(c.b1) * past(signal, 1)
          + Int128(c.b2) * past(signal, 2) + feed
        let shifted = sum >> Int128(Sample.fractionBits - postShift)
        y.append(
          Sample.bitWidth == 16 ? Sample(clamping: shifted) : Sample(truncatingIfNeeded: shifted))
      }
      signal = y
    }
    return signal
  }

  /// The section in Double, without rounding: the signal, or the feedback's own response.
  private func inDouble<Sample: FilterSample>(
    _ c: BiquadSection<Sample>, postShift: Int, _ x: [Double], feedbackOnly: Bool = false
  ) -> [Double] {
    let scale = pow(2, Double(postShift - Sample.fractionBits))
    var y: [Double] = []
    for n in x.indices {
      func past(_ list: [Double], _ k: Int) -> Double { n >= k ? list[n - k] : 0 }
      let forward =
        Double(c.b0) * past(x, 0) + Double(c.b1) * past(x, 1) + Double(c.b2) * past(x, 2)
      let feed = Double(c.a1) * past(y, 1) + Double(c.a2) * past(y, 2)
      y.append((feedbackOnly ? x[n] : forward * scale) + feed * scale)
    }
    return y
  }

  /// The sum of the magnitudes of an impulse response, the feedback's alone or the section's.
  private func sum<Sample: FilterSample>(
    _ c: BiquadSection<Sample>, postShift: Int, feedbackOnly: Bool
  ) -> Double {
    let impulse = [1.0] + [Double](repeating: 0, count: 4_999)
    return inDouble(c, postShift: postShift, impulse, feedbackOnly: feedbackOnly)
      .reduce(0) { $0 + abs($1) }
  }

  @Test("A first-order decay is what a hand finds, rounded down at every step")
  func byHand() throws {
    // y[n] = 0.5 x[n] + 0.5 y[n−1], as Q15 with a post-shift of 0 and of 1.
    let half = BiquadSection<Int16>(b0: 16_384, b1: 0, b2: 0, a1: 16_384, a2: 0)
    #expect(try cascaded([half], postShift: 0, [1_000, 0, 0, 0]) == [500, 250, 125, 62])
    let quarter = BiquadSection<Int16>(b0: 8_192, b1: 0, b2: 0, a1: 8_192, a2: 0)
    #expect(try cascaded([quarter], postShift: 1, [1_000, 0, 0, 0]) == [500, 250, 125, 62])
    #expect(try cascaded([half], postShift: 0, [-1_000, 0, 0, 0]) == [-500, -250, -125, -63])
    // A second section delays by two and negates.
    let delay = BiquadSection<Int32>(b0: 0, b1: 0, b2: -(1 << 30), a1: 0, a2: 0)
    let same = BiquadSection<Int32>(b0: 1 << 30, b1: 0, b2: 0, a1: 0, a2: 0)
    #expect(try cascaded([same, delay], postShift: 1, [7, 8, 9, 10]) == [0, 0, -7, -8])
  }

  @Test("Every bit is that of the formula in 128 bits, for any coefficients", arguments: seeds(8))
  func formula(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for postShift in [0, 1, 5, 13] {
      let sections15 = (0...random.below(4)).map { _ in wild(&random) as BiquadSection<Int16> }
      let x15: [Int16] = random.samples(120)
      #expect(
        try cascaded(sections15, postShift: postShift, x15)
          == byFormula(sections15, postShift: postShift, x15))
      let sections31 = (0...random.below(4)).map { _ in wild(&random) as BiquadSection<Int32> }
      let x31: [Int32] = random.samples(120)
      #expect(
        try cascaded(sections31, postShift: postShift, x31)
          == byFormula(sections31, postShift: postShift, x31))
    }
  }

  /// Rounding down takes less than a count at each step, and the feedback passes it on: the error
  /// is less than Σ|g| counts below and above. What Double itself rounds is below 2⁻¹⁰ of a count.
  @Test("A stable section follows Double to its feedback's response", arguments: seeds(12))
  func reference(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let section: BiquadSection<Int32> = stable(&random)
    let x = (random.samples(800) as [Int32]).map { $0 >> 12 }
    let y = try cascaded([section], postShift: 1, x)
    let exact = inDouble(section, postShift: 1, x.map { Double($0) })
    let bound = sum(section, postShift: 1, feedbackOnly: true) + 0x1p-10
    for (y, exact) in zip(y, exact) { #expect(abs(Double(y) - exact) <= bound) }
  }

  @Test("At the rails Q15 saturates, and stays there under a gain of two")
  func rails() throws {
    let double = BiquadSection<Int16>(b0: 16_384, b1: 0, b2: 0, a1: 0, a2: 0)
    #expect(
      try cascaded([double], postShift: 2, [.max, .min, 1, -1]) == [.max, .min, 2, -2])
    let integrator = BiquadSection<Int16>(b0: 16_384, b1: 0, b2: 0, a1: 16_384, a2: 0)
    let ramp = try cascaded([integrator], postShift: 1, [Int16](repeating: 10_000, count: 6))
    #expect(ramp == [10_000, 20_000, 30_000, .max, .max, .max])
    let twice = BiquadSection<Int32>(b0: 1 << 30, b1: 0, b2: 0, a1: 0, a2: 0)
    #expect(try cascaded([twice], postShift: 2, [.max, .min, 1 << 30]) == [-2, 0, .min])
  }

  @Test("Any cut into blocks gives the same bits", arguments: seeds(8))
  func split(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let sections = (0..<3).map { _ in stable(&random) as BiquadSection<Int32> }
    let x: [Int32] = random.samples(600)
    for longest in [1, 9, 200] {
      let cuts = random.cuts(of: 600, longest: longest)
      #expect(
        try cascaded(sections, postShift: 1, x, cuts: cuts) == cascaded(sections, postShift: 1, x))
    }
  }

  @Test("A reset forgets, and in place is the same")
  func reset() throws {
    let half = [BiquadSection<Int16>(b0: 16_384, b1: 0, b2: 0, a1: 16_384, a2: 0)]
    var cascade = try BiquadCascade<Int16, 2>(sections: half.span, postShift: 0)
    #expect(cascade.sectionCount == 1 && cascade.postShift == 0)
    for expected in [[500, 250], [625, 312]] as [[Int16]] {
      var block: [Int16] = [1_000, 0]
      var output = block.mutableSpan
      cascade.process(inPlace: &output)
      #expect(block == expected)
    }
    cascade.reset()
    var block: [Int16] = [1_000, 0]
    var output = block.mutableSpan
    cascade.process(inPlace: &output)
    #expect(block == [500, 250])
  }

  @Test("No section, too many, or a post-shift out of bounds are refused")
  func refused() {
    let section = BiquadSection<Int16>(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0)
    let none: [BiquadSection<Int16>] = []
    #expect(throws: FilterError.empty) {
      _ = try BiquadCascade<Int16, 2>(sections: none.span, postShift: 0)
    }
    let three = [section, section, section]
    #expect(throws: FilterError.tooLong(have: 3, capacity: 2)) {
      _ = try BiquadCascade<Int16, 2>(sections: three.span, postShift: 0)
    }
    for shift in [-1, 14] {
      #expect(throws: FilterError.postShift(shift, maximum: 13)) {
        _ = try BiquadCascade<Int16, 4>(sections: three.span, postShift: shift)
      }
    }
  }

  // MARK: The bound

  /// Above Σ|h| · X + Σ|g| come a tail below 2⁻²⁰ Σ|g| and the rounding up of Q16, at most 2⁻¹³, in
  /// what multiplies X; and three counts.
  @Test("The output bound is that of Double, a little above and never below", arguments: seeds(20))
  func bound(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let section = [stable(&random) as BiquadSection<Int32>]
    let input: Int64 = 1 << 24
    let cascade = try BiquadCascade<Int32, 4>(sections: section.span, postShift: 1)
    let bound = Double(try #require(cascade.outputBound(inputWithin: input)))
    let signal = sum(section[0], postShift: 1, feedbackOnly: false)
    let rounding = sum(section[0], postShift: 1, feedbackOnly: true)
    #expect(bound >= signal * Double(input) + rounding)
    let slack = (0x1p-20 * rounding + 0x1p-13) * Double(input)
    #expect(bound <= signal * Double(input) + rounding + slack + 3)
  }

  /// The worst input has at each lag the sign of the response there.
  @Test("The worst input comes close to the bound and never passes it", arguments: seeds(12))
  func worst(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let section: BiquadSection<Int32> = stable(&random)
    let impulse = [1.0] + [Double](repeating: 0, count: 999)
    let response = inDouble(section, postShift: 1, impulse)
    let x = response.reversed().map { $0 < 0 ? Int32(-1_000_000) : 1_000_000 }
    let sections = [section]
    let cascade = try BiquadCascade<Int32, 4>(sections: sections.span, postShift: 1)
    let bound = try #require(cascade.outputBound(inputWithin: 1_000_000))
    #expect(cascade.isProvenBounded(inputWithin: 1_000_000))
    let peak = try cascaded([section], postShift: 1, x).map { Int64($0.magnitude) }.max() ?? 0
    #expect(peak <= bound)
    #expect(Double(peak) >= 0.98 * Double(bound) - 100)
  }

  @Test("A cascade multiplies its bounds, and the largest section counts")
  func cascadeBound() throws {
    let twice = BiquadSection<Int32>(b0: 1 << 30, b1: 0, b2: 0, a1: 0, a2: 0)
    let quarter = BiquadSection<Int32>(b0: 1 << 27, b1: 0, b2: 0, a1: 0, a2: 0)
    let sections = [twice, quarter]
    let cascade = try BiquadCascade<Int32, 4>(sections: sections.span, postShift: 2)
    let bound = try #require(cascade.outputBound(inputWithin: 1 << 29))
    #expect(bound >= 1 << 30 && bound < (1 << 30) + 1 << 18)
    #expect(cascade.isProvenBounded(inputWithin: 1 << 29))
    #expect(!cascade.isProvenBounded(inputWithin: 1 << 30))
    #expect(cascade.outputBound(inputWithin: .max) == .max)
  }

  @Test("What is unstable, or rings too long, has no bound")
  func unproven() throws {
    let cases: [(Int32, Int32)] = [
      (1 << 30, 0),  // An integrator: a pole at 1.
      (1 << 30, 1 << 29),  // A pole outside.
      (.max, .min),  // Two poles at 1, as far as Q31 can say.
      (0, .min),  // Poles on the circle.
      (.max - 40_000, -(1 << 30)),  // Ringing for far more than 4,096 samples.
      (.min, .min),
    ]
    for (a1, a2) in cases {
      let section = [BiquadSection<Int32>(b0: 1 << 20, b1: 0, b2: 0, a1: a1, a2: a2)]
      let cascade = try BiquadCascade<Int32, 1>(sections: section.span, postShift: 1)
      #expect(cascade.outputBound(inputWithin: 1) == nil, "\(a1), \(a2)")
      #expect(!cascade.isProvenBounded(inputWithin: 1))
    }
    let huge = [BiquadSection<Int32>(b0: .max, b1: .max, b2: .max, a1: .min, a2: 5)]
    let cascade = try BiquadCascade<Int32, 1>(sections: huge.span, postShift: 13)
    #expect(cascade.outputBound(inputWithin: 1) == nil)
  }
}
