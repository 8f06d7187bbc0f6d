import DetectorCore

/// Everything that is settled while a WAV of a coil is opened.
enum WaveOpening {
  /// Frames a second at most, where nobody says it.
  static let usualRateHz: Int64 = 100
  /// Cycles of a carrier in a frame at least: fewer cannot be told from drift.
  static let fewestCycles = 4.0

  /// Opens a WAV.
  static func open(
    _ source: ByteSource, options: InductionOptions
  ) throws(RecordingError) -> CoilRecording {
    var notes = ReaderNotes(file: source.name)
    let header = try WaveHeader(source, notes: &notes)
    notes.fact("sample rate", "\(header.sampleRateHz)", unit: "Hz", origin: "fmt")
    notes.fact("sample type", "\(header.bits) bit PCM", origin: "fmt")
    notes.fact("channels", "\(header.channels)", origin: "fmt")
    notes.fact(
      "samples", header.sampleCount.map { "\($0)" } ?? "not known", origin: "size of data")
    let signal = try signal(options, notes: notes)
    if signal == .decay {
      return try decay(source, header: header, options: options, notes: notes)
    }
    return try carrier(source, header: header, signal: signal, options: options, notes: notes)
  }

  /// What the samples are: as a person says, or as the figures they give can only mean.
  private static func signal(
    _ options: InductionOptions, notes: ReaderNotes
  ) throws(RecordingError) -> InductionOptions.Signal {
    if let signal = options.signal { return signal }
    if options.pulseRateMillihertz > 0 && options.frequenciesMillihertz.isEmpty { return .decay }
    if !options.frequenciesMillihertz.isEmpty && options.pulseRateMillihertz == 0 {
      return .carrier
    }
    throw notes.refusal(
      field: "--signal", found: "none",
      expected: "carrier, reference or iq with --frequencies-hz, or decay with --pulse-rate-hz, "
        + "--gates-us and --lsb-volt", advice: "--frequencies-hz 8000, for a balance at 8 kHz")
  }

  private static func carrier(
    _ source: ByteSource, header: WaveHeader, signal: InductionOptions.Signal,
    options: InductionOptions, notes: ReaderNotes
  ) throws(RecordingError) -> CoilRecording {
    var notes = notes
    try notes.require(
      signal == .carrier || header.channels == 2, field: "channels (fmt)", found: "1",
      expected: signal == .iq ? "2: I and Q" : "2: the receive coil, and what is sent")
    try notes.require(
      !options.frequenciesMillihertz.isEmpty || signal == .iq, field: "--frequencies-hz",
      found: "none", expected: "the carriers", advice: "--frequencies-hz 8000")
    if signal == .carrier && header.channels == 2 {
      notes.warn(
        field: "channels (fmt)", found: "2", assumed: "the first is the coil, the second left aside"
      )
    }
    let frequencies = try InductionFigures.frequencies(
      options, count: signal == .iq ? 1 : options.frequenciesMillihertz.count, notes: &notes)
    let length = try frameLength(header, options: options, notes: &notes)
    if signal != .iq { try check(frequencies, header: header, length: length, notes: notes) }
    if signal == .carrier {
      notes.warn(
        field: "phase", found: "no reference of what is sent",
        assumed: "phases count from the first sample: they stand still only where transmitter and "
          + "recorder share a clock; --signal reference takes it from the second channel")
    }
    noteScale(&notes)
    let rate = header.sampleRateHz * 1_000_000 / length
    return CoilRecording(
      formatName: "WAV", source: source,
      shape: InductionShape(
        sensor: .inductionBalance(frequenciesMillihertz: frequencies), rateMicrohertz: rate),
      notes: notes,
      reader: WaveCarrierReader(
        source, header: header, signal: signal, frequenciesMillihertz: frequencies,
        length: length))
  }

