/// Turns samples that are faulty one after the other into few reports whose counts add up.
///
/// The first faulty sample is reported at once, so that no fault is silent; the rest of the run when
/// it ends, or every `FaultRun.longest` samples.
public struct FaultRun: BitwiseCopyable, Sendable, Equatable {
  private var unreported: Int64 = 0
  /// Whether the last sample was faulty.
  public private(set) var isRunning = false

  /// Samples after which a run that goes on is reported again.
  public static let longest: Int64 = 1_000

  /// Makes a run of nothing.
  public init() {}

  /// Takes `count` faults in one sample (0 for a sound one); answers how many to report now.
  public mutating func take(_ count: Int64) -> Int64? {
    guard count > 0 else { return end() }
    guard isRunning else {
      isRunning = true
      return count
    }
    unreported += count
    return unreported >= Self.longest ? flush() : nil
  }

  /// Ends the run; answers what is still to report.
  public mutating func end() -> Int64? {
    isRunning = false
    return flush()
  }

  private mutating func flush() -> Int64? {
    guard unreported > 0 else { return nil }
    defer { unreported = 0 }
    return unreported
  }
}
