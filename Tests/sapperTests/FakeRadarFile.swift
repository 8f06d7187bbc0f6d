import DetectorCore
import Recording

@testable import sapper

/// A radar file in memory: traces of known numbers, gaps, and a fault on demand.
struct FakeRadarFile: RadarFile {
  var formatName = "FAKE"
  var path = "fake.dzt"
  var description: RadarDescription
  var facts: [RecordingFact] = []
  var warnings: [RecordingWarning] = []
  var channelCount = 1
  var channel = 0
  var traceCount: Int64? { isPipe ? nil : Int64(traces) }
  var marks: [TraceMark] = []
  var positions: [TracePosition] = []
  var annotations: [RecordingAnnotation] = []

  /// Traces in the file.
  var traces: Int
  /// Traces lost before the trace of this index.
  var lostBefore: [Int: Int64] = [:]
  /// The trace that cannot be read.
  var failsAt: Int?
  /// Whether it can only be read once.
  var isPipe = false
  /// Flags of the end.
  var endFlags: BlockFlags = []
  private var next = 0
  private var sequence: Int64 = 0

  init(traces: Int, samples: Int32 = 8) {
    self.traces = traces
    description = RadarDescription(
      samplesPerTrace: samples, sampleIntervalFemtoseconds: 20_000)
    description.centreFrequencyKilohertz = 6_000_000
    description.traceSpacingMicrometres = 10_000
    description.traceRateMillihertz = 100_000
  }

  /// The number at a sample of a trace.
  static func sample(_ trace: Int, _ index: Int) -> Int32 { Int32((trace * 37 + index * 11) % 101) }

  mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    let samples = Int(description.samplesPerTrace)
    sequence += lostBefore[next] ?? 0
    lostBefore[next] = nil
    var header = BlockHeader(count: 0, index: Int64(next), sequence: sequence)
    while next < traces && (header.count + 1) * samples <= block.count {
      if header.count > 0 && lostBefore[next] != nil { break }
      if next == failsAt {
        throw RecordingError(
          .unreadable, file: path, field: "trace \(next)", found: "a bad disk",
          expected: "bytes")
      }
      for index in 0..<samples {
        block[header.count * samples + index] = Self.sample(next, index)
      }
      header.count += 1
      next += 1
      sequence += 1
    }
    if header.count == 0 { header.flags = endFlags }
    return header
  }

  mutating func rewind() throws(RecordingError) {
    next = 0
    sequence = 0
  }
}

/// A chain that gives the sum of each trace as its level and a detection where it is large.
struct SummingChain: Pipeline {
  let settings: RadarSettings
  var headers: [BlockHeader] = []
  private var expected: Int64 = 0
  private var totals = Totals()

  init(_ source: any RadarFile) throws(RadarSettingsError) {
    settings = try RadarSettings(description: source.description)
  }

  mutating func process<Sink: EventSink & ~Copyable>(
    _ traces: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
    headers.append(header)
    let samples = Int(settings.description.samplesPerTrace)
    precondition(traces.count >= header.count * samples)
    if header.sequence > expected && header.count > 0 {
      let lost = header.sequence - expected
      totals.gaps += 1
      try sink.emit(event(.gap(lost: lost), index: header.index, sequence: header.sequence))
    }
    for trace in 0..<header.count {
      var sum: Int32 = 0
      for index in 0..<samples { sum += traces[trace * samples + index] }
      let index = header.index + Int64(trace)
      let sequence = header.sequence + Int64(trace)
      try sink.level(
        OperatorLevel(
          sensor: .radar, index: index, sequence: sequence, levelQ8: UInt16(sum),
          flags: sum > 440 ? [.alarm, .settling] : []))
      totals.samples += 1
      guard sum > 440 else { continue }
      var finding = TargetFinding()
      finding.distanceMillimetres = Int32(index * 10)
      finding.depthMillimetres = 120
      finding.strengthHundredths = sum
      finding.targetClass = .unknown
      totals.detections += 1
      try sink.emit(event(.detection(finding), index: index, sequence: sequence))
    }
    expected = header.sequence + Int64(header.count)
  }

  mutating func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure) {
    var end = event(.end(totals), index: 0, sequence: expected)
    end.sensor = nil
    end.sample = nil
    try sink.emit(end)
  }

  private func event(_ body: EventBody, index: Int64, sequence: Int64) -> DetectionEvent {
    DetectionEvent(
      body, sensor: .radar, sample: index, sequence: sequence,
      timeMicroseconds: sequence * 10_000)
  }
}
