import Scoring

/// What a coil's score has beside a radar's, as JSON; figures are integers in the unit that their key
/// ends with.
enum SweptScorePage {
  /// The fields; none of a radar.
  static func fields(_ score: Score) -> [(String, JSONPage)] {
    guard let ground = score.ground else { return [] }
    return [
      ("heard", score.heard.map(HeardPage.page) ?? .null),
      ("hazards", found(score.hazards)),
      ("comb_hazards", found(score.combHazards)),
      ("swept_square_cm", ScorePage.scaled(ground.squareMetres, 1e4)),
      ("clear_square_cm", ScorePage.scaled(ground.clearSquareMetres, 1e4)),
      ("false_rate", rate(score.falsePerSquareMetre)),
      ("false_rate_with_clutter", rate(score.falseWithClutterPerSquareMetre)),
      (
        "alarms_per_object_thousandths",
        score.alarmsPerObject.map { ScorePage.scaled($0, 1_000) } ?? .null
      ),
      (
        "depths",
        .array(
          score.byDepth.map {
            .object([("band", .string($0.band.name)), ("hazards", found($0.found))])
          })
      ),
      ("curve", .array(score.receiverCurve.map(point))),
    ]
  }

  /// A count with its bounds.
  static func found(_ count: FoundCount) -> JSONPage {
    let bounds = count.bounds
    return .object([
      ("found", .integer(Int64(count.hits))), ("objects", .integer(Int64(count.count))),
      ("lower_ppm", ScorePage.scaled(bounds.lower, 1e6)),
      ("upper_ppm", ScorePage.scaled(bounds.upper, 1e6)),
    ])
  }

  private static func rate(_ rate: FalseRate?) -> JSONPage {
    guard let rate, let value = rate.rate, let bounds = rate.bounds else { return .null }
    return .object([
      ("false", .integer(Int64(rate.count))),
      ("per_square_metre_thousandths", ScorePage.scaled(value, 1_000)),
      ("lower_thousandths", ScorePage.scaled(bounds.lower, 1_000)),
      ("upper_thousandths", ScorePage.scaled(bounds.upper, 1_000)),
    ])
  }

  private static func point(_ point: ReceiverPoint) -> JSONPage {
    .object([
      ("strength_hundredths", ScorePage.scaled(point.strength, 100)),
      ("hazards", .integer(Int64(point.hits))), ("false", .integer(Int64(point.falseAlarms))),
      ("false_with_clutter", .integer(Int64(point.falseWithClutter))),
    ])
  }
}
