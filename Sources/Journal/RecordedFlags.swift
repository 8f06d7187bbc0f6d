package import DetectorCore

/// The fourth column of the housekeeping stream: the front end's flags, and in bits that no frame uses
/// what a replay needs beside them.
///
/// Bits 14 and 15: before this frame a ground balance began, or ended. Bits 24 to 31: how many damaged
/// frames came before this one, 255 at the most. The unit writes it. A replay presses the
/// button and tells damaged frames from lost ones by it, as the search did, and `sapper play` sends both again.
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

extension BalanceOrders {
  /// What a word of flags holds; begin goes last, as `end` takes it back.
  fileprivate init(bits: UInt32) {
    self.init()
    if bits & 2 == 2 { end() }
    if bits & 1 == 1 { begin() }
  }

  fileprivate var bits: UInt32 { (begins ? 1 : 0) | (ends ? 2 : 0) }
}
