import DetectorCore

/// Frames of an induction balance out of the NDJSON that metal-detector-studio records.
///
/// One JSON object a line; `type` says what it is. `meta` comes first, `feature` lines are the frames:
/// their number (`seq`), time (`t`, seconds) and I and Q of every harmonic. Everything else is passed
/// over and counted.
struct StudioReader: CoilFrameReader {
  /// Bytes of a line at most.
  static let lineLimit = 1_048_576

  private(set) var lateWarnings: [RecordingWarning] = []
  private(set) var hasTail = false
  private let source: ByteSource
  private let harmonics: [String]
  private let factor: Double
  private var lines: StudioLines
  private var pending: [StudioFeature]
  private var pendingPlace = 0
  private var last: StudioFeature?
  private var firstNumber: Int64 = 0

  /// Opens a recording.
  static func open(
    _ source: ByteSource, options: InductionOptions
  ) throws(RecordingError) -> CoilRecording {
    var notes = ReaderNotes(file: source.name)
    var lines = StudioLines(source)
    var pending: [StudioFeature] = []
    while pending.count < FrameClock.lookCount, let feature = try lines.next() {
      pending.append(feature)
    }
    try notes.require(
      !pending.isEmpty, field: "lines", found: "\(lines.number) without a feature",
      expected: "at least one line of type \"feature\"",
      advice: "a recording of a detector that was connected")
    let names = try harmonics(lines.profile, first: pending[0], notes: notes)
    let rate = try rate(pending, options: options, notes: &notes)
    notes.fact(
      "frames a second", DecimalText.text(rate, places: 6), unit: "Hz",
      origin: options.rateMicrohertz > 0 ? "--frames-hz" : "seq and t")
    notes.fact("harmonics", names.joined(separator: ", "), origin: "harmonics")
    let frequencies = try frequencies(lines.profile, names, options: options, notes: &notes)
    let shift = shift(for: pending, names)
    notes.fact("scale", "2^\(shift)", origin: "numbers of the first \(pending.count) frames")
    if shift > 0 {
      notes.warn(
        field: "i and q", found: "numbers that are not whole",
        assumed: "all are multiplied by 2^\(shift) and rounded")
    }
    let passed = lines.passed.sorted { $0.key < $1.key }
    for each in passed {
      notes.fact(
        "left aside", "\(each.value) of type \(each.key)", origin: "the first \(lines.number) lines"
      )
    }
    let reader = StudioReader(
      source: source, harmonics: names,
      factor: Double(sign: .plus, exponent: shift, significand: 1), lines: lines,
      pending: pending)
    return CoilRecording(
      formatName: "metal-detector-studio", source: source,
      shape: InductionShape(
        sensor: .inductionBalance(frequenciesMillihertz: frequencies), rateMicrohertz: rate),
      notes: notes, reader: reader)
  }

  private init(
    source: ByteSource, harmonics: [String], factor: Double, lines: StudioLines,
    pending: [StudioFeature]
  ) {
    self.source = source
    self.harmonics = harmonics
    self.factor = factor
    self.lines = lines
    self.pending = pending
  }

  mutating func next() throws(RecordingError) -> CoilFrame? {
    let feature: StudioFeature
    if pendingPlace < pending.count {
      feature = pending[pendingPlace]
      pendingPlace += 1
      if pendingPlace == pending.count { (pending, pendingPlace) = ([], 0) }
    } else {
      guard let read = try lines.next() else {
        hasTail = lines.wasCut
        return nil
      }
      feature = read
    }
    try Self.check(feature, after: last, file: source.name)
    if last == nil { firstNumber = feature.number }
    last = feature
    var frame = CoilFrame(values: [], sequence: feature.number - firstNumber)
    for name in harmonics {
      guard let vector = feature.harmonics[name] else {
        throw RecordingError(
          .refused, file: source.name, field: "line \(feature.line), harmonics \(name)",
          found: "nothing", expected: "i and q, as in the frames before")
      }
      for part in [vector.i, vector.q] {
        let value = (part * factor).rounded(.toNearestOrAwayFromZero)
        frame.values.append(Int32(max(-2_147_483_648, min(2_147_483_647, value))))
        if abs(value) >= 2_147_483_647 { frame.isClipped = true }
      }
    }
    return frame
  }

  mutating func restart() throws(RecordingError) {
    lines = StudioLines(source)
    (pending, pendingPlace, last, hasTail, lateWarnings) = ([], 0, nil, false, [])
  }

