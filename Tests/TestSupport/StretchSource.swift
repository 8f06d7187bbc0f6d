package import DetectorCore

/// A stretch of traces or frames as a source would give it.
package struct Stretch {
  /// Its samples in the section.
  package var range: Range<Int>
  /// The device's number of the first.
  package var sequence: Int64

  /// Makes a stretch.
  package init(range: Range<Int>, sequence: Int64) {
    self.range = range
    self.sequence = sequence
  }
}

/// A source over the stretches of samples in memory, which may fail before one of them.
package struct StretchSource: SampleSource {
  /// The samples could not be read.
  package struct Broken: Error, Equatable {}
  /// What can go wrong.
  package typealias Failure = Broken

  private let samples: [Int32]
  private let width: Int
  private let stretches: [Stretch]
  private let failAt: Int?
  private var place = 0
  private var used = 0

  /// Makes a source of samples that are so many numbers wide; it fails at the sample of an index.
  package init(_ samples: [Int32], width: Int, stretches: [Stretch]? = nil, failAt: Int? = nil) {
    self.samples = samples
    self.width = width
    self.stretches = stretches ?? [Stretch(range: 0..<samples.count / width, sequence: 0)]
    self.failAt = failAt
  }

  /// The next samples.
  package mutating func read(into block: inout MutableSpan<Int32>) throws(Broken) -> BlockHeader {
    while place < stretches.count, used == stretches[place].range.count {
      place += 1
      used = 0
    }
    guard place < stretches.count else { return .end(index: 0, sequence: 0) }
    let stretch = stretches[place]
    let first = stretch.range.lowerBound + used
    if let failAt, first >= failAt { throw Broken() }
    let count = min(block.count / width, stretch.range.upperBound - first)
    for n in 0..<count * width { block[n] = samples[first * width + n] }
    defer { used += count }
    return BlockHeader(
      count: count, index: Int64(first), sequence: stretch.sequence + Int64(used))
  }
}
