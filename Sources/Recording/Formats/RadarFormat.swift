/// One format that radar files may have: how it is recognised, and what opens it.
///
/// A further format is one more line in `RadarFormat.all`.
public struct RadarFormat: Sendable {
  /// What a format is given to open a file.
  public struct Request {
    /// The file as the caller named it; `-` is standard input.
    public var path: String
    /// Its bytes; `nil` where the format was chosen by the path alone.
    public var source: ByteSource?
    /// What the person says of it.
    public var options: RadarFileOptions

    /// The bytes, opened where they are not yet.
    package func openedSource() throws(RecordingError) -> ByteSource {
      if let source { return source }
      return try ByteSource(path: path)
    }
  }

  /// Opens a file of the format.
  public typealias Open = @Sendable (Request) throws(RecordingError) -> any RadarFile

  /// Name for `--format`, in lower case.
  public var name: String
  /// What it is, for a person.
  public var title: String
  /// Endings of file names, in lower case, without the dot.
  public var endings: [String]
  /// Whether a path alone settles it, before any byte is read: a collection, a directory.
  public var recognisesPath: @Sendable (String) -> Bool
  /// Whether the first bytes are those of the format; the flag says that they are all.
  public var recognisesBytes: @Sendable ([UInt8], Bool) -> Bool
  /// Opens a file of the format.
  public var open: Open

  /// Makes a format that is recognised by its bytes, or by its ending where the bytes settle nothing.
  public init(
    name: String, title: String, endings: [String],
    recognisesPath: @escaping @Sendable (String) -> Bool = { _ in false },
    recognisesBytes: @escaping @Sendable ([UInt8], Bool) -> Bool, open: @escaping Open
  ) {
    self.name = name
    self.title = title
    self.endings = endings
    self.recognisesPath = recognisesPath
    self.recognisesBytes = recognisesBytes
    self.open = open
  }

  /// Every format there is, in the order in which their bytes are asked for.
  public static let all: [RadarFormat] = [
    .gprmax, .dzt, .ids, .segy, .dt1, .iprb, .rd3, .rd7, .csv,
  ]

  /// GSSI DZT.
  public static let dzt = RadarFormat(
    name: "dzt", title: "GSSI DZT", endings: ["dzt"],
    recognisesBytes: { bytes, _ in DZTHeader.isPlausible(bytes) },
    open: { request throws(RecordingError) in
      let source = try request.openedSource()
      return try DZTFile(
        source: source, options: request.options, sides: DZTSideFiles(beside: source))
    })

  /// Text.
  public static let csv = RadarFormat(
    name: "csv", title: "radar CSV (rows are samples, columns are traces)",
    endings: ["csv", "txt", "tsv", "asc"],
    recognisesBytes: { bytes, isWhole in RadarCSVParser.isPlausible(bytes, isWhole: isWhole) },
    open: { request throws(RecordingError) in
      try RadarCSVFile(source: request.openedSource(), options: request.options.csv)
    })
}

/// Opens a radar file of any format.
public enum RadarFileOpener {
  /// First bytes that formats are recognised by.
  static let recognisedByteCount = 4_096

  /// Opens `path`: by `options.format`, else by path, else by content, else by the ending of its name.
  public static func open(
    _ path: String, options: RadarFileOptions = RadarFileOptions(),
    formats: [RadarFormat] = RadarFormat.all
  ) throws(RecordingError) -> any RadarFile {
    if let name = options.format {
      guard let format = formats.first(where: { $0.name == name.lowercased() }) else {
        throw RecordingError(
          .unknownFormat, file: path, field: "--format", found: "\"\(name)\"",
          expected: "one of " + formats.map(\.name).joined(separator: ", "))
      }
      return try format.open(RadarFormat.Request(path: path, source: nil, options: options))
    }
    if let format = formats.first(where: { $0.recognisesPath(path) }) {
      return try format.open(RadarFormat.Request(path: path, source: nil, options: options))
    }
    return try open(ByteSource(path: path), options: options, formats: formats)
  }

  /// Opens bytes that are already at hand: by content, else by the ending of their name.
  package static func open(
    _ source: ByteSource, options: RadarFileOptions, formats: [RadarFormat] = RadarFormat.all
  ) throws(RecordingError) -> any RadarFile {
    let bytes = try source.bytes(at: 0, count: recognisedByteCount)
    let isWhole = bytes.count < recognisedByteCount
    let ending = source.name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let format =
      formats.first { $0.recognisesBytes(bytes, isWhole) }
      ?? formats.first { $0.endings.contains(ending) && source.name.contains(".") }
    guard let format else {
      let known = formats.map { "\($0.name) (\($0.title))" }.joined(separator: ", ")
      throw RecordingError(
        .unknownFormat, file: source.name, field: "content",
        found: "\(bytes.count) bytes at the start that no reader knows", expected: known,
        advice: "--format, if it is one of these")
    }
    return try format.open(
      RadarFormat.Request(path: source.name, source: source, options: options))
  }
}
