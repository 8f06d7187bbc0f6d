import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("SigMF reader")
struct SigMFReaderTests {
  @Test("A description gives its shape, interval and spacing in integers")
  func plain() throws {
    var meta = RadarMeta()
    meta["sapper:time_zero_sample"] = "10.5"
    meta["sapper:centre_frequency_hz"] = "1500000000.0"
    meta["sapper:antenna_height_m"] = "0"
    meta["sapper:relative_permittivity"] = "6.25"
    let recording = try opened(meta.text).get()
    guard case .groundRadar(let radar) = recording.global.stream.contents else {
      Issue.record("no radar")
      return
    }
    #expect(radar.samplesPerTrace == 4)
    #expect(radar.sampleIntervalFemtoseconds == 21_228)
    #expect(radar.traceSpacingMicrometres == 21_000)
    #expect(radar.traceRateMillihertz == 20_000)
    #expect(radar.timeZeroSampleQ8 == 2_688)
    #expect(radar.centreFrequencyKilohertz == 1_500_000)
    #expect(radar.antennaHeightMicrometres == 0)
    #expect(radar.permittivityHundredths == 625)
    #expect(radar.railLow == -32_768 && radar.railHigh == 32_767)
    #expect(recording.sampleCount == 10)
    #expect(recording.warnings.isEmpty)
  }

  @Test(
    "What a reader requires is refused when it is missing, with file, field and what was expected",
    arguments: [
      "core:datatype", "core:version", "core:num_channels", "sapper:sensor",
      "sapper:sample_interval_s",
    ])
  func required(key: String) throws {
    var meta = RadarMeta()
    meta[key] = nil
    let error = try refusal(meta)
    #expect(error.file.hasSuffix("lane-radar.sigmf-meta"))
    #expect(error.field == "global \(key)")
    #expect(error.found == "nothing")
    #expect(!error.expected.isEmpty)
  }

