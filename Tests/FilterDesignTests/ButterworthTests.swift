import FilterDesign
import Foundation
import Testing

@Suite("Butterworth")
struct ButterworthTests {
  private static let bands: [PassBand] = [
    .low(to: 0.1), .low(to: 0.49), .high(from: 0.02), .high(from: 0.3),
    .band(from: 0.05, to: 0.2), .band(from: 0.24, to: 0.26),
  ]

  private func magnitude(_ sections: [Section], _ frequency: Double) -> Double {
    FrequencyResponse.of(sections, at: frequency).magnitude
  }

  @Test("The first order low-pass at a quarter of the rate is the half of two samples")
  func byHand() throws {
    // tan(π/4) = 1 puts the pole at 0: y = (x + x₁)/2.
    let sections = try Butterworth.sections(order: 1, band: .low(to: 0.25))
    try #require(sections.count == 1)
    #expect(abs(sections[0].b0 - 0.5) < 1e-15 && abs(sections[0].b1 - 0.5) < 1e-15)
    #expect(sections[0].b2 == 0 && abs(sections[0].a1) < 1e-15 && sections[0].a2 == 0)
    // The second order: poles at ±j tan(π/8), so a1 = 0 and a2 = −(3 − 2√2).
    let second = try #require(try Butterworth.sections(order: 2, band: .low(to: 0.25)).first)
    #expect(abs(second.a1) < 1e-15 && abs(second.a2 + (3 - 2 * 2.0.squareRoot())) < 1e-15)
  }

  @Test("The low-pass follows the closed form 1 / (1 + (tan πf / tan πf₀)²ᴺ)", arguments: 1...8)
  func closedForm(order: Int) throws {
    let edge = 0.15
    let sections = try Butterworth.sections(order: order, band: .low(to: edge))
    for step in 0..<50 {
      let f = Double(step) / 100
      let ratio = tan(.pi * f) / tan(.pi * edge)
      let exact = 1 / (1 + pow(ratio, Double(2 * order)))
      let made = magnitude(sections, f)
      #expect(abs(made * made - exact) < 1e-12)
    }
  }

  @Test("Half the power is left at every edge, and all of it in the middle", arguments: bands)
  func edges(band: PassBand) throws {
    for order in Butterworth.orders {
      let sections = try Butterworth.sections(order: order, band: band)
      for edge in [band.edges.from, band.edges.to] where edge > 0 && edge < 0.5 {
        #expect(abs(magnitude(sections, edge) - 0.5.squareRoot()) < 1e-6)
      }
      switch band {
      case .low: #expect(abs(magnitude(sections, 0) - 1) < 1e-9)
      case .high: #expect(abs(magnitude(sections, 0.5) - 1) < 1e-9)
      case .band:
        #expect(magnitude(sections, 0) < 1e-9 && magnitude(sections, 0.5) < 1e-9)
        #expect(sections.count == order)
      }
      #expect(sections.allSatisfy { $0.poleRadius < 1 })
    }
  }

  /// Both are made in Double by other ways; where poles lie close together they part by the root of
  /// its resolution at the most.
  @Test("Poles and magnitudes are SciPy's", arguments: GoldenDesign.all("butterworth"))
  func golden(design: GoldenDesign) throws {
    let order = try #require(Int(design.words[2]))
    let sections = try Butterworth.sections(order: order, band: try design.band())
    let golden = try design.numbers("poles")
    let wanted = stride(from: 0, to: golden.count, by: 2).map {
      Complex(golden[$0], golden[$0 + 1])
    }
    let poles = sections.flatMap { $0.b2 == 0 ? [$0.poles[$0.a1 < 0 ? 1 : 0]] : $0.poles }
    let degree = if case .band = try design.band() { 2 * order } else { order }
    #expect(poles.count == degree)
    for pole in wanted {
      #expect(poles.map { ($0 - pole).magnitude }.min() ?? 1 < 1e-9, "\(pole)")
    }
    let magnitudes = try design.numbers("magnitude")
    try #require(magnitudes.count == 33)
    for (step, wanted) in magnitudes.enumerated() {
      #expect(abs(magnitude(sections, Double(step) / 64) - wanted) < 1e-9)
    }
  }

  @Test("What cannot be designed is refused with its value and what to try")
  func refused() {
    for order in [0, 17, -1] {
      #expect(throws: DesignError.order(order, limits: 1...16)) {
        try Butterworth.sections(order: order, band: .low(to: 0.1))
      }
    }
    for edge in [0, 0.5, -0.1, 0.7, Double.infinity] {
      #expect(throws: DesignError.edge(edge)) {
        try Butterworth.sections(order: 2, band: .low(to: edge))
      }
      #expect(throws: DesignError.self) {
        try Butterworth.sections(order: 2, band: .band(from: 0.1, to: edge))
      }
    }
    #expect(throws: DesignError.self) {
      try Butterworth.sections(order: 2, band: .high(from: .nan))
    }
    #expect(throws: DesignError.band(from: 0.2, to: 0.2)) {
      try Butterworth.sections(order: 2, band: .band(from: 0.2, to: 0.2))
    }
    #expect(throws: DesignError.self) {
      try Butterworth.sections(order: 2, band: .low(to: 1e-9))
    }
  }
}
