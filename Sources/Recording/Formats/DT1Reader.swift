/// Sensors & Software DT1 with its HD, and the GPS file beside them.
///
/// What the reader promises: the shape is that of the trace headers, which must agree with each other;
/// interval and spacing are each confirmed by the trace headers, or a warning names the field.
public enum DT1Reader {
  /// Opens `path`, the DT1 or the HD.
  public static func open(
    path: String, options: RadarFileOptions = RadarFileOptions()
  ) throws(RecordingError) -> TraceRecordFile {
    try open(files(ByteSource(path: path)), options: options)
  }

  /// Reads from any bytes.
  package static func open(
    _ files: PairedFiles, options: RadarFileOptions
  ) throws(RecordingError) -> TraceRecordFile {
    try TraceRecordFile(DT1Opening(files, options: options).opening)
  }

  /// The files that belong to `source`.
  static func files(_ source: ByteSource) throws(RecordingError) -> PairedFiles {
    try PairedFiles(
      source, dataEndings: ["dt1"], headerEnding: "hd", sideEndings: ["gps"], isHeader: isHeader)
  }

  /// Whether the first bytes are those of an HD.
  static func isHeader(_ bytes: [UInt8]) -> Bool {
    KeyedText.isPlausible(bytes, keys: ["NUMBER OF PTS/TRC", "TOTAL TIME WINDOW"], separator: 61)
  }
}

extension RadarFormat {
  /// Sensors & Software DT1.
  public static let dt1 = RadarFormat(
    name: "dt1", title: "Sensors & Software DT1 with HD", endings: ["dt1", "hd"],
    recognisesBytes: { bytes, _ in DT1Reader.isHeader(bytes) || DT1TraceHeader.isPlausible(bytes) },
    open: { request throws(RecordingError) in
      try DT1Reader.open(
        DT1Reader.files(request.openedSource()), options: request.options)
    })
}
