/// Keeps the runs of faults of a radar stream.
struct RadarFaults: BitwiseCopyable, Sendable {
  private var saturated = FaultRun()
  private var stuck = FaultRun()
  private var bounceLost = FaultRun()
  private var badSamples = FaultRun()
  private var repeats: Int64 = 0
  /// Traces, one after the other, whose bounce did not match.
  var bouncesLost: Int64 = 0

  /// Equal traces, one after the other, from which on the converter is stuck: noise never repeats,
  /// but a few quantised traces over nothing may.
  static let repeatsToBeStuck: Int64 = 8

  /// Takes what became of a trace; answers what to report.
  mutating func take(_ outcome: TraceOutcome) -> FaultReports {
    var reports = FaultReports()
    repeats = outcome.isRepeated ? repeats + 1 : 0
    bouncesLost = outcome.bounceLost ? bouncesLost + 1 : 0
    let isStuck = outcome.condition.flat || repeats >= Self.repeatsToBeStuck
    reports.add(.saturated, saturated.take(outcome.isOverloaded ? 1 : 0))
    reports.add(.stuck, stuck.take(isStuck ? 1 : 0))
    reports.add(.bounceLost, bounceLost.take(outcome.bounceLost ? 1 : 0))
    reports.add(.badSamples, badSamples.take(Int64(outcome.condition.spikes)))
    return reports
  }

  /// At the end: what is still to report.
  mutating func end() -> FaultReports {
    var reports = FaultReports()
    reports.add(.saturated, saturated.end())
    reports.add(.stuck, stuck.end())
    reports.add(.bounceLost, bounceLost.end())
    reports.add(.badSamples, badSamples.end())
    return reports
  }
}

/// Where a step lies in its stream.
struct StepPlace: BitwiseCopyable, Sendable {
  var index: Int64 = 0
  var sequence: Int64 = 0
}

/// The places of the last steps of a line.
struct StepPlaces: BitwiseCopyable, Sendable {
  private var ring = InlineArray<64, StepPlace>(repeating: StepPlace())
  private var count: Int64 = 0

  mutating func push(_ place: StepPlace) {
    ring[Int(count % 64)] = place
    count += 1
  }

  /// The place of step `step`, at most 63 back.
  mutating func at(_ step: Int64) -> StepPlace { ring[Int(step % 64)] }
}
