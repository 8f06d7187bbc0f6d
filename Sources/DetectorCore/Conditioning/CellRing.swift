/// The way in cells of equal length, each holding the mean decay of the time spent in it.
///
/// A slow sweep averages more in a cell than a fast one, so that noise falls as the dwell grows and the
/// shape of a target does not depend on speed. Cells that were passed over without a sample hold the mean
/// of their neighbours and say so. The last 64 cells are kept.
///
/// Methods that only read are mutating too: what borrows a struct of this size copies it.
package struct CellRing: ~Copyable {
  /// Where and when a cell lies, and what was measured in it.
  package struct Cell: BitwiseCopyable, Sendable {
    /// Mean decay.
    package var mean = BandVector()
    /// The most that a knock may still stand for in it, Q8 nV.
    package var knock: Int64 = 0
    /// Samples in the mean; 0 where it is interpolated.
    package var count: Int32 = 0
    /// Place of its middle, 1/256 mm.
    package var eastQ8: Int64 = 0
    /// Place of its middle, 1/256 mm.
    package var northQ8: Int64 = 0
    /// Mean index in the stream of the frames in it.
    package var index: Int64 = 0
    /// Mean sequence number of the frames in it.
    package var sequence: Int64 = 0

    package init() {}
  }

  /// Cells that are kept.
  package static let capacity = 64

  private var cells = InlineArray<64, Cell>(repeating: Cell())
  /// Cells so far since the way began.
  package private(set) var count: Int64 = 0

  package init() {}

  /// Adds the next cell.
  package mutating func push(_ cell: Cell) {
    cells[Int(count & 63)] = cell
    count += 1
  }

  /// The cell of a number, at most 63 before the newest.
  package mutating func cell(at number: Int64) -> Cell { cells[Int(number & 63)] }

  /// The mean of a cell.
  package mutating func mean(at number: Int64) -> BandVector { cells[Int(number & 63)].mean }

  /// The most that a knock may still stand for in a cell, Q8 nV.
  package mutating func knock(at number: Int64) -> Int64 { cells[Int(number & 63)].knock }

  /// A new way begins.
  package mutating func reset() { count = 0 }
}
