import DetectorCore
import Scoring

/// A suite as one table: lanes against what was found in each class and what was false.
enum SuitePage {
  private static let classes: [TargetClass] = [.antiTankMine, .antiPersonnelMine, .uxo, .unknown]

  /// For a person: what was heard, then what was found; percentages with their 95 % bounds behind them.
  /// With `isFull` every body stands by itself too.
  static func text(_ suite: LaneSuite.Scores, seeds: Int, isFull: Bool = false) -> String {
    let scores = suite.lanes
    var heard = HeardTable.lines(scores, soils: suite.soils.count > 1 ? suite.soils : [])
    if isFull { heard += [""] + HeardTable.bodies(scores) }
    return heard.map { $0 + "\n" }.joined() + "\n" + found(scores, seeds: seeds)
  }

  /// What was found.
  private static func found(_ scores: [Score], seeds: Int) -> String {
    var rows = [
      ["lane", "AT", "AP", "UXO", "unknown", "hazards", "95 %", "comb", "false", "a m²", "95 %"]
        + ["with scrap", "error", "alarms each", "swept"]
    ]
    rows += scores.map(row)
    if scores.count > 1 { rows.append(row(Score.total(scores).named("total"))) }
    let widths = (0..<rows[0].count).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let width = widths[column]
        line += column == 0 ? Text.left(cell, width) : "  " + Text.right(cell, width)
      }
      return line + "\n"
    }
    return lines.joined()
      + "\nFound of 100 in \(Text.count(Int64(seeds), "seed")) of each lane; false alarms outside "
      + "every halo, to a square metre of swept ground.\n"
  }

  private static func row(_ score: Score) -> [String] {
    let hazards = score.hazards
    let rate = score.falsePerSquareMetre
    let bounds = rate?.bounds
    return [score.name]
      + classes.map { each in
        share(FoundCount(score.result.findings.filter { $0.object.targetClass == each }))
      } + [
        share(hazards), hazards.count == 0 ? "-" : range(hazards.bounds, scale: 100, places: 1),
        share(score.combHazards), "\(score.result.falseAlarms.count)",
        rate?.rate.map { fixed($0, 3) } ?? "-",
        bounds.map { range($0, scale: 1, places: 3) } ?? "-",
        score.falseWithClutterPerSquareMetre?.rate.map { fixed($0, 2) } ?? "-",
        score.meanErrorMetres.map { fixed($0 * 100, 1) + " cm" } ?? "-",
        score.alarmsPerObject.map { fixed($0, 2) } ?? "-",
        fixed(score.ground?.squareMetres ?? 0, 0) + " m²",
      ]
  }

  private static func share(_ found: FoundCount) -> String {
    guard found.count > 0 else { return "-" }
    return fixed(Double(found.hits) / Double(found.count) * 100, 1) + " of \(found.count)"
  }

  private static func range(_ bounds: ExactBounds, scale: Double, places: Int) -> String {
    fixed(bounds.lower * scale, places) + " to " + fixed(bounds.upper * scale, places)
  }

  static func fixed(_ value: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return Text.fixed(Int64((value * scale).rounded()), decimals: places, shown: places)
  }
}
