import Physics
import Testing

@Suite("Random streams")
struct PhysicsRandomTests {
  /// The first outputs of the authors' C program from the state 1, 2, 3, 4.
  @Test("xoshiro256** gives the published outputs of the state 1, 2, 3, 4")
  func publishedXoshiro() {
    var stream = RandomStream(state: (1, 2, 3, 4))
    let published: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
      607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
      10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    for expected in published { #expect(stream.next() == expected) }
  }

  @Test("SplitMix64 gives the published outputs of the seed 1234567")
  func publishedSplitMix() {
    var spread = SplitMix64(seed: 1_234_567)
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    for expected in published { #expect(spread.next() == expected) }
  }

  @Test(
    "FNV-1a gives the published hashes",
    arguments: [
      ("", UInt64(0xCBF2_9CE4_8422_2325)), ("a", 0xAF63_DC4C_8601_EC8C),
      ("foobar", 0x8594_4171_F739_67E8),
    ])
  func publishedHash(text: String, hash: UInt64) {
    #expect(FNV1a(text).hash == hash)
  }

  @Test("Another seed and another source each give another stream, the same ones the same")
  func separation() {
    var first = RandomStream(seed: 1, source: "noise")
    var again = RandomStream(seed: 1, source: "noise")
    var seeded = RandomStream(seed: 2, source: "noise")
    var other = RandomStream(seed: 1, source: "spikes")
    let word = first.next()
    #expect(word == again.next())
    #expect(word != seeded.next())
    #expect(word != other.next())
  }

  @Test("Uniform numbers lie in 0 ..< 1 and their moments within five deviations of the true ones")
  func uniform() {
    var stream = RandomStream(seed: 7)
    let count = 100_000
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<count {
      let value = stream.uniform()
      #expect(value >= 0 && value < 1)
      sum += value
      squares += value * value
    }
    // Variance of u is 1/12, of u² 4/45.
    let root = Double(count).squareRoot()
    #expect(abs(sum / Double(count) - 0.5) < 5 * (1.0 / 12).squareRoot() / root)
    #expect(abs(squares / Double(count) - 1.0 / 3) < 5 * (4.0 / 45).squareRoot() / root)
  }

  @Test("Whole numbers below a limit come equally often, at a limit that does not divide 2^64 too")
  func integers() {
    var stream = RandomStream(seed: 8)
    var counts = [0, 0, 0]
    for _ in 0..<30_000 { counts[Int(stream.integer(below: 3))] += 1 }
    // The deviation of a count is √(30,000·1/3·2/3) = 82.
    for count in counts { #expect(abs(count - 10_000) < 5 * 82) }
    // Without rejection two thirds of 2^64 would have its lower half twice as often.
    let limit = UInt64.max / 3 * 2
    let low = (0..<10_000).filter { _ in stream.integer(below: limit) < limit / 2 }.count
    #expect(abs(low - 5_000) < 5 * 50)
    #expect(stream.integer(below: 1) == 0)
  }

  @Test("Gaussian numbers have their first four moments within five deviations")
  func gaussian() {
    var stream = RandomStream(seed: 9)
    let count = 100_000
    var moments = [0.0, 0, 0, 0]
    for _ in 0..<count {
      let value = stream.gaussian()
      var power = 1.0
      for order in 0..<4 {
        power *= value
        moments[order] += power
      }
    }
    // The variances of g, g², g³, g⁴ are 1, 2, 15, 96.
    for (order, (true_, variance)) in [(0.0, 1.0), (1, 2), (0, 15), (3, 96)].enumerated() {
      let bound = 5 * (variance / Double(count)).squareRoot()
      #expect(abs(moments[order] / Double(count) - true_) < bound)
    }
  }
}
