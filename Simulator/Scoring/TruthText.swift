import DetectorCore
import Journal
public import Recording

/// Truth as a small text, for recordings that carry none: one object a line, distances along the line.
///
///     x_m,depth_m,radius_m,class,object
///     0.450,0.080,0.125,at_mine,AT mine
///
/// The object may be left out, and may hold commas. Empty lines and lines that begin with # are skipped.
public enum TruthText {
  /// What the first line says.
  public static let heading = "x_m,depth_m,radius_m,class,object"
  /// Bytes at the most.
  public static let maximumBytes = 1_048_576
  /// Farthest an object may lie along a line, metres.
  public static let farthestMetres = 1_000_000.0

  private static let classes: [TargetClass] = [
    .antiTankMine, .antiPersonnelMine, .uxo, .clutter, .unknown,
  ]

  /// Reads objects; `origin` is the x of the first trace, metres.
  public static func objects(
    in text: [UInt8], file: String, origin: Double = 0
  ) throws(RecordingError) -> [BuriedObject] {
    var objects: [BuriedObject] = []
    var hasHeading = false
    let lines = text.split(omittingEmptySubsequences: false) { $0 == 0x0a }
    for (index, line) in lines.enumerated() {
      let words = trimmed(String(decoding: line, as: UTF8.self))
      if words.isEmpty || words.hasPrefix("#") { continue }
      let place = Place(file: file, line: index + 1)
      guard hasHeading else {
        guard words == heading else {
          throw place.refusal("", found: quoted(words), expected: heading)
        }
        hasHeading = true
        continue
      }
      objects.append(try object(words, at: place, origin: origin))
    }
    guard !objects.isEmpty else {
      throw RecordingError(
        .refused, file: file, field: "objects", found: "none",
        expected: "a line for every object that lies there", advice: heading)
    }
    return objects
  }

  private static func object(
    _ words: String, at place: Place, origin: Double
  ) throws(RecordingError) -> BuriedObject {
    let fields = words.split(separator: ",", maxSplits: 4, omittingEmptySubsequences: false)
      .map { trimmed(String($0)) }
    guard fields.count >= 4 else {
      throw place.refusal("", found: "\(fields.count) fields", expected: heading)
    }
    let far = -farthestMetres...farthestMetres
    let x = try number(fields[0], "x_m", in: far, at: place)
    let depth = fields[1].isEmpty ? nil : try number(fields[1], "depth_m", in: 0...1_000, at: place)
    let radius = try number(fields[2], "radius_m", in: 0...1_000, at: place)
    guard let targetClass = classes.first(where: { $0.name.description == fields[3] }) else {
      let names = classes.map { $0.name.description }.joined(separator: ", ")
      throw place.refusal("class", found: quoted(fields[3]), expected: "one of \(names)")
    }
    return BuriedObject(
      name: fields.count > 4 ? fields[4] : "", targetClass: targetClass,
      point: GroundPoint(along: x - origin), depthMetres: depth, radiusMetres: radius)
  }

  private static func number(
    _ text: String, _ name: String, in range: ClosedRange<Double>, at place: Place
  ) throws(RecordingError) -> Double {
    guard let value = Double(text), range.contains(value) else {
      throw place.refusal(
        name, found: quoted(text),
        expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private static func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  private static func quoted(_ text: String) -> String { "\"\(text.prefix(40))\"" }

  /// A line of the text.
  private struct Place {
    var file: String
    var line: Int

    func refusal(_ field: String, found: String, expected: String) -> RecordingError {
      RecordingError(
        .refused, file: file, field: "line \(line)" + (field.isEmpty ? "" : " \(field)"),
        found: found, expected: expected)
    }
  }
}
