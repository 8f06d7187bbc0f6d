public import DetectorCore
import Journal

/// Reads event lines strictly back to events: what `EventLine` would not have written is refused.
///
/// A last line that a power failure cut off is no error; `cutByteCount` tells of it. The `sequence` of
/// an event is not written, so it is 0 here.
public struct EventLineReader {
  private var lines: LineReader
  private let path: String
  /// Bytes of a last line that was cut off and is no event; 0 while there is none.
  public private(set) var cutByteCount = 0

  /// Opens a file of event lines.
  public init(path: String) throws(RecordingError) {
    self.path = path
    lines = try LineReader(path: path, maximumLength: EventLine.maximumLength)
  }

  /// The next event; `nil` at the end.
  public mutating func next() throws(RecordingError) -> DetectionEvent? {
    guard let line = try lines.next() else { return nil }
    do throws(RecordingError) {
      return try Self.event(line.bytes, file: path, number: line.number)
    } catch {
      guard line.isCut else { throw error }
      cutByteCount = line.bytes.count
      return nil
    }
  }

  /// Reads one line, without its newline.
  public static func event(
    _ line: [UInt8], file: String, number: Int
  ) throws(RecordingError) -> DetectionEvent {
    let value: JSONValue
    do throws(RecordingError) {
      value = try JSONScanner.parse(line, file: file)
    } catch {
      var placed = error
      placed.field = error.field.replacingLine(by: number)
      throw placed
    }
    let fields = try JSONFields(value, file: file, place: "line \(number)")
    let event = try event(fields)
    var text = GrowingText()
    EventLine.write(event, into: &text)
    guard text.bytes.dropLast().elementsEqual(line) else {
      throw RecordingError(
        .refused, file: file, field: "line \(number)",
        found: String(decoding: line.prefix(120), as: UTF8.self),
        expected: String(decoding: text.bytes.dropLast(), as: UTF8.self),
        advice: "write the keys in their order and no others")
    }
    return event
  }

  private static func event(_ fields: JSONFields) throws(RecordingError) -> DetectionEvent {
    let kind: EventKind = try fields.required(
      "kind", try name(fields, "kind"), expected: "what happened")
    let time = try fields.required(
      "time_s", try fixed(fields, "time_s", decimals: 6), expected: "seconds from the start")
    var event = DetectionEvent(
      try body(kind, fields), sensor: try name(fields, "sensor"),
      sample: try whole(fields, "sample"), sequence: 0, timeMicroseconds: time)
    event.id = UInt32(try fields.integer("id", in: 1...Int64(UInt32.max)) ?? 0)
    return event
  }

  private static func body(
    _ kind: EventKind, _ fields: JSONFields
  ) throws(RecordingError) -> EventBody {
    switch kind {
    case .detection: return .detection(try finding(fields))
    case .object:
      let ids = try fields.required(
        "members", try members(fields), expected: "the ids of its detections")
      return .object(try finding(fields), ids)
    case .fault:
      let fault: Fault = try fields.required(
        "fault", try name(fields, "fault"), expected: "which one")
      return .fault(
        fault,
        count: try fields.required(
          "count", try whole(fields, "count"), expected: "how many samples it struck"))
    case .gap:
      return .gap(
        lost: try fields.required(
          "lost", try whole(fields, "lost"), expected: "how many samples were lost"))
    case .end:
      return .end(
        try fields.required("samples", try totals(fields), expected: "how many went by"))
    }
  }

  private static func finding(_ fields: JSONFields) throws(RecordingError) -> TargetFinding {
    var finding = TargetFinding()
    finding.position = try position(fields)
    finding.distanceMillimetres = try millimetres(fields, "distance_m")
    finding.depthMillimetres = try millimetres(fields, "depth_m")
    finding.widthMillimetres = try millimetres(fields, "width_m")
    finding.targetClass = try name(fields, "class")
    finding.confidenceHundredths = try fields.scaled(
      "confidence", decimals: 2, in: 0...100, unit: ""
    ).map { UInt8($0) }
    finding.strengthHundredths = try fields.scaled(
      "strength", decimals: 2, in: 0...Int64(Int32.max), unit: ""
    ).map { Int32($0) }
    finding.action = try name(fields, "action")
    finding.rule = try name(fields, "rule")
    finding.targetID = try fields.integer("target_id", in: 0...99).map { UInt8($0) }
    finding.isLate = try fields.flag("late") ?? false
    return finding
  }

  private static func name<Value: WrittenName>(
    _ fields: JSONFields, _ key: String
  ) throws(RecordingError) -> Value? {
    guard let text = try fields.text(key) else { return nil }
    guard let value = Value(written: text) else {
      throw fields.refusal(key, found: "\"\(text.prefix(40))\"", expected: "a name that is known")
    }
    return value
  }

  private static func whole(_ fields: JSONFields, _ key: String) throws(RecordingError) -> Int64? {
    try fields.integer(key, in: 0...Int64.max)
  }

  private static func fixed(
    _ fields: JSONFields, _ key: String, decimals: Int
  ) throws(RecordingError) -> Int64? {
    try fields.scaled(key, decimals: decimals, in: Int64.min...Int64.max, unit: "")
  }

  private static func millimetres(
    _ fields: JSONFields, _ key: String
  ) throws(RecordingError) -> Int32? {
    guard let value = fields.members[key] else { return nil }
    return try millimetres(value, fields, key)
  }

  private static func millimetres(
    _ value: JSONValue, _ fields: JSONFields, _ key: String
  ) throws(RecordingError) -> Int32 {
    Int32(
      try fields.scaled(
        value, key, decimals: 3, in: Int64(Int32.min)...Int64(Int32.max), unit: "m"))
  }

  private static func position(_ fields: JSONFields) throws(RecordingError) -> Position? {
    guard let values = try fields.array("position_m") else { return nil }
    guard values.count == 2 else {
      throw fields.refusal(
        "position_m", found: "an array of \(values.count)", expected: "[x, y]")
    }
    return Position(
      eastMillimetres: try millimetres(values[0], fields, "position_m"),
      northMillimetres: try millimetres(values[1], fields, "position_m"))
  }

  private static func members(_ fields: JSONFields) throws(RecordingError) -> Members? {
    guard let values = try fields.array("members") else { return nil }
    var members = Members()
    for value in values {
      let id = try fields.integer(value, "members", in: 0...Int64(UInt32.max))
      guard members.append(UInt32(id)) else {
        throw fields.refusal(
          "members", found: "\(values.count) ids", expected: "at most \(Members.capacity)")
      }
    }
    return members
  }

  private static func totals(_ fields: JSONFields) throws(RecordingError) -> Totals? {
    guard let samples = try whole(fields, "samples") else { return nil }
    var totals = Totals()
    totals.samples = samples
    totals.gaps = try whole(fields, "gaps") ?? 0
    totals.faults = try whole(fields, "faults") ?? 0
    totals.detections = try whole(fields, "detections") ?? 0
    totals.objects = try whole(fields, "objects") ?? 0
    return totals
  }
}

extension String {
  /// A place in one line, `line 1, column 8`, as a place in the file that the line comes from.
  fileprivate func replacingLine(by number: Int) -> String {
    let column = split(separator: ",").dropFirst().joined(separator: ",")
    return "line \(number),\(column)"
  }
}
