public import DetectorCore

/// One opened radar stream of any format: what it says of itself, and its traces one after the other.
///
/// Readers are recognised by content before extension. A reader checks its header against the file's
/// size; it never silently misreads shape, interval, spacing or sample type.
public protocol RadarFile: SampleSource where Sample == Int32, Failure == RecordingError {
  /// Short name of the format, e.g. `DZT`.
  var formatName: String { get }
  /// The file as the caller named it.
  var path: String { get }
  /// Shape, timing and geometry, in integers.
  var description: RadarDescription { get }
  /// What the header says, field by field, for a person.
  var facts: [RecordingFact] { get }
  /// What a person should know before trusting the rest.
  var warnings: [RecordingWarning] { get }
  /// Channels in the file.
  var channelCount: Int { get }
  /// The channel that `read` gives, from 0.
  var channel: Int { get }
  /// Whole traces of the channel; `nil` for a pipe.
  var traceCount: Int64? { get }
  /// Marks an operator set, in order.
  var marks: [TraceMark] { get }
  /// Positions along the line from side files, in order of trace.
  var positions: [TracePosition] { get }
  /// Truth, detections and faults that the recording carries.
  var annotations: [RecordingAnnotation] { get }
  /// The first trace of the next block is the first trace of the file again. Refused for a pipe.
  mutating func rewind() throws(RecordingError)
}

/// One line of `inspect`: a figure, its unit, and where it came from.
public struct RecordingFact: Equatable, Sendable {
  /// Name of the figure, e.g. `sample interval`.
  public var name: String
  /// The value as a person reads it.
  public var value: String
  /// Its unit; empty for text and counts.
  public var unit: String
  /// Where it came from, e.g. `header range/samples`, `assumed`, `--spacing-m`.
  public var origin: String

  /// Makes a fact.
  public init(name: String, value: String, unit: String = "", origin: String) {
    self.name = name
    self.value = value
    self.unit = unit
    self.origin = origin
  }
}

/// A mark in the recording.
public struct TraceMark: Equatable, Sendable {
  /// The trace it stands at, from 0.
  public var trace: Int64
  /// What it says; empty for a bare mark.
  public var label: String

  /// Makes a mark.
  public init(trace: Int64, label: String) {
    self.trace = trace
    self.label = label
  }
}

/// A position from a satellite receiver, tied to a trace.
public struct TracePosition: Equatable, Sendable {
  /// The trace, from 0.
  public var trace: Int64
  /// Degrees north, 1e-7; exact in integers.
  public var latitudeE7: Int64
  /// Degrees east, 1e-7.
  public var longitudeE7: Int64
  /// Height in millimetres; `nil` without one.
  public var heightMillimetres: Int64?

  /// Makes a position.
  public init(trace: Int64, latitudeE7: Int64, longitudeE7: Int64, heightMillimetres: Int64?) {
    self.trace = trace
    self.latitudeE7 = latitudeE7
    self.longitudeE7 = longitudeE7
    self.heightMillimetres = heightMillimetres
  }
}

/// An annotation of a recording in the terms of <doc:SigMFLayout>: truth, detection, fault or mark.
public struct RecordingAnnotation: Equatable, Sendable {
  /// What an annotation speaks of.
  public enum Kind: String, Sendable {
    /// What is known to lie there.
    case truth
    /// What a chain found.
    case detection
    /// What was wrong.
    case fault
    /// What a person marked.
    case mark
  }

  /// First sample it covers.
  public var sampleStart: Int64
  /// Samples it covers.
  public var sampleCount: Int64
  /// What it speaks of.
  public var kind: Kind
  /// Short label.
  public var label: String
  /// What it is, for truth and detections.
  public var targetClass: TargetClass?
  /// Free text, e.g. `PMN-2-like`.
  public var object: String?
  /// East and north, metres.
  public var positionMetres: (east: Double, north: Double)?
  /// Surface to the top of the object, metres.
  public var depthMetres: Double?
  /// Half the object's width, metres.
  public var radiusMetres: Double?
  /// 0 … 1, detections only.
  public var confidence: Double?

  /// Makes an annotation with nothing but its place and kind.
  public init(sampleStart: Int64, sampleCount: Int64, kind: Kind, label: String) {
    self.sampleStart = sampleStart
    self.sampleCount = sampleCount
    self.kind = kind
    self.label = label
  }

  /// Whether both say the same.
  public static func == (left: RecordingAnnotation, right: RecordingAnnotation) -> Bool {
    left.sampleStart == right.sampleStart && left.sampleCount == right.sampleCount
      && left.kind == right.kind && left.label == right.label
      && left.targetClass == right.targetClass && left.object == right.object
      && left.positionMetres?.east == right.positionMetres?.east
      && left.positionMetres?.north == right.positionMetres?.north
      && left.depthMetres == right.depthMetres && left.radiusMetres == right.radiusMetres
      && left.confidence == right.confidence
  }
}
