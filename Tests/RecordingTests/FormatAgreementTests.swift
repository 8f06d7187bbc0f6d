import DetectorCore
import Recording
import TestSupport
import Testing

@Suite(
  "Agreement of formats", .enabled(if: SharedData.isPresent, "the shared data are absent"))
struct FormatAgreementTests {
  /// The same traces in another format: its file, its factor over int16 and how far a sample may be off.
  struct Twin: Sendable {
    var suffix: String
    var factor: Double
    var tolerance: Double
  }

  /// Float files are not rounded, so int16 is off by half a count; IBM by 0.0034 more.
  static let twins = [
    Twin(suffix: "_rd3.rd3", factor: 1, tolerance: 0),
    Twin(suffix: "_rd7.rd7", factor: 65_536, tolerance: 0),
    Twin(suffix: ".iprb", factor: 1, tolerance: 0),
    Twin(suffix: "_i16.sgy", factor: 1, tolerance: 0),
    Twin(suffix: "_f32.DT1", factor: 1, tolerance: 0.5),
    Twin(suffix: "_f32.sgy", factor: 1, tolerance: 0.5),
    Twin(suffix: "_ibm.sgy", factor: 1, tolerance: 0.5034),
  ]

  @Test(
    "The same traces read alike from every format within the format's tolerance",
    arguments: ["at_ap", "uxo_clutter"], twins)
  func agree(scene: String, twin: Twin) throws {
    var reference = try DT1Reader.open(path: SharedData.vector(scene + "_i16.DT1"))
    var file = try Self.open(scene + twin.suffix)
    #expect(file.traceCount == 60 && file.description.samplesPerTrace == 509)
    #expect(file.description.traceSpacingMicrometres == 20_000)
    let interval = file.description.sampleIntervalFemtoseconds
    // SEG-Y rounds 23.587 ps to 24.
    #expect(interval == (twin.suffix.hasSuffix("sgy") ? 24_000 : 23_587))
    let expected = try DrainedRadar(&reference).samples
    let scale = Double(sign: .plus, exponent: file.scaleShift, significand: 1)
    let found = try DrainedRadar(&file).samples
    #expect(found.count == expected.count)
    // Scaling rounds once more, by half a unit of the scaled sample.
    let allowed = twin.tolerance + (file.scaleShift == 0 ? 0 : 0.5 / scale)
    var largest = 0.0
    for (one, other) in zip(found, expected) {
      largest = max(largest, abs(Double(one) / scale / twin.factor - Double(other)))
    }
    #expect(largest <= allowed, "\(scene)\(twin.suffix) is off by \(largest)")
  }

  @Test(
    "The CSV, with which the DZT files are compared, holds the same counts",
    arguments: ["at_ap", "uxo_clutter"])
  func csv(scene: String) throws {
    let options = RadarCSVOptions(
      sampleIntervalFemtoseconds: 23_587, traceSpacingMicrometres: 20_000)
    var text = try RadarCSVFile(path: SharedData.vector(scene + "_i16.csv"), options: options)
    var counts = try DT1Reader.open(path: SharedData.vector(scene + "_i16.DT1"))
    #expect(text.description.samplesPerTrace == counts.description.samplesPerTrace)
    #expect(try DrainedRadar(&text).samples == DrainedRadar(&counts).samples)
  }

  private static func open(_ name: String) throws(RecordingError) -> TraceRecordFile {
    let path = SharedData.vector(name)
    if name.hasSuffix("sgy") { return try SEGYReader.open(path: path) }
    if name.hasSuffix("DT1") { return try DT1Reader.open(path: path) }
    return name.hasSuffix("iprb")
      ? try IPRBReader.open(path: path) : try MalaReader.open(path: path)
  }
}
