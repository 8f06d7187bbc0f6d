import DetectorCore
import Recording

/// Seeded damage to the headers of a recording: the same seed makes the same damage everywhere.
struct HeaderMutation: CustomStringConvertible {
  /// A number in a binary header.
  struct Field: Sendable {
    var offset: Int
    /// 2 or 4 bytes; four-byte ones may be floats.
    var width: Int
    var isBig = false
    var isFloat = false
  }

  /// What was done, in words that repeat it.
  private(set) var description = ""
  /// The damaged recording.
  private(set) var recording: MadeRecording

  /// Makes the damage of one seed, half of it in the text header where there is one.
  init(_ original: MadeRecording, fields: [Field], headerByteCount: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    recording = original
    if original.header != nil && (fields.isEmpty || random.next(below: 2) == 0) {
      mutateText(&random)
    } else {
      mutateBytes(fields, headerByteCount, &random)
    }
  }

  private mutating func mutateText(_ random: inout SplitMix64) {
    let text = String(decoding: recording.header ?? [], as: UTF8.self)
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
    let at = random.next(below: lines.count - 1)
    switch random.next(below: 8) {
    case 0:
      description = "line \(at) removed"
      lines.remove(at: at)
    case 1:
      let other = random.next(below: lines.count - 1)
      description = "lines \(at) and \(other) swapped"
      lines.swapAt(at, other)
    case 2:
      let place = random.next(below: text.utf8.count)
      description = "text cut to \(place) bytes"
      recording.header?.removeLast(text.utf8.count - place)
      return
    case 3, 4:
      let place = random.next(below: text.utf8.count)
      let byte = UInt8(truncatingIfNeeded: random.next())
      description = "byte \(place) of the text set to \(byte)"
      recording.header?[place] = byte
      return
    default:
      description = "line \(at), \"\(lines[at])\", to "
      lines[at] = Self.nudge(lines[at], &random)
      description += "\"\(lines[at])\""
    }
    recording.header = Array(lines.joined(separator: "\n").utf8)
  }

  /// Changes the number that a line ends in.
  private static func nudge(_ line: String, _ random: inout SplitMix64) -> String {
    guard let mark = line.lastIndex(where: { $0 == ":" || $0 == "=" }) else { return line + "?" }
    let value = line[line.index(after: mark)...].split(separator: " ").first.map(String.init) ?? ""
    let kind = random.next(below: 9)
    let head = line[...mark]
    guard let number = Double(value) else { return head + " " + value + "x" }
    let isWhole = !value.contains(".")
    let changed = [
      number * 2, number / 2, number + 1, number - 1, number * 1.01, -number, 0, 1e9, number * 10,
    ][kind]
    return head + (isWhole ? "\(Int(changed))" : "\(changed)")
  }

  private mutating func mutateBytes(
    _ fields: [Field], _ headerByteCount: Int, _ random: inout SplitMix64
  ) {
    switch random.next(below: 6) {
    case 0:
      let (at, bit) = (random.next(below: headerByteCount), random.next(below: 8))
      recording.data[at] ^= 1 << UInt8(bit)
      description = "bit \(bit) of byte \(at) flipped"
    case 1:
      let at = random.next(below: headerByteCount - 4)
      for index in at..<(at + 4) {
        recording.data[index] = UInt8(truncatingIfNeeded: random.next())
      }
      description = "bytes \(at) to \(at + 3) set at random"
    case 2:
      let length = random.next(below: recording.data.count)
      recording.data.removeLast(recording.data.count - length)
      description = "cut to \(length) bytes"
    default:
      let field = fields[random.next(below: fields.count)]
      nudge(field, &random)
    }
  }

  private mutating func nudge(_ field: Field, _ random: inout SplitMix64) {
    var bytes = Array(recording.data[field.offset..<(field.offset + field.width)])
    if field.isBig { bytes.reverse() }
    let old = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let kind = random.next(below: 8)
    let new: UInt32
    if field.isFloat {
      let value = Float(bitPattern: old)
      let values = [
        value * 2, value / 2, value + 1, value - 1, value * 1.01, .nan, 0, .infinity,
      ]
      new = values[kind].bitPattern
    } else {
      new = [old &* 2, old / 2, old &+ 1, old &- 1, old &* 4, 0, .max, 1][kind]
    }
    var changed = Made.little(new, field.width)
    if field.isBig { changed.reverse() }
    Made.put(changed, at: field.offset, in: &recording.data)
    description = "field at \(field.offset) from \(old) to \(new)"
  }
}

/// The figures of a file that must never change in silence.
struct RecordReading {
  let description: RadarDescription
  let traces: Int64
  let samples: [Int32]
  let warnings: Set<String>

  /// Opens the recording and reads all of it.
  init(_ recording: MadeRecording) throws(RecordingError) {
    var file = try recording.open()
    try self.init(&file)
  }

  /// Reads all of a file.
  init(_ file: inout some RadarFile) throws(RecordingError) {
    description = file.description
    traces = file.traceCount ?? -1
    samples = try DrainedRadar(&file, tracesPerBlock: 3).samples
    warnings = Set(file.warnings.map { "\($0)" })
    precondition(
      Int64(samples.count) == traces * Int64(description.samplesPerTrace),
      "a file gives as many traces as it says")
  }

  /// The vital figures that differ from `other`'s and of which no new warning speaks.
  func silentChanges(from other: RecordReading) -> [String] {
    let new = warnings.subtracting(other.warnings)
    func isSilent(_ words: [String]) -> Bool {
      !new.contains { warning in words.contains { warning.contains($0) } }
    }
    let ofShape = [
      "samples", "SAMPLES", "PTS/TRC", "traces", "TRACE", "size:", "bytes per sample",
      "format code",
    ]
    let (now, before) = (description, other.description)
    var silent: [String] = []
    if now.samplesPerTrace != before.samplesPerTrace, isSilent(ofShape) { silent.append("samples") }
    // A file that ends between two traces is a shorter file: nothing in SEG-Y counts them.
    let isShorter = samples == Array(other.samples.prefix(samples.count))
    if traces != other.traces, !isShorter, isSilent(ofShape) { silent.append("traces") }
    if traces == other.traces, samples != other.samples, isSilent(ofShape) {
      silent.append("samples' values")
    }
    if now.railHigh != before.railHigh, isSilent(ofShape) { silent.append("sample type") }
    // A text that was rounded to its last place can witness no better than that place.
    if !Self.agree(now.sampleIntervalFemtoseconds, before.sampleIntervalFemtoseconds),
      isSilent(["ps a sample", "interval (byte 3217)"])
    {
      silent.append("interval")
    }
    if !Self.agree(now.traceSpacingMicrometres, before.traceSpacingMicrometres),
      isSilent(["mm between traces", "distance between traces", "units (byte 3255)"])
    {
      silent.append("spacing")
    }
    return silent
  }

  private static func agree(_ left: Int64, _ right: Int64) -> Bool {
    (left - right).magnitude * 20_000 <= right.magnitude
  }
}
