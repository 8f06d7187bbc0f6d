/// gprMax's output: HDF5, read where sapper was built with libhdf5.
enum GprMaxFormat {
  /// The eight bytes that an HDF5 file starts with.
  static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Whether the first bytes are those of an HDF5 file; which program wrote it, its attributes tell.
  static func recognises(_ bytes: [UInt8]) -> Bool { bytes.starts(with: signature) }

  /// Refuses what no HDF5 file starts with.
  static func requireSignature(_ source: ByteSource) throws(RecordingError) {
    let bytes = try source.bytes(at: 0, count: signature.count)
    guard !recognises(bytes) else { return }
    throw RecordingError(
      .refused, file: source.name, field: "signature (byte 0)",
      found: bytes.map { String($0, radix: 16) }.joined(separator: " "),
      expected: "that of HDF5, 89 48 44 46 d a 1a a, as gprMax 3 and 4 write it",
      advice: "running the model with gprMax 3 or 4")
  }
}

extension RadarFormat {
  /// gprMax versions 3 and 4.
  public static let gprmax = RadarFormat(
    name: "gprmax", title: "gprMax HDF5", endings: ["out", "h5"],
    recognisesBytes: { bytes, _ in GprMaxFormat.recognises(bytes) },
    open: { request throws(RecordingError) in
      let source = try request.openedSource()
      try GprMaxFormat.requireSignature(source)
      #if HDF5
        return try GprMaxFile(source: source, options: request.options)
      #else
        throw RecordingError(
          .refused, file: source.name, field: "HDF5",
          found: "an HDF5 file, such as gprMax writes, and a sapper built without libhdf5",
          expected: "a sapper built with it",
          advice: "swift build -c release --traits HDF5, after installing Debian's libhdf5-dev; "
            + "or a copy of the traces as CSV")
      #endif
    })
}
