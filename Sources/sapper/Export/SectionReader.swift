import DetectorCore
import Recording

/// The section of a recording as the chain detects on it: aligned, averaged, without drift and
/// background, one trace a step.
struct SectionReader {
  /// What the chain was derived to do.
  let settings: RadarSettings
  /// Where traces went: from their index in the recording to steps.
  private(set) var steps = TracePlaces()
  /// Bits that samples have more than the recording's counts.
  private(set) var scale: Int32 = 0
  /// How often the ground bounce was found anew, or the counts' scale changed with it.
  private(set) var reacquisitions = 0
  /// Where the chain looked first.
  private(set) var geometry: RadarGeometry?
  private var rows: Int64 = 0
  private var row: [Int32]

  /// Begins.
  init(settings: RadarSettings) {
    self.settings = settings
    row = [Int32](repeating: 0, count: settings.samplesPerStep)
  }

  /// What the section says of itself; `isSpaced` where the recording or a person says the spacing.
  var description: RadarDescription {
    var section = RadarDescription(
      samplesPerTrace: Int32(settings.samplesPerStep),
      sampleIntervalFemtoseconds: settings.stepIntervalFemtoseconds)
    let spacing = settings.traceSpacingMicrometres
    if spacing.origin != .assumed {
      section.traceSpacingMicrometres = spacing.value * Int64(settings.stack)
    }
    section.traceRateMillihertz =
      settings.description.traceRateMillihertz / Int64(settings.stack)
    section.centreFrequencyKilohertz = settings.centreFrequencyKilohertz.value
    section.antennaSeparationMicrometres = settings.description.antennaSeparationMicrometres
    section.timeZeroSampleQ8 = geometry.map { Int32(clamping: $0.timeZeroQ8) }
    return section
  }

  /// What was done to the samples, in words.
  var treatment: [String] {
    let metres = Text.trimmed(
      Int64(settings.backgroundSteps) * settings.stepMicrometres, decimals: 6)
    let isAligned = settings.configuration.alignment != 0
    let sense = scale < 0 ? "1/\(1 << -scale)" : "\(1 << scale)"
    return [
      "processed: \(isAligned ? "ground bounce aligned, " : "")dewow, background of \(metres) m removed",
      "averaged: \(Text.count(Int64(settings.stack), "trace")), "
        + Text.count(Int64(settings.decimation), "sample"),
      "1 count of the recording is \(sense) here",
    ]
  }

  /// Runs the recording through the chain and gives each of its steps to `take`.
  mutating func run(
    _ source: inout any RadarFile,
    _ take: (borrowing SectionReader, Span<Int32>, BlockHeader) throws(RecordingError) -> Void
  ) throws(RecordingError) {
    var chain = RadarChains.chain(for: settings)
    var traces = source.stream
    var storage = [Int32](
      repeating: 0, count: Int(settings.description.samplesPerTrace))
    // A block of one trace: the chain is looked at after each.
    var block = storage.mutableSpan
    var sink = NoSink()
    var closed: Int64?
    var goesOn = true
    while goesOn {
      do throws(RunFailure<RecordingError, RecordingError>) {
        goesOn = try DetectorCore.step(&traces, &chain, &sink, block: &block) { input, _ in
          if case .samples(let one) = input { steps.note(from: one.index, to: one.sequence) }
        }
      } catch {
        throw error.error
      }
      try give(&chain, closed: &closed, take)
    }
  }

  private mutating func give(
    _ chain: inout any RadarChain, closed: inout Int64?,
    _ take: (borrowing SectionReader, Span<Int32>, BlockHeader) throws(RecordingError) -> Void
  ) throws(RecordingError) {
    guard let step = chain.closedStep, step != closed else { return }
    closed = step
    var span = row.mutableSpan
    chain.copySection(into: &span)
    if rows == 0 {
      scale = chain.sectionScale
      geometry = chain.geometry
    } else if chain.geometry != geometry {
      reacquisitions += 1
      geometry = chain.geometry
    }
    rescale(from: chain.sectionScale)
    let header = BlockHeader(count: 1, index: rows, sequence: step)
    rows += 1
    try take(self, row.span, header)
  }

  /// Brings a row to the scale of the first, where the bounce was found anew at another strength.
  private mutating func rescale(from other: Int32) {
    guard other != scale else { return }
    let shift = scale - other
    for index in row.indices {
      let value = Int64(row[index])
      let half: Int64 = shift < 0 ? 1 << Int64(-shift - 1) : 0
      row[index] = Int32(
        clamping: shift > 0 ? value << Int64(shift) : (value + half) >> Int64(-shift))
    }
  }
}

/// Takes events and keeps none.
private struct NoSink: EventSink {
  mutating func level(_ level: OperatorLevel) throws(RecordingError) {}
  mutating func emit(_ event: DetectionEvent) throws(RecordingError) {}
}
