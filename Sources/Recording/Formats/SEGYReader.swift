/// SEG-Y revision 1 as ground radar uses it: big-endian, 8, 16 and 32 bit, IBM and IEEE floats.
///
/// What the reader promises: the shape is that of the trace headers, which must follow one another; the
/// interval is a whole number of picoseconds, which is said aloud unless the text header has it exactly;
/// the spacing is that of the coordinates.
public enum SEGYReader {
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
    try TraceRecordFile(SEGYOpening(source, options: options).opening)
  }
}

extension RadarFormat {
  /// SEG-Y.
  public static let segy = RadarFormat(
    name: "segy", title: "SEG-Y revision 1", endings: ["sgy", "segy"],
    recognisesBytes: { bytes, _ in SEGYHeader.isPlausible(bytes) },
    open: { request throws(RecordingError) in
      try SEGYReader.open(request.openedSource(), options: request.options)
    })
}
