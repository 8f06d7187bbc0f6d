import DetectorCore
import Journal
import Recording
import Scoring

/// Replays the recording of a coil and writes its picture.
enum CoilReport {
  /// Makes the page at `output`; `events` are drawn instead of those of the replay.
  static func make(
    _ recording: InductionRecording, _ loaded: LoadedConfiguration, events: [DetectionEvent]?,
    command: String, output path: String
  ) throws(RecordingError) {
    var sweep = try Sweep(recording, loaded)
    let chains = sweep.chains
    let collector = CoilCollector(recording, chains: chains)
    var sink = collector
    var meter = sweep.meter
    defer { meter.clear() }
    try sweep.run(into: &sink) { input, samples in
      guard case .samples(let header) = input, header.sensor == .induction, header.count > 0 else {
        return
      }
      collector.take(samples, header: header)
      meter.arrived(header)
    }
    var model = CoilModel()
    model.common = try common(recording, loaded, command: command)
    model.sweep = collector.finished()
    model.common.events = events ?? collector.events
    model.common.eventsLeftOut = events == nil ? collector.eventsLeftOut : 0
    model.isBalance = recording.induction.isBalance
    model.bandNames = names(recording, chains)
    model.coilRadiusMillimetres = recording.induction.coilRadiusMicrometres / 1_000
    model.hasTrack = recording.track != nil
    model.isDual = recording.radar != nil
    model.summary = InductionSummary(recording, chains: chains).figures(collector.totals)
    if !recording.truth.isEmpty && recording.track != nil && model.common.eventsLeftOut == 0 {
      let line = try InductionScore.line(recording)
      let own = model.common.events.filter { $0.sensor == .induction }
      model.score = line.score(own, name: recording.path)
        .with(peaks: try InductionScore.peaks(recording, loaded, on: line))
    }
    var output = try ByteOutput.file(
      at: path, heldBytes: ByteOutput.blockBytes, replacingOnly: ReportMaker.opening)
    try output.write(CoilWriter.write(model))
    try output.finish()
  }

  /// What the lines of the sweep are called: bands by their gates, or frequencies.
  private static func names(
    _ recording: InductionRecording, _ chains: ReplayChains
  ) -> [String] {
    if let settings = chains.balance { return BalanceFigures.frequencies(recording, settings) }
    guard let settings = chains.pulse else { return [] }
    return (0..<settings.bandCount).map { band in
      let gates = settings.gates(ofBand: band)
      let all = settings.description.gates
      return InductionFigures.interval(
        all[gates.lowerBound].startNanoseconds, all[gates.upperBound - 1].endNanoseconds) + " µs"
    }
  }

  private static func common(
    _ recording: InductionRecording, _ loaded: LoadedConfiguration, command: String
  ) throws(RecordingError) -> ReportModel {
    var model = ReportModel()
    model.fileName = recording.path
    model.formatName = "SigMF"
    model.warnings = recording.warnings
    model.truth = recording.truth
    model.facts = recording.collection.streams.map { stream in
      RecordingFact(
        name: stream.name, value: Text.count(stream.sampleCount, "sample"),
        origin: "\(stream.global.stream.contents.sensorName)")
    }
    model.configuration = ConfigurationPage.show(
      loaded, derived: try CoilFigures.all(recording, loaded))
    model.command = command
    model.version = SapperCommand.version
    return model
  }
}
