/// What a person says of a radar file that the file itself does not say, or says wrongly.
///
/// A figure given here stands over the file's, and a reader warns where the two disagree.
public struct RadarFileOptions: Equatable, Sendable {
  /// Format by name (`dzt`, `csv` …) instead of by content; needed where a pipe cannot be recognised.
  public var format: String?
  /// Channel to read, from 0; `nil` is channel 0, with a warning where there are others.
  public var channel: Int?
  /// Time between samples, femtoseconds; 0 = from the file.
  public var sampleIntervalFemtoseconds: Int64 = 0
  /// Distance between traces, micrometres; 0 = from the file.
  public var traceSpacingMicrometres: Int64 = 0
  /// Centre frequency, kilohertz; 0 = from the file.
  public var centreFrequencyKilohertz: Int64 = 0

  /// Makes options that leave everything to the file.
  public init() {}

  /// The part that text needs.
  public var csv: RadarCSVOptions {
    RadarCSVOptions(
      sampleIntervalFemtoseconds: sampleIntervalFemtoseconds,
      traceSpacingMicrometres: traceSpacingMicrometres,
      centreFrequencyKilohertz: centreFrequencyKilohertz)
  }

  /// Widest figures that make sense of any ground radar, shared by the readers.
  package enum Bounds {
    /// 0.1 ps to 1 µs between samples.
    package static let sampleIntervalFemtoseconds: ClosedRange<Int64> = 100...1_000_000_000
    /// 10 µm to 100 m between traces.
    package static let traceSpacingMicrometres: ClosedRange<Int64> = 10...100_000_000
    /// 100 kHz to 20 GHz.
    package static let centreFrequencyKilohertz: ClosedRange<Int64> = 100...20_000_000
  }

  /// Refuses figures that no ground radar has.
  package func validate(file: String) throws(RecordingError) {
    try Self.check(
      sampleIntervalFemtoseconds, in: Bounds.sampleIntervalFemtoseconds, file: file,
      field: "--dt-ps", places: 3, unit: "ps")
    try Self.check(
      traceSpacingMicrometres, in: Bounds.traceSpacingMicrometres, file: file,
      field: "--spacing-m", places: 6, unit: "m")
    try Self.check(
      centreFrequencyKilohertz, in: Bounds.centreFrequencyKilohertz, file: file,
      field: "--freq-mhz", places: 3, unit: "MHz")
  }

  private static func check(
    _ value: Int64, in bounds: ClosedRange<Int64>, file: String, field: String, places: Int,
    unit: String
  ) throws(RecordingError) {
    guard value != 0, !bounds.contains(value) else { return }
    let low = DecimalText.text(bounds.lowerBound, places: places)
    let high = DecimalText.text(bounds.upperBound, places: places)
    throw RecordingError(
      .refused, file: file, field: field,
      found: "\(DecimalText.text(value, places: places)) \(unit)",
      expected: "\(low) to \(high) \(unit)")
  }
}
