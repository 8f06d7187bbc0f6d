import DetectorCore
import Journal

/// What was heard as lines of text: a row a lane with what was found beside it, the sums with their bounds,
/// what was not heard, and the working points of the level. Eight lanes fill one screen.
public enum HeardTable {
  /// Bodies that are named at the most, of those that were not heard.
  static let mostNamed = 12

  /// The lines, without newlines; `soils` are the same lanes put together by what ground they lie on.
  public static func lines(_ scores: [Score], soils: [Score] = []) -> [String] {
    let total = scores.count == 1 ? scores[0] : Score.total(scores)
    var rows = [heading] + scores.map(row)
    if scores.count != 1 { rows.append(row(total)) }
    if !soils.isEmpty { rows += [[""]] + soils.map(row) }
    var lines = Figures.columns(rows, right: Set(1...11))
    guard let heard = total.heard else { return lines }
    lines += [""] + Figures.columns(summary(total, heard), right: [])
    lines += unheard(scores)
    return lines + [""] + curve(heard)
  }

  static let heading = [
    "lane", "heard", "by chance", "scrap", "sounding", "false cells", "a m²", "heard within",
    "found", "false", "a m²", "error",
  ]

  static func row(_ score: Score) -> [String] {
    let heard = score.heard
    let cells = heard?.outside?.falseCells
    return [
      score.name, heard.map { count($0.heard) } ?? "-",
      heard.map { Figures.fixed($0.byChance, 1) } ?? "-",
      heard.map { $0.heardClutter.count > 0 ? count($0.heardClutter) : "-" } ?? "-",
      share(heard?.outside), cells.map { "\($0.count)" } ?? "-", rate(cells),
      heard.map(latest) ?? "-", count(score.hazards), "\(score.result.falseAlarms.count)",
      rate(score.falsePerSquareMetre),
      score.meanErrorMetres.map { Figures.fixed($0 * 100, 1) + " cm" } ?? "-",
    ]
  }

  /// The share of frames outside that sound.
  public static func share(_ outside: OutsideSound?) -> String {
    outside?.share.map { Figures.fixed($0 * 100, 2) + " %" } ?? "-"
  }

  private static func summary(_ total: Score, _ heard: HeardScore) -> [[String]] {
    let bounds = heard.heard.bounds
    var rows = [
      [
        "heard",
        "\(count(heard.heard)) hazards, 95 %: \(Figures.fixed(bounds.lower * 100, 1)) to "
          + "\(Figures.fixed(bounds.upper * 100, 1)) of 100; by chance "
          + "\(Figures.fixed(heard.byChance, 1)); \(heard.heardAtOnce) on the first pass",
      ],
      ["", classes(heard)],
    ]
    if let seconds = heard.medianSeconds, let metres = heard.medianMetres {
      rows.append([
        "first sound",
        "half of them within \(sound(seconds, metres)) of coming near, all within \(latest(heard))",
      ])
    }
    if let outside = heard.outside, let each = outside.falseCells.rate,
      let range = outside.falseCells.bounds
    {
      rows.append([
        "sounding",
        "\(share(outside)) of \(outside.frames) frames outside, in "
          + Figures.count(outside.sounds, "sound"),
      ])
      rows.append([
        "false cells",
        "\(outside.falseCells.count) of \(outside.cells), \(Figures.fixed(each, 2)) a m², 95 %: "
          + "\(Figures.fixed(range.lower, 2)) to \(Figures.fixed(range.upper, 2))",
      ])
    } else {
      rows.append(["sounding", "not told: nothing says where a body can be heard"])
    }
    if heard.quieter.count > 0 {
      rows.append([
        "company",
        "\(heard.quieter.hits) of \(heard.quieter.count) that are heard alone are below "
          + "\(Figures.fixed(HeardScore.quieterThan, 1)) of that level among the others",
      ])
    }
    return rows + [["found", found(total)]]
  }

  private static func found(_ total: Score) -> String {
    let bounds = total.hazards.bounds
    var text =
      "\(count(total.hazards)) hazards, 95 %: \(Figures.fixed(bounds.lower * 100, 1)) to "
      + "\(Figures.fixed(bounds.upper * 100, 1)) of 100; a blind comb \(count(total.combHazards))"
    if let rate = total.falsePerSquareMetre, let range = rate.bounds {
      text +=
        "; false \(Figures.fixed(range.lower, 2)) to \(Figures.fixed(range.upper, 2)) a m² of "
        + Figures.fixed(rate.extent, 1)
    }
    return text
  }

