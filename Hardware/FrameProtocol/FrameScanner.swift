/// Finds frames in a run of bytes, such as a serial line gives: magic, head, CRC; and counts what was none.
///
/// Bytes that belong to no good frame are a run, which the next good frame closes. A run is as many
/// damaged frames as it is frames long, rounded, one at the least; but when that next frame's number
/// follows on the last, no frame is missing, and the run was noise. What comes before the first good
/// frame is no damage as long as it is shorter than a frame: a reader comes in the middle of one.
package struct FrameScanner<let capacity: Int>: ~Copyable {
  /// What was found.
  package enum Finding: Equatable {
    /// A good frame, and the damaged ones before it.
    case frame(FrontEndFrame, damaged: Int)
    /// More bytes are needed.
    case needsMore
  }

  private var storage = InlineArray<capacity, UInt8>(repeating: 0)
  private var start = 0
  private var end = 0
  private var strayBytes: Int64 = 0
  private var lastSequence: UInt32?
  /// Runs of bytes between two whole frames that were no frame.
  package private(set) var noiseRuns: Int64 = 0
  package let format: FrameFormat

  /// Makes a scanner; `capacity` is at least the bytes of a frame.
  package init(format: FrameFormat) {
    precondition(format.byteCount <= capacity, "the scanner holds a frame")
    self.format = format
  }

  /// Lends the free room behind the bytes held, for `fill` to put more there and answer how many.
  package mutating func fill<Failure: Error>(
    _ fill: (inout MutableSpan<UInt8>) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    compact()
    var span = storage.mutableSpan
    var room = span._mutatingExtracting(end..<capacity)
    let count = try fill(&room)
    precondition(count >= 0 && end + count <= capacity, "what was filled in fits")
    end += count
    return count
  }

  /// Looks for the next good frame in the bytes held, and writes its numbers.
  package mutating func next(into numbers: inout MutableSpan<Int32>) -> Finding {
    while start < end {
      do throws(FrameFault) {
        guard let frame = try look(into: &numbers) else { return .needsMore }
        start += format.byteCount
        return .frame(frame, damaged: closeRun(before: frame.sequence))
      } catch {
        start += 1
        strayBytes += 1
      }
    }
    return .needsMore
  }

  /// The frame that begins at the first byte held; `nil` while it may still become one.
  private func look(
    into numbers: inout MutableSpan<Int32>
  ) throws(FrameFault) -> FrontEndFrame? {
    let held = storage.span.extracting(start..<end)
    try FrontEndFrame.checkHead(of: held, as: format)
    guard held.count >= format.byteCount else { return nil }
    let frame = try FrontEndFrame.decode(held, as: format)
    FrontEndFrame.numbers(of: held, as: format, into: &numbers)
    return frame
  }

  /// Whole frames' worth of bytes since the last good frame that were none.
  package var openDamage: Int64 { strayBytes / Int64(format.byteCount) }

  /// How many damaged frames the run before a good frame was.
  private mutating func closeRun(before sequence: UInt32) -> Int {
    let bytes = strayBytes
    let last = lastSequence
    strayBytes = 0
    lastSequence = sequence
    guard bytes > 0 else { return 0 }
    let length = Int64(format.byteCount)
    guard let last else { return Int(clamping: bytes / length) }
    if sequence == last &+ 1 {
      noiseRuns += 1
      return 0
    }
    return Int(clamping: max(1, (bytes + length / 2) / length))
  }

  /// Moves the bytes held to the front.
  private mutating func compact() {
    guard start > 0 else { return }
    for index in start..<end { storage[index - start] = storage[index] }
    end -= start
    start = 0
  }
}
