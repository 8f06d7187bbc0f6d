import Foundation
import Physics
import Testing

/// The system's functions are within 1 ulp of the true value, which the bounds of `Elementary` have
/// room for: it states 4 ulp and tests 4.
@Suite("Elementary functions")
struct PhysicsElementaryTests {
  private let count = 20_000

  @Test("exp is within 4 ulp of the system's from -700 to 700")
  func exponential() {
    var stream = RandomStream(seed: 1)
    for _ in 0..<count {
      let x = stream.uniform(in: -700..<700)
      let expected = Foundation.exp(x)
      #expect(abs(Elementary.exp(x) - expected) <= 4 * expected.ulp, "exp(\(x))")
    }
  }

  @Test("log is within 4 ulp of the system's over all normal numbers and close to 1")
  func logarithm() {
    var stream = RandomStream(seed: 2)
    for index in 0..<count {
      let x =
        index & 1 == 0
        ? Foundation.exp(stream.uniform(in: -700..<700)) : stream.uniform(in: 0.5..<2)
      let expected = Foundation.log(x)
      #expect(abs(Elementary.log(x) - expected) <= 4 * expected.ulp, "log(\(x))")
    }
  }

  @Test("sin and cos are within 2^-51 of the system's for angles up to 2^20")
  func circular() {
    var stream = RandomStream(seed: 3)
    for index in 0..<count {
      let widest = index & 1 == 0 ? 10 : 0x1p20
      let x = stream.uniform(in: -widest..<widest)
      #expect(abs(Elementary.sin(x) - Foundation.sin(x)) <= 0x1p-51, "sin(\(x))")
      #expect(abs(Elementary.cos(x) - Foundation.cos(x)) <= 0x1p-51, "cos(\(x))")
    }
  }

  @Test("Values that can be worked by hand are exact")
  func byHand() {
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.log(1) == 0)
    #expect(Elementary.sin(0) == 0)
    #expect(Elementary.cos(0) == 1)
    #expect(Elementary.log(2) == 0x1.62e42fefa39efp-1)
  }

  @Test("What has no finite answer says so")
  func edges() {
    #expect(Elementary.exp(-701) == 0)
    #expect(Elementary.exp(701) == .infinity)
    #expect(Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(.nan).isNaN)
    #expect(Elementary.log(0) == -.infinity)
    #expect(Elementary.log(-1).isNaN)
    #expect(Elementary.log(.nan).isNaN)
    #expect(Elementary.log(.infinity) == .infinity)
  }

  /// FNV-1a of the bits of 4,000 values made by this function alone; another machine gives the same.
  @Test("The bits are the golden ones")
  func golden() {
    var stream = RandomStream(seed: 4)
    var hash = FNV1a()
    for _ in 0..<1_000 {
      let x = stream.uniform(in: -20..<20)
      for value in [
        Elementary.exp(x), Elementary.log(x.magnitude), Elementary.sin(x), Elementary.cos(x),
      ] {
        hash.append(Int32(truncatingIfNeeded: value.bitPattern))
        hash.append(Int32(truncatingIfNeeded: value.bitPattern >> 32))
      }
    }
    #expect(hash.hash == 31_030_905_204_698_798)
  }
}
