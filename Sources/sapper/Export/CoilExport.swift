import DetectorCore
import Journal
import Recording

/// Writes the raw frames of a coil as text that `sapper import` reads back to the same bytes.
struct CoilExport {
  /// Frames that are read at a time.
  private static let blockFrames = 256

  /// What is exported.
  let recording: InductionRecording
  /// Where to.
  let output: String

  /// Writes it.
  func run() throws(RecordingError) -> ExportTold {
    var frames = recording.induction
    let width = frames.valueCount
    let draft = try StorageDraft(output)
    try draft.append(
      Array("\(RadarCSVWriter.marker): raw counts, a frame a row; \(command)\n".utf8))
    try draft.append(Array((["seq"] + columns).joined(separator: ",").utf8) + [0x0A])
    var block = [Int32](repeating: 0, count: width * Self.blockFrames)
    var bar = ProgressBar(total: frames.frameCount, noun: "frames")
    defer { bar.clear() }
    while true {
      let header = try Self.read(&frames, into: &block)
      guard header.count > 0 else { break }
      for frame in 0..<header.count {
        var row = "\(header.sequence + Int64(frame))"
        for value in block[frame * width..<(frame + 1) * width] { row += ",\(value)" }
        try draft.append(Array((row + "\n").utf8))
      }
      bar.update(done: header.index + Int64(header.count))
    }
    try draft.commit()
    return ExportTold(
      paths: [output],
      summary: "CSV of raw counts: \(Text.count(frames.frameCount, "frame")) of "
        + Text.count(Int64(width), "number"),
      notes: notes)
  }

  private static func read(
    _ frames: inout CoilFrames, into block: inout [Int32]
  ) throws(RecordingError) -> BlockHeader {
    var span = block.mutableSpan
    return try frames.read(into: &span)
  }

  /// `g1 g2 … ef`, or `i1 q1 i2 q2 …`.
  private var columns: [String] {
    let count = recording.induction.valueCount
    guard recording.induction.isBalance else {
      return (1..<max(count, 1)).map { "g\($0)" } + ["ef"]
    }
    return (0..<count / 2).flatMap { ["i\($0 + 1)", "q\($0 + 1)"] }
  }

  /// What the text does not say of itself, as options of an import.
  private var command: String {
    let rate = Text.trimmed(recording.induction.rateMicrohertz, decimals: 6)
    var words = "sapper import FILE --frames-hz \(rate)"
    if let pulse = recording.induction.pulse {
      let gates = (0..<pulse.gateCount).map { index in
        let gate = pulse.gates[index]
        return Text.trimmed(gate.startNanoseconds, decimals: 3) + "-"
          + Text.trimmed(gate.endNanoseconds, decimals: 3)
      }
      words += " --gates-us \(gates.joined(separator: ","))"
      words += " --lsb-volt \(Text.trimmed(pulse.lsbFemtovolts, decimals: 15))"
    }
    if let balance = recording.induction.balance, balance.frequencyCount > 0 {
      let hertz = (0..<balance.frequencyCount).map {
        Text.trimmed(balance.frequenciesMillihertz[$0], decimals: 3)
      }
      words += " --frequencies-hz \(hertz.joined(separator: ","))"
    }
    return words
  }

  private var notes: [String] {
    var notes = ["it reads back with: \(command)"]
    if recording.trackRows != nil { notes.append("the track is left out") }
    if recording.housekeeping != nil { notes.append("the front end's states are left out") }
    if !recording.truth.isEmpty { notes.append("the annotations are left out") }
    return notes
  }
}
