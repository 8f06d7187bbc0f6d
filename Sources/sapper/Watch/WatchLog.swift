import DetectorCore

/// What a live view writes where there is no terminal: a line whenever the level's state changes.
struct WatchLog {
  private var wasAlarm = false
  private var lastFlags: LevelFlags = []

  /// The lines that a level calls for; none while nothing changes.
  mutating func lines(level: OperatorLevel, geometry: ReportGeometry) -> [String] {
    var lines: [String] = []
    let place = "at trace \(Figure.count(level.index))" + distance(level, geometry)
    let isAlarm = level.flags.contains(.alarm) || level.levelQ8 >= OperatorLevel.thresholdQ8
    if isAlarm != wasAlarm {
      lines.append(isAlarm ? "ALARM \(place), \(WatchLevel.words(level))" : "alarm off \(place)")
    }
    let states: [(LevelFlags, String)] = [
      (.saturated, "OVERLOAD"), (.blind, "radar blind"), (.settling, "settling"), (.held, "held"),
    ]
    for (flag, name) in states where level.flags.contains(flag) != lastFlags.contains(flag) {
      let isOn = level.flags.contains(flag)
      lines.append(
        isOn
          ? "\(name) from trace \(Figure.count(level.index))\(distance(level, geometry)): "
            + (flag == .saturated ? "treat it as an alarm" : "silence proves nothing")
          : "\(name) ends \(place)")
    }
    wasAlarm = isAlarm
    lastFlags = level.flags
    return lines
  }

  private func distance(_ level: OperatorLevel, _ geometry: ReportGeometry) -> String {
    guard geometry.traceSpacingMicrometres > 0 else { return "" }
    let millimetres = Figure.product(level.sequence, geometry.traceSpacingMicrometres) / 1_000
    return ", \(Figure.metres(millimetres: millimetres))"
  }
}
