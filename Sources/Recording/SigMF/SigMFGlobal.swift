public import Journal

/// What the global object of one recording says.
public struct SigMFGlobal: Sendable {
  /// Shape, timing and instrument, in integers.
  public let stream: StreamDescription
  /// Name of the collection it belongs to.
  public let collection: String?
  /// A sentence for a person (`core:description`).
  public let about: String?
  /// The program that wrote it (`core:recorder`).
  public let recorder: String?
  /// The simulator's scenario.
  public let scenario: String?
  /// The INI text in force when it was written.
  public let configuration: String?
  /// SHA-512 of the data file in hexadecimal, lower case.
  public let sha512: String?
  /// Bytes behind the last whole sample that the description knows of.
  public let trailingBytes: Int64

  /// Longest description file that is read.
  public static let maximumByteCount = 16 << 20
  /// Greatest sample number: far beyond any file, and far enough from where 64 bits end.
  static let maximumIndex: Int64 = 1 << 61

  private static let coreKeys: Set<String> = [
    "datatype", "sample_rate", "author", "collection", "dataset", "data_doi", "description",
    "hw", "license", "metadata_only", "meta_doi", "num_channels", "offset", "recorder", "sha512",
    "trailing_bytes", "version", "geolocation", "extensions",
  ]

  init(_ fields: JSONFields, warnings: inout [RecordingWarning]) throws(RecordingError) {
    try fields.checkKeys(
      core: Self.coreKeys, sapper: SigMFInstrument.keys, warnings: &warnings)
    try SigMFVersion.check(fields, warnings: &warnings)
    try Self.checkDataset(fields)
    stream = try SigMFInstrument.stream(fields, warnings: &warnings)
    collection = try fields.text("core:collection")
    about = try fields.text("core:description")
    recorder = try fields.text("core:recorder")
    scenario = try fields.text("sapper:scenario")
    configuration = try fields.text("sapper:configuration")
    sha512 = try Self.hash(fields, "core:sha512")
    trailingBytes = try fields.integer("core:trailing_bytes", in: 0...Self.maximumIndex) ?? 0
  }

  /// Refuses to write a description that a reader would refuse.
  static func check(_ description: [UInt8], file: String) throws(RecordingError) {
    do throws(RecordingError) {
      let root = try JSONFields(
        try JSONScanner.parse(description, file: file), file: file, place: "")
      var warnings: [RecordingWarning] = []
      _ = try SigMFGlobal(
        try JSONFields(root.members["global"], file: file, place: "global"), warnings: &warnings)
    } catch {
      var unwritable = error
      unwritable.kind = .unwritable
      throw unwritable
    }
  }

  /// Refuses what would move the samples inside the data file or into another one.
  private static func checkDataset(_ fields: JSONFields) throws(RecordingError) {
    if try fields.flag("core:metadata_only") == true {
      throw fields.refusal(
        "core:metadata_only", found: "true", expected: "a recording with its data file")
    }
    if let dataset = try fields.text("core:dataset") {
      throw fields.refusal(
        "core:dataset", found: "\"\(dataset.prefix(60))\"",
        expected: "nothing: the samples stand in the .sigmf-data file of the same name",
        advice: "convert it with the tools that wrote it")
    }
    if let offset = try fields.integer("core:offset", in: 0...maximumIndex), offset != 0 {
      throw fields.refusal(
        "core:offset", found: "\(offset)", expected: "0: a recording in one piece")
    }
  }

  /// A SHA-512 in hexadecimal, in lower case.
  static func hash(_ fields: JSONFields, _ key: String) throws(RecordingError) -> String? {
    guard let text = try fields.text(key) else { return nil }
    guard text.utf8.count == 128, text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw fields.refusal(
        key, found: "\"\(text.prefix(20))\" of \(text.count) characters",
        expected: "128 hexadecimal digits")
    }
    return text.lowercased()
  }
}

/// The version and the extensions of a description.
enum SigMFVersion {
  static func check(
    _ fields: JSONFields, warnings: inout [RecordingWarning]
  ) throws(RecordingError) {
    let expected = "a version of SigMF 1, as \"\(DescriptionText.version)\""
    let version = try fields.required(
      "core:version", try fields.text("core:version"), expected: expected)
    let numbers = version.split(separator: ".", omittingEmptySubsequences: false).map { part in
      part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
    }
    guard numbers.count == 3, numbers.allSatisfy({ $0 != nil }), numbers[0] == 1 else {
      throw fields.refusal("core:version", found: "\"\(version.prefix(20))\"", expected: expected)
    }
    if let minor = numbers[1], minor > 2 {
      warnings.append(
        fields.warning("core:version", found: version, assumed: "read as SigMF 1.2"))
    }
    try checkExtensions(fields, warnings: &warnings)
  }

  private static func checkExtensions(
    _ fields: JSONFields, warnings: inout [RecordingWarning]
  ) throws(RecordingError) {
    var isDeclared = false
    for (index, value) in (try fields.array("core:extensions") ?? []).enumerated() {
      let item = try JSONFields(
        value, file: fields.file, place: "\(fields.place) core:extensions[\(index)]")
      let name = try item.required("name", try item.text("name"), expected: "a name")
      let isOptional = try item.required(
        "optional", try item.flag("optional"), expected: "true or false")
      if name == "sapper" {
        isDeclared = true
      } else if !isOptional {
        throw item.refusal(
          "name", found: "\"\(name.prefix(40))\", which a reader has to know",
          expected: "sapper, or an extension that is optional")
      }
    }
    if !isDeclared {
      warnings.append(
        fields.warning(
          "core:extensions", found: "no sapper", assumed: "sapper: fields read all the same"))
    }
  }
}
