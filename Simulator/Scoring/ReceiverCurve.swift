/// One working point of a detector: what it would find and raise at a higher threshold.
public struct ReceiverPoint: Equatable, Sendable {
  /// Threshold in units of the one in force.
  public var strength: Double
  /// Hazards found at it.
  public var hits: Int
  /// False alarms at it, those on metal clutter left out.
  public var falseAlarms: Int
  /// False alarms at it, those on metal clutter with them.
  public var falseWithClutter: Int
}

extension Score {
  /// The receiver operating curve: the alarms of this run at every higher threshold that changes anything,
  /// the weakest first. An object or a place counts by the strongest alarm on it.
  public var receiverCurve: [ReceiverPoint] {
    let hazards = result.hazards.map(\.strongestHundredths)
    let clutter = result.findings.filter { $0.object.isClutter }.map(\.strongestHundredths)
    let others = result.falseAlarms.map { $0.strengthHundredths ?? 100 }
    let steps = Set((hazards + clutter).compactMap { $0 } + others + [100]).sorted()
    return steps.map { step in
      let falseAlarms = others.count { $0 >= step }
      return ReceiverPoint(
        strength: Double(step) / 100, hits: hazards.count { ($0 ?? 0) >= step },
        falseAlarms: falseAlarms,
        falseWithClutter: falseAlarms + clutter.count { ($0 ?? 0) >= step })
    }
  }
}
