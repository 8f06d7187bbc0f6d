package import DetectorCore

/// What the operator asked of the ground balance between two frames; carried out before the later one.
///
/// A balance that is under way is ended first, then another one is begun.
package struct BalanceOrders: Equatable, Sendable, BitwiseCopyable {
  /// Whether the balance under way ends.
  package private(set) var ends = false
  /// Whether one begins.
  package private(set) var begins = false

  /// Nothing was asked.
  package init() {}

  /// Whether nothing was asked.
  package var isEmpty: Bool { !ends && !begins }

  /// Asks to begin one.
  package mutating func begin() { begins = true }

  /// Asks to end it; one that was to begin and saw no frame is not begun.
  package mutating func end() {
    ends = true
    begins = false
  }

  /// Asks what was asked later too, of frames that were left out.
  package mutating func add(_ later: BalanceOrders) {
    if later.ends { end() }
    if later.begins { begin() }
  }

  /// What a word of flags holds.
  fileprivate init(bits: UInt32) {
    begins = bits & 1 == 1
    ends = bits & 2 == 2
  }

  fileprivate var bits: UInt32 { (begins ? 1 : 0) | (ends ? 2 : 0) }
}

/// The fourth column of the housekeeping stream: the front end's flags, and in bits that no frame uses
/// what a replay needs beside them.
///
/// Bits 14 and 15: before this frame a ground balance began, or ended. Bits 24 to 31: how many damaged
/// frames came before this one, 255 at the most. The unit writes it. A replay, by the unit or by
/// `sapper`, presses the button and tells damaged frames from lost ones by it, as the search did.
package enum RecordedFlags {
  private static let balanceShift: UInt32 = 14
  private static let shift: UInt32 = 24
  /// What of a word a front end may set.
  private static let ofFrontEnd: UInt32 = 0x00FF_3FFF

  /// The column of a frame.
  package static func word(
    _ flags: FrontEndFlags, _ header: BlockHeader, _ orders: BalanceOrders = BalanceOrders()
  ) -> UInt32 {
    let damaged = header.flags.contains(.checksum) ? max(1, header.damaged) : 0
    return flags.rawValue & ofFrontEnd | orders.bits << balanceShift
      | UInt32(min(255, damaged)) << shift
  }

  /// The front end's flags of a column.
  package static func flags(_ word: UInt32) -> FrontEndFlags {
    FrontEndFlags(rawValue: word & ofFrontEnd)
  }

  /// What was asked of the ground balance before the frame of a column.
  package static func orders(_ word: UInt32) -> BalanceOrders {
    BalanceOrders(bits: word >> balanceShift)
  }

  /// Damaged frames before the frame of a column.
  package static func damaged(_ word: UInt32) -> Int32 { Int32(word >> shift) }
}
