/// Arithmetic of the scan counter, sample 0 of every scan.
///
/// It counts up by one and wraps with its width; in 32-bit files it may wrap at 16 bits.
package struct DZTCounter: Equatable {
  /// Bytes of the counter: 1, 2 or 4.
  package let width: Int

  /// Makes the arithmetic of one width.
  package init(width: Int) { self.width = width }

  /// Most scans that a jump is believed to have lost; a wider one is a restart, not a loss.
  package var widestGap: UInt32 { width == 1 ? 64 : 4_096 }

  /// How far the counter went, modulo its width.
  package func step(from previous: UInt32, to value: UInt32) -> UInt32 {
    switch width {
    case 1: return (value &- previous) & 0xFF
    case 2: return (value &- previous) & 0xFFFF
    default:
      let wrapsAt16Bits = value < previous && previous <= 0xFFFF
      return wrapsAt16Bits ? (value &- previous) & 0xFFFF : value &- previous
    }
  }

  /// Scans that are missing between two counters that do not follow each other; 0 for a restart.
  package func missing(from previous: UInt32, to value: UInt32) -> Int64 {
    let step = step(from: previous, to: value)
    return (2...widestGap).contains(step) ? Int64(step) - 1 : 0
  }
}

/// What the first two words of the first scans say: the scan counter, which proves the shape, and
/// the mark word.
///
/// A wrong length, width, channel count or data start breaks the count at once, so that a count that
/// runs on is the witness of the shape. Sample 1 is zero but at a mark.
package struct DZTScanSurvey: Equatable {
  /// Scans that are looked at when a file is opened; marks further on are gathered while reading.
  package static let maximumScans: Int64 = 65_536
  /// Scans of a pipe that are waited for.
  package static let streamScans: Int64 = 16
  /// Bytes of a pipe that are waited for at most, two scans aside.
  package static let streamByteCount: Int64 = 1_048_576

  /// What the counter says of the shape.
  package enum Verdict: Equatable {
    /// It runs on by one from scan to scan.
    case counting
    /// There are too few scans to tell, and nothing speaks against it.
    case tooFew
    /// It stands still or jumps about.
    case absent
  }

  /// Scans that were looked at.
  package private(set) var scans: Int64 = 0
  /// The first counter.
  package private(set) var firstCounter: UInt32 = 0
  /// Scans that the counter says are missing.
  package private(set) var missing: Int64 = 0
  /// The scan before the first missing ones.
  package private(set) var firstGap: Int64?
  /// Scans with a mark word.
  package private(set) var markedScans: [Int64] = []
  private var steps = 0
  private var stepsOfOne = 0

  /// What the counter says of the shape: nine steps in ten must be one.
  package var verdict: Verdict {
    if steps == 0 || (steps < 3 && stepsOfOne == steps) { return .tooFew }
    return stepsOfOne * 10 >= steps * 9 ? .counting : .absent
  }
  /// Whether the mark words are marks: an instrument that writes something else there marks it all.
  package var hasTrustedMarks: Bool { Int64(markedScans.count) * 4 <= scans }

  /// Looks at the first scans of `source`.
  package init(
    source: ByteSource, shape: DZTShape, traceCount: Int64?
  ) throws(RecordingError) {
    let ofStream = max(2, min(Self.streamScans, Self.streamByteCount / Int64(shape.scanByteCount)))
    let bound = source.isStream ? ofStream : Self.maximumScans
    let counter = DZTCounter(width: shape.width)
    var previous: UInt32 = 0
    for scan in 0..<min(bound, traceCount ?? bound) {
      let bytes = try source.bytes(at: shape.offset(scan: scan), count: 2 * shape.width)
      guard bytes.count == 2 * shape.width else { break }
      let value = bytes.littleWord(at: 0, width: shape.width)
      if bytes.littleWord(at: shape.width, width: shape.width) != 0 { markedScans.append(scan) }
      if scan == 0 {
        firstCounter = value
      } else {
        note(counter: counter, from: previous, to: value, scan: scan)
      }
      previous = value
      scans += 1
    }
  }

  private mutating func note(
    counter: DZTCounter, from previous: UInt32, to value: UInt32, scan: Int64
  ) {
    steps += 1
    if counter.step(from: previous, to: value) == 1 {
      stepsOfOne += 1
      return
    }
    let lost = counter.missing(from: previous, to: value)
    missing += lost
    if lost > 0 && firstGap == nil { firstGap = scan - 1 }
  }
}
