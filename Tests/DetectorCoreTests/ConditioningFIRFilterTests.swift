import DetectorCore
import Foundation
import Testing

/// What an FIR filter gives for a signal, cut into blocks.
func filtered<Sample: FilterSample>(
  _ coefficients: [Sample], _ x: [Sample], cuts: [Range<Int>]? = nil
) throws -> [Sample] {
  var filter = try FIRFilter<Sample, 64>(coefficients: coefficients.span)
  var y: [Sample] = []
  for block in cuts ?? [0..<x.count] {
    let samples = Array(x[block])
    var part = [Sample](repeating: 0, count: block.count)
    var output = part.mutableSpan
    filter.process(samples.span, into: &output)
    y += part
  }
  return y
}

/// The formula in 128 bits, with the rails of CMSIS-DSP: Q15 saturates, Q31 wraps.
func filteredByFormula<Sample: FilterSample>(_ h: [Sample], _ x: [Sample]) -> [Sample] {
  x.indices.map { n in
    var sum: Int128 = 0
    for k in h.indices where k <= n { sum += Int128(h[k]) * Int128(x[n - k]) }
    let shifted = sum >> Int128(Sample.fractionBits)
    return Sample.bitWidth == 16 ? Sample(clamping: shifted) : Sample(truncatingIfNeeded: shifted)
  }
}

@Suite("FIR filter")
struct ConditioningFIRFilterTests {
  @Test("Small cases are what a hand finds, rounded down")
  func byHand() throws {
    let h15: [Int16] = [16_384, 8_192]
    #expect(try filtered(h15, [1_000, 2_000, -3_000, 0]) == [500, 1_250, -1_000, -750])
    #expect(try filtered(h15, [1, -1]) == [0, -1])
    let h31: [Int32] = [1 << 30, -(1 << 29)]
    #expect(try filtered(h31, [1_000, 2_000, -3_000, 0]) == [500, 750, -2_000, 750])
    #expect(try filtered(h31, [1, -1]) == [0, -1])
  }

  @Test("At the rails Q15 saturates and Q31 wraps, as CMSIS-DSP does")
  func rails() throws {
    #expect(try filtered([.min] as [Int16], [.min]) == [.max])
    #expect(try filtered([.max, .max] as [Int16], [.min, .min]) == [-.max, .min])
    #expect(try filtered([.min] as [Int32], [.min]) == [.min])
    // 2 · (2³¹ − 1)² / 2³¹ = 2³² − 4, whose low 32 bits are −4.
    #expect(try filtered([.max, .max] as [Int32], [.max, .max]) == [.max - 1, -4])
    // Four products of −2³¹ with itself are 2⁶⁴, which wraps to 0 in the sum itself.
    let low = [Int32](repeating: .min, count: 4)
    #expect(try filtered(low, low)[3] == 0)
  }

  @Test("Every bit is that of the formula in 128 bits", arguments: seeds(8))
  func formula(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let taps = 1 + random.below(64)
    let (h15, x15): ([Int16], [Int16]) = (random.samples(taps), random.samples(300))
    #expect(try filtered(h15, x15) == filteredByFormula(h15, x15))
    let (h31, x31): ([Int32], [Int32]) = (random.samples(taps), random.samples(300))
    #expect(try filtered(h31, x31) == filteredByFormula(h31, x31))
  }

  /// Where nothing can wrap, the only error is that of rounding down: less than one count. Double
  /// holds the Q15 sums in full; of 64 Q31 products it keeps 53 of 62 bits: 64 · 2⁶² · 2⁻⁵² / 2³¹
  /// is less than 2⁻¹⁴ of a count.
  @Test("Bounded filters are less than one count below Double", arguments: seeds(8))
  func reference(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let h15 = (random.samples(40) as [Int16]).map { $0 / 40 }
    let x15: [Int16] = random.samples(200)
    for (y, exact) in zip(try filtered(h15, x15), inDouble(h15, x15)) {
      #expect(exact - Double(y) >= 0 && exact - Double(y) < 1)
    }
    let h31 = (random.samples(40) as [Int32]).map { $0 / 40 }
    let x31: [Int32] = random.samples(200)
    for (y, exact) in zip(try filtered(h31, x31), inDouble(h31, x31)) {
      #expect(exact - Double(y) >= -0x1p-14 && exact - Double(y) < 1 + 0x1p-14)
    }
  }

