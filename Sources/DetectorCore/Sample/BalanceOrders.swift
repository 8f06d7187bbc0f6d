/// What the operator asked of the ground balance between two frames; carried out before the later one.
///
/// A balance that is under way is ended first, then another one is begun.
public struct BalanceOrders: Equatable, Sendable, BitwiseCopyable {
  /// Whether the balance under way ends.
  public private(set) var ends = false
  /// Whether one begins.
  public private(set) var begins = false

  /// Asks nothing.
  public init() {}

  /// Whether nothing was asked.
  public var isEmpty: Bool { !ends && !begins }

  /// Asks to begin one.
  public mutating func begin() { begins = true }

  /// Asks to end it; one that was to begin and saw no frame is not begun.
  public mutating func end() {
    ends = true
    begins = false
  }

  /// Asks what was asked later too, of frames that were left out.
  public mutating func add(_ later: BalanceOrders) {
    if later.ends { end() }
    if later.begins { begin() }
  }
}
