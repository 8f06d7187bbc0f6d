import DetectorCore

/// The live view as text: a pure function of the state, the size of the terminal, and how long the
/// input has been silent.
enum WatchView {
  /// Silence of the input that is told to the person, seconds.
  static let silenceSecondsMin = 2

  /// The lines of a frame, from the top, `rows` of them at the most and each at most `columns`
  /// wide.
  ///
  /// What matters most stands on the first and the last line, and stays when there is no room.
  static func frame(
    _ state: WatchState, columns: Int, rows: Int, style: WatchStyle, silenceSeconds: Int = 0
  ) -> [String] {
    let width = max(20, columns)
    var top = [headline(state, width: width), status(state, silenceSeconds: silenceSeconds)]
    var bottom = [troubles(state)]
    if rows >= 8 {
      top.append(WatchLevel.bar(state, width: width, style: style))
      top.append(WatchLevel.scale(width: width))
      if let reach = reach(state, silenceSeconds: silenceSeconds) { top.append(reach) }
    }
    if rows >= 14 && !state.isEnded { bottom.append(TerminalLine("Ctrl-C ends.", .faint)) }
    let room = rows - top.count - bottom.count
    let listed = room >= 10 ? max(3, min(6, room / 3)) : 0
    if listed > 0 { bottom = WatchEvents.list(state, count: listed, width: width) + bottom }
    let height = rows - top.count - bottom.count
    var middle: [TerminalLine] = []
    if height >= 4 {
      middle = WatchPicture.lines(state, width: width, height: height, style: style)
    }
    let filler = max(0, rows - top.count - middle.count - bottom.count)
    let blanks = [TerminalLine](repeating: TerminalLine(), count: filler)
    let lines = top + middle + blanks + bottom
    return lines.prefix(max(1, rows)).map { $0.rendered(columns: columns, style: style) }
  }

  private static func headline(_ state: WatchState, width: Int) -> TerminalLine {
    var place = state.traceCount == 0 ? "" : "\(state.noun) \(Figure.count(state.traceCount - 1))"
    if let metres = distance(state) { place += " · \(metres)" }
    let left = max(0, width - TerminalText.width(place) - 1)
    let name = "sapper watch  "
    let title = TerminalText.tail(state.title, columns: left - name.utf8.count)
    var line = TerminalLine(TerminalText.fit(name + title, columns: left) + " ")
    line.append(place, .strong)
    return line
  }

  private static func distance(_ state: WatchState) -> String? {
    let spacing = state.geometry.traceSpacingMicrometres
    guard spacing > 0, state.traceCount > 0 else { return nil }
    let sequence = state.level?.sequence ?? state.traceCount - 1
    return Figure.metres(millimetres: Figure.product(sequence, spacing) / 1_000)
  }

  /// The one thing to know now, in words.
  private static func status(_ state: WatchState, silenceSeconds: Int) -> TerminalLine {
    if state.isEnded {
      let (one, many) = state.style.sounds
      let count = Wording.plural(state.detections, one, many)
      return TerminalLine(
        state.detections > 0
          ? "ENDED  \(count) over the threshold."
          : "ENDED  No \(one) over the threshold. That does not show the ground is clear.", .strong)
    }
    if silenceSeconds >= silenceSecondsMin {
      return TerminalLine(
        "NO DATA for \(Figure.count(Int64(silenceSeconds))) s: nothing is being looked at.",
        .warning)
    }
    guard let level = state.level else {
      return TerminalLine(
        state.hasEvents
          ? "Events only: the input brings no levels." : "Waiting for the first \(state.noun).",
        .strong)
    }
    let times = WatchLevel.words(level)
    if level.flags.contains(.saturated) {
      return TerminalLine("OVERLOAD  the converter is at its rail: treat it as an alarm.", .alarm)
    }
    if state.isAlarm { return TerminalLine("ALARM  \(times)", .alarm) }
    if level.flags.contains(.held) {
      return TerminalLine("HELD over lost or bad traces: silence proves nothing.", .warning)
    }
    if level.flags.contains(.blind) {
      let name = Wording.name(level.sensor).uppercased()
      return TerminalLine("\(name) BLIND here: silence proves nothing.", .warning)
    }
    if level.flags.contains(.settling) {
      return TerminalLine(
        "SETTLING: the detector learns the ground, silence proves nothing.", .warning)
    }
    return TerminalLine(
      "no \(state.style.sounds.0) (this does not show the ground is clear)")
  }

  /// How far a cap is heard, as long as something is heard at all.
  private static func reach(_ state: WatchState, silenceSeconds: Int) -> TerminalLine? {
    guard let reach = state.reachMillimetres, !state.isEnded, silenceSeconds < silenceSecondsMin
    else { return nil }
    let height = state.heightMillimetres
    let isShort = Int64(reach) <= Int64(max(height ?? 0, 0))
    return TerminalLine(
      WatchReach.words(reach, heightMillimetres: height), isShort ? .warning : .plain)
  }

  /// Gaps and faults: the line that is always there.
  private static func troubles(_ state: WatchState) -> TerminalLine {
    var parts: [String] = []
    if state.gaps > 0 {
      let gaps = Wording.plural(state.gaps, "gap")
      parts.append("\(gaps), \(Wording.plural(state.lost, state.style.sample)) lost")
    }
    if state.faults > 0 {
      let name = state.lastFault?.fault.map(Wording.name) ?? "not named"
      let noun = Wording.sample(state.lastFault?.sensor)
      let place = state.lastFault?.sample.map { " at \(noun) \(Figure.count($0))" } ?? ""
      parts.append("\(Wording.plural(state.faults, "fault")), last: \(name)\(place)")
    }
    if state.unreadLines > 0 {
      parts.append("\(Wording.plural(state.unreadLines, "line")) of input not understood")
    }
    guard !parts.isEmpty else { return TerminalLine("no gaps, no faults") }
    return TerminalLine(parts.joined(separator: "; "), .warning)
  }
}