  private func inDouble<Sample: FilterSample>(_ h: [Sample], _ x: [Sample]) -> [Double] {
    let one = Sample.bitWidth == 16 ? 0x1p15 : 0x1p31
    return x.indices.map { n in
      h.indices.filter { $0 <= n }.reduce(0) { $0 + Double(h[$1]) * Double(x[n - $1]) } / one
    }
  }

  @Test("Any cut into blocks gives the same bits", arguments: seeds(8))
  func split(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let h15: [Int16] = random.samples(1 + random.below(64))
    let x15: [Int16] = random.samples(700)
    for longest in [1, 7, 150] {
      let cuts = random.cuts(of: 700, longest: longest)
      #expect(try filtered(h15, x15, cuts: cuts) == filtered(h15, x15))
    }
    let h31: [Int32] = random.samples(1 + random.below(64))
    let x31: [Int32] = random.samples(700)
    let cuts = random.cuts(of: 700, longest: 80)
    #expect(try filtered(h31, x31, cuts: cuts) == filtered(h31, x31))
  }

  @Test("A proven filter holds against its worst input, and one bit more is not proven")
  func proof() throws {
    // Σ|h| = 1 exactly: proven when one of them is positive, for then +1 is out of reach.
    let mixed: [Int32] = [1 << 30, -(1 << 30)]
    let bounded = try FIRFilter<Int32, 4>(coefficients: mixed.span)
    #expect(bounded.isProvenBounded && bounded.worstCaseGain == 1 << 31)
    #expect(try filtered(mixed, [.min, .max]).last == .max)
    #expect(try filtered(mixed, [.max, .min]).last == .min)
    // All negative it is not: the lowest input gives +1, which wraps in Q31 and saturates in Q15.
    let negative: [Int32] = [-(1 << 30), -(1 << 30)]
    #expect(try !FIRFilter<Int32, 4>(coefficients: negative.span).isProvenBounded)
    #expect(try filtered(negative, [.min, .min]).last == .min)
    let negative15: [Int16] = [-16_384, -16_384]
    #expect(try !FIRFilter<Int16, 4>(coefficients: negative15.span).isProvenBounded)
    let over: [Int16] = [16_384, 16_385]
    #expect(try !FIRFilter<Int16, 4>(coefficients: over.span).isProvenBounded)
    let under: [Int16] = [-16_384, -16_383]
    #expect(try FIRFilter<Int16, 4>(coefficients: under.span).isProvenBounded)
  }

  @Test("The output bound is reached and never passed", arguments: seeds(8))
  func bound(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let h: [Int16] = random.samples(9)
    let filter = try FIRFilter<Int16, 16>(coefficients: h.span)
    let worst = h.reversed().map { $0 > 0 ? Int16(100) : -100 }
    let limit = filter.outputBound(inputWithin: 100)
    for input in [worst, worst.map { -$0 }] where limit <= 32_767 {
      let peak = try filtered(h, input).map { Int64($0.magnitude) }.max() ?? 0
      #expect(peak <= limit && peak >= limit - 1)
    }
    #expect(filter.outputBound(inputWithin: .max) == .max)
    #expect(filter.outputBound(inputWithin: 0) == 0)
  }

  @Test("An impulse gives the coefficients, a reset forgets")
  func impulse() throws {
    let h: [Int32] = [4, -8, 12]
    var filter = try FIRFilter<Int32, 8>(coefficients: h.span)
    #expect(filter.tapCount == 3)
    let x: [Int32] = [1 << 30, 0]
    var y: [Int32] = [0, 0]
    var output = y.mutableSpan
    filter.process(x.span, into: &output)
    #expect(y == [2, -4])
    filter.reset()
    var again = y.mutableSpan
    filter.process(x.span, into: &again)
    #expect(y == [2, -4])
    var carried = y.mutableSpan
    filter.process(x.span, into: &carried)
    #expect(y == [8, -4])
  }

  @Test("No coefficients, or more than the filter holds, are refused with both numbers")
  func refused() {
    let none: [Int16] = []
    #expect(throws: FilterError.empty) { _ = try FIRFilter<Int16, 4>(coefficients: none.span) }
    let five = [Int16](repeating: 1, count: 5)
    #expect(throws: FilterError.tooLong(have: 5, capacity: 4)) {
      _ = try FIRFilter<Int16, 4>(coefficients: five.span)
    }
  }
}
