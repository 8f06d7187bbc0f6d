import DetectorCore

/// What a live view writes where there is no terminal: a line whenever the level's state changes.
struct WatchLog {
  private struct Last {
    var isAlarm = false
    var flags: LevelFlags = []
  }
  private var last: [Last] = [Last(), Last(), Last()]
  private var reach: UInt16?

  /// The lines that a level calls for; none while nothing changes.
  mutating func lines(
    level: OperatorLevel, geometry: ReportGeometry, heightMillimetres: Int32? = nil
  ) -> [String] {
    var lines: [String] = []
    let slot = Int(level.sensor.rawValue)
    let (wasAlarm, lastFlags) = (last[slot].isAlarm, last[slot].flags)
    let noun = Wording.sample(level.sensor)
    let place = "at \(noun) \(Figure.count(level.index))" + distance(level, geometry)
    let isAlarm = level.flags.contains(.alarm) || level.levelQ8 >= OperatorLevel.thresholdQ8
    if isAlarm != wasAlarm {
      lines.append(isAlarm ? "ALARM \(place), \(WatchLevel.words(level))" : "alarm off \(place)")
    }
    let states: [(LevelFlags, String)] = [
      (.saturated, "OVERLOAD"), (.blind, "\(Wording.name(level.sensor)) blind"),
      (.settling, "settling"), (.held, "held"),
    ]
    for (flag, name) in states where level.flags.contains(flag) != lastFlags.contains(flag) {
      let isOn = level.flags.contains(flag)
      lines.append(
        isOn
          ? "\(name) from \(noun) \(Figure.count(level.index))\(distance(level, geometry)): "
            + (flag == .saturated ? "treat it as an alarm" : "silence proves nothing")
          : "\(name) ends \(place)")
    }
    if let now = level.reachMillimetres, reach.map({ WatchReach.isOther(now, than: $0) }) ?? true {
      reach = now
      lines.append("\(WatchReach.words(now, heightMillimetres: heightMillimetres)), \(place)")
    }
    last[slot] = Last(isAlarm: isAlarm, flags: level.flags)
    return lines
  }

  private func distance(_ level: OperatorLevel, _ geometry: ReportGeometry) -> String {
    guard level.sensor == .radar, geometry.traceSpacingMicrometres > 0 else { return "" }
    let millimetres = Figure.product(level.sequence, geometry.traceSpacingMicrometres) / 1_000
    return ", \(Figure.metres(millimetres: millimetres))"
  }
}
