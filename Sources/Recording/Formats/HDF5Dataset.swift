#if HDF5
  import CHDF5

  /// An open dataset of floats, in one or two dimensions.
  final class HDF5Dataset {
    /// Bytes of chunks that libhdf5 keeps for the next read.
    static let cacheByteCount = 8 * 1_048_576
    /// Largest chunk that is read, bytes.
    static let chunkLimit: Int64 = 16 * 1_048_576
    /// Most that deflate packs into a byte.
    static let packing: Int64 = 1_032

    /// Where it lies in the file.
    let path: String
    /// Values along the first dimension.
    var rows: Int64 { shape.rows }
    /// Values along the second; 1 where there is none.
    var columns: Int64 { shape.columns }
    /// Bytes of a value in the file.
    var elementByteCount: Int { Int(shape.element_bytes) }
    /// Columns that lie in one chunk; 1 where there are none.
    var chunkColumns: Int64 { max(1, shape.chunk_columns) }
    private let shape: hdf5_shape
    private let identifier: Int64
    private let file: HDF5File

    /// Takes an opened dataset, which it closes.
    init(
      _ identifier: Int64, path: String, shape: hdf5_shape, file: HDF5File
    ) throws(RecordingError) {
      self.identifier = identifier
      self.path = path
      self.file = file
      self.shape = shape
      try judge()
    }

    deinit { file.close(identifier) }

    /// All rows of some columns, row by row.
    func read(columns wanted: Range<Int64>) throws(RecordingError) -> [Double] {
      let (first, count) = (wanted.lowerBound, Int64(wanted.count))
      precondition(first >= 0 && wanted.upperBound <= columns, "columns of the dataset")
      precondition(
        rows <= Int64(HDF5File.valueLimit) / max(1, count), "as many as are read at once")
      if let values = try file.read(
        identifier, shape: shape, first: first, count: count, field: path)
      {
        return values
      }
      throw RecordingError(
        .refused, file: file.name, field: path,
        found: "columns \(first) to \(wanted.upperBound - 1) that do not unpack",
        expected: "values as whole as when they were written", advice: "another copy of the file")
    }

    /// Refuses a shape whose values are not all there, or that take more memory than a reader may.
    private func judge() throws(RecordingError) {
      let element = Int64(elementByteCount)
      let bytes = Self.product(rows, columns, element)
      let chunks = "\(shape.chunk_count) chunks of \(shape.chunk_rows) × \(shape.chunk_columns)"
      guard rows >= 1, columns >= 1, let bytes, isWhole(bytes) else {
        throw RecordingError(
          .refused, file: file.name, field: path,
          found: "\(rows) × \(columns) values of \(element) bytes in \(shape.stored_bytes) bytes"
            + (shape.chunk_columns > 0 ? " of \(chunks)" : ""),
          expected: "values that are all there, chunks of at most \(Self.chunkLimit) bytes",
          advice: "another copy of the file; h5repack, which makes chunks smaller")
      }
    }

    /// Whether so many bytes of values can lie in what is stored.
    private func isWhole(_ bytes: Int64) -> Bool {
      guard shape.chunk_columns > 0 else { return bytes == shape.stored_bytes }
      let (height, width) = (shape.chunk_rows, shape.chunk_columns)
      guard height > 0, let chunk = Self.product(height, width, Int64(elementByteCount)),
        chunk <= Self.chunkLimit
      else { return false }
      let (down, across) = ((rows - 1) / height + 1, (columns - 1) / width + 1)
      return Self.product(down, across, 1) == shape.chunk_count
        && bytes / Self.packing <= shape.stored_bytes
    }

    /// The product; nil where it leaves 64 bits.
    private static func product(_ one: Int64, _ two: Int64, _ three: Int64) -> Int64? {
      let first = one.multipliedReportingOverflow(by: two)
      let second = first.partialValue.multipliedReportingOverflow(by: three)
      return first.overflow || second.overflow ? nil : second.partialValue
    }
  }
#endif
