import DetectorCore
import Recording

/// What a recording of a coil is and what will be looked at, before the first detection.
struct InductionSummary {
  private let title: String
  private let lines: [(String, String)]
  private let style: EventRow.Style

  /// Reads it off an opened recording.
  init(_ recording: InductionRecording, chains: ReplayChains) {
    style = recording.radar == nil ? .induction : .dual
    if let settings = chains.balance {
      (title, lines) = Self.balance(recording, settings)
    } else if let settings = chains.pulse {
      (title, lines) = Self.pulse(recording, settings)
    } else {
      (title, lines) = (Text.line(recording.path), [])
    }
  }

  private static func pulse(
    _ recording: InductionRecording, _ settings: InductionSettings
  ) -> (title: String, lines: [(String, String)]) {
    let description = settings.description
    let frames = Text.count(recording.induction.frameCount, "frame")
    let title =
      "\(Text.line(recording.path)): SigMF, \(frames) of \(description.gateCount - 1) gates and the "
      + "earth field"
    let length = Self.length(recording) + ", one output from \(settings.factor)"
    var lines = [("gates", gates(description)), ("frames", length)]
    if let coil = coil(description) { lines.append(("coil", coil)) }
    let speed = Text.fixed(
      Int64(settings.configuration.speedMillimetresPerSecond), decimals: 3, shown: 2)
    lines.append(
      (
        "way",
        way(recording) ?? "no track: \(speed) m/s is assumed, and nothing has a position"
      ))
    if let radar = recording.radar {
      lines.append(("radar", RecordingSummary.shape(radar.radar)))
    }
    let weakest = InductionFigures.weakestNanovolts(3, settings)
    let threshold = Text.fixed(
      Int64(settings.configuration.thresholdHundredths), decimals: 2, shown: 2)
    lines.append(
      (
        "sensitivity",
        "a small cap from \(Text.trimmed(weakest, decimals: 3)) µV on, were there no ground; "
          + "threshold \(threshold)"
      ))
    return (title, lines + warnings(recording))
  }

  private static func balance(
    _ recording: InductionRecording, _ settings: BalanceSettings
  ) -> (title: String, lines: [(String, String)]) {
    let frames = Text.count(recording.induction.frameCount, "frame")
    let count = Text.count(Int64(settings.frequencyCount), "frequency", "frequencies")
    let title = "\(Text.line(recording.path)): SigMF, \(frames) of I and Q at \(count)"
    let names = BalanceFigures.frequencies(recording, settings).joined(separator: ", ")
    var lines = [("frequencies", names), ("frames", length(recording))]
    let radius = recording.induction.coilRadiusMicrometres
    if radius > 0 {
      lines.append(("coil", Text.fixed(radius, decimals: 6, shown: 3) + " m radius"))
    }
    lines.append(("way", way(recording) ?? "no track: nothing has a position"))
    if let radar = recording.radar {
      lines.append(("radar", RecordingSummary.shape(radar.radar)))
    }
    lines.append(("sensitivity", BalanceFigures.sensitivity(settings)))
    return (title, lines + warnings(recording))
  }

  private static func warnings(_ recording: InductionRecording) -> [(String, String)] {
    recording.warnings.map { ("warning", RecordingSummary.words($0, in: recording.path)) }
  }

  /// The lines above the table.
  var text: String {
    let width = (lines.map { $0.0.count }.max() ?? 0) + 2
    let rows = lines.map { "  " + Text.left($0.0, width) + $0.1 }
    return ([title] + rows).joined(separator: "\n") + "\n"
  }

  /// The same for the head of a report, with what was found.
  func figures(_ totals: Totals?) -> [(String, String)] {
    var figures = lines.filter { $0.0 != "warning" }
    if let totals {
      figures.append(("detections", Figure.count(totals.detections)))
      figures.append(("gaps", Figure.count(totals.gaps)))
      figures.append(("faults", Figure.count(totals.faults)))
    }
    return figures
  }

  /// The lines below the table.
  func closing(_ totals: Totals) -> String {
    var text =
      "\n\(Text.count(totals.samples, style.sample)): "
      + "\(Text.count(totals.detections, "detection")), \(Text.count(totals.objects, "object")), "
      + "\(Text.count(totals.gaps, "gap")), \(Text.count(totals.faults, "fault"))\n"
    if totals.gaps > 0 {
      text += "Gaps of fewer than \(EventRow.Style.feltFrames) frames are held and have no row.\n"
    }
    if totals.detections == 0 {
      text += "Nothing found. That says nothing of weaker metal, nor of what has none.\n"
    }
    if totals.faults > 0 { text += "Where a fault lasted, silence proves nothing.\n" }
    return text
  }

  /// `10–25, 25–50, 50–90, 90–180 µs; earth field 350–450 µs`.
  static func gates(_ description: InductionDescription) -> String {
    let gates = (0..<description.gateCount).map { index in
      let gate = description.gates[index]
      return InductionFigures.interval(gate.startNanoseconds, gate.endNanoseconds)
    }
    return gates.dropLast().joined(separator: ", ") + " µs; earth field \(gates.last ?? "") µs"
  }

  private static func length(_ recording: InductionRecording) -> String {
    let rate = recording.induction.rateMicrohertz
    let length = DeviceTime.microseconds(
      ofSequence: recording.induction.frameCount, rateMicrohertz: rate)
    return "\(Text.fixed(length, decimals: 6, shown: 1)) s at "
      + "\(Text.trimmed(rate, decimals: 6)) a second"
  }

  private static func coil(_ description: InductionDescription) -> String? {
    guard description.coilRadiusMicrometres > 0 else { return nil }
    var text = Text.fixed(description.coilRadiusMicrometres, decimals: 6, shown: 3) + " m radius"
    if description.coilTurns > 0 { text += ", \(description.coilTurns) turns" }
    if description.coilCurrentMilliamperes > 0 {
      text += ", \(Text.trimmed(description.coilCurrentMilliamperes, decimals: 3)) A"
    }
    return text
  }

  private static func way(_ recording: InductionRecording) -> String? {
    guard let rows = recording.trackRows else { return nil }
    return "\(Text.count(rows.rowCount, "position")), "
      + "\(Text.fixed(rows.rateMicrohertz, decimals: 6, shown: 1)) a second"
  }
}
