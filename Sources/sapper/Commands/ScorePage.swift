import DetectorCore
import Journal
import Scoring

/// Scores as JSON, figures as integers in the unit that their key ends with.
enum ScorePage {
  /// Every lane, and the total; that of a dual sensor's radar stands by itself, and so does each ground.
  static func json(_ scores: [Score], soils: [Score] = []) -> JSONPage {
    let coils = scores.filter { $0.ground != nil }
    let radars = scores.filter { $0.ground == nil }
    var page: [(String, JSONPage)] = [("lanes", .array(scores.map(lane)))]
    page.append(("total", lane(Score.total(coils.isEmpty ? radars : coils))))
    if !coils.isEmpty && !radars.isEmpty {
      page.append(("radar_total", lane(Score.total(radars))))
    }
    if !soils.isEmpty { page.append(("soils", .array(soils.map(lane)))) }
    return .object(page)
  }

  /// The sum of several lanes.
  static func total(_ score: Score) -> JSONPage { lane(score) }

  /// The tables, for a person: coils by what was heard and by the square metre, radars by the metre. Of
  /// coils that were listened to, `isFull` adds every body and all of what was found.
  static func lines(_ scores: [Score], isFull: Bool = true) -> [String] {
    let coils = scores.filter { $0.ground != nil }
    let radars = scores.filter { $0.ground == nil }
    let isHeard = !coils.isEmpty && coils.allSatisfy { $0.heard != nil }
    var lines = isHeard ? HeardTable.lines(coils) : []
    if isHeard && isFull { lines += [""] + HeardTable.bodies(coils) + [""] }
    if !coils.isEmpty && (isFull || !isHeard) { lines += SweptScoreTable.lines(coils) }
    if !coils.isEmpty && !radars.isEmpty { lines.append("") }
    return lines + (radars.isEmpty ? [] : ScoreTable.lines(radars))
  }

  private static func lane(_ score: Score) -> JSONPage {
    let found = score.detectionBounds
    let falseAlarms = score.falseAlarmBounds
    let common: [(String, JSONPage)] = [
      ("name", .string(score.name)),
      ("objects", .integer(Int64(score.objectCount))),
      ("alarms", .integer(Int64(score.result.alarmCount))),
      ("result", matched(score.result)),
      ("comb", matched(score.comb)),
      ("found_lower_ppm", scaled(found.lower, 1e6)),
      ("found_upper_ppm", scaled(found.upper, 1e6)),
      ("false_lower_thousandths", scaled(falseAlarms.lower, 1_000)),
      ("false_upper_thousandths", scaled(falseAlarms.upper, 1_000)),
      ("false_per_metre_thousandths", score.falsePerMetre.map { scaled($0, 1_000) } ?? .null),
      ("mean_error_mm", score.meanErrorMetres.map { scaled($0, 1_000) } ?? .null),
      ("path_mm", scaled(score.pathMetres, 1_000)),
      ("clear_mm", scaled(score.clearMetres, 1_000)),
      ("classes", .array(score.byClass.map(counts))),
      ("findings", .array(score.result.findings.map(finding))),
      ("false", .array(score.result.falseAlarms.map(alarm))),
    ]
    return .object(common + SweptScorePage.fields(score))
  }

  private static func matched(_ result: MatchedAlarms) -> JSONPage {
    .object([
      ("found", .integer(Int64(result.hits))),
      ("false", .integer(Int64(result.falseAlarms.count))),
      ("false_with_clutter", .integer(Int64(result.falseWithClutter))),
      ("again", .integer(Int64(result.repeated))),
    ])
  }

  private static func counts(
    _ row: (targetClass: TargetClass, hits: Int, count: Int)
  ) -> JSONPage {
    .object([
      ("class", .string(row.targetClass.name.description)), ("found", .integer(Int64(row.hits))),
      ("objects", .integer(Int64(row.count))),
    ])
  }

  private static func finding(_ finding: Finding) -> JSONPage {
    let object = finding.object
    return .object([
      ("object", .string(object.name)), ("class", .string(object.targetClass.name.description)),
      ("at_mm", place(object.point)),
      ("depth_mm", object.depthMetres.map { scaled($0, 1_000) } ?? .null),
      ("found_by", .optional(finding.alarm.map { Int64($0.id) })),
      ("error_mm", finding.errorMetres.map { scaled($0, 1_000) } ?? .null),
      ("peak_hundredths", finding.peakStatistic.map { scaled($0, 100) } ?? .null),
      ("strongest_hundredths", .optional(finding.strongestHundredths.map(Int64.init))),
    ])
  }

  private static func alarm(_ alarm: Alarm) -> JSONPage {
    .object([("id", .integer(Int64(alarm.id))), ("at_mm", alarm.point.map(place) ?? .null)])
  }

  private static func place(_ point: GroundPoint) -> JSONPage {
    .array([scaled(point.east, 1_000), scaled(point.north, 1_000)])
  }

  /// Rounded to nearest; bounds that no figure of a score comes near keep it in range.
  static func scaled(_ value: Double, _ scale: Double) -> JSONPage {
    .integer(Int64(max(-1e15, min(1e15, (value * scale).rounded()))))
  }
}
