import DetectorCore

/// An event as one row that a person reads.
enum EventRow {
  /// What a table is of: the streams whose events stand in it.
  enum Style {
    /// Radar traces.
    case radar
    /// Front-end frames.
    case induction
    /// Both.
    case dual

    /// What a sample is called.
    var sample: String {
      switch self {
      case .radar: "trace"
      case .induction: "frame"
      case .dual: "sample"
      }
    }
    /// What a detection is called, one and many.
    var sounds: (String, String) { self == .radar ? ("echo", "echoes") : ("signal", "signals") }
    /// Chains whose events come.
    var chains: Int { self == .dual ? 2 : 1 }

    /// Whether an event has a row. A coil passes over everything many times and loses single frames all
    /// the time: its rows are objects, faults and gaps that are felt.
    func shows(_ event: DetectionEvent) -> Bool {
      guard self != .radar else { return true }
      if event.kind == .gap { return event.lost ?? 0 >= Self.feltFrames }
      return event.kind != .detection
    }

    /// Lost frames from which on a gap has a row of its own.
    static let feltFrames: Int64 = 8
  }

  /// The names of the columns.
  static func heading(_ style: Style) -> String {
    row(["#", style.sample, "at m", "depth m", "width m", "strength"]) + "  what"
  }

  /// One event; the end has no row of its own, nor an object that is a single detection again.
  static func text(_ event: DetectionEvent, style: Style = .radar) -> String? {
    guard style.shows(event), let row = row(event, style) else { return nil }
    guard style == .dual, let sensor = event.sensor else { return row.columns + "  " + row.what }
    return row.columns + "  \(Wording.name(sensor)): " + row.what
  }

  private static func row(
    _ event: DetectionEvent, _ style: Style
  ) -> (columns: String, what: String)? {
    let what: String
    switch event.kind {
    case .end:
      return nil
    case .object:
      guard let together = together(event, style) else { return nil }
      what = together + found(event)
    case .detection:
      what = found(event)
    case .gap:
      what = "gap: \(Text.count(event.lost ?? 0, Wording.sample(event))) lost"
    case .fault:
      let times = event.count.map { ", \(Text.count($0, Wording.struck(event)))" } ?? ""
      what = "fault: " + (event.fault.map { Wording.name($0) } ?? "unknown") + times
    }
    let columns = [
      "\(event.id)", event.sample.map { "\($0)" } ?? "", place(event),
      metres(event.depthMillimetres), metres(event.widthMillimetres),
      event.strengthHundredths.map { Text.fixed(Int64($0), decimals: 2, shown: 1) } ?? "",
    ]
    return (row(columns), what)
  }

  /// What an object is made of; none where its one detection has a row already.
  private static func together(_ event: DetectionEvent, _ style: Style) -> String? {
    let members = event.members ?? Members()
    guard style == .radar else {
      let isFull = members.count == Members.capacity
      return Text.count(Int64(members.count), "pass", "passes") + (isFull ? " and more, " : ", ")
    }
    guard members.count > 1 else { return nil }
    let ids = (0..<members.count).map { "\(members.ids[$0])" }.joined(separator: ", ")
    return "\(ids) together: "
  }

  private static func found(_ event: DetectionEvent) -> String {
    var words = event.targetClass.map { Wording.name($0) } ?? "unknown"
    if let confidence = event.confidenceHundredths { words += " \(confidence) %" }
    if let action = event.action { words += ", " + Wording.name(action) }
    if let number = event.targetID { words += ", target ID \(number)" }
    if event.finding?.isLate ?? false { words += ", passed without a tone" }
    return words
  }

  private static func place(_ event: DetectionEvent) -> String {
    if let position = event.position {
      return Text.fixed(Int64(position.eastMillimetres), decimals: 3, shown: 2) + ","
        + Text.fixed(Int64(position.northMillimetres), decimals: 3, shown: 2)
    }
    return metres(event.distanceMillimetres)
  }

  private static func metres(_ millimetres: Int32?) -> String {
    millimetres.map { Text.fixed(Int64($0), decimals: 3, shown: 3) } ?? ""
  }

  private static func row(_ columns: [String]) -> String {
    let widths = [4, 8, 13, 9, 9, 10]
    return zip(columns, widths).map { Text.right($0, $1) }.joined()
  }
}