  private static func decay(
    _ source: ByteSource, header: WaveHeader, options: InductionOptions, notes: ReaderNotes
  ) throws(RecordingError) -> CoilRecording {
    var notes = notes
    var options = options
    let rate = options.pulseRateMillihertz
    try notes.require(
      rate > 0 && rate <= header.sampleRateHz * 1_000 / 8, field: "--pulse-rate-hz",
      found: rate == 0 ? "none" : DecimalText.text(rate, places: 3),
      expected: "pulses a second, at most an eighth of the sample rate")
    if options.pulsesPerFrame == 0 {
      options.pulsesPerFrame = Int(max(1, (rate + 50_000) / (usualRateHz * 1_000)))
    }
    try notes.require(
      (1...1_000_000).contains(options.pulsesPerFrame), field: "--pulses-per-frame",
      found: "\(options.pulsesPerFrame)", expected: "1 to 1000000")
    if case .level(let permille, let channel, _) = options.trigger {
      try notes.require(
        (-999...999).contains(permille) && channel >= 0 && channel < header.channels,
        field: "--trigger-level", found: "\(permille) thousandths in channel \(channel)",
        expected: "a level within full scale in a channel that is there")
    }
    // Volts of a count of the file become volts of a count of full scale / 2^27.
    var scaled = options
    let shift = 27 - (header.bits - 1)
    scaled.lsbFemtovolts =
      shift >= 0
      ? (options.lsbFemtovolts + (1 << shift) / 2) >> Int64(shift)
      : options.lsbFemtovolts << Int64(-shift)
    try notes.require(
      options.lsbFemtovolts == 0 || scaled.lsbFemtovolts > 0, field: "--lsb-volt",
      found: "\(InductionFigures.volts(options.lsbFemtovolts))",
      expected: "at least \(InductionFigures.volts(1 << Int64(max(shift, 0)))) V for a count")
    let description = try InductionFigures.description(
      scaled, gateCount: max(options.gates.count, 1), notes: &notes)
    try check(options.gates, header: header, rate: rate, notes: notes)
    noteScale(&notes)
    notes.fact("pulses in a frame", "\(options.pulsesPerFrame)", origin: "--pulses-per-frame")
    return CoilRecording(
      formatName: "WAV", source: source,
      shape: InductionShape(
        sensor: .pulseInduction(description),
        rateMicrohertz: rate * 1_000 / Int64(options.pulsesPerFrame)),
      notes: notes,
      reader: WaveDecayReader(
        source, header: header, options: options, pulsesPerFrame: options.pulsesPerFrame))
  }

  /// Samples of a frame, a whole number of them.
  private static func frameLength(
    _ header: WaveHeader, options: InductionOptions, notes: inout ReaderNotes
  ) throws(RecordingError) -> Int64 {
    let rate = header.sampleRateHz
    guard options.rateMicrohertz > 0 else {
      let frames = usualRate(rate)
      notes.fact("frames a second", "\(frames)", origin: "assumed; --frames-hz gives it")
      return rate / frames
    }
    let (length, rest) = (rate * 1_000_000).quotientAndRemainder(
      dividingBy: options.rateMicrohertz)
    try notes.require(
      rest == 0 && length >= 8 && length <= 1 << 20, field: "--frames-hz",
      found: DecimalText.text(options.rateMicrohertz, places: 6),
      expected: "a rate that \(rate) samples a second are a whole multiple of, 8 to 1048576 times",
      advice: "--frames-hz \(usualRate(rate))")
    notes.fact(
      "frames a second", DecimalText.text(options.rateMicrohertz, places: 6), origin: "--frames-hz")
    return length
  }

  /// The highest rate up to the usual one that divides the sample rate.
  private static func usualRate(_ sampleRateHz: Int64) -> Int64 {
    var rate = usualRateHz
    while sampleRateHz % rate != 0 { rate -= 1 }
    return rate
  }

  private static func check(
    _ frequencies: [Int64], header: WaveHeader, length: Int64, notes: ReaderNotes
  ) throws(RecordingError) {
    for frequency in frequencies {
      let hertz = Double(frequency) / 1_000
      let least = fewestCycles * Double(header.sampleRateHz) / Double(length)
      try notes.require(
        hertz < Double(header.sampleRateHz) / 2 && hertz >= least, field: "--frequencies-hz",
        found: DecimalText.text(frequency, places: 3),
        expected:
          "\(DecimalText.text(least)) Hz (\(Int(fewestCycles)) cycles in a frame) to half the "
          + "sample rate of \(header.sampleRateHz) Hz", advice: "a lower --frames-hz")
    }
  }

  private static func check(
    _ gates: [InductionDescription.Gate], header: WaveHeader, rate: Int64, notes: ReaderNotes
  ) throws(RecordingError) {
    let period = 1_000_000_000_000 / rate
    for gate in gates {
      let length = gate.endNanoseconds - gate.startNanoseconds
      let samples = Double(length) * Double(header.sampleRateHz) / 1e9
      try notes.require(
        samples >= 1, field: "--gates-us",
        found: "a gate of \(DecimalText.text(length, places: 3)) µs",
        expected: "at least \(DecimalText.text(1e6 / Double(header.sampleRateHz))) µs, one sample",
        advice: "wider gates, or a recorder with a higher rate")
      try notes.require(
        gate.endNanoseconds < period, field: "--gates-us",
        found: "a gate that ends at \(DecimalText.text(gate.endNanoseconds, places: 3)) µs",
        expected: "an end before the next pulse at \(DecimalText.text(period, places: 3)) µs")
    }
  }

  private static func noteScale(_ notes: inout ReaderNotes) {
    notes.fact("scale", "full scale is 2^27 counts", origin: "the same for every sample type")
  }
}

extension InductionFormat {
  /// A recorded receive signal.
  public static let wav = InductionFormat(
    name: "wav", title: "WAV of a receive coil", endings: ["wav"],
    recognises: { WaveHeader.isPlausible($0) },
    open: { source, options throws(RecordingError) in
      try WaveOpening.open(source, options: options)
    })
}
