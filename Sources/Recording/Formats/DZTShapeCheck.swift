/// Proves a shape by the scan counter, or finds the shape that the counter does fit.
package struct DZTShapeCheck {
  /// Bytes of the file that are searched for a counter when the header's shape shows none.
  package static let searchByteCount = 524_288
  /// Counts in a row that make a chain; an 8-bit counter needs twice as many.
  package static let chainCount = 6

  private let source: ByteSource
  private let shape: DZTShape

  /// Makes a check of one shape.
  package init(source: ByteSource, shape: DZTShape) {
    self.source = source
    self.shape = shape
  }

  /// Refuses a shape that the data contradict, and warns of one that nothing confirms.
  package func judge(
    _ survey: DZTScanSurvey, traceCount: Int64?, notes: inout ReaderNotes
  ) throws(RecordingError) {
    if survey.verdict == .counting {
      try judgeStart(survey, notes: notes)
      noteGaps(survey, notes: &notes)
      return
    }
    if let fitting = try search() { throw refusal(fitting, notes: notes) }
    if survey.verdict == .tooFew && survey.scans > 1 {
      noteGaps(survey, notes: &notes)
      return
    }
    let alike = try neighboursAreAlike()
    notes.warn(
      field: "scan counter (sample 0)",
      found: "none that runs on over \(survey.scans) scans"
        + (alike ? "" : ", and neighbouring scans are not alike at this length"),
      assumed: "nothing confirms the header's shape (\(shape.text)); look at the picture")
  }

  /// Refuses a data start that skips scans: those before it would count on to the first one read.
  private func judgeStart(
    _ survey: DZTScanSurvey, notes: ReaderNotes
  ) throws(RecordingError) {
    let earlier = shape.dataStart - Int64(shape.scanByteCount)
    guard earlier >= Int64(DZTHeader.byteCount), survey.firstCounter > 0,
      !source.isStream
    else { return }
    let length = shape.samples * shape.width
    let before = try source.bytes(at: earlier, count: length)
    let first = try source.bytes(at: shape.dataStart, count: length)
    let second = try source.bytes(at: shape.offset(scan: 1), count: length)
    guard before.count == length, second.count == length,
      before.littleWord(at: 0, width: shape.width) == survey.firstCounter - 1
    else { return }
    let signals = [before, first, second].map { bytes in
      Self.words(bytes, width: shape.width)[DZTSamples.leading...]
    }
    let isScan =
      Self.difference(signals[0], signals[1])
      <= 4 * Self.difference(signals[1], signals[2]) + 1
    guard isScan, signals[0].contains(where: { $0 != signals[0].first }) else { return }
    throw notes.refusal(
      field: "data (byte 2)",
      found: "a data start at byte \(shape.dataStart), with scan counter \(survey.firstCounter)",
      expected: "the first scan there; the \(shape.scanByteCount) bytes before hold scan counter "
        + "\(survey.firstCounter - 1)",
      advice: "mending byte 2 of the header")
  }

  private func noteGaps(_ survey: DZTScanSurvey, notes: inout ReaderNotes) {
    if survey.firstCounter > 1 {
      notes.warn(
        field: "scan counter (sample 0)", found: "a first count of \(survey.firstCounter)",
        assumed: "scans before it were cut off; the first one read is trace 0")
    }
    guard survey.missing > 0, let gap = survey.firstGap else { return }
    notes.warn(
      field: "scan counter (sample 0)",
      found:
        "\(survey.missing) scans missing in the first \(survey.scans), first after trace \(gap)",
      assumed: "they are gaps")
  }

  private func refusal(_ fitting: DZTShape, notes: ReaderNotes) -> RecordingError {
    var fields: [String] = []
    if fitting.samples != shape.samples { fields.append("samples per scan (byte 4)") }
    if fitting.width != shape.width { fields.append("bits (byte 6)") }
    if fitting.channels != shape.channels { fields.append("channels (byte 52)") }
    if fitting.dataStart != shape.dataStart { fields.append("data (byte 2)") }
    return notes.refusal(
      field: fields.joined(separator: ", "), found: shape.text,
      expected: "what the scan counter fits: \(fitting.text)",
      advice: "mending the header, or a fresh copy of the file")
  }

  /// The shape whose scans count up, if the start of the file holds one.
  ///
  /// A count at one distance fits several shapes, for its low byte counts too and a scan may be split
  /// into channels. The one with the fewest changes to the header is taken, and among equals the one
  /// whose samples agree best with their neighbours.
  package func search() throws(RecordingError) -> DZTShape? {
    let limit = source.isStream ? Int(DZTScanSurvey.streamByteCount) / 4 : Self.searchByteCount
    let bytes = try source.bytes(at: 0, count: limit)
    var starts = [Int(shape.dataStart)]
    for start in [1, 2, 3, 4, shape.channels, 128].map({ $0 * DZTHeader.byteCount })
    where !starts.contains(start) { starts.append(start) }
    for start in starts {
      let fitting = [1, 2, 4].flatMap { width in
        Self.countingStride(bytes, from: start, width: width)
          .map { proposals(bytes, start: start, width: width, stride: $0) } ?? []
      }
      let ranked = fitting.map { ($0, cost: changes($0), likeness: Self.likeness(bytes, $0)) }
      let best = ranked.min { ($0.cost, -$0.likeness) < ($1.cost, -$1.likeness) }
      if let best { return best.0 }
    }
    return nil
  }

  /// The ways to split a counting distance into samples and channels, none of them the header's own.
  private func proposals(
    _ bytes: [UInt8], start: Int, width: Int, stride: Int
  ) -> [DZTShape] {
    let total = stride / width
    var counts = [1]
    if total % shape.channels == 0 { counts.append(shape.channels) }
    if total % shape.samples == 0 { counts.append(total / shape.samples) }
    return counts.compactMap { channels in
      let samples = total / channels
      guard (DZTShape.minimumSamples...DZTShape.maximumSamples).contains(samples),
        channels <= DZTShape.maximumChannels
      else { return nil }
      var first = start
      let ruled = channels * DZTHeader.byteCount
      if startFollowsHeader, ruled < start,
        Self.countingStride(bytes, from: ruled, width: width) == stride
      {
        first = ruled
      }
      let fitting = DZTShape(
        dataStart: Int64(first), samples: samples, width: width, channels: channels)
      return fitting == shape ? nil : fitting
    }
  }

  /// Whether the data word is the one that puts the data behind the header blocks.
  private var startFollowsHeader: Bool {
    shape.dataStart == Int64(shape.channels * DZTHeader.byteCount)
  }

  /// Header fields that would have to change.
  private func changes(_ other: DZTShape) -> Int {
    var count = 0
    if other.samples != shape.samples { count += 1 }
    if other.width != shape.width { count += 1 }
    if other.channels != shape.channels { count += 1 }
    let ruled = startFollowsHeader ? Int64(other.channels * DZTHeader.byteCount) : shape.dataStart
    if other.dataStart != ruled { count += 1 }
    return count
  }

  /// How well neighbouring samples agree over the first scans of a shape.
  private static func likeness(_ bytes: [UInt8], _ shape: DZTShape) -> Double {
    let length = shape.samples * shape.width
    var traces: [[Int32]] = []
    for scan in 0..<Int64(8) {
      let base = Int(shape.offset(scan: scan))
      guard base + length <= bytes.count else { break }
      var trace = [Int32](repeating: 0, count: shape.samples)
      var span = trace.mutableSpan
      _ = DZTSamples.decode(
        bytes.span, at: base, samples: shape.samples, width: shape.width, into: &span, at: 0)
      traces.append(trace)
    }
    return RadarFirstLook(traces: traces, leading: DZTSamples.leading).likeness.lag1
  }

  /// The least distance at which words from `start` on count up by one.
  private static func countingStride(_ bytes: [UInt8], from start: Int, width: Int) -> Int? {
    guard start + width <= bytes.count else { return nil }
    let counter = DZTCounter(width: width)
    let needed = width == 1 ? 2 * chainCount : chainCount
    let first = bytes.littleWord(at: start, width: width)
    let longest = (bytes.count - start - width) / (needed - 1)
    let shortest = DZTShape.minimumSamples * width
    guard longest >= shortest else { return nil }
    let nextLowByte = UInt8(truncatingIfNeeded: first &+ 1)
    for stride in Swift.stride(from: shortest, through: longest, by: width)
    where bytes[start + stride] == nextLowByte {
      var previous = first
      var counted = 1
      while counted < needed {
        let value = bytes.littleWord(at: start + counted * stride, width: width)
        guard counter.step(from: previous, to: value) == 1 else { break }
        previous = value
        counted += 1
      }
      if counted == needed { return stride }
    }
    return nil
  }

  /// Whether samples one scan apart agree better than samples a few more or fewer apart.
  private func neighboursAreAlike() throws(RecordingError) -> Bool {
    let lag = shape.samples * shape.channels
    let bytes = try source.bytes(
      at: shape.dataStart, count: min(DZTShapeCheck.searchByteCount / 4, 32 * lag * shape.width))
    let words = Self.words(bytes, width: shape.width)
    func difference(_ lag: Int) -> Double {
      guard words.count > lag else { return .infinity }
      return Self.difference(words[lag...], words[..<(words.count - lag)])
    }
    // A scan is longer than 13 samples, so that every one of these lies ahead.
    let others = [-13, -7, 7, 13].map { difference(lag + $0) }
    return difference(lag) <= 0.7 * (others.min() ?? 0)
  }

  /// The words of `bytes` as signed numbers about mid-scale.
  private static func words(_ bytes: [UInt8], width: Int) -> [Int64] {
    stride(from: 0, to: bytes.count - width + 1, by: width).map { offset in
      let word = bytes.littleWord(at: offset, width: width)
      return width == 4 ? Int64(Int32(bitPattern: word)) : Int64(word)
    }
  }

  /// Mean distance between numbers that stand at the same place of two slices.
  private static func difference(_ left: ArraySlice<Int64>, _ right: ArraySlice<Int64>) -> Double {
    var sum = 0.0
    for (one, other) in zip(left, right) { sum += Double((one - other).magnitude) }
    return sum / Double(max(1, left.count))
  }
}
