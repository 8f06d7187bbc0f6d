import DetectorCore
import FilterDesign
import Foundation
import Testing

@Suite("Quantisation")
struct QuantisationTests {
  @Test(
    "Coefficients are rounded to the nearest count with the smallest post-shift that holds them")
  func byHand() throws {
    let section = Section(b0: 0.25, b1: -0.5, b2: 1e-5, a1: 1.5, a2: -0.75)
    let q15 = try QuantisedSections([section], format: .q15)
    #expect(q15.postShift == 1)
    #expect(q15.counts == [[4_096, -8_192, 0, 24_576, -12_288]])
    let q31 = try QuantisedSections([section], format: .q31)
    let counts: [Int64] = [268_435_456, -536_870_912, 10_737, 1_610_612_736, -805_306_368]
    #expect(q31.counts == [counts])
    // −1 fits where +1 does not.
    let low = Section(b0: -1, b1: 0, b2: 0, a1: 0, a2: 0)
    #expect(try QuantisedSections([low], format: .q15).postShift == 0)
    let high = Section(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0)
    #expect(try QuantisedSections([high], format: .q15).postShift == 1)
    #expect(try QuantisedTaps([0.5, -1], format: .q15).counts == [16_384, -32_768])
  }

  /// A coefficient is off by at most half a count times 2 to the post-shift.
  @Test("No coefficient moves by more than half a count", arguments: [FixedFormat.q15, .q31])
  func bound(format: FixedFormat) throws {
    for order in 1...6 {
      let sections = try Butterworth.sections(order: order, band: .band(from: 0.1, to: 0.3))
      let quantised = try QuantisedSections(sections, format: format)
      let half = pow(2, Double(quantised.postShift - format.fractionBits - 1))
      for (before, after) in zip(sections, quantised.values) {
        for (b, a) in zip(before.coefficients, after.coefficients) {
          #expect(abs(b.value - a.value) <= half)
        }
      }
    }
  }

