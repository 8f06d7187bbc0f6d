#if HDF5
  import CHDF5

  /// An open HDF5 file: attributes and datasets by their path.
  ///
  /// libhdf5 does not survive every damaged file, so that it runs in a process of its own, which has 128 MiB
  /// and, for each question, five seconds of the processor. If it ends, the file is refused. The process
  /// ends with the last reader that holds the file.
  @safe final class HDF5File {
    /// The file as the caller named it.
    let name: String
    // SAFETY: what it points to is there from `init` to `deinit`, and is used by this class alone.
    private var reader = unsafe hdf5_reader()

    /// Longest text that is taken from an attribute, bytes.
    static let textLimit = 512
    /// Most numbers that are taken from an attribute.
    static let numberLimit = 16
    /// Most values that are read at once.
    static let valueLimit = Int(HDF5_VALUE_COUNT)

    /// Opens a file by its path, or from its bytes where they are in memory.
    init(_ source: ByteSource) throws(RecordingError) {
      name = source.name
      guard !source.isStream else {
        throw RecordingError(
          .refused, file: source.name, field: "file", found: "a pipe",
          expected: "a file, since HDF5 is read from both ends",
          advice: "saving the stream to a file first")
      }
      let path = source.name
      let number: Int32
      if let bytes = source.memory {
        // SAFETY: the new process has a copy of all memory; the call only reads what it is given.
        number = unsafe bytes.withUnsafeBytes { image in
          // SAFETY: as above; the path is a terminated copy that outlives the call.
          unsafe hdf5_start(&reader, path, image.baseAddress, image.count)
        }
      } else {
        // SAFETY: as above; without an image the path is opened.
        number = unsafe hdf5_start(&reader, path, nil, 0)
      }
      guard number == 0 else {
        throw RecordingError(
          .unreadable, file: name, field: "HDF5",
          found: "errno \(number) when a process for libhdf5 was started",
          expected: "a system that lets it start", advice: "raising the limit of processes")
      }
      let opened = ask(HDF5_OPEN)
      guard opened >= 0 else { throw damaged("HDF5", isLost: opened == Int64(HDF5_LOST)) }
    }

    deinit {
      // SAFETY: `reader` was started by `init` and is used by nothing else any more.
      unsafe hdf5_stop(&reader)
    }

    /// Whether there is an object at a path, within this file.
    func exists(_ path: String) throws(RecordingError) -> Bool {
      try answer(ask(HDF5_EXISTS, path), to: path) > 0
    }

    /// The numbers of an attribute; none where it is absent or holds anything else.
    func numbers(
      _ attribute: String, of object: String = "/"
    ) throws(RecordingError) -> [Double] {
      let limit = Self.numberLimit
      let count = try answer(ask(HDF5_NUMBERS, object, attribute, room: limit), to: attribute)
      return values(count: min(limit, max(0, Int(count))))
    }

    /// The text of an attribute; nil where it is absent or none.
    func text(
      _ attribute: String, of object: String = "/"
    ) throws(RecordingError) -> String? {
      let limit = Self.textLimit
      let length = try answer(ask(HDF5_TEXT, object, attribute, room: limit), to: attribute)
      guard length >= 0 else { return nil }
      // SAFETY: the bytes of the text lie where the values do, in memory that lives as long as `self`.
      let bytes = unsafe UnsafeRawBufferPointer(
        start: hdf5_values(&reader), count: min(limit, Int(length)))
      let scalars = unsafe String(decoding: bytes, as: UTF8.self).unicodeScalars
      return String(String.UnicodeScalarView(scalars.filter { $0.value >= 32 }))
    }

    /// The dataset of floats at a path; nil where there is none.
    func dataset(_ path: String) throws(RecordingError) -> HDF5Dataset? {
      let opened = ask(HDF5_DATASET, path, room: HDF5Dataset.cacheByteCount)
      if opened == Int64(HDF5_ABSENT) { return nil }
      guard try answer(opened, to: path) >= 0 else {
        throw RecordingError(
          .refused, file: name, field: path,
          found: "values that are no plain floats in one or two dimensions, or lie in another file",
          expected: "32 or 64 bit IEEE floats, contiguous or in chunks of deflate and shuffle",
          advice: "h5repack, which writes a plain copy")
      }
      // SAFETY: `reader` is started, and the answer left the shape where it is taken from.
      return try HDF5Dataset(opened, path: path, shape: unsafe hdf5_shape_of(&reader), file: self)
    }

    /// Reads all rows of `count` columns from `first` on; negative where they do not unpack.
    func read(
      _ dataset: Int64, shape: hdf5_shape, first: Int64, count: Int64, field: String
    ) throws(RecordingError) -> [Double]? {
      // SAFETY: `reader` is started; the question is kept until the next one.
      unsafe hdf5_prepare(&reader, dataset, first, shape)
      guard try answer(ask(HDF5_READ, room: Int(count)), to: field) >= 0 else { return nil }
      return values(count: Int(shape.rows * count))
    }

    /// Closes a dataset.
    func close(_ dataset: Int64) {
      // SAFETY: `reader` is started; the question is kept until the next one.
      unsafe hdf5_prepare(&reader, dataset, 0, hdf5_shape())
      _ = ask(HDF5_CLOSE)
    }

    private func ask(
      _ operation: Int, _ object: String = "", _ name: String = "", room: Int = 0
    ) -> Int64 {
      // SAFETY: `reader` is started; the names are terminated copies that outlive the call.
      unsafe hdf5_ask(&reader, Int32(operation), object, name, Int64(room))
    }

    /// An answer, unless the process has ended over the question.
    private func answer(_ answer: Int64, to field: String) throws(RecordingError) -> Int64 {
      guard answer != Int64(HDF5_LOST) else { throw damaged(field, isLost: true) }
      return answer
    }

    /// What the last answer left in the memory that both processes see.
    private func values(count: Int) -> [Double] {
      precondition(count <= Self.valueLimit, "an answer fits the memory for it")
      // SAFETY: there is room for `valueLimit` values, and the array copies `count` of them.
      return unsafe [Double](UnsafeBufferPointer(start: hdf5_values(&reader), count: count))
    }

    private func damaged(_ field: String, isLost: Bool) -> RecordingError {
      RecordingError(
        .refused, file: name, field: field,
        found: isLost
          ? "a file over which libhdf5 broke off, so damaged is it"
          : "a file that libhdf5 cannot open: damaged, cut off or still being written",
        expected: "a whole HDF5 file", advice: "another copy of the file; h5ls shows what is left")
    }
  }
#endif
