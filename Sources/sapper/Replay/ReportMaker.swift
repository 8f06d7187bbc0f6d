import DetectorCore
import Recording
import Scoring

/// Replays a recording and writes its picture.
enum ReportMaker {
  /// Makes the page that was ordered.
  static func make(_ order: ReportOrder) throws(RecordingError) {
    let radar = order.recording.radar
    let settings = try order.recording.settings(order.configuration.radar)
    var sweep = try Sweep(order.recording, order.configuration)
    var model = model(of: order, settings: settings)
    let tap = ReportTap(
      description: order.recording.description, track: order.recording.track)
    let sweepWidth = sweep.width
    var meter = sweep.meter
    var sink = tap
    defer { meter.clear() }
    try sweep.run(into: &sink) { input, samples in
      guard case .samples(let header) = input, header.count > 0 else { return }
      tap.take(samples.extracting(first: header.count * sweepWidth), header: header)
      meter.arrived(header)
    }
    tap.fill(&model)
    model.geometry.look(at: sweep.chains.geometry, settings: settings)
    if let events = order.events { model.events = events }
    if let line = Joining.scoredLine(order.recording, settings: settings), model.eventsLeftOut == 0
    {
      model.scoreLines = ScoreTable.findings(line.score(model.events, name: radar.path))
    }
    var output = try ByteOutput.file(
      at: order.output, heldBytes: ByteOutput.blockBytes, replacingOnly: opening)
    try output.write(ReportWriter.write(model))
    try output.finish()
  }

  /// How every page begins, by which an earlier one is known.
  static let opening = "<!DOCTYPE html>"

  /// What the page says that no trace is needed for.
  private static func model(of order: ReportOrder, settings: RadarSettings) -> ReportModel {
    let radar = order.recording.radar
    var model = ReportModel()
    model.fileName = radar.path
    model.formatName = radar.formatName
    model.facts = radar.facts
    model.warnings = order.recording.warnings
    model.geometry = ReportGeometry(settings)
    model.centreFrequencyKilohertz = settings.centreFrequencyKilohertz.value
    model.centreFrequencyOrigin = settings.centreFrequencyKilohertz.origin.text
    let lookedAt = LookedAt(settings)
    model.depthGate = DepthGate(lookedAt)
    model.smallestCasingMillimetres = Int32(clamping: lookedAt.smallestCasingMillimetres)
    model.truth = radar.annotations.filter { $0.kind == .truth }
    model.configuration = ConfigurationPage.show(
      order.configuration, derived: DerivedFigures.all(settings))
    model.command = order.command
    model.version = SapperCommand.version
    return model
  }
}

/// What a report draws from: an object, since traces come to it beside the chain and events behind it.
final class ReportTap: EventSink {
  private var collector: ReportCollector
  private var finisher: EventFinisher

  init(description: RadarDescription, track: (any PositionTrack)?) {
    collector = ReportCollector(description: description)
    finisher = EventFinisher(track: track)
  }

  /// Takes a block before the chain does.
  func take(_ traces: Span<Int32>, header: BlockHeader) { collector.take(traces, header: header) }

  func level(_ level: OperatorLevel) throws(RecordingError) { collector.level(level) }

  func emit(_ event: DetectionEvent) throws(RecordingError) {
    if let finished = finisher.finished(event) { collector.emit(finished) }
  }

  /// Puts what was gathered into a model.
  func fill(_ model: inout ReportModel) { collector.fill(&model) }
}
