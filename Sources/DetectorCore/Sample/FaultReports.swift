/// At most one report a kind of fault: what is wrong with a sample, and how many it struck.
struct FaultReports: BitwiseCopyable, Sendable {
  private(set) var kinds = InlineArray<8, Fault>(repeating: .stuck)
  private(set) var counts = InlineArray<8, Int64>(repeating: 0)
  private(set) var filled = 0

  mutating func add(_ kind: Fault, _ count: Int64?) {
    guard let count, filled < 8 else { return }
    kinds[filled] = kind
    counts[filled] = count
    filled += 1
  }
}
