/// One format that a coil's recordings may have: how it is recognised, and what opens it.
///
/// A further format is one more line in `InductionFormat.all`.
public struct InductionFormat: Sendable {
  /// Name for `--format`, in lower case.
  public var name: String
  /// What it is, for a person.
  public var title: String
  /// Endings of file names that settle it where the bytes do not.
  public var endings: [String]
  /// Whether the first bytes are those of the format.
  public var recognises: @Sendable ([UInt8]) -> Bool
  /// Opens a file of the format.
  package var open: @Sendable (ByteSource, InductionOptions) throws(RecordingError) -> CoilRecording

  /// Every format there is.
  public static let all: [InductionFormat] = [.wav, .ndjson, .coilCSV]

  /// The format of a file, by its bytes and then its ending; nil where none is it.
  package static func of(_ source: ByteSource) throws(RecordingError) -> InductionFormat? {
    let bytes = try source.bytes(at: 0, count: 4_096)
    let ending = source.name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return all.first { $0.recognises(bytes) } ?? all.first { $0.endings.contains(ending) }
  }
}

/// Opens a coil's recording of any format.
public enum InductionFileOpener {
  /// Whether a path holds a coil's recording; false for what cannot be looked into.
  public static func recognises(_ path: String) -> Bool {
    guard path != "-", let source = try? ByteSource(path: path), !source.isStream else {
      return false
    }
    return ((try? InductionFormat.of(source)) ?? nil) != nil
  }

  /// Whether `name` is one of the formats here.
  public static func isFormat(_ name: String) -> Bool {
    InductionFormat.all.contains { $0.name == name.lowercased() }
  }

  /// Opens `path`: by `options.format`, else by content, else by the ending of its name.
  public static func open(
    _ path: String, options: InductionOptions
  ) throws(RecordingError) -> any InductionFile {
    try open(ByteSource(path: path), options: options)
  }

  /// Opens bytes that are already at hand.
  package static func open(
    _ source: ByteSource, options: InductionOptions
  ) throws(RecordingError) -> CoilRecording {
    if let name = options.format {
      guard let format = InductionFormat.all.first(where: { $0.name == name.lowercased() }) else {
        throw RecordingError(
          .unknownFormat, file: source.name, field: "--format", found: "\"\(name)\"",
          expected: "one of " + InductionFormat.all.map(\.name).joined(separator: ", "))
      }
      return try format.open(source, options)
    }
    if let format = try InductionFormat.of(source) { return try format.open(source, options) }
    // Numbers without names are a text whose columns a person has named.
    if !options.columns.isEmpty { return try InductionFormat.coilCSV.open(source, options) }
    let known = InductionFormat.all.map { "\($0.name) (\($0.title))" }.joined(separator: ", ")
    throw RecordingError(
      .unknownFormat, file: source.name, field: "content",
      found: "a start that no reader of coils knows", expected: known,
      advice: "--columns, which names the columns of a text, or --format")
  }
}
