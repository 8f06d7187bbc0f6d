import DetectorCore
import FilterDesign
import Foundation
import ReferenceModels
import Testing

/// Each kernel of the core against its twin in Double, on the same numbers, with a bound that
/// follows from what the kernel says it rounds.
@Suite("Double twins")
struct TwinTests {
  /// Seeded numbers of at most `bits` bits and a sign.
  private func signal(_ seed: UInt64, count: Int, bits: Int) -> [Int32] {
    var state = seed
    return (0..<count).map { _ in
      // SplitMix64 wraps by design.
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int32(truncatingIfNeeded: Int64(bitPattern: z ^ (z >> 31)) >> (63 - Int64(bits)))
    }
  }

  private func doubles(_ x: [Int32]) -> [Double] { x.map(Double.init) }

  private func largest(_ left: [Double], _ right: [Int32]) -> Double {
    #expect(left.count == right.count)
    return zip(left, right).map { abs($0 - Double($1)) }.max() ?? 0
  }

  /// Runs a kernel that gives a sample for a sample.
  private func run(
    _ x: [Int32], _ kernel: (Span<Int32>, inout MutableSpan<Int32>) -> Void
  ) -> [Int32] {
    var y = [Int32](repeating: 0, count: x.count)
    var output = y.mutableSpan
    kernel(x.span, &output)
    return y
  }

  /// The sum is rounded down: less than a count; Double keeps 53 of 62 bits of 31 products.
  @Test(
    "FIR filter and decimator: less than a count below", arguments: 1...4 as ClosedRange<UInt64>)
  func taps(seed: UInt64) throws {
    let design = try WindowedSinc.taps(count: 31, band: .low(to: 0.1), window: .hamming)
    let quantised = try QuantisedTaps(design, format: .q31)
    let h = try #require(quantised.taps(Int32.self))
    let x = signal(seed, count: 300, bits: 30)
    var filter = try FIRFilter<Int32, 64>(coefficients: h.span)
    var twin = FIRTwin(taps: quantised.values)
    for (exact, y) in zip(twin.process(doubles(x)), run(x) { filter.process($0, into: &$1) }) {
      #expect(exact - Double(y) > -0x1p-14 && exact - Double(y) < 1 + 0x1p-14)
    }
    var decimator = try Decimator<Int32, 64>(coefficients: h.span, factor: 4)
    var slow = DecimatorTwin(taps: quantised.values, factor: 4)
    for block in [0..<7, 7..<8, 8..<150, 150..<300] {
      var kept = [Int32](repeating: 0, count: decimator.outputCount(for: block.count))
      var output = kept.mutableSpan
      decimator.process(x.span.extracting(block), into: &output)
      let exact = slow.process(Array(doubles(x)[block]))
      try #require(exact.count == kept.count)
      for (exact, y) in zip(exact, kept) {
        #expect(exact - Double(y) > -0x1p-14 && exact - Double(y) < 1 + 0x1p-14)
      }
    }
  }

  /// Rounding down injects less than a count a sample and section; what follows multiplies it by at
  /// most Σ|g|, here of all sections together below 100.
  @Test(
    "Biquad cascade: within what its feedback makes of a count",
    arguments: 1...4 as ClosedRange<UInt64>)
  func sections(seed: UInt64) throws {
    let design = try Butterworth.sections(order: 4, band: .low(to: 0.1))
    let quantised = try QuantisedSections(design, format: .q31)
    let core = try #require(quantised.sections(Int32.self))
    var cascade = try BiquadCascade<Int32, 4>(sections: core.span, postShift: quantised.postShift)
    var twin = BiquadTwin(sections: quantised.values)
    let impulse = [1.0] + [Double](repeating: 0, count: 2_000)
    let gains = quantised.values.map { section in
      var feedback = BiquadTwin(
        sections: [Section(b0: 1, b1: 0, b2: 0, a1: section.a1, a2: section.a2)])
      return feedback.process(impulse).reduce(0) { $0 + abs($1) }
    }
    var second = BiquadTwin(sections: [quantised.values[1]])
    let through = second.process(impulse).reduce(0) { $0 + abs($1) }
    let bound = gains[0] * through + gains[1]
    let x = signal(seed, count: 500, bits: 26)
    let y = run(x) { cascade.process($0, into: &$1) }
    #expect(largest(twin.process(doubles(x)), y) <= bound)
  }

