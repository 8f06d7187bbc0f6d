/// ImpulseRadar IPRB with its IPRH, and the COR file beside them.
///
/// What the reader promises: shape is confirmed by the size of the file, interval by window and sampling
/// frequency together, spacing by the end of the line; else a warning names the field, or it is refused.
/// In the real file at hand DISTANCE INTERVAL is what the wheel did, and USER DISTANCE INTERVAL what was
/// asked for: the stop position agrees with the first alone.
public enum IPRBReader {
  /// Opens `path`, the IPRB or the IPRH.
  public static func open(
    path: String, options: RadarFileOptions = RadarFileOptions()
  ) throws(RecordingError) -> TraceRecordFile {
    try open(files(ByteSource(path: path)), options: options)
  }

  /// Reads from any bytes.
  package static func open(
    _ files: PairedFiles, options: RadarFileOptions
  ) throws(RecordingError) -> TraceRecordFile {
    var notes = ReaderNotes(file: files.data.name)
    let header = try KeyedText(files.header, separator: 58, notes: &notes)
    let field = header.field("DATA VERSION")
    let bits = header.count("DATA VERSION", notes: &notes)
    try notes.require(
      bits == 16 || bits == 32, field: field, found: bits.map { "\($0)" } ?? "none",
      expected: "16 or 32, the bits of a sample", advice: "the header that belongs to this file")
    let family = RawTraceOpening.Family(
      formatName: "IPRB", antennaKey: "ANTENNA",
      spacingKeys: ["DISTANCE INTERVAL", "USER DISTANCE INTERVAL"], zeroKey: "ZERO LEVEL",
      coding: bits == 16 ? .int16Little : .int32Little, typeField: field, isTypeGiven: false)
    return try TraceRecordFile(
      RawTraceOpening(files, header: header, family: family, options: options, notes: notes).opening
    )
  }

  /// The files that belong to `source`.
  static func files(_ source: ByteSource) throws(RecordingError) -> PairedFiles {
    try PairedFiles(
      source, dataEndings: ["iprb"], headerEnding: "iprh", sideEndings: ["cor"], isHeader: isHeader)
  }

  /// Whether the first bytes are those of an IPRH.
  static func isHeader(_ bytes: [UInt8]) -> Bool {
    KeyedText.isPlausible(bytes, keys: ["DATA VERSION", "SAMPLES", "TIMEWINDOW"], separator: 58)
  }
}

extension RadarFormat {
  /// ImpulseRadar IPRB.
  public static let iprb = RadarFormat(
    name: "iprb", title: "ImpulseRadar IPRB with IPRH", endings: ["iprb", "iprh"],
    recognisesBytes: { bytes, _ in IPRBReader.isHeader(bytes) },
    open: { request throws(RecordingError) in
      try IPRBReader.open(
        IPRBReader.files(request.openedSource()), options: request.options)
    })
}