  private static func classes(_ heard: HeardScore) -> String {
    var parts: [String] = []
    for targetClass in [
      TargetClass.antiTankMine, .antiPersonnelMine, .uxo, .unknown, .clutter,
    ] {
      let bodies = heard.bodies.filter { $0.object.targetClass == targetClass }
      guard !bodies.isEmpty else { continue }
      parts.append("\(targetClass.name) \(bodies.count(where: \.isHeard)) of \(bodies.count)")
    }
    return parts.joined(separator: ", ")
  }

  private static func unheard(_ scores: [Score]) -> [String] {
    var rows: [[String]] = []
    for score in scores {
      for body in score.heard?.hazards ?? [] where !body.isHeard {
        rows.append([
          rows.isEmpty ? "not heard" : "",
          (scores.count > 1 ? "\(score.name): " : "") + describe(body.object),
          "level " + level(body.peakQ8),
        ])
      }
    }
    let named = Figures.columns(Array(rows.prefix(mostNamed)), right: [2])
    let rest = rows.count - named.count
    return named + (rest > 0 ? ["           and \(rest) more: --full names them"] : [])
  }

  private static func curve(_ heard: HeardScore) -> [String] {
    var rows = [["level ×", "heard", "sounding", "false cells", "a m²"]]
    for point in heard.curve where point.level >= 0.75 && point.level <= 4 {
      let frames = Double(max(heard.outside?.frames ?? 0, 1))
      let extent = heard.outside?.squareMetres ?? 0
      rows.append([
        Figures.fixed(point.level, 2), "\(point.heard) of \(heard.hazards.count)",
        point.soundingFrames.map { Figures.fixed(Double($0) / frames * 100, 2) + " %" } ?? "-",
        point.falseCells.map { "\($0)" } ?? "-",
        rate(point.falseCells.map { FalseRate(count: $0, extent: extent) }),
      ])
    }
    return Figures.columns(rows, right: [0, 1, 2, 3, 4])
  }

  /// Every body with its level and its first sound.
  public static func bodies(_ scores: [Score]) -> [String] {
    var rows = [
      ["body", "class", "depth", "at", "level", "alone", "passes", "first sound", "by chance"]
    ]
    for score in scores {
      let lane = scores.count > 1 ? "\(score.name): " : ""
      for body in score.heard?.bodies ?? [] {
        let object = body.object
        let first = body.first.map { "pass \($0.pass), " + sound($0.seconds, $0.metres) }
        rows.append([
          lane + object.name, "\(object.targetClass.name)",
          object.depthMetres.map { Figures.fixed($0 * 100, 1) + " cm" } ?? "-",
          "\(Figures.fixed(object.point.east, 2)), \(Figures.fixed(object.point.north, 2))",
          level(body.peakQ8), body.aloneQ8.map(level) ?? "-", "\(body.passes)",
          first ?? "not heard", Figures.fixed(body.chance * 100, 0) + " %",
        ])
      }
    }
    return Figures.columns(rows, right: [2, 4, 5, 6, 8])
  }

  private static func latest(_ heard: HeardScore) -> String {
    guard let seconds = heard.latestSeconds, let metres = heard.latestMetres else { return "-" }
    return sound(seconds, metres)
  }

  private static func sound(_ seconds: Double, _ metres: Double) -> String {
    "\(Figures.fixed(seconds, 2)) s, \(Figures.fixed(metres * 100, 0)) cm"
  }

  private static func level(_ levelQ8: UInt16) -> String { Figures.fixed(Double(levelQ8) / 256, 2) }

  static func count(_ found: FoundCount) -> String { "\(found.hits) of \(found.count)" }

  static func rate(_ rate: FalseRate?) -> String {
    rate?.rate.map { Figures.fixed($0, 2) } ?? "-"
  }

  private static func describe(_ object: BuriedObject) -> String {
    let depth = object.depthMetres.map { ", \(Figures.fixed($0 * 100, 1)) cm deep" } ?? ""
    return "\(object.name) at \(Figures.fixed(object.point.east, 2)), "
      + "\(Figures.fixed(object.point.north, 2))\(depth)"
  }
}
