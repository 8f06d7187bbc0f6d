import DetectorCore
import Glibc

/// A live view that is running: takes what a pipeline gives and shows it, on a terminal as frames,
/// else as plain lines.
///
/// Frames are drawn at most ten times a second; the clock for that, and for how long the input has
/// been silent, is read here and nowhere below.
struct WatchSession: ~Copyable, EventSink {
  /// Time between two frames at the least.
  private static let frameInterval = Duration.milliseconds(100)

  /// What has been seen.
  private(set) var state: WatchState
  private let style: WatchStyle
  private var screen: WatchScreen?
  private var log = WatchLog()
  private let clock = ContinuousClock()
  private var lastFrame: ContinuousClock.Instant?
  private var lastInput: ContinuousClock.Instant

  /// Starts a view on standard output.
  init(state: WatchState) {
    self.state = state
    style = WatchStyle(lookup: WatchScreen.variable)
    screen = WatchScreen()
    lastInput = clock.now
    refresh()
  }

  /// Takes the level of a trace.
  mutating func level(_ level: OperatorLevel) {
    state.take(level: level)
    lastInput = clock.now
    note(
      log.lines(
        level: level, geometry: state.geometry, heightMillimetres: state.heightMillimetres))
    refreshWhenDue()
  }

  /// Takes an event.
  mutating func emit(_ event: DetectionEvent) {
    state.take(event: event)
    lastInput = clock.now
    note([WatchEvents.line(event, style: state.style)])
    refreshWhenDue()
  }

  /// Takes a point of the track.
  mutating func take(point: TrackPoint) { state.take(point: point) }

  /// Takes a block of whole traces for the depth strip.
  mutating func take(_ traces: Span<Int32>, header: BlockHeader, samplesPerTrace: Int) {
    for trace in 0..<header.count {
      let start = trace * samplesPerTrace
      state.take(
        trace: traces.extracting(start..<start + samplesPerTrace),
        index: header.index + Int64(trace))
    }
    lastInput = clock.now
    refreshWhenDue()
  }

  /// Takes a line of input; what is neither event nor level is counted.
  mutating func take(line: some Collection<UInt8>) {
    switch WatchLine(line) {
    case .event(let event): emit(event)
    case .level(let level): self.level(level)
    case .heading: lastInput = clock.now
    case nil:
      state.takeUnreadLine()
      if state.unreadLines == 1 {
        note(["A line of input was not understood. It is counted; others like it are not told."])
      }
      lastInput = clock.now
    }
  }

  /// Draws a frame if one is due; call it while waiting for input, so that silence shows.
  mutating func refreshWhenDue() {
    if let lastFrame, clock.now - lastFrame < Self.frameInterval { return }
    refresh()
  }

  /// Draws a frame now.
  mutating func refresh() {
    guard screen != nil else { return }
    let now = clock.now
    lastFrame = now
    let silence = Int((now - lastInput).components.seconds)
    guard let size = screen?.size else { return }
    screen?.show(
      WatchView.frame(
        state, columns: size.columns, rows: size.rows, style: style, silenceSeconds: silence))
  }

  /// Ends the view; the last frame is left on the first screen, so that it can be read.
  consuming func close() {
    guard let screen = screen.take() else { return }
    let size = screen.size
    let lines = WatchView.frame(state, columns: size.columns, rows: size.rows - 1, style: style)
    screen.close()
    write(lines.filter { !$0.isEmpty })
  }

  /// Writes lines of the log where there is no terminal.
  private func note(_ lines: [String]) {
    guard screen == nil else { return }
    write(lines.map { TerminalText.clean($0, unicode: style.unicode) })
  }

  private func write(_ lines: [String]) {
    WatchScreen.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: STDOUT_FILENO)
  }
}
