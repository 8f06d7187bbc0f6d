/// The lines that `inspect` shows of a DZT file.
struct DZTFacts {
  let header: DZTHeader
  let shape: DZTShape
  let timing: DZTTiming
  let spacing: DZTSpacing

  /// Adds every line to `notes`.
  func add(traceCount: Int64?, channel: Int, marks: Int, to notes: inout ReaderNotes) {
    addShape(traceCount: traceCount, channel: channel, to: &notes)
    addTiming(to: &notes)
    addPlace(marks: marks, to: &notes)
    addInstrument(to: &notes)
  }

  private func addShape(traceCount: Int64?, channel: Int, to notes: inout ReaderNotes) {
    let tag = String(header.tag, radix: 16, uppercase: true)
    notes.fact(
      "tag", "0x" + String(repeating: "0", count: 4 - tag.count) + tag, origin: "header byte 0")
    notes.fact("samples per trace", "\(shape.samples)", origin: "header byte 4")
    let type = shape.width == 4 ? "signed" : "unsigned"
    notes.fact("sample type", "\(shape.width * 8) bit \(type)", origin: "header byte 6")
    notes.fact(
      "channels", "\(shape.channels)",
      origin: header.channels == 0 ? "header byte 52 is 0, assumed 1" : "header byte 52")
    notes.fact("channel", "\(channel)", origin: "read here")
    notes.fact("data start", "\(shape.dataStart)", unit: "byte", origin: "header byte 2")
    notes.fact(
      "traces", traceCount.map { "\($0)" } ?? "not known",
      origin: traceCount == nil ? "a pipe" : "file size")
  }

  private func addTiming(to notes: inout ReaderNotes) {
    let interval = timing.intervalFemtoseconds
    notes.fact(
      "sample interval", DecimalText.text(interval, places: 3), unit: "ps",
      origin: timing.intervalOrigin)
    if timing.intervalOrigin != "--dt-ps" {
      let other = (Double(header.range) * 1e6 / Double(shape.samples - 1)).rounded()
      notes.fact(
        "sample interval, other reading", DecimalText.text(Int64(other), places: 3), unit: "ps",
        origin: "header range/(samples - 1)")
    }
    notes.fact(
      "window",
      timing.intervalOrigin == "--dt-ps"
        ? DecimalText.text(interval * Int64(shape.samples), places: 6) : "\(header.range)",
      unit: "ns", origin: timing.intervalOrigin == "--dt-ps" ? "--dt-ps" : "header byte 26")
    let zero =
      timing.timeZeroSampleQ8.map {
        DecimalText.text((Int64($0) * 1_000 + 128) >> 8, places: 3)
      } ?? "not said"
    notes.fact("time zero", zero, unit: "sample", origin: timing.timeZeroOrigin)
    notes.fact("position", "\(header.position)", unit: "ns", origin: "header byte 22")
    notes.fact("permittivity", "\(header.permittivity)", origin: "header byte 54")
    notes.fact("depth", "\(header.depth)", unit: "m", origin: "header byte 62")
    notes.fact("top", "\(header.top)", unit: "m", origin: "header byte 58")
    notes.fact(
      "centre frequency",
      timing.centreFrequencyKilohertz == 0
        ? "not said" : DecimalText.text(timing.centreFrequencyKilohertz, places: 3),
      unit: "MHz", origin: timing.frequencyOrigin)
  }

  private func addPlace(marks: Int, to notes: inout ReaderNotes) {
    notes.fact(
      "trace spacing",
      spacing.micrometres == 0 ? "not said" : DecimalText.text(spacing.micrometres, places: 3),
      unit: "mm", origin: spacing.origin)
    notes.fact("spacing confirmed by", spacing.witness ?? "nothing", origin: "cross-check")
    notes.fact("scans per metre", "\(header.scansPerMetre)", unit: "1/m", origin: "header byte 14")
    notes.fact(
      "scans per second", "\(header.scansPerSecond)", unit: "1/s", origin: "header byte 10")
    notes.fact("mark field", "\(header.markField)", origin: "header byte 18")
    notes.fact("marks", "\(marks)", origin: "mark words and DZX")
  }

  private func addInstrument(to notes: inout ReaderNotes) {
    notes.fact(
      "system", header.systemName ?? "unknown (\(header.system))", origin: "header byte 113")
    notes.fact(
      "antenna", header.antenna.isEmpty ? "no name" : header.antenna, origin: "header byte 98")
    for (name, word, byte) in [("created", header.created, 32), ("modified", header.modified, 36)] {
      let date = DZTDate(word)
      notes.fact(
        name, date.isAbsent ? "not said" : "\(date)", origin: "header byte \(byte)")
    }
  }
}
