import DetectorCore
import Foundation
import Testing

@Suite("Envelope")
struct ConditioningEnvelopeTests {
  private static let taps: [Double] = [20_644, 6_323, 3_186, 1_724, 893, 473]

  private func envelope(_ x: [Int32], spacing: Int = 1) -> [Int32] {
    var y = [Int32](repeating: -1, count: x.count)
    var output = y.mutableSpan
    Envelope(spacing: spacing).process(x.span, into: &output)
    return y
  }

  /// The formula in Double, with the end samples repeated beyond the ends.
  private func reference(_ x: [Int32], spacing: Int) -> [Double] {
    x.indices.map { n in
      var q = 0.0
      for (k, tap) in Self.taps.enumerated() {
        let early = x[max(0, n - (2 * k + 1) * spacing)]
        let late = x[min(x.count - 1, n + (2 * k + 1) * spacing)]
        q += tap / 32_768 * (Double(early) - Double(late))
      }
      return min(hypot(Double(x[n]), min(max(q, -0x1p31), 0x1p31 - 1)), 0x1p31 - 1)
    }
  }

  /// q is within half a count of its sum, the length moves no more than q does, and the root is
  /// rounded down: −1.5 < y − reference ≤ 0.5, plus what Double itself rounds (2⁻²⁰ near 2³¹).
  private func follows(_ x: [Int32], spacing: Int) -> Bool {
    zip(envelope(x, spacing: spacing), reference(x, spacing: spacing)).allSatisfy { y, exact in
      let error = Double(y) - exact
      return error > -1.5 - 0x1p-20 && error <= 0.5 + 0x1p-20
    }
  }

