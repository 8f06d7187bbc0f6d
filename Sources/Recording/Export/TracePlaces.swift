/// Where traces went: a map of whole numbers that climbs by one, with a new start at every gap.
public struct TracePlaces: Sendable {
  private var starts: [(from: Int64, to: Int64)] = []

  /// A map of nothing.
  public init() {}

  /// Notes that from `from` on numbers go to `to`, `to` + 1 and so on.
  public mutating func note(from: Int64, to: Int64) {
    if let last = starts.last, last.to - last.from == to - from { return }
    starts.append((from, to))
  }

  /// Where a number went; nil before the first.
  public func place(of number: Int64) -> Int64? {
    // Starts climb: the last that is not beyond the number is found by halving.
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle].from <= number { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : number - starts[low - 1].from + starts[low - 1].to
  }
}
