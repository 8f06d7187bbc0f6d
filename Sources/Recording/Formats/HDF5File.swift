#if HDF5
  import CHDF5

  /// An open HDF5 file, read through libhdf5: attributes and datasets by their path.
  ///
  /// libhdf5 holds a lock of its own, so that files may be read from several threads. The file is closed
  /// when the last reader that holds it is gone.
  final class HDF5File {
    /// The file as the caller named it.
    let name: String
    private let identifier: Int64

    /// Longest text that is taken from an attribute, bytes.
    static let textLimit = 512
    /// Most numbers that are taken from an attribute.
    static let numberLimit = 16

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
      if let bytes = source.memory {
        // SAFETY: libhdf5 copies the image within the call, and reads no more than its count.
        identifier = unsafe bytes.withUnsafeBytes { image in
          // SAFETY: as above; the path is a terminated copy that outlives the call.
          unsafe hdf5_open(path, image.baseAddress, image.count)
        }
      } else {
        // SAFETY: the path is a terminated copy that outlives the call; without an image it is opened.
        identifier = unsafe hdf5_open(path, nil, 0)
      }
      guard identifier >= 0 else {
        throw RecordingError(
          .refused, file: source.name, field: "HDF5",
          found: "a file that libhdf5 cannot open: it is damaged, cut off or still being written",
          expected: "a whole HDF5 file", advice: "another copy of the file; h5ls shows what is left"
        )
      }
    }

    deinit { hdf5_close(identifier) }

    /// Whether there is an object at a path, within this file.
    func exists(_ path: String) -> Bool {
      // SAFETY: the path is a terminated copy that outlives the call.
      unsafe hdf5_exists(identifier, path) > 0
    }

    /// The numbers of an attribute; none where it is absent or holds anything else.
    func numbers(_ attribute: String, of object: String = "/") -> [Double] {
      let limit = Self.numberLimit
      // SAFETY: there is room for `limit` numbers, and the answer says how many were written.
      return unsafe [Double](unsafeUninitializedCapacity: limit) { values, count in
        // SAFETY: as above; the names are terminated copies that outlive the call.
        count = unsafe Int(
          hdf5_numbers(identifier, object, attribute, values.baseAddress, Int32(limit)))
      }
    }

    /// The text of an attribute; nil where it is absent or none.
    func text(_ attribute: String, of object: String = "/") -> String? {
      let limit = Self.textLimit
      var length: Int32 = -1
      // SAFETY: there is room for `limit` bytes, and the answer says how many were written.
      let bytes = unsafe [CChar](unsafeUninitializedCapacity: limit) { text, count in
        // SAFETY: as above; the names are terminated copies that outlive the call.
        length = unsafe hdf5_text(identifier, object, attribute, text.baseAddress, Int32(limit))
        count = Int(max(0, length))
      }
      guard length >= 0 else { return nil }
      let scalars = String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return String(String.UnicodeScalarView(scalars.unicodeScalars.filter { $0.value >= 32 }))
    }

    /// The dataset of floats at a path; nil where there is none.
    func dataset(_ path: String) throws(RecordingError) -> HDF5Dataset? {
      var shape = hdf5_shape()
      // SAFETY: the path is a terminated copy, and `shape` a whole structure that only the call writes.
      let opened = unsafe hdf5_dataset(identifier, path, HDF5Dataset.cacheByteCount, &shape)
      if opened == Int64(HDF5_ABSENT) { return nil }
      guard opened >= 0 else {
        throw RecordingError(
          .refused, file: name, field: path,
          found: "values that are no plain floats in one or two dimensions, or lie in another file",
          expected: "32 or 64 bit IEEE floats, contiguous or in chunks of deflate and shuffle",
          advice: "h5repack, which writes a plain copy")
      }
      return try HDF5Dataset(opened, path: path, shape: shape, file: self)
    }
  }

  /// An open dataset of floats, in one or two dimensions.
  final class HDF5Dataset {
    /// Bytes of chunks that libhdf5 keeps for the next read.
    static let cacheByteCount = 8 * 1_048_576
    /// Largest chunk that is read.
    static let chunkLimit: Int64 = 4 * 1_048_576
    /// Most that deflate packs into a byte.
    static let packing: Int64 = 1_032

    /// Where it lies in the file.
    let path: String
    /// Values along the first dimension.
    let rows: Int64
    /// Values along the second; 1 where there is none.
    let columns: Int64
    /// Bytes of a value in the file.
    let elementByteCount: Int
    /// Columns that lie in one chunk; 1 where there are none.
    let chunkColumns: Int64
    private let rank: Int32
    private let identifier: Int64
    private let file: HDF5File

    /// Takes an opened dataset, which it closes.
    init(
      _ identifier: Int64, path: String, shape: hdf5_shape, file: HDF5File
    ) throws(RecordingError) {
      self.identifier = identifier
      self.path = path
      self.file = file
      rank = shape.rank
      rows = shape.rows
      columns = shape.columns
      elementByteCount = Int(shape.element_bytes)
      chunkColumns = max(1, shape.chunk_columns)
      try judge(shape)
    }

    deinit { hdf5_close_dataset(identifier) }

    /// Reads all rows of some columns, row by row.
    func read(columns wanted: Range<Int64>, into values: inout [Double]) throws(RecordingError) {
      let count = Int(rows) * wanted.count
      precondition(wanted.lowerBound >= 0 && wanted.upperBound <= columns, "columns of the dataset")
      if values.count < count { values = [Double](repeating: 0, count: count) }
      let (identifier, rank, rows) = (identifier, rank, rows)
      // SAFETY: there is room for all rows of the wanted columns, and the call writes no more.
      let status = unsafe values.withUnsafeMutableBufferPointer { target in
        // SAFETY: as above; the pointer is that of `target`, which outlives the call.
        unsafe hdf5_read(
          identifier, rank, rows, wanted.lowerBound, Int64(wanted.count), target.baseAddress)
      }
      guard status >= 0 else {
        throw RecordingError(
          .unreadable, file: file.name, field: path,
          found: "columns \(wanted.lowerBound) to \(wanted.upperBound - 1) that do not unpack",
          expected: "values as whole as when they were written", advice: "another copy of the file")
      }
    }

    /// Refuses a shape whose values cannot be there, or that take more memory than a reader may.
    private func judge(_ shape: hdf5_shape) throws(RecordingError) {
      let element = Int64(elementByteCount)
      let logical = rows.multipliedReportingOverflow(by: columns)
      let bytes = logical.partialValue.multipliedReportingOverflow(by: element)
      let chunk = shape.chunk_rows.multipliedReportingOverflow(by: shape.chunk_columns)
      let chunkIsSmall = !chunk.overflow && chunk.partialValue <= Self.chunkLimit / element
      let isChunked = shape.chunk_columns > 0
      let most = isChunked ? Self.packing : 1
      let isThere =
        !logical.overflow && !bytes.overflow && shape.stored_bytes >= 0
        && bytes.partialValue / most <= shape.stored_bytes
      guard rows >= 1, columns >= 1, chunkIsSmall, isThere else {
        throw RecordingError(
          .refused, file: file.name, field: path,
          found: "\(rows) × \(columns) values of \(element) bytes in \(shape.stored_bytes) bytes"
            + (isChunked ? ", chunks of \(shape.chunk_rows) × \(shape.chunk_columns)" : ""),
          expected: "values that are all there, chunks of at most \(Self.chunkLimit) bytes",
          advice: "another copy of the file; h5repack, which makes chunks smaller")
      }
    }
  }
#endif
