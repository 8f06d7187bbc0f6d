/// Keeps the runs of faults of an induction stream and of its front end's housekeeping.
struct InductionFaults: BitwiseCopyable, Sendable {
  private var saturated = FaultRun()
  private var railed = FaultRun()
  private var stuck = FaultRun()
  private var repeats: Int64 = 0
  private var flags = FrontEndFlags.clear

  /// Equal frames, one after the other, from which on the converter is stuck: noise never repeats in
  /// every gate at once.
  static let repeatsToBeStuck: Int64 = 8

  /// Takes a frame's condition; answers what to report.
  mutating func take(isSaturated: Bool, isRepeat: Bool) -> FaultReports {
    var reports = FaultReports()
    repeats = isRepeat ? repeats + 1 : 0
    reports.add(.saturated, saturated.take(isSaturated ? 1 : 0))
    reports.add(.stuck, stuck.take(repeats >= Self.repeatsToBeStuck ? 1 : 0))
    return reports
  }

  /// Whether a sound frame could still change something here.
  var isBusy: Bool { saturated.isRunning || stuck.isRunning || repeats > 0 }

  /// Whether the converter repeats itself.
  var isStuck: Bool { repeats >= Self.repeatsToBeStuck }

  /// Takes the flags of a front end; answers the faults that begin with them, one each.
  mutating func take(_ now: FrontEndFlags) -> FaultReports {
    var reports = FaultReports()
    let begun = FrontEndFlags(rawValue: now.rawValue & ~flags.rawValue)
    flags = now
    let isRailed = now.contains(.saturated) || now.contains(.earthFieldSaturated)
    reports.add(.saturated, railed.take(isRailed ? 1 : 0))
    if begun.contains(.coilOpen) { reports.add(.coilOpen, 1) }
    if begun.contains(.coilShort) { reports.add(.coilShort, 1) }
    if begun.contains(.currentFault) { reports.add(.transmitCurrent, 1) }
    if begun.contains(.batteryLow) { reports.add(.batteryLow, 1) }
    if begun.contains(.converterStuck) { reports.add(.stuck, 1) }
    return reports
  }

  /// Whether the front end says now that it cannot be relied on.
  var isDisabled: Bool {
    flags.contains(.coilOpen) || flags.contains(.coilShort) || flags.contains(.currentFault)
  }

  /// At the end: what is still to report.
  mutating func end() -> FaultReports {
    var reports = FaultReports()
    reports.add(.saturated, saturated.end())
    reports.add(.saturated, railed.end())
    reports.add(.stuck, stuck.end())
    return reports
  }
}