  @Test("Moving average and mean of traces: half a count", arguments: 1...4 as ClosedRange<UInt64>)
  func means(seed: UInt64) {
    let x = signal(seed, count: 200, bits: 31)
    var mean = MovingAverage<16>(length: 9)
    var twin = MovingAverageTwin(length: 9)
    let y = run(x) { mean.process($0, into: &$1) }
    #expect(largest(twin.process(doubles(x)), y) <= 0.5 + 1e-6)
    var traces = TraceAverage<32, 4>(length: 3)
    var slow = TraceAverageTwin(length: 3)
    for row in 0..<6 {
      let trace = Array(x[row * 32..<row * 32 + 32])
      let made = run(trace) { traces.process($0, into: &$1) }
      #expect(largest(slow.process(doubles(trace)), made) <= 0.5 + 1e-6)
    }
  }

  /// A reciprocal of 24 bits is off by at most half of 2⁻²⁴, and multiplies a sum below 2²⁴ N: N/2
  /// counts; half a count more is rounded. The second mean of the low-pass passes the first's on.
  @Test(
    "Dewow and low-pass: what a reciprocal of 24 bits rounds",
    arguments: 1...4 as ClosedRange<UInt64>)
  func means24(seed: UInt64) {
    let x = signal(seed, count: 300, bits: 24)
    for period in [300, 2_000, 9_000] as [Int32] {
      let dewow = Dewow(periodQ8: period)
      let length = Double(dewow.length)
      let exact = DewowTwin(length: dewow.length).process(doubles(x))
      #expect(largest(exact, run(x) { dewow.process($0, into: &$1) }) <= length / 2 + 0.5)
      let low = LowPass(periodQ8: period)
      var y = x
      var scratch = x
      var output = y.mutableSpan
      var room = scratch.mutableSpan
      low.process(&output, scratch: &room)
      let smooth = LowPassTwin(length: low.length).process(doubles(x))
      #expect(largest(smooth, y) <= Double(low.length) + 1)
    }
  }

  /// A value that is scaled down rounds by ½. The reciprocal of 24 bits is off by at most 2⁻²⁵ and
  /// multiplies the sum, d k values below 2²⁰; half a count more is rounded.
  @Test("Stack of traces: what its scale and its reciprocal round", arguments: [16, 20, 26])
  func stack(bits: Int) {
    let (decimation, traces) = (3, 4)
    let x = (0..<traces).map { signal(UInt64($0) &+ 9, count: 100, bits: bits) }
    let peak = Int32(1) << Int32(bits) - 1
    // The peak has `bits` bits, and 20 are wanted.
    let scale = exp2(Double(20 - bits))
    var kernel = TraceStack<64>(decimation: decimation, samples: 33, peak: peak)
    var twin = TraceStackTwin(decimation: decimation, samples: 33, scale: scale)
    for (trace, lag) in zip(x, [0, -2, 5, 40]) {
      let hasSaturated = kernel.add(trace.span, lag: lag)
      #expect(!hasSaturated)
      twin.add(doubles(trace), lag: lag)
    }
    var y = [Int32](repeating: 0, count: 33)
    var output = y.mutableSpan
    kernel.take(into: &output)
    let bound = 0.5 + Double(decimation * traces) * 0x1p20 * 0x1p-25 + (bits > 20 ? 0.5 : 0)
    #expect(largest(twin.take(), y) <= bound)
  }

