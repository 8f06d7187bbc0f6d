import DetectorCore

/// Writes text: rows are samples, columns are traces, whole numbers, behind lines that begin with `#`.
///
/// A row is whole only when the last trace has come. Traces wait in a scratch file without a name, in
/// blocks that are turned so that each row of a block lies in one piece: memory stays bounded, and the
/// disk holds four bytes a sample more while it runs.
package struct RadarCSVWriter: RadarWriter {
  /// What the text begins with, by which an earlier export is known.
  package static let marker = "# sapper export"
  /// Samples of a block: 8 MiB.
  static let blockCount = 1 << 21

  private let draft: StorageDraft
  private let scratch: StorageFile
  private let line: RadarLine
  private let form: RadarSampleForm
  private var encoder: SampleEncoder
  private let rows: Int
  private let tracesPerBlock: Int
  private var block: [Int32] = []
  private var blocks: [Int] = []
  private var count: Int64 = 0

  /// Begins the file.
  package init(
    path: String, line: RadarLine, form: RadarSampleForm
  ) throws(RecordingError) {
    self.line = line
    self.form = form
    encoder = SampleEncoder(form, order: .little, file: path)
    draft = try StorageDraft(path)
    scratch = try StorageFile(scratchBeside: path)
    rows = Int(line.description.samplesPerTrace)
    tracesPerBlock = max(1, Self.blockCount / max(rows, 1))
    block.reserveCapacity(tracesPerBlock * rows)
  }

  /// Adds the next trace.
  package mutating func append(
    _ trace: Span<Int32>, isDead: Bool
  ) throws(RecordingError) {
    for index in 0..<trace.count {
      block.append(try encoder.whole(trace[index], trace: count, index: index))
    }
    count += 1
    if block.count == tracesPerBlock * rows { try turnOut() }
  }

  /// Writes the rows and puts the file in its place.
  package mutating func finish(
    marks: [TraceMark], positions: [TracePosition]
  ) throws(RecordingError) -> RadarExportResult {
    try turnOut()
    try draft.append(Array(heading.utf8))
    for row in 0..<rows { try writeRow(row) }
    try draft.commit()
    var result = RadarExportResult()
    result.paths = [draft.path]
    if let note = encoder.note { result.notes.append(note) }
    let reading = Int64(RadarCSVParser.maximumCells)
    if count * Int64(rows) > reading {
      result.notes.append("it holds more than the \(reading) numbers that sapper reads from a CSV")
    }
    let left = [(marks.count, "marks"), (positions.count, "satellite positions")].filter {
      $0.0 > 0
    }
    result.notes += left.map { "CSV has no place for \($0.0) \($0.1)" }
    return result
  }

  private var heading: String {
    let description = line.description
    var options =
      "--dt-ps \(DecimalText.text(description.sampleIntervalFemtoseconds, places: 3))"
    if description.traceSpacingMicrometres > 0 {
      options += " --spacing-m \(DecimalText.text(description.traceSpacingMicrometres, places: 6))"
    }
    if description.centreFrequencyKilohertz > 0 {
      options += " --freq-mhz \(DecimalText.text(description.centreFrequencyKilohertz, places: 3))"
    }
    var lines = [
      "\(Self.marker): rows are \(rows) samples, columns are \(count) traces",
      "# from \(line.origin)", "# to read it: \(options)",
    ]
    if let zero = description.timeZeroSampleQ8 {
      lines.append("# time zero at sample \(DecimalText.text(Double(zero) / 256))")
    }
    if form.factor != 1 { lines.append("# samples are multiplied by \(form.factor)") }
    lines += line.treatment.map { "# \($0)" }
    return lines.map { $0.filter { !$0.isNewline } + "\n" }.joined()
  }

  /// Puts the block into the scratch file, row after row.
  private mutating func turnOut() throws(RecordingError) {
    guard rows > 0, !block.isEmpty else { return }
    let traces = block.count / rows
    var bytes: [UInt8] = []
    bytes.reserveCapacity(block.count * 4)
    for row in 0..<rows {
      for trace in 0..<traces {
        let word = UInt32(bitPattern: block[trace * rows + row])
        for place: UInt32 in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * place))) }
      }
    }
    try scratch.write(bytes.span, at: offset(block: blocks.count))
    blocks.append(traces)
    block.removeAll(keepingCapacity: true)
  }

  private func offset(block: Int) -> Int64 { Int64(block) * Int64(tracesPerBlock * rows * 4) }

  private mutating func writeRow(_ row: Int) throws(RecordingError) {
    var text: [UInt8] = []
    for (number, traces) in blocks.enumerated() {
      var bytes = [UInt8](repeating: 0, count: traces * 4)
      var span = bytes.mutableSpan
      let start = offset(block: number) + Int64(row * traces * 4)
      let got = try scratch.read(into: &span, at: start)
      guard got == bytes.count else {
        throw RecordingError(
          .unwritable, file: draft.path, field: "scratch file", found: "\(got) bytes of a row",
          expected: "\(bytes.count)", advice: "another disk for the output")
      }
      for trace in 0..<traces {
        if number > 0 || trace > 0 { text.append(UInt8(ascii: ",")) }
        let word = bytes.littleUInt32(at: trace * 4)
        text.append(contentsOf: String(Int32(bitPattern: word)).utf8)
      }
      try draft.append(text)
      text.removeAll(keepingCapacity: true)
    }
    try draft.append([UInt8(ascii: "\n")])
  }
}
