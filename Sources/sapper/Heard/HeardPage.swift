import DetectorCore
import Journal
import Scoring

/// What was heard as JSON; figures are integers in the unit that their key ends with.
enum HeardPage {
  private typealias Member = (String, JSONPage)

  /// All of a score.
  static func page(_ heard: HeardScore) -> JSONPage {
    var members: [Member] = [
      ("hazards", SweptScorePage.found(heard.heard)),
      ("clutter", SweptScorePage.found(heard.heardClutter)),
    ]
    members.append(("by_chance_thousandths", ScorePage.scaled(heard.byChance, 1_000)))
    members.append(("on_first_pass", .integer(Int64(heard.heardAtOnce))))
    members.append(("median_ms", thousandths(heard.medianSeconds)))
    members.append(("median_mm", thousandths(heard.medianMetres)))
    members.append(("latest_ms", thousandths(heard.latestSeconds)))
    members.append(("latest_mm", thousandths(heard.latestMetres)))
    let quieter = heard.quieter
    members.append(
      ("quieter_in_company", quieter.count > 0 ? SweptScorePage.found(quieter) : .null))
    members.append(("outside", heard.outside.map(outside) ?? .null))
    members.append(("curve", .array(heard.curve.map(point))))
    members.append(("bodies", .array(heard.bodies.map(body))))
    return .object(members)
  }

  private static func outside(_ sound: OutsideSound) -> JSONPage {
    let cells = sound.falseCells
    var members: [Member] = [
      ("frames", .integer(Int64(sound.frames))), ("sounds", .integer(Int64(sound.sounds))),
      ("cells", .integer(Int64(sound.cells))), ("false_cells", .integer(Int64(cells.count))),
    ]
    members.append(("sounding_ppm", sound.share.map { ScorePage.scaled($0, 1e6) } ?? .null))
    members.append(("per_square_metre_thousandths", thousandths(cells.rate)))
    members.append(("lower_thousandths", thousandths(cells.bounds?.lower)))
    members.append(("upper_thousandths", thousandths(cells.bounds?.upper)))
    return .object(members)
  }

  private static func point(_ point: HeardPoint) -> JSONPage {
    let members: [Member] = [
      ("level_hundredths", ScorePage.scaled(point.level, 100)),
      ("hazards", .integer(Int64(point.heard))),
      ("sounding_frames", .optional(point.soundingFrames.map(Int64.init))),
      ("false_cells", .optional(point.falseCells.map(Int64.init))),
    ]
    return .object(members)
  }

  private static func body(_ body: HeardBody) -> JSONPage {
    let object = body.object
    var members: [Member] = [
      ("object", .string(object.name)), ("class", .string(object.targetClass.name.description)),
    ]
    let place = [object.point.east, object.point.north].map { ScorePage.scaled($0, 1_000) }
    members.append(("at_mm", .array(place)))
    members.append(("level_hundredths", level(body.peakQ8)))
    members.append(("alone_hundredths", body.aloneQ8.map(level) ?? .null))
    members.append(("passes", .integer(Int64(body.passes))))
    members.append(("first_pass", .optional(body.first.map { Int64($0.pass) })))
    members.append(("first_ms", thousandths(body.first?.seconds)))
    members.append(("first_mm", thousandths(body.first?.metres)))
    members.append(("by_chance_ppm", ScorePage.scaled(body.chance, 1e6)))
    return .object(members)
  }

  private static func level(_ levelQ8: UInt16) -> JSONPage {
    ScorePage.scaled(Double(levelQ8) / 256, 100)
  }

  private static func thousandths(_ value: Double?) -> JSONPage {
    value.map { ScorePage.scaled($0, 1_000) } ?? .null
  }
}
