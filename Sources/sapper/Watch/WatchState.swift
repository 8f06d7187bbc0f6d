import DetectorCore

/// What the live view knows: the last levels, echoes and traces, and what is wrong.
///
/// It holds a bounded past and no clock: how long the input has been silent is told to the view by
/// whoever owns a clock.
struct WatchState: Sendable {
  /// Columns of the depth strip, levels and echo marks that are kept.
  static let columnsMax = 512
  /// Rows of the depth strip.
  static let rowsMax = 32
  /// Events that are kept for the list.
  static let eventsMax = 64

  /// What stands in the head line, e.g. the file's name.
  let title: String
  /// The streams whose levels and events come, where that is known before the first.
  private let known: EventRow.Style?
  private var hasCoil = false
  private var hasRadar = false
  /// Shape and geometry of the line.
  let geometry: ReportGeometry
  /// Depths the chain looks at; `nil` when it is not known.
  let depthGate: DepthGate?

  /// The level of the last frame and of the last trace.
  private var latest: (coil: OperatorLevel?, radar: OperatorLevel?)
  /// The coil's height by the newest point of the track, when there is one.
  private(set) var heightMillimetres: Int32?
  /// The last levels, the newest last.
  private(set) var levels: [UInt16] = []
  /// Traces that went by, by their levels or by themselves, whichever came further.
  private(set) var traceCount: Int64 = 0
  /// The last events but for gaps and faults, the newest last.
  private(set) var events: [DetectionEvent] = []
  /// The totals, once the stream has ended.
  private(set) var totals: Totals?
  /// Whether an `end` event has come.
  private(set) var isEnded = false
  /// Detections so far.
  private(set) var detections: Int64 = 0
  /// Gaps so far, and the traces lost in them.
  private(set) var gaps: Int64 = 0
  private(set) var lost: Int64 = 0
  /// Faults so far and the last of them.
  private(set) var faults: Int64 = 0
  private(set) var lastFault: DetectionEvent?
  /// Lines of input that could not be read.
  private(set) var unreadLines: Int64 = 0
  /// The picture of the last traces.
  private(set) var strip: WatchStrip

  /// Makes a view that has seen nothing.
  init(
    title: String, style: EventRow.Style? = nil, geometry: ReportGeometry = ReportGeometry(),
    depthGate: DepthGate? = nil
  ) {
    self.title = title
    known = style
    self.geometry = geometry
    self.depthGate = depthGate
    strip = WatchStrip(geometry: geometry, depthGate: depthGate)
  }

  /// Takes the level of a frame or trace. Of a dual sensor the course is the coil's, and the traces are
  /// counted by the strip.
  mutating func take(level: OperatorLevel) {
    see(level.sensor)
    if level.sensor == .radar { latest.radar = level } else { latest.coil = level }
    guard style != .dual || level.sensor != .radar else { return }
    levels.append(level.levelQ8)
    // Cut by half at a time, so that a level costs no more than its own place on average.
    if levels.count >= 2 * Self.columnsMax { levels.removeFirst(Self.columnsMax) }
    traceCount = max(traceCount, Figure.sum(level.index, 1))
  }

  /// What the operator hears: of two levels the one that alarms, or the louder.
  var level: OperatorLevel? {
    guard let coil = latest.coil else { return latest.radar }
    guard let radar = latest.radar else { return coil }
    let (coilAlarms, radarAlarms) = (coil.flags.contains(.alarm), radar.flags.contains(.alarm))
    if coilAlarms != radarAlarms { return coilAlarms ? coil : radar }
    return radar.levelQ8 > coil.levelQ8 ? radar : coil
  }

  /// How far from the coil a cap is heard by the coil's newest level, when that is known.
  var reachMillimetres: UInt16? { latest.coil?.reachMillimetres }

  /// Takes a point of the track.
  mutating func take(point: TrackPoint) { heightMillimetres = point.heightMillimetres }

  /// Takes an event.
  mutating func take(event: DetectionEvent) {
    if let sensor = event.sensor { see(sensor) }
    switch event.kind {
    case .gap:
      gaps += 1
      lost = Figure.sum(lost, event.lost ?? 0)
    case .fault:
      faults += 1
      lastFault = event
    case .end:
      isEnded = true
      totals = event.totals
    case .detection, .object:
      if event.kind == .detection { detections += 1 }
      events.append(event)
      if events.count >= 2 * Self.eventsMax { events.removeFirst(Self.eventsMax) }
    }
  }

  /// Takes a trace for the depth strip; `index` is its place in the file.
  mutating func take(trace: Span<Int32>, index: Int64) {
    strip.push(trace, index: index)
    guard style == .radar else { return }
    traceCount = max(traceCount, Figure.sum(index, 1))
  }

  /// Notes a line of input that could not be read.
  mutating func takeUnreadLine() { unreadLines += 1 }

  /// The streams whose levels and events come.
  var style: EventRow.Style {
    known ?? (hasCoil ? hasRadar ? .dual : .induction : .radar)
  }

  private mutating func see(_ sensor: Sensor) {
    if sensor != .radar { hasCoil = true }
    if sensor != .induction { hasRadar = true }
  }

  /// What a sample of the counted stream is called.
  var noun: String { style == .radar ? "trace" : "frame" }

  /// Whether an event of any kind has come.
  var hasEvents: Bool { !events.isEmpty || gaps > 0 || faults > 0 || isEnded }

  /// Whether the operator would hear an alarm now.
  var isAlarm: Bool {
    guard let level, !isEnded else { return false }
    return level.flags.contains(.alarm) || level.levelQ8 >= OperatorLevel.thresholdQ8
  }
}
