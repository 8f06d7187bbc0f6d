import DetectorCore

/// Everything that is settled while a DZT file is opened, from its bytes down to its description.
struct DZTOpening {
  private(set) var notes: ReaderNotes
  private(set) var shape: DZTShape
  private(set) var traceCount: Int64?
  private(set) var channel = 0
  private(set) var survey: DZTScanSurvey
  private(set) var description: RadarDescription
  private(set) var positions: [TracePosition] = []
  private(set) var marks: [TraceMark] = []

  init(
    source: ByteSource, options: RadarFileOptions, sides: DZTSideFiles
  ) throws(RecordingError) {
    try options.validate(file: source.name)
    var notes = ReaderNotes(file: source.name)
    let headers = try Self.readHeaders(source, notes: notes)
    let first = headers[0]
    let shape = try DZTShape(header: first, notes: &notes)
    var traceCount: Int64?
    if let byteCount = source.byteCount {
      traceCount = try shape.traceCount(byteCount: byteCount, notes: &notes)
    }
    let survey = try DZTScanSurvey(source: source, shape: shape, traceCount: traceCount)
    try DZTShapeCheck(source: source, shape: shape)
      .judge(survey, traceCount: traceCount, notes: &notes)
    let channel = try Self.choose(options.channel, headers: headers, notes: &notes)
    let header = Self.header(of: channel, in: headers)
    let look = try Self.look(
      source, shape: shape, channel: channel, scans: survey.scans, notes: &notes)
    let timing = try DZTTiming(
      header: header, samples: shape.samples, look: look, options: options, notes: &notes)
    self.notes = notes
    self.shape = shape
    self.traceCount = traceCount
    self.channel = channel
    self.survey = survey
    description = RadarDescription(
      samplesPerTrace: Int32(shape.samples),
      sampleIntervalFemtoseconds: timing.intervalFemtoseconds)
    let spaced = try takeSides(sides)
    let spacing = try DZTSpacing(
      evidence: DZTSpacing.Evidence(
        headers: headers, survey: survey, sideFileMicrometres: spaced, traceCount: traceCount,
        positions: positions), options: options, notes: &self.notes)
    describe(header: header, timing: timing, spacing: spacing)
    judgeRest(header: first)
    DZTFacts(header: header, shape: shape, timing: timing, spacing: spacing)
      .add(traceCount: traceCount, channel: channel, marks: marks.count, to: &self.notes)
  }

  private static func readHeaders(
    _ source: ByteSource, notes: ReaderNotes
  ) throws(RecordingError) -> [DZTHeader] {
    let bytes = try source.bytes(at: 0, count: DZTHeader.byteCount)
    try notes.require(
      bytes.count == DZTHeader.byteCount, field: "header", found: "\(bytes.count) bytes",
      expected: "\(DZTHeader.byteCount)", advice: "a whole copy of the file")
    let first = DZTHeader(bytes)
    let channels = min(DZTShape.maximumChannels, max(1, Int(first.channels)))
    let rest = try source.bytes(at: 0, count: channels * DZTHeader.byteCount)
    return (0..<rest.count / DZTHeader.byteCount).map {
      DZTHeader(rest, at: $0 * DZTHeader.byteCount)
    }
  }

  private static func choose(
    _ wanted: Int?, headers: [DZTHeader], notes: inout ReaderNotes
  ) throws(RecordingError) -> Int {
    let count = headers.count
    let channel = wanted ?? 0
    try notes.require(
      (0..<count).contains(channel), field: "channel", found: "\(channel)",
      expected: count == 1 ? "0, the only channel" : "0 to \(count - 1)",
      advice: "another --channel")
    for (other, header) in headers.enumerated().dropFirst()
    where header.samples != headers[0].samples && (header.samples | header.bits) != 0 {
      notes.warn(
        field: "channels (byte 52)",
        found: "\(count), where the header of channel \(other) says \(header.samples) samples of "
          + "\(header.bits) bits",
        assumed: "the header of channel 0 stands for it")
    }
    if wanted == nil && count > 1 {
      let others = (1..<count).map { other in
        headers[other].antenna.isEmpty ? "\(other)" : "\(other) (\(headers[other].antenna))"
      }
      notes.warn(
        field: "channels (byte 52)", found: "\(count)",
        assumed: "channel 0 is read; --channel gives the others: "
          + others.joined(separator: ", "))
    }
    return channel
  }

