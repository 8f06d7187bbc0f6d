import DetectorCore
import Recording

/// A file or stream as the person named it, and what they said of it.
struct RecordingInput: Equatable {
  /// Path of a file or collection; `-` is standard input.
  var path: String
  /// Name of the format; needed for a stream, which cannot be looked into first.
  var format: String?
  /// Channel, from 0; absent is the first.
  var channel: Int?
  /// Time between samples, femtoseconds, where the file does not say.
  var sampleIntervalFemtoseconds: Int64?
  /// Distance between traces, micrometres, where the file does not say.
  var traceSpacingMicrometres: Int64?
  /// Centre frequency, kilohertz, where the file does not say.
  var centreFrequencyKilohertz: Int64?
}

/// A radar stream and what lies beside it.
struct OpenedRecording {
  /// The traces.
  var radar: any RadarFile
  /// What the stream says of itself, completed by what was seen in its first traces.
  var description: RadarDescription
  /// What a person should know before trusting the rest.
  var warnings: [RecordingWarning]
  /// Where the instrument was, when the recording knows.
  var track: (any PositionTrack)?
  /// The streams of a collection, for `inspect`.
  var streams: [RecordingFact] = []
  /// The configuration that was in force when it was recorded, as INI text, if it is stored.
  var configuration: StoredConfiguration?

  /// An opened stream that nothing lies beside.
  init(radar: any RadarFile) {
    self.radar = radar
    description = radar.description
    warnings = radar.warnings
  }
}

/// INI text that a recording carries.
struct StoredConfiguration: Equatable {
  /// The text.
  var text: String
  /// What a person calls the place it was found.
  var place: String
}

/// The depths that a chain looks at, in millimetres.
struct LookedAt: Equatable {
  /// Above this an object hides in the ground bounce.
  var shallowestMillimetres: Int64
  /// Below this nothing is searched.
  var deepestMillimetres: Int64
  /// The thinnest casing whose top and bottom give two echoes.
  var smallestCasingMillimetres: Int64

  /// Casings above this are larger than an anti-tank mine is high, and about as wide.
  static let largestMineMillimetres: Int64 = 330

  /// Whether the antenna is too coarse to tell a mine from a stone.
  var isTooCoarse: Bool { smallestCasingMillimetres > Self.largestMineMillimetres }
}

/// A figure that the chain derived.
struct DerivedFigure: Equatable {
  /// What it is.
  var name: String
  /// Its value with its unit.
  var text: String
  /// Where it came from.
  var origin: String
  /// Why it is so, in a sentence.
  var why: String
}

/// What a report is asked for.
struct ReportOrder {
  /// What is drawn.
  var recording: OpenedRecording
  /// What the chain was set to.
  var configuration: LoadedConfiguration
  /// Events to draw instead of replaying.
  var events: [DetectionEvent]?
  /// The command that makes the page again.
  var command: String
  /// The page to write.
  var output: String
}
