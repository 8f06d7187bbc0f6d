public import DetectorCore

/// What a writer is told of a line before its first trace.
public struct RadarLine: Sendable {
  /// Shape, timing and geometry of what is written.
  public var description: RadarDescription
  /// Where it came from, e.g. `LINE.DZT (DZT)`.
  public var origin: String
  /// What was done to the samples, one sentence a line, for a person.
  public var treatment: [String]
  /// Traces averaged into each that is written.
  public var stack = 1

  /// Describes a line.
  public init(description: RadarDescription, origin: String, treatment: [String]) {
    self.description = description
    self.origin = origin
    self.treatment = treatment
  }
}

/// Writes the traces of one line into files of a format.
///
/// Files take their place only when `finish` has come; a writer that is dropped leaves nothing.
package protocol RadarWriter {
  /// Begins the files. Refuses what the format cannot hold.
  init(path: String, line: RadarLine, form: RadarSampleForm) throws(RecordingError)

  /// Adds the next trace; a dead one stands for a trace that was lost.
  mutating func append(_ trace: Span<Int32>, isDead: Bool) throws(RecordingError)

  /// Puts the files in their places; marks and positions name traces as they were written.
  mutating func finish(
    marks: [TraceMark], positions: [TracePosition]
  ) throws(RecordingError) -> RadarExportResult
}

/// What became of an export.
public struct RadarExportResult: Equatable, Sendable {
  /// Files that were written.
  public var paths: [String] = []
  /// What a person should know of them.
  public var notes: [String] = []

  /// Nothing yet.
  public init() {}
}

/// The formats that radar lines are written in.
public enum RadarExportFormat: String, CaseIterable, Sendable {
  /// SEG-Y revision 1.
  case segy
  /// Sensors & Software DT1 with HD and GPS.
  case dt1
  /// Text: rows are samples, columns are traces.
  case csv

  /// Endings of file names, in lower case; the first is the usual one.
  public var endings: [String] {
    switch self {
    case .segy: ["sgy", "segy"]
    case .dt1: ["dt1"]
    case .csv: ["csv"]
    }
  }

  /// For a person.
  public var title: String {
    switch self {
    case .segy: "SEG-Y"
    case .dt1: "DT1"
    case .csv: "CSV"
    }
  }

  /// Sample types that it can hold.
  public var kinds: [RadarSampleForm.Kind] {
    switch self {
    case .segy: [.int16, .int32, .float32]
    case .dt1: [.int16, .float32]
    case .csv: [.int32]
    }
  }

  /// The type that holds the counts of a line, exactly where the format has one.
  public func kind(for description: RadarDescription) -> RadarSampleForm.Kind {
    let isNarrow =
      description.railLow >= Int32(Int16.min) && description.railHigh <= Int32(Int16.max)
    switch self {
    case .segy: return isNarrow ? .int16 : .int32
    case .dt1: return .int16
    case .csv: return .int32
    }
  }
}
