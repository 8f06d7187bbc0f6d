import DetectorCore
import Foundation
import Journal
import Recording
import TestSupport
import Testing

/// A folder of its own that goes away with the test.
final class SigMFFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "sigmf-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
  }

  func write(_ name: String, bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

/// The recordings that lie beside the project; tests that use them are off where they are absent.
enum Lanes {
  static let folder = SharedData.lanes
  static let names =
    (1...5).map { "dual\($0)" } + (1...8).map { "strip\($0)" }
  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder) }
}

/// SplitMix64, so that a seed gives the same numbers everywhere.
struct SigMFRandom {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// A description of a small radar recording as text, in which a test changes what it tests.
struct RadarMeta {
  /// Fields of the global object as JSON; `nil` leaves one out.
  var global: [(key: String, value: String?)] = [
    ("core:datatype", "\"ri16_le\""), ("core:version", "\"1.2.5\""),
    ("core:sample_rate", "20"), ("core:num_channels", "4"),
    ("core:extensions", #"[{"name": "sapper", "version": "0.1.0", "optional": true}]"#),
    ("sapper:sensor", "\"ground_radar\""), ("sapper:sample_interval_s", "2.1228e-11"),
    ("sapper:trace_spacing_m", "0.021"),
  ]
  var captures = #"[{"core:sample_start": 0, "core:global_index": 0}]"#
  var annotations = "[]"

  subscript(key: String) -> String? {
    get { global.first { $0.key == key }?.value }
    set {
      global.removeAll { $0.key == key }
      global.append((key, newValue))
    }
  }

  var text: String {
    let fields = global.compactMap { field in field.value.map { "\"\(field.key)\": \($0)" } }
    return "{\"global\": {\(fields.joined(separator: ", "))}, \"captures\": \(captures), "
      + "\"annotations\": \(annotations)}"
  }
}

/// What opening a description says, with `traces` traces of four samples beside it.
func opened(
  _ text: String, traces: Int = 10, extraBytes: Int = 0
) throws -> Result<SigMFRecording, RecordingError> {
  try opened(Array(text.utf8), traces: traces, extraBytes: extraBytes)
}

func opened(
  _ bytes: [UInt8], traces: Int = 10, extraBytes: Int = 0
) throws -> Result<SigMFRecording, RecordingError> {
  let folder = try SigMFFolder()
  try folder.write("lane-radar.sigmf-meta", bytes: bytes)
  try folder.write(
    "lane-radar.sigmf-data", bytes: [UInt8](repeating: 1, count: traces * 8 + extraBytes))
  do throws(RecordingError) {
    return .success(try SigMFRecording.open(folder.file("lane-radar.sigmf-meta")))
  } catch {
    return .failure(error)
  }
}

/// A radar description of four samples a trace.
func smallRadar(rails: ClosedRange<Int32> = -32_768...32_767) -> RadarDescription {
  var radar = RadarDescription(samplesPerTrace: 4, sampleIntervalFemtoseconds: 21_228)
  radar.traceSpacingMicrometres = 21_000
  radar.traceRateMillihertz = 20_000
  radar.railLow = rails.lowerBound
  radar.railHigh = rails.upperBound
  return radar
}

/// Number `channel` of sample `sequence` in made-up data.
func madeUp(_ sequence: Int64, _ channel: Int) -> Int32 {
  Int32((sequence * 31 + Int64(channel) * 7) % 2_000) - 1_000
}

/// `count` made-up samples from a sequence number on.
func madeUpBlock(_ sequence: Int64, count: Int, channels: Int = 4) -> [Int32] {
  (0..<count * channels).map { madeUp(sequence + Int64($0 / channels), $0 % channels) }
}

/// All that a radar file gives, block by block.
func readAll(
  _ file: inout some RadarFile, blockTraces: Int = 3
) throws -> (headers: [BlockHeader], samples: [Int32]) {
  let channels = Int(file.description.samplesPerTrace)
  var block = [Int32](repeating: 0, count: blockTraces * channels)
  var headers: [BlockHeader] = []
  var samples: [Int32] = []
  while true {
    var span = block.mutableSpan
    let header = try file.read(into: &span)
    if header.count == 0 { return (headers, samples) }
    headers.append(header)
    samples += block[..<(header.count * channels)]
  }
}

/// A radar file in memory, of a format that does not exist.
struct MadeUpRadarFile: RadarFile {
  var formatName = "made up"
  var path = "/somewhere/made-up.dat"
  var description: RadarDescription
  var facts: [RecordingFact] = []
  var warnings: [RecordingWarning] = []
  var channelCount = 2
  var channel = 1
  var traceCount: Int64? { Int64(sequences.count) }
  var marks: [TraceMark] = []
  var positions: [TracePosition] = []
  var annotations: [RecordingAnnotation] = []
  /// The device's number of every trace.
  var sequences: [Int64]
  var next = 0

  mutating func rewind() throws(RecordingError) { next = 0 }

  mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    let channels = Int(description.samplesPerTrace)
    guard next < sequences.count else { return .end(index: Int64(next), sequence: 0) }
    var header = BlockHeader(count: 0, index: Int64(next), sequence: sequences[next])
    while header.count < block.count / channels, next < sequences.count,
      sequences[next] == header.sequence + Int64(header.count)
    {
      for channel in 0..<channels {
        let value = madeUp(sequences[next], channel)
        block[header.count * channels + channel] = min(
          max(value, description.railLow), description.railHigh)
      }
      header.count += 1
      next += 1
    }
    return header
  }
}
