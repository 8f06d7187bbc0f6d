import DetectorCore
import Journal
import Recording

/// Takes what leaves the chain and writes it: event lines or a table for a person, and levels.
struct ReplaySink: ~Copyable, EventSink {
  /// How events are written.
  enum Form {
    /// One JSON object a line.
    case lines
    /// One row a detection.
    case table
  }

  private var finisher: EventFinisher
  private let form: Form
  private var output: ByteOutput
  private var levels: ByteOutput?
  /// What went by; complete once the end has come.
  private(set) var totals: Totals?
  /// How far a cap was heard.
  private(set) var reach: ReachTally
  /// Events that were written.
  private(set) var eventCount = 0
  private var hasHeading = false
  private let sharesTerminal: Bool
  private let style: EventRow.Style
  private let rateMicrohertz: Int64

  /// Writes to `output`, and levels to `levels` if they are wanted.
  init(
    form: Form, output: consuming ByteOutput, levels: consuming ByteOutput?,
    track: (any PositionTrack)?, style: EventRow.Style = .radar, rateMicrohertz: Int64 = 0
  ) throws(RecordingError) {
    finisher = EventFinisher(track: track, chains: style.chains)
    reach = ReachTally(track: track, rateMicrohertz: rateMicrohertz)
    self.style = style
    self.rateMicrohertz = rateMicrohertz
    self.form = form
    sharesTerminal = output.isTerminal && StandardError.isTerminal
    self.output = output
    self.levels = levels
    try self.levels?.write("\(LevelRow.heading)")
  }

  mutating func level(_ level: OperatorLevel) throws(RecordingError) {
    if form == .table { reach.take(level) }
    try levels?.write(WrittenText.string { LevelRow.write(level, into: &$0) })
  }

  mutating func emit(_ event: DetectionEvent) throws(RecordingError) {
    guard let event = finisher.finished(event) else { return }
    eventCount += 1
    // On one terminal, a row would stand behind the bar.
    if sharesTerminal { StandardError.writeRaw(ProgressBar.erasure) }
    if let totals = event.totals { self.totals = totals }
    switch form {
    case .lines:
      try output.write(Joining.eventLine(event))
    case .table:
      guard let row = EventRow.text(event, style: style) else { return }
      if !hasHeading {
        hasHeading = true
        try output.write(EventRow.heading(style) + "\n")
      }
      try output.write(Text.line(row) + "\n")
    }
  }

  mutating func balanced(
    _ outcome: GroundOutcome, before sequence: Int64
  ) throws(RecordingError) {
    // A note would stand behind the bar.
    if StandardError.isTerminal { StandardError.writeRaw(ProgressBar.erasure) }
    StandardError.note(
      BalanceNote.text(outcome, before: sequence, rateMicrohertz: rateMicrohertz))
  }

  /// Writes what a person reads beside the events; only in a table.
  mutating func write(_ text: String) throws(RecordingError) {
    if form == .table { try output.write(Text.printable(text)) }
  }

  /// Sends out everything that is held.
  mutating func finish() throws(RecordingError) {
    try output.finish()
    try levels?.finish()
  }
}
