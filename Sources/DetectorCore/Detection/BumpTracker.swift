/// Finds the cell of the way where a statistic peaks over its threshold.
///
/// A cell is an apex when its statistic reaches the threshold and no cell of the six before it and the six
/// after it is higher (of equals the first wins). The answer comes six cells later.
package struct BumpTracker: BitwiseCopyable, Sendable {
  /// Cells on either side that an apex must exceed.
  package static let reach: Int64 = 6

  // A bump's width is looked for farther back than its apex.
  private var ring = InlineArray<8, Bump>(repeating: Bump())
  private var statistics = InlineArray<64, Int64>(repeating: 0)
  private var count: Int64 = 0

  package init() {}

  /// The way begins anew.
  package mutating func reset() { count = 0 }

  /// Takes the next cell; answers the cell six back if it is an apex.
  package mutating func take(_ bump: Bump, thresholdQ8: Int64) -> BumpApex? {
    ring[Int(count & 7)] = bump
    statistics[Int(count & 63)] = bump.statisticQ8
    count += 1
    let centre = count - 1 - Self.reach
    return centre >= 0 ? judge(centre, last: count - 1, thresholdQ8) : nil
  }

  /// At the end of the way: judges one of the last six cells, by how many it lies before the end.
  package mutating func drain(back: Int64, thresholdQ8: Int64) -> BumpApex? {
    let centre = count - 1 - back
    return centre >= 0 ? judge(centre, last: count - 1, thresholdQ8) : nil
  }

  private mutating func judge(_ centre: Int64, last: Int64, _ threshold: Int64) -> BumpApex? {
    let apex = ring[Int(centre & 7)]
    guard apex.statisticQ8 >= threshold else { return nil }
    for other in max(0, centre - Self.reach)..<centre
    where at(other) >= apex.statisticQ8 {
      return nil
    }
    if centre < last {
      for other in (centre + 1)...min(last, centre + Self.reach)
      where at(other) > apex.statisticQ8 {
        return nil
      }
    }
    var before: Int64 = 0
    while before < 40, centre - before > 0,
      at(centre - before - 1) >= apex.statisticQ8 / 2
    {
      before += 1
    }
    var after: Int64 = 0
    while centre + after < last, after < Self.reach,
      at(centre + after + 1) >= apex.statisticQ8 / 2
    {
      after += 1
    }
    // The side that was seen to fall tells the width; the way ahead may not be known yet.
    let half = after < Self.reach && centre + after < last ? min(before, after) : before
    return BumpApex(bump: apex, widthCells: Int32(clamping: 2 * half + 1))
  }

  private mutating func at(_ cell: Int64) -> Int64 { statistics[Int(cell & 63)] }
}

/// What was seen at one cell of the way.
package struct Bump: BitwiseCopyable, Sendable {
  /// Number of the cell.
  package var cell: Int64 = 0
  /// Its statistic, Q8.
  package var statisticQ8: Int64 = 0
  /// The decay that explains it best.
  package var decay: Int = 0
  /// The motion filter's response.
  package var response = BandVector()

  package init() {}
}

/// A peak along the way.
package struct BumpApex: BitwiseCopyable, Sendable {
  /// The cell.
  package var bump: Bump
  /// Cells in which the statistic stays above half the peak's.
  package var widthCells: Int32
}
