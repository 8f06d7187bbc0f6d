import DetectorCore
import Foundation
import Testing

@Suite("Angle and length of a vector")
struct NumericAtan2Tests {
  /// How far an angle is from that of Double, in its last bit, the shorter way round.
  private func angleError(y: Int64, x: Int64) -> Double {
    let exact = atan2(Double(y), Double(x)) / (2 * .pi) * 65_536
    let error = Double(Atan2.angle(y: y, x: x).bits) - exact
    return abs(error - 65_536 * (error / 65_536).rounded())
  }

  private func lengthError(y: Int64, x: Int64) -> Double {
    Double(Atan2.polar(y: y, x: x).magnitude) - hypot(Double(x), Double(y))
  }

  @Test("Eighths of a turn and the 3-4-5 triangle are what a hand finds")
  func byHand() {
    let eighths: [(Int32, Int32, UInt16)] = [
      (0, 7, 0), (7, 7, 8_192), (7, 0, 16_384), (7, -7, 24_576), (0, -7, 32_768),
      (-7, -7, 40_960), (-7, 0, 49_152), (-7, 7, 57_344),
    ]
    for (y, x, bits) in eighths { #expect(Atan2.angle(y: y, x: x).bits == bits) }
    #expect(Atan2.polar(y: 3 as Int32, x: 4).magnitude == 5)
    // atan(3/4) = 0.643501 rad = 6,711.98 of 65,536.
    #expect(Atan2.polar(y: 3 as Int32, x: 4).angle.bits == 6_712)
    #expect(Atan2.polar(y: -300 as Int32, x: -400).magnitude == 500)
    let none = PolarVector(angle: BinaryAngle(bits: 0), magnitude: 0)
    #expect(Atan2.polar(y: 0 as Int32, x: 0) == none)
  }

  /// 2⁻¹⁷ + 2⁻²³ turns are 0.508 of the last bit; 0.001 is for Double beyond 53 bits.
  @Test("Angle and length hold their bounds for vectors of any size", arguments: seeds(8))
  func reference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for (x, y) in zip(random.samples(1_000) as [Int64], random.samples(1_000) as [Int64])
    where x != 0 || y != 0 {
      #expect(angleError(y: y, x: x) <= 0.509, "\(x), \(y)")
      #expect(abs(lengthError(y: y, x: x)) <= hypot(Double(x), Double(y)) * 0x1p-22 + 1)
    }
    for (x, y) in zip(random.samples(500) as [Int32], random.samples(500) as [Int32]) {
      #expect(Atan2.polar(y: y, x: x) == Atan2.polar(y: Int64(y), x: Int64(x)))
      #expect(Atan2.angle(y: y, x: x) == Atan2.angle(y: Int64(y), x: Int64(x)))
    }
  }

  @Test("A whole turn in fine steps holds the bounds, short and long vectors alike")
  func turn() {
    for radius in [40.0, 30_000, 2e9, 9e18] {
      for step in 0..<2_000 {
        let angle = 2 * .pi * Double(step) / 2_000
        let (x, y) = (Int64(radius * cos(angle)), Int64(radius * sin(angle)))
        #expect(angleError(y: y, x: x) <= 0.509)
        #expect(abs(lengthError(y: y, x: x)) <= radius * 0x1p-22 + 1)
      }
    }
  }

  @Test("The rails are vectors like others")
  func rails() {
    let rails: [Int64] = [.min, -.max, -1, 0, 1, .max]
    for x in rails {
      for y in rails where x != 0 || y != 0 {
        #expect(angleError(y: y, x: x) <= 0.509, "\(x), \(y)")
        #expect(abs(lengthError(y: y, x: x)) <= hypot(Double(x), Double(y)) * 0x1p-22 + 1)
      }
    }
  }

  @Test("The length agrees with the exact root to its bound", arguments: seeds(4))
  func againstTheRoot(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for (x, y) in zip(random.samples(500) as [Int32], random.samples(500) as [Int32]) {
      let root = Double(SquareRoot.ofSquares(x, y))
      let length = Double(Atan2.polar(y: y, x: x).magnitude)
      #expect(abs(length - root) <= root * 0x1p-22 + 2)
    }
  }

  @Test("Angles wrap: sums, differences and the shorter way round")
  func angles() {
    let three = BinaryAngle.half + .quarter
    #expect(three.bits == 0xC000 && three.signedBits == -0x4000)
    #expect(three + .half == .quarter)
    #expect(BinaryAngle.quarter - .half == three)
    #expect(BinaryAngle(bits: 0xFFFF).distance(to: BinaryAngle(bits: 2)) == 3)
    #expect(BinaryAngle(bits: 2).distance(to: BinaryAngle(bits: 0xFFFF)) == 3)
    #expect(BinaryAngle(bits: 0).distance(to: .half) == 32_768)
    #expect(three.distance(to: three) == 0)
  }
}
