import DetectorCore
import Recording

/// What a report shows, as plain data: `ReportWriter` turns it into one self-contained page.
///
/// Nothing here is computed by the report. Every figure is what the chain used, in the unit its
/// name ends with, so that the page can be checked against `config show` and the event lines.
struct ReportModel: Sendable {
  /// Heading of the page; the file name when empty.
  var title = ""
  /// The file or collection as the caller named it.
  var fileName = ""
  /// Short name of the format, e.g. `DZT`.
  var formatName = ""
  /// What the header says, field by field.
  var facts: [RecordingFact] = []
  /// What a person should know before trusting the rest.
  var warnings: [RecordingWarning] = []
  /// Shape, timing and geometry of the line.
  var geometry = ReportGeometry()
  /// Depths the chain looked at; `nil` when it is not known.
  var depthGate: DepthGate?
  /// Smallest casing whose top and bottom give two echoes, v·T/2, millimetres; 0 = not known.
  var smallestCasingMillimetres: Int32 = 0
  /// Centre frequency, kilohertz; 0 = not known.
  var centreFrequencyKilohertz: Int64 = 0
  /// Where the centre frequency came from, e.g. `header`, `antenna name`, `spectrum`.
  var centreFrequencyOrigin = ""
  /// The traces as the picture shows them.
  var picture = RadarPicture()
  /// The level of every trace, reduced as the picture is.
  var levels = LevelTrack()
  /// Where no reference mine could have been seen.
  var blind: [TraceStretch] = []
  /// Where the chain had not settled.
  var settling: [TraceStretch] = []
  /// Where a sample stood at a rail of the converter.
  var saturated: [TraceStretch] = []
  /// Where traces were lost.
  var gaps: [TraceGap] = []
  /// Events in order of emission.
  var events: [DetectionEvent] = []
  /// Events beyond the bound of the collector, which no table lists.
  var eventsLeftOut = 0
  /// What is known to lie there; empty without truth.
  var truth: [RecordingAnnotation] = []
  /// Score against the truth, one finding a line: hits, false alarms, blind comb.
  var scoreLines: [String] = []
  /// The INI text in force, with comments that name the origin of each value.
  var configuration = ""
  /// The command that makes this report again.
  var command = ""
  /// Version of sapper that made it.
  var version = ""
}

/// Shape, timing and geometry of a radar line.
struct ReportGeometry: Sendable, Equatable {
  /// Samples in a trace as recorded.
  var samplesPerTrace = 0
  /// Time between samples, femtoseconds.
  var sampleIntervalFemtoseconds: Int64 = 0
  /// Distance between traces, micrometres; 0 leaves the axis in traces.
  var traceSpacingMicrometres: Int64 = 0
  /// Sample that depth is counted from (the ground bounce, else time zero), Q8; `nil` = not known.
  var depthZeroSampleQ8: Int32?
  /// What stands at that sample, e.g. `ground bounce`.
  var depthZeroOrigin = ""
  /// Wave speed, micrometres per nanosecond; 0 = not known, so no depth axis.
  var waveSpeedMicrometresPerNanosecond: Int32 = 0
  /// Where the wave speed came from, e.g. `permittivity 6.00 of the header`.
  var waveSpeedOrigin = ""
}

/// The depths a chain looked at, millimetres below the surface.
struct DepthGate: Sendable, Equatable {
  /// What lies shallower is inside the ground bounce: not seen, which is not the same as clear.
  var shallowestMillimetres: Int32
  /// What lies deeper was not looked at.
  var deepestMillimetres: Int32
}

/// A stretch of traces, both ends included, by index in the file.
struct TraceStretch: Sendable, Equatable {
  /// First trace.
  var from: Int64
  /// Last trace.
  var through: Int64

  /// Traces in the stretch, held at the rail.
  var count: Int64 {
    let (steps, overflow) = through.subtractingReportingOverflow(from)
    return overflow || steps == .max ? .max : max(0, steps + 1)
  }
}

/// Traces that were lost between two traces of the file.
struct TraceGap: Sendable, Equatable {
  /// Index in the file of the first trace after the gap.
  var beforeTrace: Int64
  /// Traces lost.
  var lost: Int64
}
