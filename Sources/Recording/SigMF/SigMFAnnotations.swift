import DetectorCore
import Journal

/// Reads the annotations of a recording.
enum SigMFAnnotations {
  private static let coreKeys: Set<String> = [
    "sample_start", "sample_count", "freq_lower_edge", "freq_upper_edge", "label", "comment",
    "generator", "uuid",
  ]
  private static let sapperKeys: Set<String> = [
    "kind", "class", "object", "position_m", "depth_m", "radius_m", "confidence",
  ]
  /// Farthest a position may lie, metres.
  private static let farthest = 10_000_000.0

  static func read(
    _ values: [JSONValue], file: String, sampleCount: Int64, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> [RecordingAnnotation] {
    var annotations: [RecordingAnnotation] = []
    for (place, value) in values.enumerated() {
      let fields = try JSONFields(value, file: file, place: "annotations[\(place)]")
      try fields.checkKeys(core: coreKeys, sapper: sapperKeys, warnings: &warnings)
      var annotation = try annotation(fields, sampleCount: sampleCount, warnings: &warnings)
      guard annotation.sampleStart < sampleCount || annotation.sampleStart == 0 else {
        warnings.append(
          fields.warning(
            "core:sample_start", found: "\(annotation.sampleStart)",
            assumed: "left out: the data ends at sample \(sampleCount)"))
        continue
      }
      let room = sampleCount - annotation.sampleStart
      if annotation.sampleCount > room {
        warnings.append(
          fields.warning(
            "core:sample_count", found: "\(annotation.sampleCount)",
            assumed: "clipped to \(room): the data ends at sample \(sampleCount)"))
        annotation.sampleCount = room
      }
      annotations.append(annotation)
    }
    return annotations
  }

  private static func annotation(
    _ fields: JSONFields, sampleCount: Int64, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> RecordingAnnotation {
    let indices = 0...SigMFGlobal.maximumIndex
    let start = try fields.required(
      "core:sample_start", try fields.integer("core:sample_start", in: indices),
      expected: "the first sample it covers")
    let count = try fields.integer("core:sample_count", in: indices)
    var annotation = RecordingAnnotation(
      sampleStart: start, sampleCount: count ?? max(sampleCount - start, 0),
      kind: try kind(fields, warnings: &warnings), label: try fields.text("core:label") ?? "")
    annotation.targetClass = try targetClass(fields)
    annotation.object = try fields.text("sapper:object")
    if let point = try fields.array("sapper:position_m") {
      guard point.count == 2 else {
        throw fields.refusal(
          "sapper:position_m", found: "an array of \(point.count)", expected: "[x, y] in metres")
      }
      let range = -farthest...farthest
      annotation.positionMetres = (
        east: try number(point[0], fields, "sapper:position_m", in: range),
        north: try number(point[1], fields, "sapper:position_m", in: range)
      )
    }
    annotation.depthMetres = try number(fields, "sapper:depth_m", in: -1_000...1_000)
    annotation.radiusMetres = try number(fields, "sapper:radius_m", in: 0...1_000)
    annotation.confidence = try number(fields, "sapper:confidence", in: 0...1)
    return annotation
  }

  private static func kind(
    _ fields: JSONFields, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> RecordingAnnotation.Kind {
    guard let text = try fields.text("sapper:kind") else {
      warnings.append(fields.warning("sapper:kind", found: "nothing", assumed: "a mark"))
      return .mark
    }
    guard let kind = RecordingAnnotation.Kind(rawValue: text) else {
      throw fields.refusal(
        "sapper:kind", found: "\"\(text.prefix(30))\"",
        expected: "truth, detection, fault or mark")
    }
    return kind
  }

  private static func targetClass(_ fields: JSONFields) throws(RecordingError) -> TargetClass? {
    guard let text = try fields.text("sapper:class") else { return nil }
    guard let value = TargetClass(written: text) else {
      throw fields.refusal(
        "sapper:class", found: "\"\(text.prefix(30))\"",
        expected: "at_mine, ap_mine, uxo, clutter or unknown")
    }
    return value
  }

  private static func number(
    _ fields: JSONFields, _ key: String, in range: ClosedRange<Double>
  ) throws(RecordingError) -> Double? {
    guard let value = fields.members[key] else { return nil }
    return try number(value, fields, key, in: range)
  }

  private static func number(
    _ value: JSONValue, _ fields: JSONFields, _ key: String, in range: ClosedRange<Double>
  ) throws(RecordingError) -> Double {
    guard case .number(let text) = value, let number = Double(text.text), range.contains(number)
    else {
      throw fields.refusal(
        key, found: value.kindName,
        expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

/// An enumeration of Journal that is read back from its written name.
protocol WrittenName: RawRepresentable where RawValue == UInt8 {
  /// The name as it is written.
  var name: StaticString { get }
}

extension WrittenName {
  /// The case with this name.
  init?(written text: String) {
    for rawValue in UInt8.min...UInt8.max {
      guard let value = Self(rawValue: rawValue) else { return nil }
      guard value.name.description != text else {
        self = value
        return
      }
    }
    return nil
  }
}

extension EventKind: WrittenName {}
extension Sensor: WrittenName {}
extension TargetClass: WrittenName {}
extension EventAction: WrittenName {}
extension DecisionRule: WrittenName {}
extension Fault: WrittenName {}
