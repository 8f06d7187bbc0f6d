/// Sorts decimated samples into the cells of the way.
///
/// Samples come with their arc; a cell is closed by the first sample beyond its end. Cells passed over,
/// up to ten of them, are filled on a straight line between their neighbours; more end the way.
package struct PathCells: BitwiseCopyable, Sendable {
  /// One sample with its place.
  package struct Sample: BitwiseCopyable, Sendable {
    /// The decay.
    package var decay: BandVector
    /// What a knock may still stand for, Q8 nV.
    package var knock: Int64
    /// Length of the way, 1/256 mm.
    package var arcQ8: Int64
    /// East, 1/256 mm.
    package var eastQ8: Int64
    /// North, 1/256 mm.
    package var northQ8: Int64
    /// Index of its middle frame in the stream.
    package var index: Int64
    /// Sequence number of its middle frame.
    package var sequence: Int64

    package init(
      decay: BandVector, knock: Int64 = 0, arcQ8: Int64, eastQ8: Int64, northQ8: Int64,
      index: Int64, sequence: Int64
    ) {
      self.decay = decay
      self.knock = knock
      self.arcQ8 = arcQ8
      self.eastQ8 = eastQ8
      self.northQ8 = northQ8
      self.index = index
      self.sequence = sequence
    }
  }

  /// What became of a sample.
  package enum Outcome: BitwiseCopyable, Sendable {
    /// It lies in the open cell.
    case within
    /// It closed the open cell; so many cells between were passed over.
    case closed(CellRing.Cell, skipped: Int)
    /// The way broke; the sample begins a new one.
    case broke(CellRing.Cell?)
  }

  /// Length of a cell, 1/256 mm.
  package static let lengthQ8: Int64 = 20 * 256
  /// Cells that may be passed over.
  package static let longestSkip: Int64 = 10
  /// Samples in one cell at the most; a coil that stands longer keeps the newest in the mean.
  private static let maximumCount: Int64 = 1 << 12

  private var number: Int64?
  private var sum = BandVector()
  private var knock: Int64 = 0
  private var count: Int64 = 0
  private var east: Int64 = 0
  private var north: Int64 = 0
  private var firstIndex: Int64 = 0
  private var lastIndex: Int64 = 0
  private var firstSequence: Int64 = 0
  private var lastSequence: Int64 = 0

  package init() {}

  /// Takes a sample.
  package mutating func take(_ sample: Sample) -> Outcome {
    let cell = sample.arcQ8 / Self.lengthQ8
    guard let open = number else {
      begin(sample, cell)
      return .broke(nil)
    }
    if cell == open {
      add(sample)
      return .within
    }
    let closed = close()
    let skipped = cell - open - 1
    begin(sample, cell)
    guard skipped >= 0, skipped <= Self.longestSkip, let closed else { return .broke(closed) }
    return .closed(closed, skipped: Int(skipped))
  }

  /// Ends the way; answers the open cell, if any.
  package mutating func end() -> CellRing.Cell? {
    defer { number = nil }
    return number == nil ? nil : close()
  }

  /// The mean so far of the open cell.
  package var openMean: BandVector? {
    number == nil || count == 0 ? nil : sum.divided(by: count)
  }

  private mutating func begin(_ sample: Sample, _ cell: Int64) {
    number = cell
    sum = BandVector()
    knock = 0
    count = 0
    east = 0
    north = 0
    firstIndex = sample.index
    firstSequence = sample.sequence
    add(sample)
  }

  private mutating func add(_ sample: Sample) {
    if count == Self.maximumCount {
      // Forget the older half, so that a mean over minutes still follows.
      sum = sum.divided(by: 2)
      east /= 2
      north /= 2
      count /= 2
    }
    sum = sum + sample.decay
    knock = max(knock, sample.knock)
    east += sample.eastQ8
    north += sample.northQ8
    count += 1
    lastIndex = sample.index
    lastSequence = sample.sequence
  }

  private func close() -> CellRing.Cell? {
    guard count > 0 else { return nil }
    var cell = CellRing.Cell()
    cell.mean = sum.divided(by: count)
    cell.knock = knock
    cell.count = Int32(clamping: count)
    cell.eastQ8 = east / count
    cell.northQ8 = north / count
    cell.index = firstIndex + (lastIndex - firstIndex) / 2
    cell.sequence = firstSequence + (lastSequence - firstSequence) / 2
    return cell
  }
}
