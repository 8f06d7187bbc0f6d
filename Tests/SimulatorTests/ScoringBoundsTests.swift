import Scoring
import Testing

@Suite("Exact bounds")
struct ScoringBoundsTests {
  // Clopper and Pearson's own closed forms: with no misses the lower bound is 0.025^(1/n), with no hits
  // the upper one is 1 - 0.025^(1/n); 5 of 10 and 8 of 10 are in every table of the beta distribution.
  @Test(
    "Bounds of a proportion are those of Clopper and Pearson",
    arguments: [
      (27, 27, 0.87230, 1), (0, 27, 0, 0.12770), (0, 10, 0, 0.30850), (10, 10, 0.69150, 1),
      (5, 10, 0.18709, 0.81291), (8, 10, 0.44390, 0.97479), (1, 1, 0.025, 1), (0, 1, 0, 0.975),
    ])
  func proportion(hits: Int, count: Int, lower: Double, upper: Double) {
    let bounds = ExactBounds.proportion(hits: hits, of: count)
    // The figures have five places.
    #expect(abs(bounds.lower - lower) <= 0.000_005)
    #expect(abs(bounds.upper - upper) <= 0.000_005)
  }

  // Garwood's table, 1936: half of chi-squared at 0.025 with 2k and at 0.975 with 2k + 2 degrees.
  @Test(
    "Bounds of a count are those of Garwood",
    arguments: [
      (0, 0, 3.6889), (1, 0.0253, 5.5716), (2, 0.2422, 7.2247), (5, 1.6235, 11.6683),
      (10, 4.7954, 18.3904), (100, 81.3640, 121.6268),
    ])
  func count(count: Int, lower: Double, upper: Double) {
    let bounds = ExactBounds.count(count)
    #expect(abs(bounds.lower - lower) <= 0.000_05)
    #expect(abs(bounds.upper - upper) <= 0.000_05)
  }

  @Test("Without trials nothing is known of a proportion")
  func noTrials() {
    #expect(ExactBounds.proportion(hits: 0, of: 0) == ExactBounds(lower: 0, upper: 1))
  }

  @Test("Turning hits into misses mirrors the bounds", arguments: [1, 7, 40, 300, 5_000])
  func mirror(count: Int) {
    for hits in stride(from: 0, through: count, by: max(1, count / 9)) {
      let one = ExactBounds.proportion(hits: hits, of: count)
      let other = ExactBounds.proportion(hits: count - hits, of: count)
      #expect(abs(one.lower - (1 - other.upper)) <= 1e-12)
      #expect(one.lower <= Double(hits) / Double(count))
      #expect(one.upper >= Double(hits) / Double(count))
    }
  }

  @Test("A larger sample with the same share has narrower bounds, and neither sum underflows")
  func narrower() {
    let widths = [10, 100, 1_000, 10_000, 100_000].map { count in
      let bounds = ExactBounds.proportion(hits: count * 9 / 10, of: count)
      return bounds.upper - bounds.lower
    }
    #expect(zip(widths, widths.dropFirst()).allSatisfy { $0 > 2.5 * $1 })
    let far = ExactBounds.count(100_000)
    // A Poisson count is normal by then: 1.96 deviations of 316.2 on either side, and a little more.
    #expect(abs(far.lower - (100_000 - 619.8)) < 2 && abs(far.upper - (100_000 + 619.8)) < 3)
  }
}
