import DetectorCore
import Foundation
import Testing

@Suite("The envelope of knocks")
struct KnockEnvelopeTests {
  /// Outputs at 125 a second.
  private static func envelope() -> KnockEnvelope { KnockEnvelope(outputMicroseconds: 8_000) }

  /// A field that is quiet within a few units.
  private static func quiet(_ envelope: inout KnockEnvelope, outputs: Int, at level: Int64 = 0) {
    for number in 0..<outputs { envelope.take(level + [0, 3, 1, -2, 2, -1][number % 6]) }
  }

  @Test("A step is known by its height within the noise, and falls to a third in 200 ms")
  func step() {
    var envelope = Self.envelope()
    Self.quiet(&envelope, outputs: 60)
    #expect(envelope.value == 0)
    var highest: Int64 = 0
    for number in 0..<9 {
      envelope.take(1_000_000 + Int64(number & 1))
      highest = max(highest, envelope.value)
    }
    // Twice the step in the third difference, halved; two noisy outputs on top.
    #expect(abs(highest - 1_000_000) < 20)
    let start = envelope.value
    Self.quiet(&envelope, outputs: 25, at: 1_000_000)
    // (1 - 1/25)^25 = 0.360.
    #expect(abs(envelope.value - start * 360 / 1_000) < start / 100)
    Self.quiet(&envelope, outputs: 500, at: 1_000_000)
    #expect(envelope.value < 25)
  }

  @Test("A field that turns with the sweep, a hundred microvolts at 1 Hz, is no knock")
  func sway() {
    var envelope = Self.envelope()
    for number in 0..<5_000 {
      envelope.take(Int64(100_000 * 256 * sin(2 * .pi * Double(number) / 125)))
      #expect(envelope.value == 0)
    }
  }

  @Test("White noise is no knock, in a minute of any seed", arguments: UInt64(1)...8)
  func noise(seed: UInt64) {
    var envelope = Self.envelope()
    var random = SplitMix(seed: seed)
    for _ in 0..<7_500 {
      // Twelve uniform numbers: a deviation of 1,000.
      let sum = (0..<12).reduce(Int64(0)) { total, _ in total + Int64(random.next() >> 32) }
      envelope.take((sum - 6 << 32) / 4_294_967)
      #expect(envelope.value == 0)
    }
  }

  @Test("A step over missing outputs is none; rails and their alternation neither trap nor stick")
  func skipAndRails() {
    var envelope = Self.envelope()
    Self.quiet(&envelope, outputs: 60)
    envelope.skip()
    Self.quiet(&envelope, outputs: 60, at: 1 << 30)
    #expect(envelope.value == 0)
    for number in 0..<100 { envelope.take(number & 1 == 0 ? BandVector.rail : -BandVector.rail) }
    #expect(envelope.value >= 0)
    for _ in 0..<2_000 { envelope.take(0) }
    #expect(envelope.value < 25)
    var slow = KnockEnvelope(outputMicroseconds: .max)
    for number in Int64(0)..<100 { slow.take(number * 1_000_000) }
    #expect(slow.value >= 0)
  }
}
