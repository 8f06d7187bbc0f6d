import DetectorCore
import Journal

/// Scores as lines of text: one row a lane, a total, and by name what was missed and what was false.
public enum ScoreTable {
  /// The lines, without newlines.
  public static func lines(_ scores: [Score]) -> [String] {
    let total = scores.count == 1 ? scores[0] : Score.total(scores)
    var rows = [heading] + scores.map(row)
    if scores.count != 1 { rows.append(row(total)) }
    var lines = Figures.columns(rows, right: [1, 2, 3, 4, 5, 6, 7])
    lines.append("")
    lines += Figures.columns(summary(total) + places(scores), right: [])
    return lines
  }

  /// The same for a report: every object with what found it, one finding a line.
  public static func findings(_ score: Score) -> [String] {
    let result = score.result
    var lines = [
      "found \(result.hits) of \(score.objectCount), \(result.falseAlarms.count) false"
        + (score.falsePerMetre.map { " (\(Figures.fixed($0, 1)) / m outside halos)" } ?? "")
        + ", \(result.repeated) again",
      "blind comb of \(Figures.count(result.alarmCount, "alarm")): " + comb(score),
    ]
    for finding in result.findings {
      var line = describe(finding.object) + ": "
      if let alarm = finding.alarm, let error = finding.errorMetres {
        line += "found by #\(alarm.id), \(Figures.fixed(error * 100, 1)) cm off"
      } else {
        line += "missed"
      }
      lines.append(line)
    }
    lines += result.falseAlarms.map { "false: " + describe($0) }
    return lines
  }

  private static let heading = [
    "lane", "found", "false", "a metre", "again", "blind comb", "error", "path",
  ]

  private static func row(_ score: Score) -> [String] {
    let result = score.result
    return [
      score.name, "\(result.hits) of \(score.objectCount)", "\(result.falseAlarms.count)",
      score.falsePerMetre.map { Figures.fixed($0, 1) } ?? "-", "\(result.repeated)", comb(score),
      score.meanErrorMetres.map { Figures.fixed($0 * 100, 1) + " cm" } ?? "-",
      Figures.fixed(score.pathMetres, 2) + " m",
    ]
  }

  private static func comb(_ score: Score) -> String {
    "\(score.comb.hits) of \(score.objectCount), \(score.comb.falseAlarms.count) false"
  }

  private static func summary(_ total: Score) -> [[String]] {
    let result = total.result
    var rows: [[String]] = []
    let classes = total.byClass.map { "\($0.targetClass.name) \($0.hits) of \($0.count)" }
    rows.append(["found", classes.joined(separator: ", ")])
    let found = total.detectionBounds
    rows.append([
      "95 %",
      "\(Figures.fixed(found.lower * 100, 1)) to \(Figures.fixed(found.upper * 100, 1)) of 100 found"
        + falseBounds(total),
    ])
    if result.clutterAlarms > 0 {
      rows.append([
        "clutter",
        "\(Figures.count(result.clutterAlarms, "alarm")) on it; \(result.falseWithClutter) would be "
          + "false if it were not looked for",
      ])
    }
    return rows
  }

  private static func falseBounds(_ total: Score) -> String {
    guard total.clearMetres > 0 else { return "" }
    let bounds = total.falseAlarmBounds
    return "; \(Figures.fixed(bounds.lower / total.clearMetres, 1)) to "
      + "\(Figures.fixed(bounds.upper / total.clearMetres, 1)) false a metre, of the "
      + "\(Figures.fixed(total.clearMetres, 2)) m outside halos"
  }

  private static func places(_ scores: [Score]) -> [[String]] {
    var rows: [[String]] = []
    for score in scores {
      let lane = scores.count > 1 ? "\(score.name): " : ""
      rows += score.result.misses.map { ["missed", lane + describe($0)] }
    }
    for score in scores {
      let lane = scores.count > 1 ? "\(score.name): " : ""
      rows += score.result.falseAlarms.map { ["false", lane + describe($0)] }
    }
    return rows
  }

  private static func describe(_ object: BuriedObject) -> String {
    let name = object.name.isEmpty ? "" : " \"\(object.name)\""
    let depth = object.depthMetres.map { ", \(Figures.fixed($0 * 100, 1)) cm deep" } ?? ""
    return "\(object.targetClass.name)\(name) at \(describe(object.point))\(depth)"
  }

  private static func describe(_ alarm: Alarm) -> String {
    "#\(alarm.id) " + (alarm.point.map { "at " + describe($0) } ?? "without a place")
  }

  private static func describe(_ point: GroundPoint) -> String {
    let east = Figures.fixed(point.east, 2)
    return point.north == 0 ? "\(east) m" : "\(east), \(Figures.fixed(point.north, 2)) m"
  }
}