  /// b has 6 bits of fraction. A reciprocal of 24 bits, off by 2⁻²⁵, multiplies a difference of at
  /// most 2³² of them: 2⁷; each step rounds by ½. While the mean grows the k-th step keeps
  /// (k − 1)/k of the error before, then (C − 1)/C: at most C (2⁷ + ½) / 64 counts, and ½ for y.
  @Test("Background removal: what its reciprocal rounds", arguments: 1...4 as ClosedRange<UInt64>)
  func background(seed: UInt64) {
    let steps = 8
    var kernel = BackgroundRemoval<64>(steps: steps)
    var twin = BackgroundTwin(steps: steps)
    let bound = Double(steps) * (128.5) / 64 + 0.5
    for row in 0..<40 {
      let x = signal(seed &+ UInt64(row) &* 77, count: 64, bits: 24)
      let holding = row % 7 > 4
      let y = run(x) { kernel.process($0, holding: holding, into: &$1) }
      #expect(largest(twin.process(doubles(x), holding: holding), y) <= bound)
    }
  }

  /// q rounds by ½ and the root down by 1; a vector is no longer for more than the change of q.
  @Test("Envelope: a count and a half", arguments: 1...4 as ClosedRange<UInt64>)
  func envelope(seed: UInt64) {
    let x = signal(seed, count: 200, bits: 28)
    for spacing in [1, 3, 10] {
      let kernel = Envelope(spacing: spacing)
      let exact = EnvelopeTwin(spacing: spacing).process(doubles(x))
      #expect(largest(exact, run(x) { kernel.process($0, into: &$1) }) <= 1.5 + 1e-6)
    }
  }

  /// The gain is Q8, rounded down: below by less than 2⁻⁸, for the root by less than 2⁻⁸ + 2⁻⁸ again
  /// from its argument; half a count more is rounded.
  @Test("Time gain: within two counts of its Q8", arguments: [0, 50, 100] as [Int32])
  func gain(exponent: Int32) {
    let x = signal(5, count: 256, bits: 20)
    var y = x
    var output = y.mutableSpan
    let kernel = TimeGain<256>(
      timeZeroQ8: 10 * 256, periodQ8: 8 * 256, exponentHundredths: exponent)
    kernel.process(&output)
    let exact = TimeGainTwin(timeZero: 10, period: 8, exponent: Double(exponent) / 100)
      .process(doubles(x))
    for ((x, exact), y) in zip(zip(x, exact), y) {
      #expect(abs(exact - Double(y)) <= abs(Double(x)) * 2 / 256 + 0.5)
    }
  }

  /// Q15 squares are exact in Double too; the mean loses less than a count and the root has 4
  /// counts below and 8 above.
  @Test("Power and root mean square: exact, and the root's own error")
  func power() {
    let x = signal(3, count: 100, bits: 15).map { Int16(clamping: $0) }
    var (kernel, level) = (Power<Int16>(), RootMeanSquare<Int16>())
    kernel.add(x.span)
    level.add(x.span)
    var twin = PowerTwin()
    twin.add(x.map(Double.init))
    #expect(Double(kernel.value) == twin.sum && twin.count == 100)
    let error = Double(level.value) - twin.rootMeanSquare
    #expect(error <= 8 && error >= -4 - 0x1p15 / twin.rootMeanSquare)
  }

  @Test("Twins carry their state: any cut gives the same numbers")
  func split() throws {
    let x = doubles(signal(8, count: 90, bits: 20))
    let sections = try Butterworth.sections(order: 5, band: .band(from: 0.1, to: 0.2))
    let h = [0.5, 0.25, -0.125]
    var (fir, slow, biquad) = (
      FIRTwin(taps: h), DecimatorTwin(taps: h, factor: 3), BiquadTwin(sections: sections)
    )
    let whole = (fir.process(x), slow.process(x), biquad.process(x))
    (fir, slow, biquad) = (
      FIRTwin(taps: h), DecimatorTwin(taps: h, factor: 3), BiquadTwin(sections: sections)
    )
    var parts: ([Double], [Double], [Double]) = ([], [], [])
    for block in [0..<1, 1..<3, 3..<3, 3..<50, 50..<90] {
      let samples = Array(x[block])
      parts.0 += fir.process(samples)
      parts.1 += slow.process(samples)
      parts.2 += biquad.process(samples)
    }
    #expect(parts.0 == whole.0 && parts.1 == whole.1 && parts.2 == whole.2)
  }
}
