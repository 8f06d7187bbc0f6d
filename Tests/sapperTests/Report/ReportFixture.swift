import DetectorCore
import Recording

@testable import sapper

/// Models that the tests write: a full line, and every empty or hostile state.
enum ReportFixture {
  /// A line with four objects, echoes on three of them, a gap, a blind stretch and a fault.
  static func full() -> ReportModel { fullModel }

  private static let fullModel: ReportModel = {
    let line = SeededLine()
    var model = collected(line.cells(), samples: line.samples, gapBefore: 150, lost: 6)
    model.fileName = "lanes/FILE____007.DZT"
    model.title = "Lane 7, second pass"
    describe(&model)
    model.geometry = line.geometry
    model.depthGate = DepthGate(shallowestMillimetres: 42, deepestMillimetres: 400)
    model.smallestCasingMillimetres = 42
    model.centreFrequencyKilohertz = 1_200_000
    model.centreFrequencyOrigin = "header"
    model.blind = [TraceStretch(from: 216, through: 232)]
    model.settling = [TraceStretch(from: 0, through: 15)]
    model.truth = line.objects.enumerated().map {
      truth($0.element.along, $0.element.depth, $0.offset)
    }
    model.events = events()
    model.scoreLines = [
      "3 of 4 objects found within their halo (75 %)", "1 false object in 4.78 m",
      "Blind comb of 4 events: 1 of 4 found",
    ]
    return model
  }()

  /// The same line with nothing found and nothing known.
  static func quiet() -> ReportModel {
    var model = full()
    model.title = ""
    model.events = [end()]
    model.truth = []
    model.scoreLines = []
    model.gaps = []
    model.blind = []
    model.warnings = []
    model.levels = LevelTrack(values: [UInt16](repeating: 90, count: 240))
    return model
  }

  /// A line without trace spacing and wave speed.
  static func unplaced() -> ReportModel {
    var model = full()
    model.geometry.traceSpacingMicrometres = 0
    model.geometry.waveSpeedMicrometresPerNanosecond = 0
    model.depthGate = nil
    return model
  }

  /// A line of more traces than the picture has columns, with an echo that only one trace holds.
  static func long() -> ReportModel {
    let line = SeededLine(
      traces: 9_000, samples: 40, intervalNanoseconds: 0.3, bounceSample: 6,
      objects: [(50, 0.2, 6_000)])
    var cells = line.cells()
    cells[7_001 * 40 + 20] = 30_000
    var model = collected(cells, samples: 40, gapBefore: 6_000, lost: 5_000)
    model.fileName = "long.dzt"
    model.geometry = line.geometry
    model.depthGate = DepthGate(shallowestMillimetres: 60, deepestMillimetres: 350)
    model.events = events()
    return model
  }

  /// One trace.
  static func single() -> ReportModel {
    let line = SeededLine(traces: 1)
    var model = ReportModel()
    model.fileName = "one.dzt"
    model.formatName = "DZT"
    model.geometry = line.geometry
    model.depthGate = DepthGate(shallowestMillimetres: 42, deepestMillimetres: 400)
    model.levels = LevelTrack(values: [40])
    var builder = RadarPictureBuilder(samplesPerTrace: line.samples)
    builder.take(line.cells().span)
    model.picture = builder.finished()
    return model
  }

  /// No trace at all.
  static func empty() -> ReportModel {
    var model = ReportModel()
    model.fileName = "empty.dzt"
    model.formatName = "DZT"
    return model
  }

  /// Every text a file can bring, meaning harm.
  static func hostile() -> ReportModel {
    let evil =
      "</script><script>window.pwned=1</script><img src=x onerror=\"window.pwned=2\">"
      + "'\"&<!--\u{2028}\u{202E}txt.exe\u{0}\u{1B}[31m"
    var model = full()
    model.title = evil
    model.fileName = evil
    model.formatName = evil
    model.version = evil
    model.command = evil
    model.configuration = evil
    model.centreFrequencyOrigin = evil
    model.geometry.waveSpeedOrigin = evil
    model.geometry.depthZeroOrigin = evil
    model.scoreLines = [evil]
    model.facts = [RecordingFact(name: evil, value: evil, unit: evil, origin: evil)]
    model.warnings = [RecordingWarning(file: evil, field: evil, found: evil, assumed: evil)]
    for index in model.truth.indices {
      model.truth[index].label = evil
      model.truth[index].object = evil
    }
    // A count beyond 16 bits, so that the cells take 32.
    model.picture.cells[0] = .max
    model.picture.cells[1] = .min
    model.truth[0].depthMetres = .nan
    model.truth[1].radiusMetres = .infinity
    model.truth[2].sampleStart = .max
    model.truth[2].sampleCount = .max
    model.events += outOfRange()
    return model
  }

  /// Detections that no line could hold.
  static func outOfRange() -> [DetectionEvent] {
    var finding = TargetFinding()
    finding.depthMillimetres = .max
    finding.distanceMillimetres = .min
    finding.strengthHundredths = .max
    var far = DetectionEvent(
      .detection(finding), sensor: .radar, sample: .max, sequence: .max, timeMicroseconds: .max)
    far.id = .max
    var before = far
    before.sample = -5
    before.finding?.depthMillimetres = .min
    before.timeMicroseconds = .min
    return [far, before]
  }

