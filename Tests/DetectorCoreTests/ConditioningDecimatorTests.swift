import DetectorCore
import Testing

@Suite("Decimator")
struct ConditioningDecimatorTests {
  private func decimated<Sample: FilterSample>(
    _ h: [Sample], _ x: [Sample], factor: Int, cuts: [Range<Int>]? = nil
  ) throws -> [Sample] {
    var decimator = try Decimator<Sample, 128>(coefficients: h.span, factor: factor)
    var y: [Sample] = []
    for block in cuts ?? [0..<x.count] {
      let samples = Array(x[block])
      var part = [Sample](repeating: 0, count: decimator.outputCount(for: block.count))
      let room = part.count
      var output = part.mutableSpan
      #expect(decimator.process(samples.span, into: &output) == room)
      y += part
    }
    return y
  }

  @Test("Every second sample of a short filter is what a hand finds")
  func byHand() throws {
    let h: [Int16] = [16_384, 8_192]
    let y = try decimated(h, [1_000, 2_000, -3_000, 0, 400], factor: 2)
    #expect(y == [500, -1_000, 200])
  }

  @Test("It keeps every M-th output of the filter, to the bit", arguments: seeds(10))
  func everyMth(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let factor = 1 + random.below(12)
    let h15: [Int16] = random.samples(1 + random.below(64))
    let x15: [Int16] = random.samples(400)
    let every = stride(from: 0, to: 400, by: factor)
    let all15 = filteredByFormula(h15, x15)
    #expect(try decimated(h15, x15, factor: factor) == every.map { all15[$0] })
    let h31: [Int32] = random.samples(1 + random.below(64))
    let x31: [Int32] = random.samples(400)
    let all31 = filteredByFormula(h31, x31)
    #expect(try decimated(h31, x31, factor: factor) == every.map { all31[$0] })
  }

  /// As for the filter: rounding down is the only error where nothing can saturate.
  @Test("A bounded decimator is less than one count below Double")
  func reference() throws {
    var random = SplitMix(seed: 4)
    let h = (random.samples(30) as [Int16]).map { $0 / 30 }
    let x: [Int16] = random.samples(300)
    for (m, y) in try decimated(h, x, factor: 3).enumerated() {
      let taps = h.indices.filter { $0 <= 3 * m }
      let exact = taps.reduce(0) { $0 + Double(h[$1]) * Double(x[3 * m - $1]) } / 0x1p15
      #expect(exact - Double(y) >= 0 && exact - Double(y) < 1)
    }
  }

  @Test("At the rails Q15 saturates and Q31 wraps")
  func rails() throws {
    let low15 = [Int16](repeating: .min, count: 4)
    #expect(try decimated([.min], low15, factor: 2) == [.max, .max])
    #expect(try decimated([.max], low15, factor: 2) == [-.max, -.max])
    let low31 = [Int32](repeating: .min, count: 4)
    #expect(try decimated([.min], low31, factor: 2) == [.min, .min])
    #expect(try decimated([.min, .min], low31, factor: 2) == [.min, 0])
  }

  @Test("Any cut into blocks, down to one sample, gives the same bits", arguments: seeds(8))
  func split(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let h: [Int32] = random.samples(1 + random.below(40))
    let x: [Int32] = random.samples(500)
    let factor = 1 + random.below(9)
    for longest in [1, 5, 90] {
      let cuts = random.cuts(of: 500, longest: longest)
      #expect(try decimated(h, x, factor: factor, cuts: cuts) == decimated(h, x, factor: factor))
    }
  }

  @Test("A reset makes the next sample the first, and the gains are those of the filter")
  func reset() throws {
    let h: [Int16] = [16_384, 16_384]
    var decimator = try Decimator<Int16, 4>(coefficients: h.span, factor: 3)
    let x: [Int16] = [100, 200]
    var y: [Int16] = [0]
    var output = y.mutableSpan
    #expect(decimator.process(x.span, into: &output) == 1)
    #expect(decimator.outputCount(for: 1) == 0 && decimator.outputCount(for: 2) == 1)
    decimator.reset()
    #expect(decimator.outputCount(for: 1) == 1 && decimator.outputCount(for: 0) == 0)
    var again = y.mutableSpan
    decimator.process(x.span, into: &again)
    #expect(y == [50])
    #expect(decimator.tapCount == 2 && decimator.worstCaseGain == 32_768)
    #expect(decimator.isProvenBounded && decimator.outputBound(inputWithin: 7) == 7)
  }

  @Test("A factor out of bounds and wrong coefficients are refused; no room is a caller's bug")
  func refused() async {
    let h: [Int16] = [1]
    for factor in [0, -1, 65_536] {
      #expect(throws: FilterError.factor(factor, maximum: 65_535)) {
        _ = try Decimator<Int16, 4>(coefficients: h.span, factor: factor)
      }
    }
    let five = [Int16](repeating: 1, count: 5)
    #expect(throws: FilterError.tooLong(have: 5, capacity: 4)) {
      _ = try Decimator<Int16, 4>(coefficients: five.span, factor: 2)
    }
    await #expect(processExitsWith: .failure) {
      let h: [Int16] = [1]
      let x: [Int16] = [1, 2, 3]
      var y: [Int16] = [0]
      var decimator = try Decimator<Int16, 4>(coefficients: h.span, factor: 2)
      var output = y.mutableSpan
      decimator.process(x.span, into: &output)
    }
  }
}