  /// The block of a channel, or that of channel 0 where an instrument left it blank.
  private static func header(of channel: Int, in headers: [DZTHeader]) -> DZTHeader {
    let own = headers[channel]
    let isFilled = own.samples == headers[0].samples && own.bits == headers[0].bits
    return isFilled ? own : headers[0]
  }

  /// Looks at the signal of the first traces.
  private static func look(
    _ source: ByteSource, shape: DZTShape, channel: Int, scans: Int64, notes: inout ReaderNotes
  ) throws(RecordingError) -> RadarFirstLook {
    let length = shape.samples * shape.width
    var traces: [[Int32]] = []
    for scan in 0..<min(scans, Int64(RadarFirstLook.traceCount)) {
      let bytes = try source.bytes(at: shape.offset(scan: scan, channel: channel), count: length)
      guard bytes.count == length else { break }
      var trace = [Int32](repeating: 0, count: shape.samples)
      var span = trace.mutableSpan
      _ = DZTSamples.decode(
        bytes.span, at: 0, samples: shape.samples, width: shape.width, into: &span, at: 0)
      traces.append(trace)
    }
    let signed = traces.filter { DZTSamples.looksSigned($0, width: shape.width) }.count
    if signed * 2 > traces.count {
      notes.warn(
        field: "bits (byte 6)",
        found: "\(shape.width * 8)-bit words that make a smoother signal as signed numbers",
        assumed: "they are unsigned, as the format says; look at an A-scan")
    }
    return RadarFirstLook(traces: traces, leading: DZTSamples.leading)
  }

  /// Reads the side files; gives the micrometres a scan that they say.
  private mutating func takeSides(_ sides: DZTSideFiles) throws(RecordingError) -> Int64 {
    if let dzg = sides.dzg {
      positions = try DZGReader(dzg, traceCount: traceCount, notes: &notes).positions
    }
    if survey.hasTrustedMarks && traceCount != nil {
      marks = survey.markedScans.map { TraceMark(trace: $0, label: "") }
    }
    guard let dzx = sides.dzx else { return 0 }
    let reader = try DZXReader(dzx, traceCount: traceCount, notes: &notes)
    marks += reader.marks
    marks.sort { $0.trace < $1.trace }
    return reader.spacingMicrometres
  }

  private mutating func describe(header: DZTHeader, timing: DZTTiming, spacing: DZTSpacing) {
    let rails = DZTSamples.rails(width: shape.width)
    description.traceSpacingMicrometres = spacing.micrometres
    let rate = header.scansPerSecond
    if rate.isFinite && rate > 0 && rate < 1e6 {
      description.traceRateMillihertz = Int64((Double(rate) * 1_000).rounded())
    }
    description.centreFrequencyKilohertz = timing.centreFrequencyKilohertz
    description.timeZeroSampleQ8 = timing.timeZeroSampleQ8
    description.permittivityHundredths = timing.permittivityHundredths
    description.railLow = rails.low
    description.railHigh = rails.high
    description.leadingNonSignalSamples = Int32(DZTSamples.leading)
  }

  /// What has no influence on the traces but shows that a header is damaged.
  private mutating func judgeRest(header: DZTHeader) {
    for area in header.areas where area.size > 0 {
      if area.offset + area.size > Int(shape.dataStart) || area.offset < 128 {
        notes.warn(
          field: "\(area.name) (header)",
          found: "\(area.size) bytes at \(area.offset), outside the header",
          assumed: "it is not needed")
      }
    }
    for (name, word) in [
      ("created (byte 32)", header.created), ("modified (byte 36)", header.modified),
    ] {
      let date = DZTDate(word)
      if !date.isAbsent && !date.isValid {
        notes.warn(field: name, found: "\(date), no date", assumed: "it is not needed")
      }
    }
    let rate = header.scansPerSecond
    if !rate.isFinite || rate < 0 || rate >= 1e6 {
      notes.warn(
        field: "scans per second (byte 10)", found: "\(rate)", assumed: "it counts as not said")
    }
    let isMidScale = (header.zero == 0x80 || header.zero == 0x8000) && header.bits < 32
    if isMidScale && Int(header.zero) != 1 << (Int(header.bits) - 1) {
      notes.warn(
        field: "zero (byte 8)", found: "\(header.zero), mid-scale of another width",
        assumed: "\(header.bits) bits have their zero at \(1 << (Int(header.bits) - 1))")
    }
  }
}