  @Test(
    "A value that cannot be is refused in words that name the field",
    arguments: [
      ("core:datatype", "\"cf32_le\""), ("core:datatype", "\"ri16_be\""), ("core:datatype", "5"),
      ("core:version", "\"2.0.0\""), ("core:version", "\"1.2\""), ("core:version", "\"one\""),
      ("core:version", "\"1..2\""), ("core:num_channels", "0"), ("core:num_channels", "5000"),
      ("core:num_channels", "-4"), ("core:num_channels", "4.5"), ("core:num_channels", "1e400"),
      ("core:num_channels", "\"4\""), ("core:num_channels", "null"), ("core:sample_rate", "0"),
      ("core:sample_rate", "-20"), ("core:sample_rate", "1e30"), ("core:sample_rate", "\"20\""),
      ("core:sha512", "\"abc\""), ("core:offset", "3"), ("core:metadata_only", "true"),
      ("core:dataset", "\"other.bin\""), ("core:trailing_bytes", "3"),
      ("core:extensions", "{}"),
      ("core:extensions", #"[{"name": "antenna", "version": "1", "optional": false}]"#),
      ("core:unheard_of", "1"), ("nonamespace", "1"), ("sapper:sensor", "\"lidar\""),
      ("sapper:sample_interval_s", "0"), ("sapper:sample_interval_s", "-2e-11"),
      ("sapper:sample_interval_s", "1e-17"), ("sapper:sample_interval_s", "2e9"),
      ("sapper:trace_spacing_m", "-0.02"), ("sapper:trace_spacing_m", "1e300"),
      ("sapper:trace_spacing_m", "true"), ("sapper:trace_spacing_m", "1e-9"),
      ("sapper:trace_spacing_m", "-1e-9"), ("core:num_channels", "-0.1"),
      ("sapper:time_zero_sample", "1e9"),
      ("sapper:centre_frequency_hz", "-1"), ("sapper:relative_permittivity", "-1"),
      ("sapper:rail_low", "-40000"), ("sapper:rail_high", "-32769"), ("sapper:seed", "-1"),
      ("sapper:seed", "1e3"), ("sapper:seed", "18446744073709551616"),
      ("sapper:leading_non_signal_samples", "5"), ("sapper:scenario", "5"),
    ])
  func refusedValue(key: String, value: String) throws {
    var meta = RadarMeta()
    meta[key] = value
    let error = try refusal(meta)
    #expect(error.field.hasPrefix("global \(key)"), "\(error)")
    #expect(!error.found.isEmpty && !error.expected.isEmpty)
  }

  @Test(
    "Captures that contradict themselves or the data are refused",
    arguments: [
      (#"[{"core:sample_start": 1}]"#, "captures[0] core:sample_start"),
      (#"[{"core:global_index": 0}]"#, "captures[0] core:sample_start"),
      (#"[{"core:sample_start": 0}, {"core:sample_start": 0}]"#, "captures[1] core:sample_start"),
      (#"[{"core:sample_start": 0}, {"core:sample_start": 11}]"#, "captures[1] core:sample_start"),
      (#"[{"core:sample_start": -1}]"#, "captures[0] core:sample_start"),
      (#"[{"core:sample_start": 9223372036854775807}]"#, "captures[0] core:sample_start"),
      (
        #"[{"core:sample_start": 0, "core:global_index": 9223372036854775807}]"#,
        "captures[0] core:global_index"
      ),
      (#"[{"core:sample_start": 0, "core:global_index": -5}]"#, "captures[0] core:global_index"),
      (#"[{"core:sample_start": 0, "core:header_bytes": 8}]"#, "captures[0] core:header_bytes"),
      (#"[{"core:sample_start": 0, "core:speed": 8}]"#, "captures[0] core:speed"),
      (#"[5]"#, "captures[0]"), (#"{}"#, "captures"),
    ])
  func refusedCaptures(captures: String, field: String) throws {
    var meta = RadarMeta()
    meta.captures = captures
    #expect(try refusal(meta).field == field)
  }

  @Test(
    "An instant without a Z, or one that is none, is refused",
    arguments: [
      "2026-01-01T00:00:00", "2026-01-01T00:00:00+00:00", "2026-01-01 00:00:00Z",
      "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z",
      "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.5xZ", "Z", "", "2026-01-01Z",
      "２026-01-01T00:00:00Z",
    ])
  func instants(text: String) throws {
    var meta = RadarMeta()
    meta.captures = #"[{"core:sample_start": 0, "core:datetime": "\#(text)"}]"#
    #expect(try refusal(meta).field == "captures[0] core:datetime")
  }

  @Test(
    "An instant in UTC is taken",
    arguments: [
      "2026-01-01T00:00:00Z", "2024-02-29T23:59:60.123456789Z", "1999-12-31T23:59:59.0Z",
    ])
  func goodInstants(text: String) throws {
    var meta = RadarMeta()
    meta.captures = #"[{"core:sample_start": 0, "core:datetime": "\#(text)"}]"#
    #expect(try opened(meta.text).get().captures.first?.datetime == text)
  }

  @Test(
    "Annotations that cannot be are refused",
    arguments: [
      (#"{"core:sample_count": 1}"#, "core:sample_start"),
      (#"{"core:sample_start": -1}"#, "core:sample_start"),
      (#"{"core:sample_start": 1, "core:sample_count": -1}"#, "core:sample_count"),
      (#"{"core:sample_start": 1, "sapper:kind": "rumour"}"#, "sapper:kind"),
      (#"{"core:sample_start": 1, "sapper:class": "mine"}"#, "sapper:class"),
      (#"{"core:sample_start": 1, "sapper:position_m": [1]}"#, "sapper:position_m"),
      (#"{"core:sample_start": 1, "sapper:position_m": [1, 1e999]}"#, "sapper:position_m"),
      (#"{"core:sample_start": 1, "sapper:depth_m": "deep"}"#, "sapper:depth_m"),
      (#"{"core:sample_start": 1, "sapper:radius_m": -1}"#, "sapper:radius_m"),
      (#"{"core:sample_start": 1, "sapper:confidence": 1.01}"#, "sapper:confidence"),
      (#"{"core:sample_start": 1, "core:colour": "red"}"#, "core:colour"),
    ])
  func refusedAnnotations(annotation: String, key: String) throws {
    var meta = RadarMeta()
    meta.annotations = "[\(annotation)]"
    #expect(try refusal(meta).field == "annotations[0] \(key)")
  }

  @Test("An annotation past the data is clipped, one beyond it left out, each with a warning")
  func clipped() throws {
    var meta = RadarMeta()
    meta.annotations = """
      [{"core:sample_start": 8, "core:sample_count": 5, "sapper:kind": "truth"},
       {"core:sample_start": 10, "core:sample_count": 1, "sapper:kind": "truth"},
       {"core:sample_start": 4, "core:sample_count": 6, "sapper:kind": "truth"}]
      """
    let recording = try opened(meta.text).get()
    #expect(recording.annotations.map(\.sampleStart) == [8, 4])
    #expect(recording.annotations.map(\.sampleCount) == [2, 6])
    #expect(
      recording.warnings.map(\.field) == [
        "annotations[0] core:sample_count", "annotations[1] core:sample_start",
      ])
  }

  @Test("What a reader does without is assumed, and said")
  func assumed() throws {
    var meta = RadarMeta()
    meta["core:sample_rate"] = nil
    meta["core:extensions"] = nil
    meta["sapper:unheard_of"] = "1"
    meta["antenna:gain"] = "3"
    meta.captures = "[]"
    meta.annotations = #"[{"core:sample_start": 1, "core:label": "stake"}]"#
    let recording = try opened(meta.text, extraBytes: 3).get()
    #expect(recording.sampleCount == 10)
    #expect(recording.leftoverByteCount == 3)
    #expect(recording.annotations.first?.kind == .mark)
    let fields = Set(recording.warnings.map(\.field))
    #expect(
      fields == [
        "global core:sample_rate", "global core:extensions", "global sapper:unheard_of",
        "captures", "annotations[0] sapper:kind", "end of the data",
      ])
  }

  @Test("A key at the root that SigMF does not have, and a missing part, are refused")
  func root() throws {
    for text in [
      #"{"global": {}, "captures": [], "annotations": [], "more": 1}"#, "[]", "5", "{}",
      RadarMeta().text.replacingOccurrences(of: "\"captures\"", with: "\"global2\""),
    ] {
      guard case .failure = try opened(text) else {
        Issue.record("taken: \(text)")
        continue
      }
    }
  }

  @Test("A missing data file is refused, and so is one that is not a file")
  func data() throws {
    let folder = try SigMFFolder()
    try folder.write("lane-radar.sigmf-meta", RadarMeta().text)
    var error = #expect(throws: RecordingError.self) {
      try SigMFRecording.open(folder.file("lane-radar"))
    }
    #expect(error?.field == "data file")
    try FileManager.default.createDirectory(
      atPath: folder.file("lane-radar.sigmf-data"), withIntermediateDirectories: false)
    error = #expect(throws: RecordingError.self) {
      try SigMFRecording.open(folder.file("lane-radar"))
    }
    #expect(error?.field == "open")
  }

  @Test("A description of a gigabyte is refused by its size alone")
  func gigabyte() throws {
    let folder = try SigMFFolder()
    try folder.write("lane-radar.sigmf-data", bytes: [])
    try folder.write("lane-radar.sigmf-meta", "")
    let handle = try #require(FileHandle(forWritingAtPath: folder.file("lane-radar.sigmf-meta")))
    try handle.truncate(atOffset: 1 << 30)
    try handle.close()
    let error = #expect(throws: RecordingError.self) {
      try SigMFRecording.open(folder.file("lane-radar"))
    }
    #expect(error?.field == "size")
    #expect(error?.found == "1073741824 bytes")
  }

  @Test("Induction needs a gate for every channel, in order")
  func gates() throws {
    var meta = RadarMeta()
    meta["sapper:sensor"] = "\"pulse_induction\""
    meta["core:datatype"] = "\"ri32_le\""
    meta["core:num_channels"] = "2"
    meta["sapper:lsb_volt"] = "2e-08"
    meta["sapper:gates_us"] = "[[8.0, 20.0], [300.0, 400.0]]"
    let recording = try opened(meta.text).get()
    guard case .pulseInduction(let induction) = recording.global.stream.contents else {
      Issue.record("no induction")
      return
    }
    #expect(induction.lsbFemtovolts == 20_000_000)
    #expect(induction.gates[1] == .init(startNanoseconds: 300_000, endNanoseconds: 400_000))
    for gates in ["[[8, 20]]", "[[20, 8], [300, 400]]", "[8, 20]", "[[8], [9]]", "{}", "[]"] {
      meta["sapper:gates_us"] = gates
      #expect(try refusal(meta).field == "global sapper:gates_us")
    }
    meta["sapper:gates_us"] = "[[8.0, 20.0], [300.0, 400.0]]"
    meta["core:datatype"] = "\"ri16_le\""
    #expect(try refusal(meta).field == "global core:datatype")
    meta["core:datatype"] = "\"ri32_le\""
    meta["core:sample_rate"] = nil
    #expect(try refusal(meta).field == "global core:sample_rate")
  }

  private func refusal(_ meta: RadarMeta) throws -> RecordingError {
    switch try opened(meta.text) {
    case .success:
      Issue.record("taken: \(meta.text)")
      return RecordingError(.refused, file: "", field: "", found: "", expected: "")
    case .failure(let error): return error
    }
  }
}
