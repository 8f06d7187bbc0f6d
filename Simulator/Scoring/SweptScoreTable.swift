import DetectorCore
import Journal

/// Scores of a coil as lines of text: hazards and false alarms to a square metre, by lane, class and
/// depth, every hazard with its peak, and the working points at higher thresholds.
public enum SweptScoreTable {
  /// The lines, without newlines.
  public static func lines(_ scores: [Score]) -> [String] {
    let total = scores.count == 1 ? scores[0] : Score.total(scores)
    var rows = [heading] + scores.map(row)
    if scores.count != 1 { rows.append(row(total)) }
    var lines = Figures.columns(rows, right: [1, 2, 3, 4, 5, 6, 7])
    lines.append("")
    lines += shares(total) + [""] + bounds(total) + [""]
    lines += hazards(scores)
    let curve = curve(total)
    if curve.count > 2 { lines += [""] + curve }
    return lines
  }

  private static let heading = [
    "lane", "hazards", "false", "a m²", "with scrap", "blind comb", "error", "alarms each", "swept",
  ]

  private static func row(_ score: Score) -> [String] {
    [
      score.name, count(score.hazards), "\(score.result.falseAlarms.count)",
      rate(score.falsePerSquareMetre), rate(score.falseWithClutterPerSquareMetre),
      count(score.combHazards),
      score.meanErrorMetres.map { Figures.fixed($0 * 100, 1) + " cm" } ?? "-",
      score.alarmsPerObject.map { Figures.fixed($0, 2) } ?? "-",
      Figures.fixed(score.ground?.squareMetres ?? 0, 2) + " m²",
    ]
  }

  /// Hazards by class and by depth, each with where its probability lies.
  private static func shares(_ total: Score) -> [String] {
    var rows = [["found", "", "95 % of 100"]]
    rows += total.byClass.map { each in
      let findings = total.result.findings.filter { $0.object.targetClass == each.targetClass }
      return share("\(each.targetClass.name)", FoundCount(findings))
    }
    rows += total.byDepth.map { share($0.band.name, $0.found) }
    rows.append(share("all hazards", total.hazards))
    return Figures.columns(rows, right: [1, 2])
  }

  private static func share(_ name: String, _ found: FoundCount) -> [String] {
    let bounds = found.bounds
    return [
      name, count(found),
      "\(Figures.fixed(bounds.lower * 100, 1)) to \(Figures.fixed(bounds.upper * 100, 1))",
    ]
  }

  private static func bounds(_ total: Score) -> [String] {
    var rows: [[String]] = []
    func add(_ name: String, _ rate: FalseRate?, _ unit: String) {
      guard let rate, let value = rate.rate, let bounds = rate.bounds else { return }
      rows.append([
        name, "\(rate.count)", "\(Figures.fixed(value, 2)) a \(unit)",
        "95 %: \(Figures.fixed(bounds.lower, 2)) to \(Figures.fixed(bounds.upper, 2))",
        "on \(Figures.fixed(rate.extent, 2)) \(unit)",
      ])
    }
    add("false", total.falsePerSquareMetre, "m²")
    add("with metal clutter", total.falseWithClutterPerSquareMetre, "m²")
    add(
      "false along the way",
      FalseRate(count: total.result.falseAlarms.count, extent: total.clearMetres), "m")
    return Figures.columns(rows, right: [1, 2])
  }

  /// Every hazard with its matched signal-to-noise and whether it was found, the weakest last.
  static func hazards(_ scores: [Score]) -> [String] {
    var rows = [["hazard", "class", "depth", "at", "peak", "found"]]
    for score in scores {
      let lane = scores.count > 1 ? "\(score.name): " : ""
      rows += score.result.hazards.map { row($0, lane: lane) }
    }
    return Figures.columns(rows, right: [2, 4])
  }

  private static func row(_ finding: Finding, lane: String) -> [String] {
    let object = finding.object
    let found =
      finding.errorMetres.map { "#\(finding.alarm?.id ?? 0), \(Figures.fixed($0 * 100, 1)) cm off" }
      ?? "missed"
    return [
      lane + object.name, "\(object.targetClass.name)",
      object.depthMetres.map { Figures.fixed($0 * 100, 1) + " cm" } ?? "-",
      "\(Figures.fixed(object.point.east, 2)), \(Figures.fixed(object.point.north, 2))",
      finding.peakStatistic.map { Figures.fixed($0, 1) } ?? "-", found,
    ]
  }

  /// What would be left at higher thresholds, a dozen of them.
  private static func curve(_ total: Score) -> [String] {
    let points = total.receiverCurve
    let step = max(1, (points.count + 11) / 12)
    var rows = [["threshold ×", "hazards", "false", "a m²", "with scrap"]]
    for (place, point) in points.enumerated() where place % step == 0 {
      let extent = total.ground?.clearSquareMetres ?? 0
      rows.append([
        Figures.fixed(point.strength, 2), "\(point.hits) of \(total.hazards.count)",
        "\(point.falseAlarms)", rate(FalseRate(count: point.falseAlarms, extent: extent)),
        "\(point.falseWithClutter)",
      ])
    }
    return Figures.columns(rows, right: [0, 1, 2, 3, 4])
  }

  private static func count(_ found: FoundCount) -> String { "\(found.hits) of \(found.count)" }

  private static func rate(_ rate: FalseRate?) -> String {
    rate?.rate.map { Figures.fixed($0, 2) } ?? "-"
  }
}
