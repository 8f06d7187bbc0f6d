import DetectorCore

/// Figures of an instrument that a person gives, checked and noted.
enum InductionFigures {
  /// Longest time after switch-off, nanoseconds: what a description holds.
  static let longestGate: Int64 = 1_000_000_000

  /// Volts of a count, femtovolts.
  static let lsbRange: ClosedRange<Int64> = 1...1_000_000_000_000_000

  /// A pulse-induction instrument with as many gates as a frame has numbers.
  static func description(
    _ options: InductionOptions, gateCount: Int, notes: inout ReaderNotes
  ) throws(RecordingError) -> InductionDescription {
    try notes.require(
      !options.gates.isEmpty, field: "--gates-us", found: "none",
      expected: "start and end of \(gateCount) gates after switch-off, the earth-field gate last",
      advice: "--gates-us 10-20,20-40,…,900-990")
    try notes.require(
      options.gates.count == gateCount && gateCount <= InductionDescription.maximumGates,
      field: "--gates-us", found: "\(options.gates.count) gates",
      expected: "\(gateCount), as many as a frame has, and at most "
        + "\(InductionDescription.maximumGates)")
    try notes.require(
      lsbRange.contains(options.lsbFemtovolts), field: "--lsb-volt",
      found: options.lsbFemtovolts == 0 ? "none" : "\(volts(options.lsbFemtovolts))",
      expected: "volts at the coil for one count, 1e-15 to 1",
      advice: "--lsb-volt 1e-8, for 10 nV a count")
    var description = InductionDescription(lsbFemtovolts: options.lsbFemtovolts)
    for gate in options.gates {
      try notes.require(
        gate.startNanoseconds >= 0 && gate.startNanoseconds < gate.endNanoseconds
          && gate.endNanoseconds <= longestGate,
        field: "--gates-us", found: text(gate), expected: "a start before its end, within a second")
      description.append(gate)
    }
    description.pulseRateMillihertz = options.pulseRateMillihertz
    description.pulsesPerFrame = Int32(clamping: options.pulsesPerFrame)
    notes.fact("gates", options.gates.map(text).joined(separator: ", "), origin: "--gates-us")
    notes.fact("volts a count", "\(volts(options.lsbFemtovolts))", unit: "V", origin: "--lsb-volt")
    return description
  }

  /// As many frequencies as a frame has pairs; none where none are said.
  static func frequencies(
    _ options: InductionOptions, count: Int, notes: inout ReaderNotes
  ) throws(RecordingError) -> [Int64] {
    let given = options.frequenciesMillihertz
    try notes.require(
      count <= 16, field: "columns", found: "\(count) frequencies", expected: "at most 16")
    guard !given.isEmpty else {
      notes.warn(
        field: "--frequencies-hz", found: "none",
        assumed: "frequencies are not said; a classification needs them")
      return [Int64](repeating: 0, count: count)
    }
    try notes.require(
      given.count == count && given.allSatisfy { (1...1_000_000_000_000).contains($0) },
      field: "--frequencies-hz", found: "\(given.count) frequencies",
      expected: "\(count), one for each I and Q, each above 0 and at most 1 GHz")
    try requireRising(given, field: "--frequencies-hz", notes: notes)
    let text = given.map { DecimalText.text($0, places: 3) }.joined(separator: ", ")
    notes.fact("frequencies", text, unit: "Hz", origin: "--frequencies-hz")
    return given
  }

  /// The lowest frequency comes first, since it names the target.
  static func requireRising(
    _ frequencies: [Int64], field: String, notes: ReaderNotes
  ) throws(RecordingError) {
    for (first, second) in zip(frequencies, frequencies.dropFirst()) {
      try notes.require(
        first < second, field: field,
        found: "\(DecimalText.text(second, places: 3)) after \(DecimalText.text(first, places: 3))",
        expected: "frequencies in rising order, as their I and Q stand in a frame")
    }
  }

  private static func text(_ gate: InductionDescription.Gate) -> String {
    "\(DecimalText.text(gate.startNanoseconds, places: 3))-"
      + "\(DecimalText.text(gate.endNanoseconds, places: 3)) µs"
  }

  static func volts(_ femtovolts: Int64) -> Double { Double(femtovolts) / 1e15 }
}
