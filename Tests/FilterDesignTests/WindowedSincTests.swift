import FilterDesign
import Foundation
import Testing

@Suite("Windowed sinc")
struct WindowedSincTests {
  private func window(_ name: String) throws -> Window {
    switch name {
    case "boxcar": return .rectangular
    case "hann": return .hann
    case "hamming": return .hamming
    case "blackman": return .blackman
    default: return .kaiser(shape: try #require(Double(name.dropFirst("kaiser:".count))))
    }
  }

  @Test("Three taps at a quarter of the rate are 2/π of the middle one beside it, then scaled")
  func byHand() throws {
    let taps = try WindowedSinc.taps(count: 3, band: .low(to: 0.25), window: .rectangular)
    let side = 1 / Double.pi / (0.5 + 2 / Double.pi)
    #expect(abs(taps[0] - side) < 1e-15 && abs(taps[1] - (1 - 2 * side)) < 1e-15)
    #expect(try WindowedSinc.taps(count: 1, band: .low(to: 0.2), window: .hann) == [1])
  }

  @Test("Taps are SciPy's", arguments: GoldenDesign.all("sinc"))
  func golden(design: GoldenDesign) throws {
    let count = try #require(Int(design.words[2]))
    let taps = try WindowedSinc.taps(
      count: count, band: try design.band(), window: try window(design.words[5]))
    let wanted = try design.numbers("taps")
    try #require(taps.count == wanted.count)
    for (tap, wanted) in zip(taps, wanted) { #expect(abs(tap - wanted) < 1e-13) }
  }

  @Test(
    "Kaiser's shape and length are SciPy's, the length made odd",
    arguments: GoldenDesign.all("kaiser"))
  func kaiser(design: GoldenDesign) throws {
    let made = try Window.kaiser(
      attenuationDecibels: try design.number(1), transition: try design.number(2))
    let shape = try #require(try design.numbers("shape").first)
    let count = Int(try #require(try design.numbers("count").first))
    guard case .kaiser(let found) = made.window else { return #expect(Bool(false)) }
    #expect(abs(found - shape) < 1e-12 && made.taps == count | 1)
  }

  @Test("The attenuation that was asked for is reached beyond the transition")
  func attenuation() throws {
    for decibels in [40.0, 60, 80] {
      let (window, count) = try Window.kaiser(attenuationDecibels: decibels, transition: 0.05)
      // Kaiser's formula for the length is right to within two taps (Oppenheim and Schafer, 7.5.3).
      let taps = try WindowedSinc.taps(count: count + 2, band: .low(to: 0.2), window: window)
      for step in 0...200 {
        let f = 0.225 + 0.275 * Double(step) / 200
        let level = FrequencyResponse.decibels(FrequencyResponse.of(taps, at: f).magnitude)
        #expect(level < -decibels)
      }
    }
  }

  @Test("Responses are symmetric in time, and 1 where they are scaled")
  func symmetric() throws {
    let bands: [PassBand] = [.low(to: 0.1), .high(from: 0.2), .band(from: 0.1, to: 0.3)]
    for (band, reference) in zip(bands, [0, 0.5, 0.2]) {
      for window in [Window.rectangular, .hann, .hamming, .blackman, .kaiser(shape: 6)] {
        let taps = try WindowedSinc.taps(count: 41, band: band, window: window)
        #expect(zip(taps, taps.reversed()).allSatisfy { abs($0 - $1) < 1e-15 })
        #expect(abs(FrequencyResponse.of(taps, at: reference).magnitude - 1) < 1e-12)
      }
    }
  }

  @Test("What cannot be designed is refused with its value")
  func refused() {
    for count in [0, 4_096] {
      #expect(throws: DesignError.taps(count, limits: 1...4_095)) {
        try WindowedSinc.taps(count: count, band: .low(to: 0.1), window: .hann)
      }
    }
    #expect(throws: DesignError.evenTaps(20)) {
      try WindowedSinc.taps(count: 20, band: .high(from: 0.1), window: .hann)
    }
    #expect(throws: DesignError.shape(-1, maximum: 40)) {
      try WindowedSinc.taps(count: 21, band: .low(to: 0.1), window: .kaiser(shape: -1))
    }
    #expect(throws: DesignError.self) {
      try WindowedSinc.taps(count: 21, band: .low(to: 0.1), window: .kaiser(shape: .nan))
    }
    #expect(throws: DesignError.band(from: 0.3, to: 0.1)) {
      try WindowedSinc.taps(count: 21, band: .band(from: 0.3, to: 0.1), window: .hann)
    }
    for (decibels, width) in [(0, 0.1), (60, 0), (60, 0.5), (201, 0.1), (Double.nan, 0.1)] {
      #expect(throws: DesignError.self) {
        try Window.kaiser(attenuationDecibels: decibels, transition: width)
      }
    }
    #expect(throws: DesignError.self) {
      try Window.kaiser(attenuationDecibels: 100, transition: 1e-4)
    }
  }
}
