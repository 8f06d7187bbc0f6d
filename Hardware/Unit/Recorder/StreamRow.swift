/// Bytes of one frame in all streams: what a recorder hands over at once.
struct StreamRow<let capacity: Int> {
  private(set) var bytes = InlineArray<capacity, UInt8>(repeating: 0)
  private(set) var count = 0

  /// Adds a number, little-endian.
  mutating func append(_ value: Int32) {
    for index in 0..<4 {
      bytes[count + index] = UInt8(truncatingIfNeeded: value >> Int32(8 * index))
    }
    count += 4
  }

  /// Forgets all.
  mutating func removeAll() { count = 0 }
}

/// The segments of a stream: where each begins, and the device's number there.
struct CaptureList {
  /// Segments that are kept; what comes after them stands in the events alone.
  static let capacity = 1_024

  private(set) var starts = InlineArray<1024, Int64>(repeating: 0)
  private(set) var numbers = InlineArray<1024, Int64>(repeating: 0)
  /// Segments that are kept.
  private(set) var count = 0
  /// Whether there were more.
  private(set) var isOverfull = false
  /// Samples of the stream.
  private(set) var samples: Int64 = 0
  private var expected: Int64?

  /// Takes the next sample by its number of the device.
  mutating func take(_ number: Int64) {
    if expected != number {
      if count < Self.capacity {
        starts[count] = samples
        numbers[count] = number
        count += 1
      } else {
        isOverfull = true
      }
    }
    expected = number + 1
    samples += 1
  }
}