  @Test("An impulse gives the taps of the transformer, rounded")
  func impulse() {
    var x = [Int32](repeating: 0, count: 31)
    x[15] = 32_768
    let y = envelope(x)
    #expect(y[15] == 32_768)
    for (k, tap) in ([20_644, 6_323, 3_186, 1_724, 893, 473] as [Int32]).enumerated() {
      #expect(y[15 + 2 * k + 1] == tap)
      #expect(y[15 - 2 * k - 1] == tap)
    }
    for k in stride(from: 2, through: 14, by: 2) { #expect(y[15 + k] == 0 && y[15 - k] == 0) }
    #expect(y[2] == 0 && y[28] == 0)
  }

  @Test("A spacing stretches the taps and nothing else", arguments: [2, 3, 64])
  func stretched(spacing: Int) {
    var x = [Int32](repeating: 0, count: 30 * spacing + 1)
    x[15 * spacing] = 65_536
    let y = envelope(x, spacing: spacing)
    for k in x.indices {
      let distance = abs(k - 15 * spacing)
      let order = distance / spacing
      let tapped = distance % spacing == 0 && order % 2 == 1 && order <= 11
      let expected = tapped ? 2 * Int32(Self.taps[order / 2]) : distance == 0 ? 65_536 : 0
      #expect(y[k] == expected)
    }
  }

  @Test("It follows the formula in Double to a count and a half", arguments: seeds(12))
  func formula(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let spacing = 1 + random.below(7)
    let x: [Int32] = random.samples(1 + random.below(600))
    #expect(follows(x, spacing: spacing))
  }

  @Test("Traces shorter than the taps, down to none, are whole", arguments: 0...24)
  func short(count: Int) {
    var random = SplitMix(seed: UInt64(count))
    let x: [Int32] = random.samples(count)
    #expect(envelope(x).count == count)
    #expect(follows(x, spacing: 1))
    #expect(follows(x, spacing: 64))
  }

  /// |H| is within 0.0112 of 1 in the band, so y of a tone of amplitude A is within A · 0.0112 of
  /// A. The rounding of x adds half a count itself and at most 0.5 · 2.03 by way of q; q adds half
  /// a count and the root one: 3.1 in all.
  @Test("A tone in the band has a flat envelope within 1.12 %", arguments: [1, 4])
  func tone(spacing: Int) {
    let amplitude = 1_000_000.0
    for step in 0...40 {
      let frequency = (0.05 + 0.01 * Double(step)) / Double(spacing)
      let x = (0..<400).map { n in
        Int32((amplitude * cos(2 * .pi * frequency * Double(n) + 0.3)).rounded())
      }
      let y = envelope(x, spacing: spacing)[(11 * spacing)..<(400 - 11 * spacing)]
      #expect(y.allSatisfy { abs(Double($0) - amplitude) <= amplitude * 0.0112 + 3.1 })
    }
  }

  /// At 0.5/D every pair of taps sees equal samples, so q holds only what the rounding of x makes:
  /// |q| ≤ 2.03 · 0.5 + 0.5 < 2, which lengthens x by less than 2.
  @Test("At the upper zero of the transformer the envelope is the signal's magnitude")
  func upperZero() {
    for spacing in [1, 4] {
      let x = (0..<300).map { n in
        Int32((1e6 * cos(2 * .pi * 0.5 / Double(spacing) * Double(n) + 0.4)).rounded())
      }
      let y = envelope(x, spacing: spacing)
      for n in (11 * spacing)..<(300 - 11 * spacing) {
        #expect(y[n] >= abs(x[n]) && y[n] < abs(x[n]) + 2)
      }
    }
  }

  @Test("A constant trace is its own envelope, at the rails too")
  func constants() {
    for level in [0, 1, -1, 12_345, -12_345, .max] as [Int32] {
      #expect(envelope([Int32](repeating: level, count: 60)).allSatisfy { $0 == abs(level) })
    }
    #expect(envelope([Int32](repeating: .min, count: 60)).allSatisfy { $0 == .max })
  }

  @Test("Full-scale traces saturate and never wrap")
  func fullScale() {
    // A square wave of period 4 is at the rail everywhere, and q with it.
    let quarter = (0..<64).map { $0 % 4 < 2 ? Int32.max : .min }
    #expect(envelope(quarter).allSatisfy { $0 == .max })
    // Alternating, q is 0 inside; the length of −2³¹ alone still saturates.
    let half = (0..<64).map { $0 % 2 == 0 ? Int32.max : .min }
    #expect(envelope(half).allSatisfy { $0 == .max })
    var random = SplitMix(seed: 9)
    let x: [Int32] = random.samples(2_000)
    #expect(envelope(x).allSatisfy { $0 >= 0 })
  }

  @Test("Samples further than 11 spacings away change nothing")
  func locality() {
    var random = SplitMix(seed: 3)
    let x: [Int32] = random.samples(500)
    let whole = envelope(x, spacing: 3)
    for start in [0, 1, 100] {
      let part = envelope(Array(x[start..<start + 400]), spacing: 3)
      #expect(Array(part[33..<367]) == Array(whole[start + 33..<start + 367]))
    }
  }

  @Test("The spacing is a sixth of the wavelet's period, within its bounds")
  func spacing() {
    #expect(Envelope.spacing(periodQ8: 6 * 256) == 1)
    #expect(Envelope.spacing(periodQ8: 27 * 256) == 5)
    #expect(Envelope.spacing(periodQ8: 9 * 256 - 1) == 1)
    #expect(Envelope.spacing(periodQ8: 9 * 256) == 2)
    #expect(Envelope.spacing(periodQ8: 0) == 1)
    #expect(Envelope.spacing(periodQ8: .min) == 1)
    #expect(Envelope.spacing(periodQ8: .max) == Envelope.maximumSpacing)
  }

  @Test("A spacing out of bounds, or an output of another length, is a caller's bug")
  func misuse() async {
    await #expect(processExitsWith: .failure) { _ = Envelope(spacing: 0) }
    await #expect(processExitsWith: .failure) { _ = Envelope(spacing: 65) }
    await #expect(processExitsWith: .failure) {
      var y: [Int32] = [0]
      var output = y.mutableSpan
      let x: [Int32] = []
      Envelope().process(x.span, into: &output)
    }
  }
}
