import DetectorCore
import Foundation
import Recording
import TestSupport
import Testing

/// A line in memory: its traces, and the gaps in it.
struct MadeLine {
  var description: RadarDescription
  var traces: [[Int32]] = []
  /// Traces lost before the trace of this index.
  var lostBefore: [Int: Int64] = [:]

  init(traces: Int, samples: Int, interval: Int64 = 23_587, spacing: Int64 = 20_000) {
    description = RadarDescription(
      samplesPerTrace: Int32(samples), sampleIntervalFemtoseconds: interval)
    description.traceSpacingMicrometres = spacing
    (description.railLow, description.railHigh) = (-32_768, 32_767)
    for trace in 0..<traces {
      let first = trace * 7_919
      self.traces.append((0..<samples).map { Int32((first + $0 * 104_729) % 65_536 - 32_768) })
    }
  }

  /// Writes it and gives the result.
  func export(
    _ format: RadarExportFormat, to path: String, form: RadarSampleForm? = nil,
    marks: [TraceMark] = [], positions: [TracePosition] = []
  ) throws(RecordingError) -> RadarExportResult {
    let line = RadarLine(
      description: description, origin: "made 400MHz.DZT", treatment: ["raw counts"])
    var export = try RadarExport(
      path: path, as: format, line: line,
      form: form ?? RadarSampleForm(format.kind(for: description)))
    var sequence: Int64 = 0
    for (index, trace) in traces.enumerated() {
      sequence += lostBefore[index] ?? 0
      try export.append(
        trace.span, header: BlockHeader(count: 1, index: Int64(index), sequence: sequence))
      sequence += 1
    }
    return try export.finish(
      marks: marks.compactMap { mark in
        export.place(ofIndex: mark.trace).map { TraceMark(trace: $0, label: mark.label) }
      }, positions: positions)
  }

  /// The refusal of it, nil when it is written.
  func refusal(
    _ format: RadarExportFormat, to path: String, form: RadarSampleForm? = nil
  ) -> RecordingError? {
    do throws(RecordingError) {
      _ = try export(format, to: path, form: form)
      return nil
    } catch {
      return error
    }
  }
}

@Suite("Exported lines")
struct ExportTests {
  private func reopened(_ path: String, like description: RadarDescription) throws -> any RadarFile
  {
    var options = RadarFileOptions()
    if path.hasSuffix("csv") {
      options.sampleIntervalFemtoseconds = description.sampleIntervalFemtoseconds
      options.traceSpacingMicrometres = description.traceSpacingMicrometres
    }
    return try RadarFileOpener.open(path, options: options)
  }

  @Test(
    "A made line reads back with its interval, spacing and counts from every format",
    arguments: RadarExportFormat.allCases,
    [(23_587, 20_833), (312_500, 18_325), (1_001, 1_000), (65_535_499, 1_234_567), (500, 99_999)])
  func roundTrip(format: RadarExportFormat, figures: (interval: Int64, spacing: Int64)) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/line." + format.endings[0]
    let line = MadeLine(
      traces: 40, samples: 64, interval: figures.interval, spacing: figures.spacing)
    let result = try line.export(format, to: path)
    #expect(result.paths.first == path)
    var file = try reopened(path, like: line.description)
    #expect(file.description.sampleIntervalFemtoseconds == figures.interval)
    #expect(file.description.traceSpacingMicrometres == figures.spacing)
    #expect(file.description.centreFrequencyKilohertz == 0)
    if format != .csv { #expect(file.description.railHigh == 32_767) }
    #expect(try DrainedRadar(&file).samples == line.traces.flatMap { $0 })
  }

  @Test("Whole numbers of 32 bits and singles keep their bits in SEG-Y, and singles in DT1")
  func wide() throws {
    let folder = try TemporaryFolder()
    var line = MadeLine(traces: 20, samples: 48)
    line.traces = line.traces.map { $0.map { $0 * 32_768 } }
    (line.description.railLow, line.description.railHigh) = (.min, .max)
    #expect(RadarExportFormat.segy.kind(for: line.description) == .int32)
    for kind in [RadarSampleForm.Kind.int32, .float32] {
      let path = folder.path + "/\(kind).sgy"
      #expect(try line.export(.segy, to: path, form: RadarSampleForm(kind)).paths == [path])
      var file = try SEGYReader.open(path: path)
      #expect(try DrainedRadar(&file).samples == line.traces.flatMap { $0 })
    }
    let path = folder.path + "/line.DT1"
    _ = try line.export(.dt1, to: path, form: RadarSampleForm(.float32))
    var file = try DT1Reader.open(path: path)
    #expect(try DrainedRadar(&file).samples == line.traces.flatMap { $0 })
  }

