import DetectorCore

/// Gathers what a report needs while a replay runs: traces, levels and events, in bounded memory.
///
/// Feed every block to `take(_:header:)` beside the pipeline, give the pipeline the collector (or a
/// sink that passes on to it) as its sink, then `fill` a model.
struct ReportCollector: EventSink {
  /// Events kept at the most; the rest is counted.
  static let eventsMax = 5_000
  /// Gaps kept at the most; the rest is added to the last one.
  static let gapsMax = 1_000

  private var picture: RadarPictureBuilder
  private let samplesPerTrace: Int
  private var levels = LevelTrack()
  private var blind = StretchCollector()
  private var settling = StretchCollector()
  private var saturated = StretchCollector()
  private var gaps: [TraceGap] = []
  private var lostSoFar: Int64 = 0
  private var events: [DetectionEvent] = []
  private var eventsLeftOut = 0

  /// Makes a collector for the traces that `description` speaks of.
  init(description: RadarDescription) {
    samplesPerTrace = Int(description.samplesPerTrace)
    picture = RadarPictureBuilder(
      samplesPerTrace: samplesPerTrace,
      leadingNonSignalSamples: Int(description.leadingNonSignalSamples))
  }

  /// Takes a block of whole traces; a jump of the sequence against the index is a gap.
  mutating func take(_ traces: Span<Int32>, header: BlockHeader) {
    guard header.count > 0 else { return }
    let lost = header.sequence - header.index
    if lost > lostSoFar {
      note(TraceGap(beforeTrace: header.index, lost: lost - lostSoFar))
      lostSoFar = lost
    }
    for trace in 0..<header.count {
      let start = trace * samplesPerTrace
      picture.take(traces.extracting(start..<start + samplesPerTrace))
    }
  }

  /// Takes the level of one trace.
  mutating func level(_ level: OperatorLevel) {
    levels.append(level.levelQ8)
    if level.flags.contains(.blind) { blind.note(level.index) }
    if level.flags.contains(.settling) { settling.note(level.index) }
    if level.flags.contains(.saturated) { saturated.note(level.index) }
  }

  /// Takes an event.
  mutating func emit(_ event: DetectionEvent) {
    if events.count < Self.eventsMax { events.append(event) } else { eventsLeftOut += 1 }
  }

  /// Puts what was gathered into a model.
  consuming func fill(_ model: inout ReportModel) {
    model.levels = levels
    model.blind = blind.stretches
    model.settling = settling.stretches
    model.saturated = saturated.stretches
    model.gaps = gaps
    model.events = events
    model.eventsLeftOut = eventsLeftOut
    model.picture = picture.finished()
  }

  private mutating func note(_ gap: TraceGap) {
    if gaps.count < Self.gapsMax {
      gaps.append(gap)
    } else {
      gaps[gaps.count - 1].lost += gap.lost
    }
  }
}
