import DetectorCore
import Recording

/// What a coil's recording is: as text for a person, as JSON for a program.
struct CoilPage {
  /// The recording.
  let file: any InductionFile

  /// For a person.
  var text: String {
    var lines = ["\(Text.line(file.path)): \(file.formatName)"]
    let rows = summary + [["", ""]] + file.facts.map(Self.row)
    let width = min(32, rows.map { $0[0].count }.max() ?? 0)
    lines += rows.map { row in
      let cells = [Text.left(Text.line(row[0]), width)] + row.dropFirst().map(Text.line)
      return row[0].isEmpty ? "" : "  " + cells.joined(separator: "  ")
    }
    if !file.warnings.isEmpty {
      lines += ["", "warnings"]
      lines += file.warnings.map { warning in
        "  " + Text.line("\(warning.field): found \(warning.found); \(warning.assumed)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// For a program; keys keep their names and their order.
  var json: JSONPage {
    .object([
      ("path", .string(file.path)),
      ("format", .string(file.formatName)),
      ("sensor", .string(sensor)),
      ("values_per_frame", .integer(Int64(file.shape.valuesPerFrame))),
      ("rate_microhertz", .integer(file.shape.rateMicrohertz)),
      ("has_track", .string(file.shape.hasTrack ? "yes" : "no")),
      ("has_housekeeping", .string(file.shape.hasHousekeeping ? "yes" : "no")),
      (
        "facts",
        .array(
          file.facts.map { fact in
            .object([
              ("name", .string(fact.name)), ("value", .string(fact.value)),
              ("unit", .string(fact.unit)), ("origin", .string(fact.origin)),
            ])
          })
      ),
      ("warnings", .array(file.warnings.map { .string($0.description) })),
    ])
  }

  private var sensor: String {
    switch file.shape.sensor {
    case .pulseInduction: "pulse_induction"
    case .inductionBalance: "induction_balance"
    }
  }

  private var summary: [[String]] {
    let kind: String
    switch file.shape.sensor {
    case .pulseInduction: kind = "pulse induction, \(file.shape.valuesPerFrame) gates"
    case .inductionBalance(let frequencies):
      kind =
        "induction balance, I and Q of \(Text.count(Int64(frequencies.count), "frequency", "frequencies"))"
    }
    let sides = [(file.shape.hasTrack, "track"), (file.shape.hasHousekeeping, "housekeeping")]
      .filter(\.0).map(\.1)
    return [
      ["sensor", kind],
      ["frames", Text.trimmed(file.shape.rateMicrohertz, decimals: 6) + " a second"],
      ["beside them", sides.isEmpty ? "nothing" : sides.joined(separator: ", ")],
    ]
  }

  private static func row(_ fact: RecordingFact) -> [String] {
    [fact.name, fact.unit.isEmpty ? fact.value : "\(fact.value) \(fact.unit)", "(\(fact.origin))"]
  }
}

/// What an import of a coil's recording tells of its frames.
enum CoilTold {
  /// A line a person reads beside the name of the collection.
  static func text(_ totals: InductionImport.Totals) -> String {
    var parts = [Text.count(totals.frames, "frame")]
    if totals.lost > 0 {
      parts.append("\(totals.lost) lost in \(Text.count(totals.gaps, "gap"))")
    }
    if totals.clipped > 0 { parts.append("\(totals.clipped) saturated") }
    if totals.hasTail { parts.append("part of a frame left over at the end") }
    return parts.joined(separator: ", ")
  }
}