  @Test("A count that 16 bits do not hold refuses DT1 with trace and sample, and leaves no file")
  func narrow() throws {
    let folder = try TemporaryFolder()
    var line = MadeLine(traces: 12, samples: 16)
    line.traces[7][3] = 40_000
    let error = try #require(line.refusal(.dt1, to: folder.path + "/line.DT1"))
    #expect(error.field == "trace 7, sample 3" && error.found == "40000")
    #expect(error.advice.contains("--scale auto"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    let factor = RadarSampleForm.factor(for: 40_000, in: .int16)
    #expect(factor == 0.5)
    let result = try line.export(
      .dt1, to: folder.path + "/line.DT1", form: RadarSampleForm(.int16, factor: factor))
    #expect(result.notes.contains { $0.hasSuffix("samples were rounded to whole numbers") })
    var file = try DT1Reader.open(path: folder.path + "/line.DT1")
    let expected = line.traces.flatMap { $0 }.map { sample in
      Int32((Double(sample) / 2).rounded(.toNearestOrAwayFromZero))
    }
    #expect(try DrainedRadar(&file).samples == expected)
  }

  @Test("An interval or a length that SEG-Y's words cannot hold is refused")
  func words() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/line.sgy"
    let slow = MadeLine(traces: 2, samples: 4, interval: 65_535_500)
    #expect(try #require(slow.refusal(.segy, to: path)).field == "interval")
    let quick = MadeLine(traces: 2, samples: 4, interval: 499)
    #expect(try #require(quick.refusal(.segy, to: path)).found == "0.499 ps")
    let long = MadeLine(traces: 1, samples: 32_768)
    #expect(try #require(long.refusal(.segy, to: path)).found == "32768")
    let fine = try MadeLine(traces: 3, samples: 4, spacing: 199).export(.segy, to: path)
    #expect(fine.notes.contains { $0.contains("0.199 mm") })
    try FileManager.default.removeItem(atPath: path)
    let far = MadeLine(traces: 3, samples: 4, spacing: 150_000_000_000)
    #expect(try #require(far.refusal(.segy, to: path)).field == "trace 2")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("A gap becomes dead traces, and a mark behind it stays at its place along the line")
  func gap() throws {
    let folder = try TemporaryFolder()
    var line = MadeLine(traces: 30, samples: 16)
    line.lostBefore = [10: 4]
    let segy = folder.path + "/line.sgy"
    let notes = try line.export(.segy, to: segy).notes
    #expect(notes.contains { $0.hasPrefix("4 lost traces") })
    let bytes = try SharedData.bytes(segy)
    let codes = (0..<34).map { bytes[3_600 + $0 * (240 + 32) + 29] }
    #expect(codes == (0..<34).map { (10..<14).contains($0) ? 2 : 1 })
    let dt1 = folder.path + "/line.DT1"
    _ = try line.export(
      .dt1, to: dt1, marks: [TraceMark(trace: 9, label: "A"), TraceMark(trace: 12, label: "")])
    var file = try DT1Reader.open(path: dt1)
    #expect(
      file.marks == [TraceMark(trace: 9, label: "A"), TraceMark(trace: 16, label: "mark")])
    #expect(file.description.traceSpacingMicrometres == 20_000)
    #expect(try DrainedRadar(&file).samples.count == 34 * 16)
    line.lostBefore = [10: RadarExport.maximumDeadTraces + 1]
    let error = try #require(line.refusal(.segy, to: segy))
    #expect(error.found == "a gap of 100001 traces")
  }

  @Test("Positions go into the GPS file of a DT1 and come back to 1e-7 degrees and a millimetre")
  func positions() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/line.dt1"
    let positions = [
      TracePosition(
        trace: 0, latitudeE7: 481_234_567, longitudeE7: -1_799_999_999, heightMillimetres: 512_345),
      TracePosition(
        trace: 5, latitudeE7: -1, longitudeE7: 1, heightMillimetres: -12),
      TracePosition(
        trace: 39, latitudeE7: 899_999_999, longitudeE7: 115_000_000, heightMillimetres: nil),
    ]
    let line = MadeLine(traces: 40, samples: 16)
    let result = try line.export(.dt1, to: path, positions: positions)
    #expect(result.paths == [path, folder.path + "/line.hd", folder.path + "/line.gps"])
    #expect(try DT1Reader.open(path: path).positions == positions)
    // An export without positions takes away those of the one before.
    _ = try line.export(.dt1, to: path)
    #expect(try DT1Reader.open(path: path).positions.isEmpty)
  }

  @Test("A CSV of several blocks is turned without a number lost")
  func blocks() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/line.csv"
    let line = MadeLine(traces: 600, samples: 4_096)
    _ = try line.export(.csv, to: path)
    var file = try reopened(path, like: line.description)
    #expect(try DrainedRadar(&file).samples == line.traces.flatMap { $0 })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["line.csv"])
  }

  @Test("What stood in the place of a file stays until the new one is whole")
  func draft() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/line.sgy"
    var line = MadeLine(traces: 3, samples: 8)
    _ = try line.export(.segy, to: path)
    let before = try SharedData.bytes(path)
    line.traces[2][0] = 70_000
    #expect(line.refusal(.segy, to: path) != nil)
    #expect(try SharedData.bytes(path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["line.sgy"])
    let none = MadeLine(traces: 0, samples: 8)
    #expect(try #require(none.refusal(.csv, to: folder.path + "/none.csv")).found == "none")
    let nowhere = line.refusal(.csv, to: folder.path + "/no/line.csv")
    #expect(try #require(nowhere).kind == .unwritable)
  }

  // These need the recordings beside the project; they are off where those are absent.
  static let recordings =
    [
      "gprpy/GSSI/FILE____032.DZT", "iet-gpr/File____001.DZT", "gprpy/SnS/ComOffs/XLINE00.DT1",
      "gprpy/SnS/WARR/XLINE00.DT1", "gpr_seal/beach_0001_0.iprb",
    ]
    + ["at_ap", "uxo_clutter"].flatMap { scene in
      [
        "_8bit.DZT", "_16bit.DZT", "_32bit.DZT", "_2ch_16bit.DZT", "_i16.DT1", "_f32.DT1",
        "_i16.sgy", "_f32.sgy", "_ibm.sgy", "_rd3.rd3", "_rd7.rd7", ".iprb", "_i16.csv",
      ].map { "simulated_scenes/vectors/" + scene + $0 }
    }

  @Test(
    "Every recording at hand reads back from every format that holds it, or is refused in words",
    .enabled(if: SharedData.isPresent, "the shared data are absent"), arguments: recordings)
  func real(name: String) throws {
    let folder = try TemporaryFolder()
    var options = RadarFileOptions()
    if name.hasSuffix("csv") {
      (options.sampleIntervalFemtoseconds, options.traceSpacingMicrometres) = (23_587, 20_000)
    }
    var file = try RadarFileOpener.open(SharedData.gpr + "/" + name, options: options)
    let samples = try DrainedRadar(&file).samples
    let length = Int(file.description.samplesPerTrace)
    var line = MadeLine(traces: 0, samples: length)
    line.description = file.description
    line.traces = (0..<samples.count / length).map {
      Array(samples[$0 * length..<($0 + 1) * length])
    }
    for format in RadarExportFormat.allCases {
      let path = folder.path + "/line." + format.endings[0]
      if format == .dt1, samples.contains(where: { Int32(Int16(truncatingIfNeeded: $0)) != $0 }) {
        #expect(try #require(line.refusal(format, to: path)).expected.contains("int16"))
        continue
      }
      _ = try line.export(format, to: path)
      if format == .csv, line.description.traceSpacingMicrometres == 0 { continue }
      var back = try reopened(path, like: line.description)
      #expect(back.traceCount == Int64(line.traces.count))
      #expect(
        back.description.sampleIntervalFemtoseconds == line.description.sampleIntervalFemtoseconds)
      #expect(back.description.traceSpacingMicrometres == line.description.traceSpacingMicrometres)
      #expect(try DrainedRadar(&back).samples == samples)
    }
  }
}
