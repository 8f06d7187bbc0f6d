import DetectorCore
import Journal
import Scoring

/// What one threshold gave.
struct TunePoint {
  /// The threshold, hundredths of a standard deviation.
  var thresholdHundredths: Int32
  /// Whether it is the one in force.
  var isInForce: Bool
  /// All recordings at it.
  var score: Score
}

/// Thresholds as text and as JSON.
enum TunePage {
  /// For a person.
  static func text(_ points: [TunePoint]) -> String {
    var rows = [
      [
        "threshold", "heard", "by chance", "sounding", "false cells", "a m²", "found", "95 %",
        "false",
      ]
        + ["a m²", "95 %", "with scrap", "error"]
    ]
    rows += points.map { point in
      let score = point.score
      let found = score.hazards.bounds
      let rate = score.falsePerSquareMetre
      let bounds = rate?.bounds
      return [
        Text.fixed(Int64(point.thresholdHundredths), decimals: 2, shown: 2)
          + (point.isInForce ? " *" : "  ")
      ] + heard(score.heard) + [
        "\(score.hazards.hits) of \(score.hazards.count)",
        range(found.lower * 100, found.upper * 100, 1), "\(score.result.falseAlarms.count)",
        rate?.rate.map { fixed($0, 2) } ?? "-",
        bounds.map { range($0.lower, $0.upper, 2) } ?? "-",
        score.falseWithClutterPerSquareMetre?.rate.map { fixed($0, 2) } ?? "-",
        score.meanErrorMetres.map { fixed($0 * 100, 1) + " cm" } ?? "-",
      ]
    }
    let widths = (0..<rows[0].count).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { Text.right($0, $1) }.joined(separator: "  ") + "\n"
    }.joined()
  }

  private static func heard(_ heard: HeardScore?) -> [String] {
    guard let heard else { return ["-", "-", "-", "-", "-"] }
    let cells = heard.outside?.falseCells
    return [
      "\(heard.heard.hits) of \(heard.heard.count)", fixed(heard.byChance, 1),
      HeardTable.share(heard.outside), cells.map { "\($0.count)" } ?? "-",
      cells?.rate.map { fixed($0, 2) } ?? "-",
    ]
  }

  /// For a program.
  static func json(_ points: [TunePoint]) -> JSONPage {
    .object([
      (
        "thresholds",
        .array(
          points.map { point in
            .object([
              ("threshold_hundredths", .integer(Int64(point.thresholdHundredths))),
              ("in_force", .integer(point.isInForce ? 1 : 0)),
              ("score", ScorePage.total(point.score)),
            ])
          })
      )
    ])
  }

  private static func fixed(_ value: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return Text.fixed(Int64((value * scale).rounded()), decimals: places, shown: places)
  }

  private static func range(_ low: Double, _ high: Double, _ places: Int) -> String {
    "\(fixed(low, places)) to \(fixed(high, places))"
  }
}
