/// Mala RD3 (16 bit) and RD7 (32 bit) with their RAD, and the COR file beside them.
///
/// What the reader promises: shape is confirmed by the size of the file, interval by window and sampling
/// frequency together, spacing by the end of the line; else a warning names the field, or it is refused.
public enum MalaReader {
  /// Opens `path`, the RD3, RD7 or RAD.
  public static func open(
    path: String, options: RadarFileOptions = RadarFileOptions()
  ) throws(RecordingError) -> TraceRecordFile {
    try open(files(ByteSource(path: path)), options: options)
  }

  /// Reads from any bytes; the ending of the traces' name says how wide a sample is.
  package static func open(
    _ files: PairedFiles, options: RadarFileOptions
  ) throws(RecordingError) -> TraceRecordFile {
    var notes = ReaderNotes(file: files.data.name)
    let header = try KeyedText(files.header, separator: 58, notes: &notes)
    let named = options.format?.lowercased()
    let ending = files.data.name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let kind = named ?? ending
    let isNarrow = kind == "rd3"
    try notes.require(
      isNarrow || kind == "rd7", field: "ending", found: "\"\(ending)\"",
      expected: "rd3 of 16 bit or rd7 of 32 bit", advice: "--format rd3 or --format rd7")
    let family = RawTraceOpening.Family(
      formatName: kind.uppercased(), antennaKey: "ANTENNAS", spacingKeys: ["DISTANCE INTERVAL"],
      coding: isNarrow ? .int16Little : .int32Little, typeField: "ending .\(kind)",
      isTypeGiven: named == kind)
    return try TraceRecordFile(
      RawTraceOpening(files, header: header, family: family, options: options, notes: notes).opening
    )
  }

  /// The files that belong to `source`.
  static func files(_ source: ByteSource) throws(RecordingError) -> PairedFiles {
    try PairedFiles(
      source, dataEndings: ["rd3", "rd7"], headerEnding: "rad", sideEndings: ["cor"],
      isHeader: isHeader)
  }

  /// Whether the first bytes are those of a RAD.
  static func isHeader(_ bytes: [UInt8]) -> Bool {
    KeyedText.isPlausible(bytes, keys: ["SAMPLES", "FREQUENCY", "SIGNAL POSITION"], separator: 58)
      && !IPRBReader.isHeader(bytes)
  }
}

extension RadarFormat {
  /// Mala RD3.
  public static let rd3 = mala(
    name: "rd3", title: "Mala RD3 (16 bit) with RAD", endings: ["rd3", "rad"])
  /// Mala RD7.
  public static let rd7 = mala(name: "rd7", title: "Mala RD7 (32 bit) with RAD", endings: ["rd7"])

  private static func mala(name: String, title: String, endings: [String]) -> RadarFormat {
    RadarFormat(
      name: name, title: title, endings: endings,
      recognisesBytes: { bytes, _ in name == "rd3" && MalaReader.isHeader(bytes) },
      open: { request throws(RecordingError) in
        try MalaReader.open(
          MalaReader.files(request.openedSource()), options: request.options)
      })
  }
}
