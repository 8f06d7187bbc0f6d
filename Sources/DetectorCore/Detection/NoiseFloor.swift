/// The amplitude that a depth cell shows without an object: an order statistic of its own past.
///
/// Each cell keeps the last `training` amplitudes that lie at least `guardSteps` back, sorted. The floor
/// is the value at the wanted order (OS-CFAR, Rohling 1983): up to that share of the training
/// may be quiet and the rest objects without raising it. Before anything was learnt the training
/// holds a prior, which the first amplitudes push out one by one.
///
/// Methods that only read are mutating too: what borrows a struct of this size copies it.
/// Memory: 64 cells of 240 words, fixed. Cost: one insertion and one removal in a sorted
/// row a cell.
package struct NoiseFloor: ~Copyable {
  private var rows: InlineArray<64, OrderedHistory>
  private let order: Int

  /// Cells on either side that a floor is averaged over.
  package static let neighbours = 2

  /// Makes a floor whose training holds a prior.
  package init(training: Int, guardSteps: Int, orderHundredths: Int32, prior: UInt32) {
    let wanted = Int64(training) * Int64(orderHundredths) / 100
    order = Int(min(max(wanted, 0), Int64(training - 1)))
    rows = InlineArray { _ in OrderedHistory(training: training, guardSteps: guardSteps) }
    fill(prior)
  }

  /// The floor of a cell, averaged with the two cells on either side: amplitudes fall off smoothly.
  package mutating func smoothed(cell: Int, count: Int) -> UInt32 {
    var sum: UInt64 = 0
    for offset in -Self.neighbours...Self.neighbours {
      sum += UInt64(rows[min(max(cell + offset, 0), count - 1)].sorted[order])
    }
    return UInt32(sum / UInt64(2 * Self.neighbours + 1))
  }

  /// Forgets everything: the training holds a prior again.
  package mutating func fill(_ prior: UInt32) {
    for cell in 0..<64 { rows[cell].fill(prior) }
  }

  /// Takes the amplitude of a cell.
  package mutating func learn(_ amplitude: UInt32, cell: Int) { rows[cell].push(amplitude) }
}

/// The last amplitudes of a cell: a guard that delays them, and a training that keeps them sorted.
package struct OrderedHistory: ~Copyable {
  private var arrivals = InlineArray<120, UInt32>(repeating: 0)
  /// The training, in order.
  package private(set) var sorted = InlineArray<120, UInt32>(repeating: 0)
  private let training: Int
  private let guardSteps: Int
  private var next = 0

  package init(training: Int, guardSteps: Int) {
    precondition(training >= 1 && guardSteps >= 0 && training + guardSteps <= 120)
    self.training = training
    self.guardSteps = guardSteps
  }

  /// Fills the training with one value and empties the guard.
  package mutating func fill(_ value: UInt32) {
    for k in 0..<120 {
      arrivals[k] = value
      sorted[k] = value
    }
    next = 0
  }

  /// Takes a value: it enters the guard; the oldest of the guard enters the training and pushes
  /// out the oldest there.
  package mutating func push(_ value: UInt32) {
    let length = training + guardSteps
    let oldest = arrivals[next]
    arrivals[next] = value
    next = next + 1 == length ? 0 : next + 1
    // The newest that is beyond the guard.
    let entering = arrivals[(next - 1 - guardSteps + length) % length]
    replace(oldest, with: entering)
  }

  private mutating func replace(_ old: UInt32, with new: UInt32) {
    guard old != new else { return }
    var place = position(of: old)
    while place + 1 < training, sorted[place + 1] < new {
      sorted[place] = sorted[place + 1]
      place += 1
    }
    while place > 0, sorted[place - 1] > new {
      sorted[place] = sorted[place - 1]
      place -= 1
    }
    sorted[place] = new
  }

  /// Where a value that is known to be in the training lies, by halving.
  private mutating func position(of value: UInt32) -> Int {
    var low = 0
    var high = training - 1
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
