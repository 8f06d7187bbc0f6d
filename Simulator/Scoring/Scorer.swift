import DetectorCore

/// Compares alarms with what is known to lie in the ground.
///
/// - An alarm speaks for one object: of those whose halo holds it, the one whose edge is nearest.
/// - An object counts once, found by its first alarm; further alarms on it are ignored.
/// - An alarm outside every halo is false.
/// - Beside it stands the blind comb: as many alarms spread evenly along the path, by the same rule.
public struct Scorer: Sendable {
  /// What lies there.
  public let truth: [BuriedObject]
  /// The way that was swept.
  public let path: SweptPath
  private let clearMetres: Double
  private let ground: SweptGround?

  /// Takes what lies there, the way over it, and the ground that a coil swept on it.
  public init(truth: [BuriedObject], path: SweptPath, area: SweptArea? = nil) {
    self.truth = truth
    self.path = path
    clearMetres = path.clearMetres(of: truth)
    ground = area.map { SweptGround($0, truth: truth) }
  }

  /// Scores the alarms of one run, in order.
  public func score(_ alarms: [Alarm], name: String = "") -> Score {
    let blind = path.comb(alarms.count).enumerated().map { place, point in
      Alarm(id: UInt32(clamping: place + 1), point: point)
    }
    return Score(
      name: name, result: match(alarms), comb: match(blind), pathMetres: path.metres,
      clearMetres: clearMetres, ground: ground)
  }

  /// The strongest of many alarms within the halo of each object, by the order of the truth.
  ///
  /// Alarms of a run at a threshold of one standard deviation give the peak of the statistic itself.
  public func strongest(_ alarms: [Alarm]) -> [Double?] {
    truth.map { object in
      alarms.compactMap { alarm -> Int32? in
        guard let point = alarm.point, object.point.distance(to: point) <= object.haloMetres
        else { return nil }
        return alarm.strengthHundredths
      }.max().map { Double($0) / 100 }
    }
  }

  private func match(_ alarms: [Alarm]) -> MatchedAlarms {
    var findings = truth.map { Finding(object: $0) }
    var result = MatchedAlarms(alarmCount: alarms.count)
    for alarm in alarms {
      guard let index = spokenFor(by: alarm), let point = alarm.point else {
        result.falseAlarms.append(alarm)
        continue
      }
      if truth[index].isClutter { result.clutterAlarms += 1 }
      let strength = alarm.strengthHundredths ?? 100
      findings[index].strongestHundredths = max(
        findings[index].strongestHundredths ?? strength, strength)
      if findings[index].alarm == nil {
        findings[index].alarm = alarm
        findings[index].errorMetres = truth[index].point.distance(to: point)
      } else {
        result.repeated += 1
      }
    }
    result.findings = findings
    return result
  }

  private func spokenFor(by alarm: Alarm) -> Int? {
    guard let point = alarm.point else { return nil }
    var best: (index: Int, metres: Double)?
    for (index, object) in truth.enumerated() {
      let metres = object.point.distance(to: point)
      guard metres <= object.haloMetres else { continue }
      let edge = metres - object.radiusMetres
      if best.map({ edge < $0.metres }) ?? true { best = (index, edge) }
    }
    return best?.index
  }
}
