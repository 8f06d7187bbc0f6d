/// Units and user marks from a DZX side file (XML).
///
/// User marks lie in `WayPt` elements with a `mark` of `User`, under `File/Profile` or the same under
/// `ProfileGroup`, or in `TargetWayPt` elements under `TargetGroup`, whose `scanSampChanProp` starts
/// with the scan.
package struct DZXReader {
  /// Bytes of a side file that are read.
  package static let byteLimit = 8 * 1_048_576
  /// Elements inside each other.
  static let depthLimit = 64
  /// Marks that are kept.
  static let maximumMarks = 65_536

  /// User marks in order of trace.
  package private(set) var marks: [TraceMark] = []
  /// Micrometres a scan; 0 when not said or not in a unit of length.
  package private(set) var spacingMicrometres: Int64 = 0
  private var values: [String: String] = [:]
  private var scan: Int64?
  private var isUserMark = false
  private var label = ""

  /// Reads all of `source`; a file that breaks XML's rules is passed over with a warning.
  package init(
    _ source: ByteSource, traceCount: Int64?, notes: inout ReaderNotes
  ) throws(RecordingError) {
    let bytes = try source.bytes(at: 0, count: Self.byteLimit + 1)
    guard bytes.count <= Self.byteLimit else {
      notes.warn(
        field: "DZX \(source.name)", found: "over \(Self.byteLimit) bytes",
        assumed: "the side file is passed over")
      return
    }
    if let trouble = parse(bytes) {
      self.marks = []
      self.values = [:]
      notes.warn(
        field: "DZX \(source.name)", found: trouble, assumed: "the side file is passed over")
      return
    }
    takeUnits(file: source.name, notes: &notes)
    let inside = marks.filter { $0.trace >= 0 && $0.trace < traceCount ?? .max }
    if inside.count < marks.count {
      notes.warn(
        field: "DZX \(source.name)",
        found: "\(marks.count - inside.count) marks outside the traces",
        assumed: "they are passed over")
    }
    marks = inside.sorted { $0.trace < $1.trace }
  }

  /// Walks the elements; gives words for what broke the walk.
  private mutating func parse(_ bytes: [UInt8]) -> String? {
    var scanner = TagScanner(bytes)
    var path: [String] = []
    var text = ""
    while let token = scanner.next() {
      switch token {
      case .open(let name):
        guard path.count < Self.depthLimit else { return "elements \(Self.depthLimit) deep" }
        path.append(name)
        text = ""
        if name == "WayPt" || name == "TargetWayPt" { startMark(isUser: name == "TargetWayPt") }
      case .text(let part):
        text += part
      case .close(let name):
        guard path.popLast() == name else { return "</\(name)> without its start" }
        take(name, text: text.trimmingBlanks, isInMark: path.last?.hasSuffix("WayPt") ?? false)
        text = ""
      case .broken(let words, let offset):
        return "\(words) at byte \(offset)"
      }
    }
    return path.isEmpty ? nil : "no </\(path[path.count - 1])>"
  }

  private mutating func startMark(isUser: Bool) {
    scan = nil
    isUserMark = isUser
    label = ""
  }

  private mutating func take(_ name: String, text: String, isInMark: Bool) {
    switch name {
    case "WayPt", "TargetWayPt":
      if let scan, isUserMark, marks.count < Self.maximumMarks {
        marks.append(TraceMark(trace: scan, label: label))
      }
      scan = nil
    case "scan" where isInMark:
      scan = DecimalParser.parse(text)?.scaled(places: 0)
    case "scanSampChanProp" where isInMark:
      let first = text.split(separator: ",").first.map(String.init) ?? ""
      scan = DecimalParser.parse(first.trimmingBlanks)?.scaled(places: 0)
    case "mark" where isInMark:
      isUserMark = isUserMark || text == "User"
    case "name" where isInMark:
      label = text
    case "unitsPerScan", "unitsPerMark", "horizontalUnit", "verticalUnit", "dielectric":
      if values[name] == nil { values[name] = text }
    default:
      break
    }
  }

  /// Micrometres in a unit of length, by the names that occur.
  private static func micrometres(unit: String) -> Int64? {
    switch unit.lowercased() {
    case "m", "meter", "meters", "metre", "metres": 1_000_000
    case "cm": 10_000
    case "mm": 1_000
    case "ft", "foot", "feet": 304_800
    case "in", "inch", "inches": 25_400
    default: nil
    }
  }

  private mutating func takeUnits(file: String, notes: inout ReaderNotes) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      notes.fact("DZX \(name)", value, origin: "DZX file")
    }
    guard let text = values["unitsPerScan"] else { return }
    let unit = values["horizontalUnit"] ?? "m"
    let bounds = RadarFileOptions.Bounds.traceSpacingMicrometres
    let units = DecimalParser.parse(text)?.double ?? .nan
    if units == 0 { return }
    let spacing = units * Double(Self.micrometres(unit: unit) ?? 0)
    guard spacing >= Double(bounds.lowerBound), spacing <= Double(bounds.upperBound) else {
      notes.warn(
        field: "DZX \(file)", found: "\(text) \(unit) a scan", assumed: "it counts as not said")
      return
    }
    spacingMicrometres = Int64(spacing.rounded(.toNearestOrAwayFromZero))
  }
}
