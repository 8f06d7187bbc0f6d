import DetectorCore
import Journal
import Recording

/// What a collection without a radar stream is: as text for a person, as JSON for a program.
struct CollectionPage {
  /// The collection.
  let collection: SigMFCollection
  /// Checksums that were compared, if asked.
  let verified: [RecordingFact]
  /// What the chain of the coil would derive.
  var derived: [DerivedFigure] = []

  /// For a person.
  var text: String {
    var lines = ["\(Text.line(collection.path)): SigMF", "  radar  none", "", "streams"]
    let rows = collection.streams.map(Self.row)
    let width = rows.map { $0[0].count }.max() ?? 0
    lines += rows.map { row in
      "  " + Text.left(row[0], width) + "  " + row.dropFirst().joined(separator: ", ")
    }
    if !derived.isEmpty {
      let names = derived.map { $0.name.count }.max() ?? 0
      let values = derived.map { $0.text.count }.max() ?? 0
      lines += ["", "derived"]
      lines += derived.map {
        "  " + Text.left($0.name, names) + "  " + Text.left($0.text, values) + "  " + $0.origin
      }
    }
    if !verified.isEmpty {
      lines += ["", "checksums"]
      lines += verified.map { "  \(Text.line($0.name))  \(Text.line($0.value))" }
    }
    if !collection.warnings.isEmpty {
      lines += ["", "warnings"]
      lines += collection.warnings.map { "  " + Text.line($0.description) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// For a program; keys keep their names and their order.
  var json: JSONPage {
    .object([
      ("path", .string(collection.path)),
      ("format", .string("SigMF")),
      (
        "streams",
        .array(
          collection.streams.map { stream in
            .object([
              ("name", .string(stream.name)),
              ("sensor", .string("\(stream.global.stream.contents.sensorName)")),
              ("samples", .integer(stream.sampleCount)),
              ("channels", .integer(Int64(stream.global.stream.channelCount))),
              ("rate_microhertz", .integer(stream.global.stream.rateMicrohertz)),
              ("gaps", .integer(Self.gaps(stream))),
              ("annotations", .integer(Int64(stream.annotations.count))),
            ])
          })
      ),
      (
        "derived",
        .array(
          derived.map {
            .object([
              ("name", .string($0.name)), ("value", .string($0.text)),
              ("origin", .string($0.origin)),
            ])
          })
      ),
      ("checksums", .array(verified.map { .string("\($0.name): \($0.value)") })),
      ("warnings", .array(collection.warnings.map { .string($0.description) })),
    ])
  }

  private static func row(_ stream: SigMFRecording) -> [String] {
    let description = stream.global.stream
    var row = [
      Text.line(stream.name), "\(description.contents.sensorName)",
      Text.count(stream.sampleCount, "sample"),
      "\(Text.count(Int64(description.channelCount), "value")) each",
    ]
    if description.rateMicrohertz > 0 {
      row.append(Text.fixed(description.rateMicrohertz, decimals: 6, shown: 1) + " a second")
    }
    if gaps(stream) > 0 { row.append(Text.count(gaps(stream), "gap")) }
    if !stream.annotations.isEmpty {
      row.append(Text.count(Int64(stream.annotations.count), "annotation"))
    }
    return row
  }

  private static func gaps(_ stream: SigMFRecording) -> Int64 {
    Int64(max(stream.captures.count - 1, 0))
  }
}
