import DetectorCore

/// Events in words: a table for the live view, and one line each for a log.
enum WatchEvents {
  private static let columns: [(title: String, width: Int)] = [
    ("no.", 5), ("sample", 9), ("at m", 13), ("depth", 8), ("width", 8), ("strength", 10),
  ]

  /// A heading and the last `count` events, the newest first.
  static func list(_ state: WatchState, count: Int, width: Int) -> [TerminalLine] {
    var lines = [heading(state)]
    if state.events.isEmpty {
      lines.append(TerminalLine("  none yet"))
    }
    lines += state.events.suffix(count).reversed().map(row)
    let blanks = max(0, count + 1 - lines.count)
    return lines + [TerminalLine](repeating: TerminalLine(), count: blanks)
  }

  private static func heading(_ state: WatchState) -> TerminalLine {
    let titles = columns.map { column in
      TerminalText.fit(
        column.title == "sample" ? state.style.sample : column.title, columns: column.width,
        right: true)
    }
    let count = Wording.plural(state.detections, state.style.sounds.0, state.style.sounds.1)
    return TerminalLine(titles.joined() + "  what (\(count))", .faint)
  }

  private static func row(_ event: DetectionEvent) -> TerminalLine {
    let cells = [
      String(event.id), event.sample.map { Figure.count($0) } ?? "–",
      place(of: event) ?? "–",
      event.depthMillimetres.map { Figure.depth(millimetres: Int64($0)) } ?? "–",
      event.widthMillimetres.map { Figure.depth(millimetres: Int64($0)) } ?? "–",
      event.strengthHundredths.map { Figure.times(hundredths: Int64($0)) } ?? "–",
    ]
    let fitted = zip(cells, columns).map { TerminalText.fit($0, columns: $1.width, right: true) }
    return TerminalLine(fitted.joined() + "  " + nature(event))
  }

  /// Where it lies: east and north with a track, else along the line.
  private static func place(of event: DetectionEvent) -> String? {
    if let position = event.position {
      return Figure.decimal(Int64(position.eastMillimetres), digits: 3, places: 2) + ","
        + Figure.decimal(Int64(position.northMillimetres), digits: 3, places: 2)
    }
    return event.distanceMillimetres.map { Figure.decimal(Int64($0), digits: 3, places: 2) }
  }

  private static func nature(_ event: DetectionEvent) -> String {
    let what = event.targetClass.map(Wording.name) ?? Wording.name(event)
    return event.action.map { "\(what): \(Wording.name($0))" } ?? what
  }

  /// An event as one line of a log.
  static func line(_ event: DetectionEvent, style: EventRow.Style = .radar) -> String {
    let place = place(event)
    switch event.kind {
    case .gap: return "GAP  \(Wording.note(event))\(place)"
    case .fault: return "FAULT  \(Wording.note(event))\(place)"
    case .end: return "end  \(Wording.note(event, style: style))"
    case .detection, .object:
      var words = "\(Wording.name(event)) \(event.id)\(place)"
      if let depth = event.depthMillimetres {
        words += ", \(Figure.depth(millimetres: Int64(depth))) deep"
      }
      if let strength = event.strengthHundredths {
        words += ", \(Figure.times(hundredths: Int64(strength))) the threshold"
      }
      if event.finding?.isLate ?? false { words += ", passed without a tone" }
      return words + ", " + nature(event)
    }
  }

  private static func place(_ event: DetectionEvent) -> String {
    guard let sample = event.sample else { return "" }
    let distance =
      event.distanceMillimetres.map { ", \(Figure.metres(millimetres: Int64($0)))" }
      ?? place(of: event).map { ", \($0) m" }
    return " at \(Wording.sample(event)) \(Figure.count(sample))\(distance ?? "")"
  }
}
