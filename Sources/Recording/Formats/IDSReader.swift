/// IDS `.dt`: records with tags, then traces of two marker words and 16-bit samples.
///
/// What the reader promises: traces and samples of the header make the size of the file, else it is
/// refused or a warning names the field. Nothing in the file confirms interval and spacing: both are
/// warned of. No real file was at hand.
public enum IDSReader {
  /// Opens `path`.
  public static func open(
    path: String, options: RadarFileOptions = RadarFileOptions()
  ) throws(RecordingError) -> TraceRecordFile {
    try open(ByteSource(path: path), options: options)
  }

  /// Reads from any bytes, a pipe among them.
  package static func open(
    _ source: ByteSource, options: RadarFileOptions
  ) throws(RecordingError) -> TraceRecordFile {
    try TraceRecordFile(IDSOpening(source, options: options).opening)
  }
}

extension RadarFormat {
  /// IDS.
  public static let ids = RadarFormat(
    name: "ids", title: "IDS dt", endings: ["dt"],
    recognisesBytes: { bytes, _ in IDSHeader.isPlausible(bytes) },
    open: { request throws(RecordingError) in
      try IDSReader.open(request.openedSource(), options: request.options)
    })
}
