import DetectorCore

/// Counts what went by and against the clock, for standard error only.
struct ReplayMeter {
  private var bar: ProgressBar
  private var traces: Int64 = 0
  private let started = ContinuousClock.now

  /// Starts the clock.
  init(total: Int64?, noun: String = "traces") { bar = ProgressBar(total: total, noun: noun) }

  /// Counts a block.
  mutating func arrived(_ header: BlockHeader) {
    traces += Int64(header.count)
    bar.update(done: traces)
  }

  /// Takes the bar away.
  mutating func clear() { bar.clear() }

  /// What went by, how long it took, and how many times faster than it was taken.
  func text(_ description: RadarDescription) -> String {
    Self.text(
      traces: traces, description: description, elapsed: ContinuousClock.now - started)
  }

  /// What went by of a coil's frames, how long it took, and how many times faster than it was taken.
  func text(rateMicrohertz: Int64) -> String {
    Self.text(
      frames: traces, rateMicrohertz: rateMicrohertz, elapsed: ContinuousClock.now - started)
  }

  /// The same for a known time.
  static func text(frames: Int64, rateMicrohertz: Int64, elapsed: Duration) -> String {
    let seconds = Self.seconds(elapsed)
    let taken = DeviceTime.microseconds(ofSequence: frames, rateMicrohertz: rateMicrohertz)
    var parts = [
      Text.count(frames, "frame"), Text.fixed(taken, decimals: 6, shown: 1) + " s of sweep",
      "in " + Text.fixed(Int64(seconds * 1_000), decimals: 3, shown: 2) + " s",
    ]
    if seconds > 0 {
      let times = min(Double(taken) / 1e6 / seconds, 1e12)
      parts.append(Text.fixed(Int64(times * 10), decimals: 1, shown: 1) + "× real time")
    }
    return parts.joined(separator: ", ")
  }

  private static func seconds(_ elapsed: Duration) -> Double {
    Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }

  /// The same for a known time.
  static func text(
    traces: Int64, description: RadarDescription, elapsed: Duration
  ) -> String {
    var parts = [Text.count(traces, "trace")]
    if description.traceSpacingMicrometres > 0 {
      let micrometres = traces.multipliedReportingOverflow(by: description.traceSpacingMicrometres)
      if !micrometres.overflow {
        parts.append(Text.fixed(micrometres.partialValue, decimals: 6, shown: 2) + " m")
      }
    }
    let seconds = Self.seconds(elapsed)
    parts.append(Text.fixed(Int64(seconds * 1_000), decimals: 3, shown: 2) + " s")
    if description.traceRateMillihertz > 0 && seconds > 0 {
      let taken = Double(traces) * 1_000 / Double(description.traceRateMillihertz)
      let times = min(taken / seconds, 1e12)
      parts.append(Text.fixed(Int64(times * 10), decimals: 1, shown: 1) + "× real time")
    }
    return parts.joined(separator: ", ")
  }
}
