import DetectorCore
import Foundation
import Recording
import TestSupport

extension SharedData {
  static let gprpy = gpr + "/gprpy/GSSI/FILE____032.DZT"
  static let ietGPR = gpr + "/iet-gpr/File____001.DZT"

  static func vector(_ name: String) -> String { gpr + "/simulated_scenes/vectors/" + name }

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }
}

/// A folder of one test, removed with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/recording-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], as name: String) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  func write(_ text: String, as name: String) throws -> String {
    try write([UInt8](text.utf8), as: name)
  }
}

/// All that a stream gives: its traces back to back, its headers, and how it ended.
struct DrainedRadar: Equatable {
  var samples: [Int32] = []
  var headers: [BlockHeader] = []
  var end: BlockHeader

  init(_ file: inout some RadarFile, tracesPerBlock: Int = 16) throws(RecordingError) {
    let length = Int(file.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: length * tracesPerBlock)
    while true {
      var span = block.mutableSpan
      let header = try file.read(into: &span)
      if header.count == 0 {
        end = header
        return
      }
      headers.append(header)
      samples += block[0..<(header.count * length)]
    }
  }
}

extension DZTBuilder {
  func open(
    _ options: RadarFileOptions = RadarFileOptions(), asStream: Bool = false
  ) throws(RecordingError) -> DZTFile {
    try DZTFile(
      source: ByteSource(bytes: build(), name: "made.DZT", asStream: asStream), options: options)
  }

  /// The refusal of the file, nil when it opens.
  func refusal(_ options: RadarFileOptions = RadarFileOptions()) -> RecordingError? {
    do throws(RecordingError) {
      _ = try open(options)
      return nil
    } catch {
      return error
    }
  }
}

extension RadarFile {
  /// Whether a warning's field starts with `field`.
  func warns(of field: String) -> Bool { warnings.contains { $0.field.hasPrefix(field) } }
}