  private static func check(
    _ feature: StudioFeature, after last: StudioFeature?, file: String
  ) throws(RecordingError) {
    guard let last else { return }
    guard feature.number > last.number,
      feature.number - last.number <= FrameClock.maximumStep
    else {
      throw RecordingError(
        .refused, file: file, field: "line \(feature.line), seq",
        found: "\(feature.number) after \(last.number)", expected: "a greater number",
        advice: "cutting the file where the detector was connected again")
    }
    guard feature.timeNanoseconds >= last.timeNanoseconds else {
      throw RecordingError(
        .refused, file: file, field: "line \(feature.line), t",
        found: "\(DecimalText.text(feature.timeNanoseconds, places: 9)) s after "
          + "\(DecimalText.text(last.timeNanoseconds, places: 9)) s",
        expected: "a time that does not run backwards",
        advice: "cutting the file where the detector was connected again")
    }
  }

  /// Names of the harmonics: in the order of the profile, else in their own.
  private static func harmonics(
    _ profile: [StudioHarmonic], first: StudioFeature, notes: ReaderNotes
  ) throws(RecordingError) -> [String] {
    let named = profile.map(\.name).filter { first.harmonics[$0] != nil }
    let names = named.isEmpty ? first.harmonics.keys.sorted() : named
    try notes.require(
      (1...16).contains(names.count), field: "line \(first.line), harmonics",
      found: "\(names.count)", expected: "1 to 16")
    return names
  }

  private static func rate(
    _ features: [StudioFeature], options: InductionOptions, notes: inout ReaderNotes
  ) throws(RecordingError) -> Int64 {
    var last: StudioFeature?
    for feature in features {
      try check(feature, after: last, file: notes.file)
      last = feature
    }
    if options.rateMicrohertz > 0 { return options.rateMicrohertz }
    let time = (last?.timeNanoseconds ?? 0) - features[0].timeNanoseconds
    let frames = (last?.number ?? 0) - features[0].number
    let rate = time > 0 ? (Double(frames) * 1e15 / Double(time)).rounded() : 0
    try notes.require(
      rate >= 1 && rate <= 1e15, field: "t", found: "times that make no rate",
      expected: "seconds that go on from frame to frame", advice: "--frames-hz")
    let steps = zip(features, features.dropFirst()).map { earlier, later in
      Double(later.timeNanoseconds - earlier.timeNanoseconds)
        / Double(later.number - earlier.number)
    }.sorted()
    let middle = steps[steps.count / 2] * rate / 1e15
    if !(0.9...1.1).contains(middle) {
      notes.warn(
        field: "t", found: "times that do not go on evenly",
        assumed:
          "\(DecimalText.text(Int64(rate), places: 6)) frames a second, from the first and the "
          + "last; --frames-hz gives the rate, if it is known")
    }
    return Int64(rate)
  }

  private static func frequencies(
    _ profile: [StudioHarmonic], _ names: [String], options: InductionOptions,
    notes: inout ReaderNotes
  ) throws(RecordingError) -> [Int64] {
    let said = names.compactMap { name in
      profile.first { $0.name == name }?.frequencyMillihertz
    }
    guard options.frequenciesMillihertz.isEmpty, said.count == names.count else {
      return try InductionFigures.frequencies(options, count: names.count, notes: &notes)
    }
    try InductionFigures.requireRising(said, field: "profile", notes: notes)
    let text = said.map { DecimalText.text($0, places: 3) }.joined(separator: ", ")
    notes.fact("frequencies", text, unit: "Hz", origin: "profile")
    return said
  }

  /// The power of two that keeps what was seen within 2^26; 0 where all are whole.
  private static func shift(for features: [StudioFeature], _ names: [String]) -> Int {
    var largest = 0.0
    var isWhole = true
    for feature in features {
      for name in names {
        guard let vector = feature.harmonics[name] else { continue }
        largest = max(largest, abs(vector.i), abs(vector.q))
        if vector.i.rounded() != vector.i || vector.q.rounded() != vector.q { isWhole = false }
      }
    }
    guard !isWhole, largest > 0 else { return 0 }
    return max(0, min(26 - Int(largest.exponent) - 1, 60))
  }
}

extension InductionFormat {
  /// NDJSON of metal-detector-studio.
  public static let ndjson = InductionFormat(
    name: "ndjson", title: "NDJSON of metal-detector-studio", endings: ["ndjson", "jsonl"],
    recognises: { StudioLines.isPlausible($0) },
    open: { source, options throws(RecordingError) in
      try StudioReader.open(source, options: options)
    })
}
