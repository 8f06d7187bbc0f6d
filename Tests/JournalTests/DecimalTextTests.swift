import Foundation
import Journal
import Testing

@Suite("Decimal numbers from integers")
struct DecimalTextTests {
  @Test(
    "A fixed count of decimals is kept",
    arguments: [
      (0, 0, "0"), (0, 3, "0.000"), (7, 3, "0.007"), (-7, 3, "-0.007"), (-259, 3, "-0.259"),
      (10_382_000, 6, "10.382000"), (1_000, 3, "1.000"), (.max, 0, "9223372036854775807"),
      (.min, 0, "-9223372036854775808"), (.min, 18, "-9.223372036854775808"),
      (1, 18, "0.000000000000000001"),
    ] as [(Int64, Int, String)])
  func fixed(value: Int64, decimals: Int, expected: String) {
    #expect(written { $0.append(fixed: value, decimals: decimals) } == expected)
  }

  @Test(
    "The shortest form leaves out zeros, and is scientific below 1e-4",
    arguments: [
      (0, 6, "0"), (21_000, 6, "0.021"), (1_500_000_000, 0, "1500000000"), (1_000, 3, "1"),
      (21_228, 15, "2.1228e-11"), (20_000_000, 15, "2e-8"), (100, 6, "0.0001"),
      (99, 6, "9.9e-5"), (10, 6, "1e-5"), (-21_228, 15, "-2.1228e-11"), (-150, 1, "-15"),
      (19_047_619, 6, "19.047619"), (1, 18, "1e-18"), (.min, 18, "-9.223372036854775808"),
    ] as [(Int64, Int, String)])
  func number(value: Int64, decimals: Int, expected: String) {
    #expect(written { $0.append(number: value, decimals: decimals) } == expected)
  }

  @Test("Both forms say exactly the number they were given, over 2,000 seeds")
  func exact() throws {
    var random = SplitMix(state: 0x5EED)
    for _ in 0..<2_000 {
      let value = Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 60)
      let decimals = Int(random.next() % 19)
      let expected = Decimal(value) / pow(Decimal(10), decimals)
      for text in [
        written { $0.append(fixed: value, decimals: decimals) },
        written { $0.append(number: value, decimals: decimals) },
      ] {
        let read = try #require(
          Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")), "\(text)")
        #expect(read == expected, "\(value) with \(decimals) decimals gave \(text)")
      }
    }
  }
}
