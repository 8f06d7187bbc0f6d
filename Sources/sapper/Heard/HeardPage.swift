import DetectorCore
import Journal
import Scoring

/// What was heard as JSON; figures are integers in the unit that their key ends with.
enum HeardPage {
  /// All of a score.
  static func page(_ heard: HeardScore) -> JSONPage {
    .object([
      ("hazards", SweptScorePage.found(heard.heard)),
      ("clutter", SweptScorePage.found(heard.heardClutter)),
      ("by_chance_thousandths", ScorePage.scaled(heard.byChance, 1_000)),
      ("on_first_pass", .integer(Int64(heard.heardAtOnce))),
      ("median_ms", heard.medianSeconds.map { ScorePage.scaled($0, 1_000) } ?? .null),
      ("median_mm", heard.medianMetres.map { ScorePage.scaled($0, 1_000) } ?? .null),
      ("latest_ms", heard.latestSeconds.map { ScorePage.scaled($0, 1_000) } ?? .null),
      ("latest_mm", heard.latestMetres.map { ScorePage.scaled($0, 1_000) } ?? .null),
      (
        "quieter_in_company",
        heard.quieter.count > 0 ? SweptScorePage.found(heard.quieter) : .null
      ),
      ("outside", heard.outside.map(outside) ?? .null),
      ("curve", .array(heard.curve.map(point))),
      ("bodies", .array(heard.bodies.map(body))),
    ])
  }

  private static func outside(_ sound: OutsideSound) -> JSONPage {
    let cells = sound.falseCells
    let bounds = cells.bounds
    return .object([
      ("frames", .integer(Int64(sound.frames))),
      ("sounding_ppm", sound.share.map { ScorePage.scaled($0, 1e6) } ?? .null),
      ("sounds", .integer(Int64(sound.sounds))), ("cells", .integer(Int64(sound.cells))),
      ("false_cells", .integer(Int64(cells.count))),
      ("per_square_metre_thousandths", cells.rate.map { ScorePage.scaled($0, 1_000) } ?? .null),
      ("lower_thousandths", bounds.map { ScorePage.scaled($0.lower, 1_000) } ?? .null),
      ("upper_thousandths", bounds.map { ScorePage.scaled($0.upper, 1_000) } ?? .null),
    ])
  }

  private static func point(_ point: HeardPoint) -> JSONPage {
    .object([
      ("level_hundredths", ScorePage.scaled(point.level, 100)),
      ("hazards", .integer(Int64(point.heard))),
      ("sounding_frames", .optional(point.soundingFrames.map(Int64.init))),
      ("false_cells", .optional(point.falseCells.map(Int64.init))),
    ])
  }

  private static func body(_ body: HeardBody) -> JSONPage {
    let object = body.object
    return .object([
      ("object", .string(object.name)), ("class", .string(object.targetClass.name.description)),
      (
        "at_mm",
        .array([
          ScorePage.scaled(object.point.east, 1_000), ScorePage.scaled(object.point.north, 1_000),
        ])
      ), ("level_hundredths", ScorePage.scaled(Double(body.peakQ8) / 256, 100)),
      (
        "alone_hundredths",
        body.aloneQ8.map { ScorePage.scaled(Double($0) / 256, 100) } ?? .null
      ), ("passes", .integer(Int64(body.passes))),
      ("first_pass", .optional(body.first.map { Int64($0.pass) })),
      ("first_ms", body.first.map { ScorePage.scaled($0.seconds, 1_000) } ?? .null),
      ("first_mm", body.first.map { ScorePage.scaled($0.metres, 1_000) } ?? .null),
      ("by_chance_ppm", ScorePage.scaled(body.chance, 1e6)),
    ])
  }
}