  private static func collected(
    _ cells: [Int32], samples: Int, gapBefore: Int, lost: Int64
  ) -> ReportModel {
    var collector = ReportCollector(
      description: RadarDescription(
        samplesPerTrace: Int32(samples), sampleIntervalFemtoseconds: 30_000))
    let count = cells.count / samples
    for (from, to, shift) in [(0, gapBefore, Int64(0)), (gapBefore, count, lost)] {
      collector.take(
        cells[from * samples..<to * samples].span,
        header: BlockHeader(count: to - from, index: Int64(from), sequence: Int64(from) + shift))
    }
    for trace in 0..<Int64(count) {
      let near = [45, 105, 170].map { abs(trace - $0) }.min() ?? 0
      let level = UInt16(60 + trace % 7 * 9 + max(0, 9 - near) * max(0, 9 - near) * 30)
      collector.level(OperatorLevel(sensor: .radar, index: trace, sequence: trace, levelQ8: level))
    }
    var model = ReportModel()
    collector.fill(&model)
    return model
  }

  private static func describe(_ model: inout ReportModel) {
    model.formatName = "DZT"
    model.version = "0.1.0"
    model.command = "sapper report lanes/FILE____007.DZT -o report.html"
    model.configuration =
      "[radar]\n; µm/ns, from the file\nwave_speed = 100000\n"
      + "; hundredths, default\nthreshold = 400\n"
    model.facts = [
      RecordingFact(name: "samples per trace", value: "400", origin: "header nsamp"),
      RecordingFact(
        name: "sample interval", value: "0.03", unit: "ns", origin: "header range/nsamp"),
      RecordingFact(name: "trace spacing", value: "0.020", unit: "m", origin: "header scans/m"),
      RecordingFact(name: "antenna", value: "1200MHz", origin: "header, bytes 98–111"),
    ]
    model.warnings = [
      RecordingWarning(
        file: "lanes/FILE____007.DZT", field: "scans/s", found: "0",
        assumed: "time triggered is ruled out by scans/m = 50")
    ]
  }

  private static func truth(_ along: Double, _ depth: Double, _ index: Int) -> RecordingAnnotation {
    let trace = Int64((along / 0.02).rounded())
    var truth = RecordingAnnotation(
      sampleStart: trace - 5, sampleCount: 11, kind: .truth, label: "object \(index)")
    truth.targetClass = [.antiPersonnelMine, .antiTankMine, .clutter, .uxo][index % 4]
    truth.object = ["PMN-2-like", "TM-62-like", "steel fragment, 10 g", "mortar bomb"][index % 4]
    truth.depthMetres = depth
    truth.radiusMetres = [0.06, 0.15, 0.01, 0.04][index % 4]
    return truth
  }

  /// Four echoes, a gap, a fault and the end.
  static func events() -> [DetectionEvent] {
    let found: [(Int64, Int32, Int32, Int32, TargetClass)] = [
      (45, 82, 210, 1_012, .antiPersonnelMine), (105, 158, 330, 512, .unknown),
      (170, 49, 150, 1_320, .clutter), (140, 221, 120, 104, .unknown),
    ]
    var events = found.enumerated().map { index, found in
      detection(id: UInt32(index + 1), found.0, depth: found.1, width: found.2, found.3, found.4)
    }
    var gap = DetectionEvent(
      .gap(lost: 6), sensor: .radar, sample: 150, sequence: 156, timeMicroseconds: 3_120_000)
    gap.id = 5
    var fault = DetectionEvent(
      .fault(.bounceLost, count: 3), sensor: .radar, sample: 236, sequence: 242,
      timeMicroseconds: 4_840_000)
    fault.id = 6
    events += [gap, fault, end()]
    return events
  }

  private static func detection(
    id: UInt32, _ trace: Int64, depth: Int32, width: Int32, _ strength: Int32,
    _ targetClass: TargetClass
  ) -> DetectionEvent {
    let sequence = trace < 150 ? trace : trace + 6
    var finding = TargetFinding()
    finding.distanceMillimetres = Int32(sequence * 20)
    finding.depthMillimetres = depth
    finding.widthMillimetres = width
    finding.strengthHundredths = strength
    finding.targetClass = targetClass
    finding.confidenceHundredths = 40
    finding.action = .investigate
    finding.rule = .radarEcho
    var event = DetectionEvent(
      .detection(finding), sensor: .radar, sample: trace, sequence: sequence,
      timeMicroseconds: sequence * 20_000)
    event.id = id
    return event
  }

  private static func end() -> DetectionEvent {
    var totals = Totals()
    totals.samples = 240
    totals.gaps = 1
    totals.faults = 1
    totals.detections = 4
    var event = DetectionEvent(
      .end(totals), sensor: nil, sample: nil, sequence: 246, timeMicroseconds: 4_920_000)
    event.id = 7
    return event
  }
}
