import DetectorCore
import Testing

/// Every output is CMSIS-DSP's to the bit: on the first call, with carried state, and however the
/// signal is cut into blocks.
@Suite("Bits of CMSIS-DSP")
struct ConditioningGoldenTests {
  @Test("The vectors hold every kernel in both formats")
  func complete() {
    for kernel in ["fir", "decimate", "biquad", "power", "rms", "root"] {
      for type in ["q15", "q31"] {
        #expect(GoldenCase.all(kernel).contains { $0.type == type }, "\(kernel) \(type)")
      }
    }
  }

  @Test("FIR filters", arguments: GoldenCase.all("fir"))
  func fir(golden: GoldenCase) throws {
    if golden.type == "q15" { try checkFIR(golden, Int16.self) }
    if golden.type == "q31" { try checkFIR(golden, Int32.self) }
  }

  private func checkFIR<Sample: FilterSample>(_ golden: GoldenCase, _: Sample.Type) throws {
    let (h, x): ([Sample], [Sample]) = (try golden.numbers("h"), try golden.numbers("x"))
    let y: [Sample] = try golden.numbers("y")
    for cuts in everyCut(of: x.count) {
      try #require(try filtered(h, x, cuts: cuts) == y, "cut into \(cuts)")
    }
  }

  @Test("Decimators", arguments: GoldenCase.all("decimate"))
  func decimation(golden: GoldenCase) throws {
    if golden.type == "q15" { try checkDecimator(golden, Int16.self) }
    if golden.type == "q31" { try checkDecimator(golden, Int32.self) }
  }

  private func checkDecimator<Sample: FilterSample>(_ golden: GoldenCase, _: Sample.Type) throws {
    let (h, x): ([Sample], [Sample]) = (try golden.numbers("h"), try golden.numbers("x"))
    let y: [Sample] = try golden.numbers("y")
    let factor = try golden.number("factor")
    for cuts in everyCut(of: x.count) {
      var decimator = try Decimator<Sample, 64>(coefficients: h.span, factor: factor)
      var made: [Sample] = []
      for block in cuts {
        var part = [Sample](repeating: 0, count: decimator.outputCount(for: block.count))
        var room = part.mutableSpan
        decimator.process(x.span.extracting(block), into: &room)
        made += part
      }
      try #require(made == y, "cut into \(cuts)")
    }
  }

  @Test("Biquad cascades", arguments: GoldenCase.all("biquad"))
  func biquad(golden: GoldenCase) throws {
    if golden.type == "q15" { try checkBiquad(golden, Int16.self) }
    if golden.type == "q31" { try checkBiquad(golden, Int32.self) }
  }

  private func checkBiquad<Sample: FilterSample>(_ golden: GoldenCase, _: Sample.Type) throws {
    let (c, x): ([Sample], [Sample]) = (try golden.numbers("c"), try golden.numbers("x"))
    let y: [Sample] = try golden.numbers("y")
    let sections = stride(from: 0, to: c.count, by: 5).map { k in
      BiquadSection(b0: c[k], b1: c[k + 1], b2: c[k + 2], a1: c[k + 3], a2: c[k + 4])
    }
    let shift = try golden.number("shift")
    for cuts in everyCut(of: x.count) {
      try #require(try cascaded(sections, postShift: shift, x, cuts: cuts) == y, "cut into \(cuts)")
    }
  }

  @Test("Power of every beginning of a signal", arguments: GoldenCase.all("power"))
  func power(golden: GoldenCase) throws {
    if golden.type == "q15" { try checkPower(golden, Int16.self) }
    if golden.type == "q31" { try checkPower(golden, Int32.self) }
  }

  private func checkPower<Sample: FilterSample>(_ golden: GoldenCase, _: Sample.Type) throws {
    let x: [Sample] = try golden.numbers("x")
    let y: [Int64] = try golden.numbers("y")
    for cuts in everyCut(of: x.count) {
      var power = Power<Sample>()
      for block in cuts {
        power.add(x.span.extracting(block))
        try #require(power.value == (block.upperBound > 0 ? y[block.upperBound - 1] : 0))
      }
    }
  }

  @Test("Root mean square of every beginning of a signal", arguments: GoldenCase.all("rms"))
  func rootMeanSquare(golden: GoldenCase) throws {
    if golden.type == "q15" { try checkRoot(golden, Int16.self) }
    if golden.type == "q31" { try checkRoot(golden, Int32.self) }
  }

  private func checkRoot<Sample: FilterSample>(_ golden: GoldenCase, _: Sample.Type) throws {
    let (x, y): ([Sample], [Sample]) = (try golden.numbers("x"), try golden.numbers("y"))
    for cuts in everyCut(of: x.count) {
      var level = RootMeanSquare<Sample>()
      for block in cuts {
        level.add(x.span.extracting(block))
        try #require(level.value == (block.upperBound > 0 ? y[block.upperBound - 1] : 0))
        try #require(level.count == block.upperBound)
      }
    }
  }

  @Test("Roots over the whole range, and every root of Q15", arguments: GoldenCase.all("root"))
  func root(golden: GoldenCase) throws {
    if golden.type == "q31" {
      let (x, y): ([Int32], [Int32]) = (try golden.numbers("x"), try golden.numbers("y"))
      #expect(x.map { NewtonRoot.of($0) } == y)
      return
    }
    let (x, y): ([Int16], [Int16]) = (try golden.numbers("x"), try golden.numbers("y"))
    #expect(x.map { NewtonRoot.of($0) } == y)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for number in 0...Int16.max {
      // FNV-1a multiplies modulo 2⁶⁴.
      hash = (hash ^ UInt64(UInt16(bitPattern: NewtonRoot.of(number)))) &* 0x100_0000_01B3
    }
    #expect(try golden.numbers("hash", as: Int64.self) == [Int64(bitPattern: hash)])
  }
}