  @Test("What the numbers cannot hold is refused, and says so")
  func refused() throws {
    let large = Section(b0: 9_000, b1: 0, b2: 0, a1: 0, a2: 0)
    #expect(
      throws: DesignError.tooLarge(
        coefficient: "b0 of section 1", value: 9_000, limit: 8_192, format: .q31)
    ) { try QuantisedSections([large], format: .q31) }
    #expect(
      throws: DesignError.tooLarge(coefficient: "tap 1", value: 1, limit: 1, format: .q15)
    ) { try QuantisedTaps([0, 1], format: .q15) }
    #expect(throws: DesignError.self) { try QuantisedTaps([1e-5], format: .q15) }
    #expect(throws: DesignError.self) { try QuantisedTaps([], format: .q15) }
    #expect(throws: DesignError.self) { try QuantisedTaps([.nan], format: .q31) }
    #expect(throws: DesignError.self) {
      try QuantisedSections([Section(b0: .infinity, b1: 0, b2: 0, a1: 0, a2: 0)], format: .q31)
    }
    // A low edge: in Q15 nothing is left of b0, in Q31 it works.
    let slow = try Butterworth.sections(order: 2, band: .low(to: 0.001))
    do {
      _ = try QuantisedSections(slow, format: .q15)
      Issue.record("a low-pass at a thousandth of the rate does not fit Q15")
    } catch {
      #expect(error.field == "section 1" && error.advice.hasPrefix("Q31"))
    }
    #expect(try QuantisedSections(slow, format: .q31).postShift == 1)
  }

  @Test("A pole that lands on the unit circle is refused, one count inside is not")
  func unstable() throws {
    // 1 − 2⁻¹⁸ rounds to 1 in Q15 with a post-shift of 1.
    let near = Section(b0: 0.5, b1: 0, b2: 0, a1: 1.5, a2: -(1 - 0x1p-18))
    #expect(throws: DesignError.unstable(section: 1, radius: 1, format: .q15)) {
      try QuantisedSections([near], format: .q15)
    }
    #expect(try QuantisedSections([near], format: .q31).values[0].poleRadius < 1)
    let integrator = Section(b0: 0.5, b1: 0, b2: 0, a1: 1, a2: 0)
    #expect(throws: DesignError.self) { try QuantisedSections([integrator], format: .q31) }
    let inside = Section(b0: 0.5, b1: 0, b2: 0, a1: 1.5, a2: -(1 - 0x1p-14))
    #expect(try QuantisedSections([inside], format: .q15).values[0].poleRadius < 1)
  }

  @Test("The report gives where poles went, how near the circle, and what became of the bands")
  func report() throws {
    let band = PassBand.low(to: 0.05)
    let sections = try Butterworth.sections(order: 4, band: band)
    let q15 = QuantisationReport(try QuantisedSections(sections, format: .q15), band: band)
    let q31 = QuantisationReport(try QuantisedSections(sections, format: .q31), band: band)
    #expect(q15.poles.count == 4 && q31.poles.count == 4)
    let (far15, far31) = (try #require(q15.farthest), try #require(q31.farthest))
    #expect(far15.distance > 1_000 * far31.distance && far31.distance > 0)
    let nearest = try #require(q31.nearest)
    let radius = try #require(sections.map(\.poleRadius).max())
    #expect(abs(nearest.margin - (1 - radius)) < 1e-6)
    #expect(q15.passBand.deviationDecibels > 1_000 * q31.passBand.deviationDecibels)
    #expect(q31.passBand.deviationDecibels < 1e-5)
    let stop = try #require(q31.stopBand)
    #expect(stop.designedDecibels <= -40 && stop.designedDecibels > -41)
    #expect(abs(stop.quantisedDecibels - stop.designedDecibels) < 1e-4)
    #expect(stop.deviationDecibels < -130)
    // A first order never falls to −40 dB but at half the rate.
    let shallow = try Butterworth.sections(order: 1, band: .band(from: 0.1, to: 0.4))
    let report = QuantisationReport(
      try QuantisedSections(shallow, format: .q31), band: .band(from: 0.1, to: 0.4))
    #expect(report.poles.count == 2)
  }

  @Test("An untouched filter has moved nowhere")
  func exact() throws {
    let section = Section(b0: 0.5, b1: 0.25, b2: 0, a1: 0.5, a2: -0.25)
    let band = PassBand.low(to: 0.2)
    let report = QuantisationReport(try QuantisedSections([section], format: .q15), band: band)
    #expect(report.farthest?.distance == 0 && report.passBand.deviationDecibels == 0)
    let taps = try QuantisedTaps([0.25, 0.5, 0.25], format: .q15)
    let fir = QuantisationReport(taps, band: band, stopBandDecibels: -20)
    #expect(fir.poles.isEmpty && fir.passBand.deviationDecibels == 0)
    #expect(fir.stopBand?.deviationDecibels == FrequencyResponse.lowestDecibels)
    #expect(taps.worstCaseGain == 1)
  }

  @Test("What is proven for taps is what the core proves", arguments: 0..<4)
  func proven(index: Int) throws {
    let taps = [[0.5, 0.5], [-0.5, -0.5], [0.75, -0.5], [0.9, 0.9, 0.9]][index]
    let quantised = try QuantisedTaps(taps, format: .q15)
    let samples = try #require(quantised.taps(Int16.self))
    let filter = try FIRFilter<Int16, 8>(coefficients: samples.span)
    let limit = quantised.provenInput
    #expect(filter.isProvenBounded == (limit == 32_768))
    if limit < 32_768 {
      #expect(filter.outputBound(inputWithin: limit) <= 32_767)
      #expect(filter.outputBound(inputWithin: limit + 1) > 32_767)
    }
    #expect(quantised.taps(Int32.self) == nil)
  }

  @Test("What is proven for sections is what the core proves")
  func provenSections() throws {
    let sections = try Butterworth.sections(order: 3, band: .low(to: 0.1))
    let quantised = try QuantisedSections(sections, format: .q31)
    let limit = try #require(quantised.provenInput)
    let core = try #require(quantised.sections(Int32.self))
    let cascade = try BiquadCascade<Int32, 4>(sections: core.span, postShift: quantised.postShift)
    #expect(cascade.isProvenBounded(inputWithin: limit))
    #expect(limit == 1 << 31 || !cascade.isProvenBounded(inputWithin: limit + 1))
    #expect(quantised.sections(Int16.self) == nil)
  }

  @Test("Every refusal says field, value, expectation and what to try")
  func words() {
    let all: [DesignError] = [
      .order(0, limits: 1...16), .taps(0, limits: 1...9), .evenTaps(4), .edge(0.5),
      .band(from: 0.2, to: 0.1), .shape(-1, maximum: 40), .transition(decibels: 0, width: 1),
      .unresolved(radius: 1), .unstable(section: 2, radius: 1.5, format: .q31),
      .tooLarge(coefficient: "tap 3", value: 1.25, limit: 1, format: .q15),
      .vanished(part: "section 1", largest: 0.00001, format: .q31),
    ]
    for error in all {
      let parts = [error.field, error.found, error.expected, error.advice]
      #expect(parts.allSatisfy { !$0.isEmpty }, "\(error)")
      #expect(parts.allSatisfy { error.description.contains($0) })
    }
    #expect(
      all[9].description == "tap 3: found 1.25, expected a magnitude below 1, which is what Q15"
        + " holds. Try: less gain")
    #expect(all[4].found == "0.2 to 0.1 cycles a sample")
  }
}
