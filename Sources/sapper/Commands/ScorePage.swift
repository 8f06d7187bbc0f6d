import DetectorCore
import Journal
import Scoring

/// Scores as JSON, figures as integers in the unit that their key ends with.
enum ScorePage {
  /// Every lane, and the total.
  static func json(_ scores: [Score]) -> JSONPage {
    .object([
      ("lanes", .array(scores.map(lane))), ("total", lane(Score.total(scores))),
    ])
  }

  private static func lane(_ score: Score) -> JSONPage {
    let found = score.detectionBounds
    let falseAlarms = score.falseAlarmBounds
    return .object([
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
    ])
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
    ])
  }

  private static func alarm(_ alarm: Alarm) -> JSONPage {
    .object([("id", .integer(Int64(alarm.id))), ("at_mm", alarm.point.map(place) ?? .null)])
  }

  private static func place(_ point: GroundPoint) -> JSONPage {
    .array([scaled(point.east, 1_000), scaled(point.north, 1_000)])
  }

  /// Rounded to nearest; bounds that no figure of a score comes near keep it in range.
  private static func scaled(_ value: Double, _ scale: Double) -> JSONPage {
    .integer(Int64(max(-1e15, min(1e15, (value * scale).rounded()))))
  }
}
