import DetectorCore

/// A warning in words, and the option that would mend it.
struct ReportWarning: Equatable {
  /// One or two sentences.
  var words: String
  /// The option to give, e.g. `--spacing-m`.
  var option: String?
}

/// What follows from the model itself and would mislead a reader who did not know it.
enum ReportWarnings {
  /// No mine is thicker than this, millimetres: an instrument that cannot part two echoes this far
  /// apart tells nothing of a mine's shape. A TM-62M, one of the thickest, is 128 mm high.
  static let thickestMineMillimetres: Int32 = 150

  /// The gravest first.
  static func all(_ model: ReportModel) -> [ReportWarning] {
    var lines: [String] = []
    if model.smallestCasingMillimetres > thickestMineMillimetres {
      lines.append(tooCoarse(model))
    }
    lines += losses(model)
    if model.eventsLeftOut > 0 {
      lines.append(
        "\(Figure.count(Int64(model.eventsLeftOut))) further events are not listed here: a report "
          + "holds \(Figure.count(Int64(ReportCollector.eventsMax))). The event lines have all.")
    }
    var warnings = lines.map { ReportWarning(words: $0) }
    if model.picture.traceCount > 0 { warnings += unknowns(model) }
    return warnings
  }

  private static func tooCoarse(_ model: ReportModel) -> String {
    let casing = Figure.depth(millimetres: Int64(model.smallestCasingMillimetres))
    let frequency = model.centreFrequencyKilohertz
    let at = frequency > 0 ? "At \(Figure.frequency(kilohertz: frequency)) this" : "This"
    return "\(at) is no mine detector: it parts two echoes only if they lie \(casing) or more "
      + "apart, and no mine is that thick."
  }

  private static func losses(_ model: ReportModel) -> [String] {
    var lines: [String] = []
    if !model.gaps.isEmpty {
      lines.append(
        "\(Wording.plural(model.lostTraces, "trace")) lost in "
          + Wording.plural(Int64(model.gaps.count), "gap")
          + ": nothing was seen there.")
    }
    for (fault, count) in faultCounts(model) {
      let times = count == 1 ? "" : ", \(Figure.count(count)) times"
      lines.append("Fault: \(Wording.name(fault))\(times). See the events.")
    }
    if !model.blind.isEmpty {
      lines.append(
        "Radar blind on \(model.percent(model.blind)) % of the line: a reference mine would not "
          + "have been seen there, so no echo proves nothing.")
    }
    if !model.saturated.isEmpty {
      lines.append(
        "The converter stood at its rail on \(model.percent(model.saturated)) % of the line. "
          + "An overload can hide an object.")
    }
    return lines
  }

  /// Faults by kind, in order of first appearance.
  private static func faultCounts(_ model: ReportModel) -> [(Fault, Int64)] {
    var counts: [(Fault, Int64)] = []
    for event in model.faults {
      guard let fault = event.fault else { continue }
      if let index = counts.firstIndex(where: { $0.0 == fault }) {
        counts[index].1 += 1
      } else {
        counts.append((fault, 1))
      }
    }
    return counts
  }

  private static func unknowns(_ model: ReportModel) -> [ReportWarning] {
    var warnings: [ReportWarning] = []
    if model.geometry.traceSpacingMicrometres <= 0 {
      warnings.append(
        ReportWarning(
          words: "The distance between traces is not known: places are given by trace number, and "
            + "widths cannot be.",
          option: "--spacing-m"))
    }
    if model.geometry.waveSpeedMicrometresPerNanosecond <= 0
      || model.geometry.depthZeroSampleQ8 == nil
    {
      warnings.append(
        ReportWarning(
          words: "The wave speed or the ground surface is not known: there is no depth axis."))
    }
    return warnings
  }
}
