/// A recording of two files of one stem: traces in one, their header as text in the other.
///
/// Either may be named; the other is looked for beside it, its ending in lower, upper or mixed case.
package struct PairedFiles {
  /// The file with the traces.
  package var data: ByteSource
  /// The text header.
  package var header: ByteSource
  /// Text side files by their ending, where they are there.
  package var sides: [String: ByteSource] = [:]

  /// Takes the files as they are.
  package init(data: ByteSource, header: ByteSource, sides: [String: ByteSource] = [:]) {
    self.data = data
    self.header = header
    self.sides = sides
  }

  /// Takes `source`, which is the header where `isHeader` says so of its first bytes, and finds the rest.
  package init(
    _ source: ByteSource, dataEndings: [String], headerEnding: String, sideEndings: [String],
    isHeader: ([UInt8]) -> Bool
  ) throws(RecordingError) {
    let bytes = try source.bytes(at: 0, count: RadarFileOpener.recognisedByteCount)
    if isHeader(bytes) {
      header = source
      data = try Self.required(dataEndings, beside: source, holds: "the traces")
    } else {
      data = source
      header = try Self.required([headerEnding], beside: source, holds: "the text header")
    }
    for ending in sideEndings {
      sides[ending] = Self.beside(source, ending: ending)
    }
  }

  /// The file of the same stem with another ending; nil where there is none, and for a pipe.
  static func beside(_ source: ByteSource, ending: String) -> ByteSource? {
    guard !source.isStream, let dot = source.name.lastIndex(of: ".") else { return nil }
    let stem = source.name[..<dot]
    let capital = ending.prefix(1).uppercased() + ending.dropFirst()
    let spellings =
      source.name[dot...].contains { $0.isLowercase }
      ? [ending, ending.uppercased(), capital] : [ending.uppercased(), ending, capital]
    for spelling in spellings {
      if let found = try? ByteSource(path: "\(stem).\(spelling)"), !found.isStream { return found }
    }
    return nil
  }

  private static func required(
    _ endings: [String], beside source: ByteSource, holds content: String
  ) throws(RecordingError) -> ByteSource {
    for ending in endings {
      if let found = beside(source, ending: ending) { return found }
    }
    let names = endings.map { "." + $0.uppercased() }.joined(separator: " or ")
    throw RecordingError(
      .refused, file: source.name, field: "\(names) file",
      found: source.isStream ? "a pipe, which has nothing beside it" : "none beside it",
      expected: "one of the same name, with \(content)",
      advice: "copying both files from the instrument into one folder")
  }
}
