import Foundation
import Recording

/// What an export is written as, chosen by name or by the ending of the output.
enum ExportKind: Equatable {
  /// Samples.
  case samples(RadarExportFormat)
  /// A picture.
  case picture

  /// For a person.
  var title: String {
    switch self {
    case .samples(let format): format.title
    case .picture: "PNG"
    }
  }

  /// Names for the command line.
  static let names = RadarExportFormat.allCases.map(\.rawValue) + ["png"]

  /// The kind of a name.
  init?(name: String) {
    if name.lowercased() == "png" {
      self = .picture
    } else {
      guard let format = RadarExportFormat(rawValue: name.lowercased()) else { return nil }
      self = .samples(format)
    }
  }

  /// The kind of an ending.
  init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    let ending = path[path.index(after: dot)...].lowercased()
    if ending == "png" {
      self = .picture
    } else {
      let format = RadarExportFormat.allCases.first { $0.endings.contains(ending) }
      guard let format else { return nil }
      self = .samples(format)
    }
  }
}

/// The place of an export: never the input, and over nothing but an earlier export.
enum ExportTarget {
  /// Bytes at the start of a file that are looked at.
  private static let lookByteCount = 4_096

  /// Refuses a place where something else stands.
  static func check(_ path: String, kind: ExportKind, input: String) throws(RecordingError) {
    guard !path.hasSuffix("/"), path != "-" else {
      throw RecordingError(
        .unwritable, file: path, field: "-o", found: "no name of a file",
        expected: "a file, which takes its place when it is whole")
    }
    guard resolved(path) != resolved(input) else {
      throw RecordingError(
        .unwritable, file: path, field: "-o", found: "the input itself", expected: "another file")
    }
    var files: [(path: String, marks: [[UInt8]])] = [(path, marks(of: kind))]
    if kind == .samples(.dt1) {
      // The traces say nothing of who wrote them: the HD does.
      let hd = DT1Writer.beside(path, ending: "HD")
      files = [(hd, [Array("Written by sapper".utf8)])]
      if !Storage.exists(hd) { files.append((path, [])) }
    }
    for file in files where Storage.exists(file.path) {
      let start = try ByteSource(path: file.path).bytes(at: 0, count: lookByteCount)
      guard file.marks.contains(where: { start.holds($0) }) else {
        throw RecordingError(
          .unwritable, file: file.path, field: "-o", found: "a file that sapper did not export",
          expected: "a new path, or an earlier export to replace",
          advice: "another name, or remove the file first")
      }
    }
  }

  private static func marks(of kind: ExportKind) -> [[UInt8]] {
    switch kind {
    case .samples(.segy): [SEGYWriter.marker]
    case .samples(.csv): [Array(RadarCSVWriter.marker.utf8)]
    case .samples(.dt1): []
    case .picture: [Array(PNGFile.marker.utf8)]
    }
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}

extension [UInt8] {
  /// Whether `part` stands anywhere in it.
  fileprivate func holds(_ part: [UInt8]) -> Bool {
    guard !part.isEmpty, count >= part.count else { return false }
    return (0...(count - part.count)).contains { self[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
